"""The year's revenue as a chart: this year, plan, projection with its band, and former years laid onto this one."""

from collections.abc import Collection
from datetime import date

import numpy as np

from app.i18n import Language
from app.views.revenue_lines import RevenueView
from widgets.chart.days import EPOCH, DayAxis
from widgets.chart.series import Band, ChartSpec, Look, Mark, Series
from widgets.money_words import name_of


def revenue_chart(view: RevenueView, words: Language, years: Collection[int] = ()) -> ChartSpec | None:
    """The chart of a view, with the former `years` shown; None without any value."""
    curves = view.curves
    if curves is None or not np.isfinite(curves.this_year).any():
        return None
    axis, days = DayAxis(words), curves.days.astype("f8")
    known = np.where(curves.this_year > 0, curves.this_year, np.nan)  # before the first money nothing is drawn
    lines = [Series("this", str(view.year), days, known)]
    if np.isfinite(curves.plan).any():
        lines.append(Series("plan", words.text("target over the year"), days, curves.plan, Look.PLAN))
    has_projection = bool(np.isfinite(curves.projected).any())
    if has_projection:
        lines.append(Series("ahead", _projection_name(view, words), days, curves.projected, Look.FORECAST))
    for year in sorted(curves.years, reverse=True):
        lines.append(Series(str(year), str(year), days, curves.years[year], Look.FORMER, year in years))
    band = Band(words.text("projection"), days, curves.low, curves.high) if has_projection else None
    name = f"{name_of(view.total, words)} {view.year}"
    return ChartSpec(
        name,
        tuple(lines),
        axis.say,
        words.money,
        lambda value: words.rupiah(value, short=True) if value else "0",
        axis.ticks,
        words.text("Day"),
        band,
        _marks(view, words),
    )


def _projection_name(view: RevenueView, words: Language) -> str:
    end, target = view.total.projection, view.total.target
    if end.value is None or not target.value:
        return words.text("projection")
    share = words.percent(end.value / target.value, 1)
    return words.text("projection {share} of the target", share=share)


def _marks(view: RevenueView, words: Language) -> tuple[Mark, ...]:
    found: list[Mark] = []
    for day, name in ((view.pbb_due, words.text("PBB due")), (view.target_changed, words.text("target revised"))):
        if day is not None and day.year == view.year:
            found.append(Mark(_x(day), name))
    return tuple(found)


def _x(day: date) -> float:
    return float((day - EPOCH).days)
