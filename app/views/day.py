"""One day of the city: complaints received, closed and open, how fast, and which vehicles were out."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.message import N_
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.bearer import NO_AGENCY, agency_called, bearer
from app.views.duty import answering
from app.views.figure import INCOMPLETE, Array, Facts, Figure, Running, Stamp
from app.views.ours import CLOSED, OPEN, state_here
from app.views.spec import ViewSpec
from app.views.standing import (
    day_start,
    is_behind,
    is_over,
    known_until,
    link_of,
    local_day,
    newest_of,
    sources_of,
    standing,
)

EVENT_PERIOD = timedelta(days=366)  # cases and fixes come when they come: only their source's link ages
AHEAD_S = 300.0  # a fix may be so far ahead of our clock and still count
LEFT_OUT = N_("Complaints of a lost source are left out.")
NO_TARGETS = N_("Nothing with a target was closed on this day.")
NONE_CLOSED = N_("Nothing was closed on this day.")
NO_PLACE = N_("No place, or outside the areas")
COVERED = N_("Newer positions lie over those of this day; the journal has to be asked.")


@dataclass(frozen=True, slots=True, eq=False)
class AgencyDay:
    """One agency's day; `median` is the time to close in seconds, `on_time` in % of what closed that day."""

    id: str
    name: str
    received: Figure
    closed: Figure
    open: Figure
    on_time: Figure
    median: Figure


@dataclass(frozen=True, slots=True, eq=False)
class DayView:
    """A day of the city's calendar up to the frame's instant. `by_hour` counts received complaints (i8, 24).

    `median_close` in seconds; `on_time` in %. `by_district` only where official boundaries are at hand, else empty.
    """

    day: date
    received: Figure
    closed: Figure
    open: Figure
    on_time: Figure
    median_close: Figure
    vehicles_on_duty: Figure
    vehicles: Figure
    by_hour: Array
    by_agency: tuple[AgencyDay, ...]
    by_district: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Cases:
    """Complaints of the sources that count, as row numbers of the picture."""

    received: Array
    closed: Array
    open: Array


def day_view(
    picture: Picture,
    frame: Frame,
    city: CityFile,
    *,
    driven: Array | None = None,
) -> DayView:
    """The frame's day, up to its instant.

    `driven` are the keys of vehicles with a usable fix of this day, as the journal has them (`app.journal.driven`): a
    picture holds only each vehicle's two newest fixes, and cannot tell of a day that newer ones lie over.
    """
    day = local_day(frame, city)
    start, end = day_start(day, city).timestamp(), day_start(day + timedelta(days=1), city).timestamp()
    kept, stamp = _standing(picture, frame, city)
    cases = _cases(picture, frame, kept, start)
    figures = _Figures(picture, stamp, is_known=stamp.freshness is not Freshness.NEVER)
    return DayView(
        day,
        figures.received(cases.received),
        figures.closed(cases.closed),
        figures.open(cases.open),
        figures.on_time(cases.closed),
        figures.median(cases.closed),
        *_vehicles(picture, frame, city, start, end, driven),
        _by_hour(picture.complaints.requested[cases.received] - start),
        _by_agency(picture, city, day, stamp, cases),
        _by_district(picture, city, stamp, cases.received) if picture.areas_are_facts else (),
    )


def _standing(picture: Picture, frame: Frame, city: CityFile) -> tuple[Array, Stamp]:
    """Which complaints count, and how far: those of a lost source do not while another one answers."""
    c = picture.complaints
    is_there = c.commit > 0
    codes = [code for code in np.flatnonzero(np.bincount(c.source)).tolist() if code] if c.n else []
    newest = {code: newest_of(c.valid if len(codes) == 1 else c.valid[is_there & (c.source == code)]) for code in codes}
    states = {
        code: standing(moment, frame.at, EVENT_PERIOD, [link_of(picture, frame, city, picture.words.text(code))])
        for code, moment in newest.items()
    }
    lost = [code for code, state in states.items() if state is Freshness.LOST]
    lost = lost if len(lost) < len(states) else []
    kept = [code for code in codes if code not in lost]
    observed = max((moment for code in kept if (moment := newest[code]) is not None), default=None)
    state = max((states[code] for code in kept), default=Freshness.NEVER)
    sources = tuple(picture.words.text(code) for code in kept)
    running = _running(picture, frame, city, sources)
    note = INCOMPLETE if is_behind(picture, sources) else LEFT_OUT if lost else ""
    stamp = Stamp("day", sources, observed, state, note, running)
    return is_there & ~np.isin(c.source, lost) if lost else is_there, stamp


