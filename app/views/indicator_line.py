"""One indicator as a line: value against target, trend, age and mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.message import N_
from app.domain.outbreak import WEEKS_BEFORE, is_outbreak, is_rising, outbreak_line
from app.domain.severity import Severity
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile, IndicatorSpec
from app.views.figure import Array, Facts, Figure, Stamp
from app.views.indicator_series import (
    TREND,
    Periods,
    Places,
    Series,
    labelled,
    periods,
    recent,
    root_of,
    series_of,
    share,
)
from app.views.standing import link_of, newest_of, sources_of, standing

NO_VALUE = N_("The agency says there is no value.")
PARTS_MISSING = N_("Some parts have not reported for this period.")


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorLine:
    """One indicator. `trend` are its last values (NaN = a gap) at `trend_days` (days since 1970-01-01).

    `reference` is a line to draw beside the trend (the outbreak line of dengue), of the same length, or None.
    `age_s` is the age of the newest value in seconds, None = never seen. `by_label` are the parts, such as one
    figure a kecamatan or a system. `newest_key` is the journal key of the newest record, whose `remark` it is.
    """

    name: str
    title: str
    title_en: str
    value: Figure
    target: Figure | None
    owner: str
    trend: Array
    trend_days: Array
    age_s: float | None
    mark: Severity | None
    remark: str = ""
    reference: Array | None = None
    by_label: tuple[Figure, ...] = ()
    newest_key: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What every line is made from."""

    picture: Picture
    frame: Frame
    city: CityFile
    places: Places
    label_names: Mapping[int, str]
    remarks: Mapping[int, str]

    def of(self, spec: IndicatorSpec, name: str) -> Series | None:
        """The records an indicator's line needs: those of its trend, and of the year before it."""
        at = self.places.get((root_of(spec.agency, self.city), name))
        periods_back = TREND + (WEEKS_BEFORE if spec.outbreak else 0)
        return None if at is None else series_of(self.picture, recent(self.picture, at, periods_back * step_of(spec)))


def step_of(spec: IndicatorSpec) -> int:
    """Days from one period of an indicator to the next."""
    return max(round(spec.period / timedelta(days=1)), 1)


def indicator_line(reading: Reading, agency: str, spec: IndicatorSpec) -> IndicatorLine:
    series = reading.of(spec, spec.name)
    id_ = f"{spec.name}.of.{spec.of}" if spec.of else spec.name
    path = f"agency.{agency}.{id_}"
    if series is None:
        nothing = Figure(path, spec.title, None, spec.unit, _rule(spec), (), None, Freshness.NEVER)
        return IndicatorLine(
            spec.name, spec.title, spec.title_en or spec.title, nothing, _target(spec, path), spec.owner,
            np.empty(0), np.empty(0, "i4"), None, None,
        )  # fmt: skip
    told = _told(reading, spec, series)
    newest = series.only(series.day_to == series.day_to.max())
    step = step_of(spec)
    days, trend = told.spread(TREND, step)
    reference = _reference(told, step) if spec.outbreak else None
    value = None if np.isnan(trend[-1]) else float(trend[-1])
    mark = _outbreak_mark(trend, reference) if reference is not None else _mark(value, spec)
    observed = newest_of(newest.valid)
    parts = _parts(reading, spec, series, path)
    note = NO_VALUE if value is None else PARTS_MISSING if any(part.value is None for part in parts) else ""
    facts = (Facts(Kind.INDICATOR, newest.key), *_of_facts(reading, spec, newest))
    stamp = _stamp(reading, spec, series, f"agency.{agency}")
    figure = stamp.figure(
        id_,
        spec.title,
        value,
        spec.unit,
        _rule(spec),
        inputs=facts,
        parts=() if reference is None else (_outbreak_figure(stamp, id_, spec, series, reference),),
        mark=mark,
        note=note,
    )
    key = int(newest.key[np.argmax(newest.valid)])
    return IndicatorLine(
        spec.name,
        spec.title,
        spec.title_en or spec.title,
        figure,
        _target(spec, path),
        spec.owner,
        trend,
        days,
        (reading.frame.at - observed).total_seconds() if observed else None,
        mark,
        reading.remarks.get(key, ""),
        reference,
        parts,
        key,
    )


