"""How an indicator is judged: by the steps of the city file, or by the outbreak line of its own past."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from app.domain.kind import Kind
from app.domain.message import N_
from app.domain.outbreak import WEEKS_BEFORE, is_outbreak, is_rising, outbreak_line
from app.domain.severity import Severity
from app.settings import IndicatorSpec
from app.views.figure import Array, Facts, Figure, Stamp
from app.views.indicator_series import TREND, Periods, Series


def mark_of(spec: IndicatorSpec, trend: Array, reference: Array | None) -> Severity | None:
    """The mark of the trend's last period."""
    if not len(trend):
        return None
    if reference is not None:
        return _outbreak_mark(trend, reference)
    return _mark(None if np.isnan(trend[-1]) else float(trend[-1]), spec)


def _mark(value: float | None, spec: IndicatorSpec) -> Severity | None:
    """The gravest step the value has reached."""
    steps = ((Severity.KRITIS, spec.kritis), (Severity.TINGGI, spec.tinggi), (Severity.MENENGAH, spec.menengah))
    sign = -1 if spec.better == "higher" else 1
    reached = [mark for mark, step in steps if value is not None and step is not None and sign * (value - step) >= 0]
    return max(reached, default=None)


def reference_of(told: Periods, step: int) -> Array:
    """The outbreak line over the trend; the year before the trend counts too."""
    _, values = told.spread(TREND + WEEKS_BEFORE, step)
    line = outbreak_line([None if np.isnan(value) else float(value) for value in values])
    return np.array([np.nan if value is None else value for value in line][-TREND:])


def _outbreak_mark(trend: Array, reference: Array) -> Severity | None:
    """KRITIS at the line or above it; MENENGAH after three rises in a row."""
    weeks = [None if np.isnan(value) else float(value) for value in trend]
    line = None if np.isnan(reference[-1]) else float(reference[-1])
    if is_outbreak(weeks[-1], line):
        return Severity.KRITIS
    return Severity.MENENGAH if is_rising(weeks) else None


def outbreak_figure(
    stamp: Stamp, id_: str, spec: IndicatorSpec, series: Series, reference: Array, days: Array
) -> Figure:
    """The line of the last period that is over, made of the periods before it."""
    line = None if np.isnan(reference[-1]) else float(reference[-1])
    last, step = int(days[-1]), spec.period / timedelta(days=1)
    before = (series.day_to < last) & (series.day_to >= last - WEEKS_BEFORE * step)
    facts = (Facts(Kind.INDICATOR, series.key[before]),)
    over = replace(stamp, running=None)
    return over.figure(f"{id_}.line", N_("Outbreak line"), line, spec.unit, "indicator.outbreak", inputs=facts)