def _running(picture: Picture, frame: Frame, city: CityFile, sources: tuple[str, ...]) -> Running | None:
    """How far the frame's day has come; None at its last moment."""
    return None if is_over(local_day(frame, city), frame, city) else Running(known_until(picture, frame, sources))


def _cases(picture: Picture, frame: Frame, kept: Array, start: float) -> _Cases:
    c, now = picture.complaints, frame.seconds
    is_closed = kept & (c.state == CLOSED)
    made = c.requested <= now
    received = kept & made & (c.requested >= start)
    closed = is_closed & (c.updated >= start) & (c.updated <= now)
    still = kept & made & ((state_here(picture) == OPEN) | (is_closed & (c.updated > now)))
    return _Cases(np.flatnonzero(received), np.flatnonzero(closed), np.flatnonzero(still))


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """Makes the same five figures for all and for each agency out of rows of complaints."""

    picture: Picture
    stamp: Stamp
    is_known: bool

    def _count(self, id_: str, name: str, rule: str, at: Array) -> Figure:
        value = float(len(at)) if self.is_known else None
        return self.stamp.figure(id_, name, value, "complaints", rule, inputs=_facts(at))

    def received(self, at: Array) -> Figure:
        return self._count("received", N_("Complaints received"), "day.received", at)

    def closed(self, at: Array) -> Figure:
        return self._count("closed", N_("Complaints closed"), "day.closed", at)

    def open(self, at: Array) -> Figure:
        """What stands now; it is no sum of the day."""
        return replace(self._count("open", N_("Complaints open"), "day.open", at), running=None)

    def on_time(self, at: Array) -> Figure:
        c = self.picture.complaints
        known = at[~np.isnan(c.due[at])]
        value = 100 * float(np.mean(c.updated[known] < c.due[known])) if len(known) else None
        note = "" if len(known) else NO_TARGETS
        name = N_("Closed on time")
        return self.stamp.figure("on_time", name, value, "%", "day.on_time", inputs=_facts(known), note=note)

    def median(self, at: Array) -> Figure:
        c = self.picture.complaints
        spans = c.updated[at] - c.requested[at]
        known = at[~np.isnan(spans)]
        value = float(np.median(spans[~np.isnan(spans)])) if len(known) else None
        name, note = N_("Median time to close"), "" if len(known) else NONE_CLOSED
        return self.stamp.figure("median_close", name, value, "s", "day.median", inputs=_facts(known), note=note)