def _told(reading: Reading, spec: IndicatorSpec, series: Series) -> Periods:
    told = periods(series, spec.aggregate)
    if not spec.of:
        return told
    whole = reading.of(spec, spec.of)
    return share(told, periods(whole, spec.aggregate) if whole else Periods(np.empty(0, "i4"), np.empty(0)))


def _of_facts(reading: Reading, spec: IndicatorSpec, newest: Series) -> tuple[Facts, ...]:
    whole = reading.of(spec, spec.of) if spec.of else None
    return () if whole is None else (Facts(Kind.INDICATOR, whole.key[whole.day_to == newest.day_to[0]]),)


def _stamp(reading: Reading, spec: IndicatorSpec, series: Series, path: str) -> Stamp:
    sources = sources_of(reading.picture, series.source)
    observed = newest_of(series.valid)
    known = [link_of(reading.picture, reading.frame, reading.city, source) for source in sources]
    return Stamp(path, sources, observed, standing(observed, reading.frame.at, spec.period, known))


def _rule(spec: IndicatorSpec) -> str:
    return "indicator.share" if spec.of else f"indicator.{spec.aggregate}"


def _target(spec: IndicatorSpec, path: str) -> Figure | None:
    if spec.target is None:
        return None
    return Figure(f"{path}.target", N_("Target"), spec.target, spec.unit, "indicator.target", (), None, Freshness.FRESH)


def _parts(reading: Reading, spec: IndicatorSpec, series: Series, path: str) -> tuple[Figure, ...]:
    """One figure a label; None for a label that was there lately and has not reported for the newest period."""
    newest = int(series.day_to.max())
    found = []
    for name, mine in [] if spec.of else labelled(series, reading.label_names):
        value = periods(mine, spec.aggregate).at(newest)
        stamp = _stamp(reading, spec, mine, path)
        facts = (Facts(Kind.INDICATOR, mine.key[mine.day_to == newest]),)
        known = None if np.isnan(value) else value
        found.append(stamp.figure(name, name, known, spec.unit, _rule(spec), inputs=facts))
    return tuple(found)


def _mark(value: float | None, spec: IndicatorSpec) -> Severity | None:
    """The gravest step the value has reached."""
    steps = ((Severity.KRITIS, spec.kritis), (Severity.TINGGI, spec.tinggi), (Severity.MENENGAH, spec.menengah))
    sign = -1 if spec.better == "higher" else 1
    reached = [mark for mark, step in steps if value is not None and step is not None and sign * (value - step) >= 0]
    return max(reached, default=None)


def _reference(told: Periods, step: int) -> Array:
    """The outbreak line over the trend; the year before the trend counts too."""
    _, values = told.spread(TREND + WEEKS_BEFORE, step)
    line = outbreak_line([None if np.isnan(value) else float(value) for value in values])
    return np.array([np.nan if value is None else value for value in line][-TREND:])


def _outbreak_figure(stamp: Stamp, id_: str, spec: IndicatorSpec, series: Series, reference: Array) -> Figure:
    """The line of the newest period, made of the periods before it."""
    line = None if np.isnan(reference[-1]) else float(reference[-1])
    newest, step = int(series.day_to.max()), spec.period / timedelta(days=1)
    before = (series.day_to < newest) & (series.day_to >= newest - WEEKS_BEFORE * step)
    facts = (Facts(Kind.INDICATOR, series.key[before]),)
    return stamp.figure(f"{id_}.line", N_("Outbreak line"), line, spec.unit, "indicator.outbreak", inputs=facts)


def _outbreak_mark(trend: Array, reference: Array) -> Severity | None:
    """KRITIS at the line or above it; MENENGAH after three rises in a row."""
    weeks = [None if np.isnan(value) else float(value) for value in trend]
    line = None if np.isnan(reference[-1]) else float(reference[-1])
    if is_outbreak(weeks[-1], line):
        return Severity.KRITIS
    return Severity.MENENGAH if is_rising(weeks) else None
