"""An agency's indicator over time as a chart: bars for counts of a span, a line for what stands, its line of alarm."""

import numpy as np

from app.i18n import Language
from app.views.agencies import IndicatorLine
from app.views.figure_text import number_text, unit_text
from widgets.chart.days import DayAxis
from widgets.chart.series import ChartSpec, Look, Mark, Series, with_gaps
from widgets.money_words import title_of

_STANDS = ("%", "systems")  # units of what stands, drawn as a line; the others are counted in a span


def indicator_chart(line: IndicatorLine, words: Language) -> ChartSpec | None:
    """The chart of an indicator; None with fewer than two known values."""
    if np.count_nonzero(np.isfinite(line.trend)) < 2:
        return None
    axis, unit, name = DayAxis(words), line.value.unit, title_of(line, words)
    days = line.trend_days.astype("f8")
    step = float(np.median(np.diff(days)))
    x, y = with_gaps(days, line.trend, step)
    series = [Series("value", name, x, y, Look.MAIN if unit in _STANDS else Look.BARS)]
    if line.reference is not None:
        series.append(Series("reference", words.text("outbreak line"), days, line.reference, Look.ALARM))
    marks: tuple[Mark, ...] = ()
    if line.target is not None and line.target.value is not None:
        marks = (Mark(line.target.value, words.text("target"), is_level=True),)
    spelled = unit_text(unit, words)

    def say(value: float) -> str:
        return f"{number_text(round(value, 2), words)} {spelled}".strip()

    return ChartSpec(
        name, tuple(series), axis.say, say, lambda v: number_text(v, words), axis.ticks, words.text("Day"), None, marks
    )