def _by_hour(seconds: Array) -> Array:
    """Counts by hour of the day."""
    return np.bincount(np.minimum(seconds // 3600, 23).astype("i8"), minlength=24).astype("i8")


def _by_agency(picture: Picture, city: CityFile, day: date, stamp: Stamp, cases: _Cases) -> tuple[AgencyDay, ...]:
    """Agencies with anything to do, the busiest first, under the name they bear that day."""
    many = (cases.received, cases.closed, cases.open)
    agencies = [answering(picture, at) for at in many]
    bearers = {int(code): _bearer(int(code), picture, city, day) for code in np.unique(np.concatenate(agencies))}
    order = list(dict.fromkeys(bearers.values()))
    table = np.zeros(max(bearers, default=0) + 1, "u2")
    for code, known in bearers.items():
        table[code] = order.index(known)
    parts = [_split(at, table[agency], len(order)) for at, agency in zip(many, agencies, strict=True)]
    lines = []
    for i, (id_, name) in enumerate(order):
        received, closed, still = (part[i] for part in parts)
        figures = _Figures(picture, replace(stamp, path=f"day.agency.{id_ or 'none'}"), is_known=True)
        lines.append(
            AgencyDay(
                id_,
                name,
                figures.received(received),
                figures.closed(closed),
                figures.open(still),
                figures.on_time(closed),
                figures.median(closed),
            )
        )
    return tuple(sorted(lines, key=lambda line: (-(line.received.value or 0), line.name)))


def _split(at: Array, line: Array, lines: int) -> list[Array]:
    """Rows by the line they belong to, in their order."""
    order = np.argsort(line, kind="stable")
    return np.split(at[order], np.searchsorted(line[order], np.arange(1, lines))) if lines else []


def _bearer(code: int, picture: Picture, city: CityFile, day: date) -> tuple[str, str]:
    who = bearer(agency_called(picture.words.text(code), city), day, city) if code else None
    return (who.id, who.name) if who else ("", NO_AGENCY)


def _by_district(picture: Picture, city: CityFile, stamp: Stamp, received: Array) -> tuple[tuple[str, Figure], ...]:
    """Complaints received by kecamatan, the most first; those without a place in one stand last."""
    names = [place.name for place in city.places.kecamatan]
    codes = [place.code for place in city.places.kecamatan]
    table = np.array([codes.index(k.kecamatan) for k in city.places.kelurahan] + [len(codes)], "i8")
    where = table[picture.complaints.area[received]]  # -1, no area, takes the last
    found = []
    for i, name in enumerate([*names, NO_PLACE]):
        at = received[where == i]
        if i == len(names) and not len(at):
            continue
        figure = replace(stamp, path=f"day.district.{codes[i] if i < len(codes) else 'none'}").figure(
            "received", N_("Complaints received"), float(len(at)), "complaints", "day.received", inputs=_facts(at)
        )
        found.append((i == len(names), -len(at), name, figure))
    return tuple((name, figure) for *_, name, figure in sorted(found, key=lambda row: row[:3]))


def _vehicles(
    picture: Picture, frame: Frame, city: CityFile, start: float, end: float, driven: Array | None
) -> tuple[Figure, Figure]:
    """Vehicles on duty and vehicles in all."""
    v = picture.vehicles
    there = np.flatnonzero(np.isfinite(v.described) | np.isfinite(v.fix_at))
    sources = sources_of(picture, v.source[there]) if len(there) else ()
    observed = newest_of(v.fix_at[there][np.isfinite(v.fix_at[there])]) or newest_of(v.described[there])
    links = [link_of(picture, frame, city, source) for source in sources]
    running = _running(picture, frame, city, sources)
    stamp = Stamp("day", sources, observed, standing(observed, frame.at, EVENT_PERIOD, links), running=running)
    last = min(end, frame.seconds + AHEAD_S)
    on_duty = _on_duty(picture, there, start, last) if driven is None else np.unique(driven)
    count = None if on_duty is None or not len(there) else float(len(on_duty))
    keys = np.empty(0, "i8") if on_duty is None else on_duty
    facts = (Facts(Kind.POSITION, keys),) if len(keys) else ()
    note = COVERED if on_duty is None else ""
    all_of, described = (Facts(Kind.VEHICLE, there + 1),) if len(there) else (), replace(stamp, running=None)
    number = float(len(there)) if len(there) else None
    return (
        stamp.figure("on_duty", N_("Vehicles on duty"), count, "vehicles", "day.on_duty", inputs=facts, note=note),
        described.figure("vehicles", N_("Vehicles"), number, "vehicles", "day.vehicles", inputs=all_of),
    )


def _on_duty(picture: Picture, there: Array, start: float, last: float) -> Array | None:
    """Keys of vehicles with a usable fix of the day; None where newer fixes may lie over one of the day."""
    v = picture.vehicles
    newest, before = v.fix_at[there], v.prev_fix_at[there]
    is_out = ((newest >= start) & (newest < last)) | ((before >= start) & (before < last))
    if ((newest >= last) & (before >= last)).any():
        return None
    return there[is_out] + 1


def _facts(at: Array) -> tuple[Facts, ...]:
    return (Facts(Kind.COMPLAINT, at + 1),) if len(at) else ()


DAY = ViewSpec("day", frozenset({Kind.COMPLAINT, Kind.ACTION, Kind.POSITION, Kind.VEHICLE, Kind.HEALTH}), day_view)
