"""One indicator as a line: value against target, trend, age and mark."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.message import N_
from app.domain.outbreak import WEEKS_BEFORE
from app.domain.severity import Severity
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import Agency, CityFile, IndicatorSpec
from app.views.bearer import bearer
from app.views.figure import INCOMPLETE, Array, Facts, Figure, Running, Stamp
from app.views.indicator_judging import mark_of, outbreak_figure, reference_of
from app.views.indicator_series import (
    TREND,
    Periods,
    Places,
    Series,
    labelled,
    periods,
    recent,
    series_of,
    share,
)
from app.views.standing import day_of, is_behind, is_over, link_of, local_day, newest_of, sources_of, standing

NO_VALUE = N_("The agency says there is no value.")
PARTS_MISSING = N_("Some parts have not reported for this period.")


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorLine:
    """One indicator. `trend` are its last values (NaN = a gap) at `trend_days` (days since 1970-01-01).

    `reference` is a line to draw beside the trend (the outbreak line of dengue), of the same length, or None.
    `age_s` is the age of the newest value in seconds, None = never seen. `by_label` are the parts, such as one
    figure a kecamatan or a system. `newest_key` is the journal key of the newest record, whose `remark` it is.

    While the newest period runs, `value` is what came of it so far and bears no mark: `whole` is then the last period
    that is over, `mark` is its, and the trend ends with it. `judged_day` is the last day of the period judged.
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
    whole: Figure | None = None
    judged_day: date | None = None

    @property
    def judged(self) -> Figure:
        """The figure to compare with target and rule: that of the last period that is over, where there is one."""
        return self.value if self.whole is None else self.whole

    @property
    def age(self) -> Figure:
        """The age of the newest value in seconds, as a figure."""
        return replace(
            self.value,
            id=f"{self.value.id}.age",
            name=N_("Age of the newest value"),
            value=self.age_s,
            unit="s",
            rule="indicator.age",
            parts=(),
            mark=None,
            note="",
            running=None,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What every line is made from."""

    picture: Picture
    frame: Frame
    city: CityFile
    places: Places
    label_names: Mapping[int, str]
    remarks: Mapping[int, str]

    def bearer(self, agency: str) -> Agency:
        """Who bears an agency's duty on the frame's day."""
        return bearer(agency, local_day(self.frame, self.city), self.city)

    def of(self, spec: IndicatorSpec, name: str) -> Series | None:
        """The records an indicator's line needs: those of its trend, and of the year before it."""
        at = self.places.get((self.bearer(spec.agency).id, name))
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
    observed = newest_of(newest.valid)
    running = _running(reading, spec, newest, observed)
    days, trend, reference = _trend(reading, spec, told, running)
    stamp = _stamp(reading, spec, series, f"agency.{agency}", running)
    mark = None if stamp.note == INCOMPLETE else mark_of(spec, trend, reference)
    is_judged = running is None or spec.is_state
    value = None if np.isnan(now := told.at(int(newest.day_to[0]))) else now
    parts = _parts(reading, spec, series, path, running)
    note = NO_VALUE if value is None else PARTS_MISSING if any(part.value is None for part in parts) else ""
    line = () if reference is None or not len(days) else (outbreak_figure(stamp, id_, spec, series, reference, days),)
    figure = stamp.figure(
        id_,
        spec.title,
        value,
        spec.unit,
        _rule(spec),
        inputs=(Facts(Kind.INDICATOR, newest.key), *_of_facts(reading, spec, newest)),
        parts=line,
        mark=mark if is_judged else None,
        note=note,
    )
    whole = None if is_judged else _whole(reading, stamp, id_, spec, series, days, trend, mark, line)
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
        whole,
        day_of(days[-1]) if len(days) else None,
    )


def _running(reading: Reading, spec: IndicatorSpec, newest: Series, observed: datetime | None) -> Running | None:
    """How far the newest period has come; None once it is over."""
    if is_over(day_of(newest.day_to[0]), reading.frame, reading.city):
        return None
    return Running(min(observed or reading.frame.at, reading.frame.at), step_of(spec))


def _trend(
    reading: Reading, spec: IndicatorSpec, told: Periods, running: Running | None
) -> tuple[Array, Array, Array | None]:
    """Days, values and the outbreak line of the last periods; one that is not over is not compared with the others."""
    if running is not None and not spec.is_state:
        told = Periods(told.days[:-1], told.values[:-1])
    days, trend = told.spread(TREND, step_of(spec))
    return days, trend, reference_of(told, step_of(spec)) if spec.outbreak else None


def _whole(
    reading: Reading,
    stamp: Stamp,
    id_: str,
    spec: IndicatorSpec,
    series: Series,
    days: Array,
    trend: Array,
    mark: Severity | None,
    parts: tuple[Figure, ...],
) -> Figure | None:
    """The last period that is over, which the rule is about; None before there is one."""
    if not len(days):
        return None
    mine = series.only(series.day_to == days[-1])
    value = None if np.isnan(trend[-1]) else float(trend[-1])
    over = replace(stamp, running=None, observed=newest_of(mine.valid))
    facts = (Facts(Kind.INDICATOR, mine.key), *_of_facts(reading, spec, mine)) if len(mine.key) else ()
    note = "" if value is not None else NO_VALUE
    name = N_("The last period that is over")
    rule = _rule(spec)
    return over.figure(f"{id_}.whole", name, value, spec.unit, rule, inputs=facts, parts=parts, mark=mark, note=note)


def _told(reading: Reading, spec: IndicatorSpec, series: Series) -> Periods:
    told = periods(series, spec.aggregate)
    if not spec.of:
        return told
    whole = reading.of(spec, spec.of)
    return share(told, periods(whole, spec.aggregate) if whole else Periods(np.empty(0, "i4"), np.empty(0)))


def _of_facts(reading: Reading, spec: IndicatorSpec, newest: Series) -> tuple[Facts, ...]:
    whole = reading.of(spec, spec.of) if spec.of else None
    return () if whole is None else (Facts(Kind.INDICATOR, whole.key[whole.day_to == newest.day_to[0]]),)


def _stamp(reading: Reading, spec: IndicatorSpec, series: Series, path: str, running: Running | None = None) -> Stamp:
    sources = sources_of(reading.picture, series.source)
    observed = newest_of(series.valid)
    known = [link_of(reading.picture, reading.frame, reading.city, source) for source in sources]
    note = INCOMPLETE if is_behind(reading.picture, sources) else ""
    return Stamp(path, sources, observed, standing(observed, reading.frame.at, spec.period, known), note, running)


def _rule(spec: IndicatorSpec) -> str:
    return "indicator.share" if spec.of else f"indicator.{spec.aggregate}"


def _target(spec: IndicatorSpec, path: str) -> Figure | None:
    if spec.target is None:
        return None
    return Figure(f"{path}.target", N_("Target"), spec.target, spec.unit, "indicator.target", (), None, Freshness.FRESH)


def _parts(
    reading: Reading, spec: IndicatorSpec, series: Series, path: str, running: Running | None
) -> tuple[Figure, ...]:
    """One figure a label; None for a label that was there lately and has not reported for the newest period."""
    newest = int(series.day_to.max())
    found = []
    for name, mine in [] if spec.of else labelled(series, reading.label_names):
        value = periods(mine, spec.aggregate).at(newest)
        stamp = _stamp(reading, spec, mine, path, running)
        facts = (Facts(Kind.INDICATOR, mine.key[mine.day_to == newest]),)
        known = None if np.isnan(value) else value
        found.append(stamp.figure(name, name, known, spec.unit, _rule(spec), inputs=facts))
    return tuple(found)
