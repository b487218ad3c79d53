"""Deadlines by agency: what is due today, what is missed, and what will be by the end of the working week."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import numpy as np

from app.domain.forecast import will_breach
from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.message import N_
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.answerer import answerers
from app.views.day import EVENT_PERIOD
from app.views.figure import INCOMPLETE, Array, Facts, Figure, Stamp
from app.views.ours import CLOSED, OPEN, state_here
from app.views.spec import ViewSpec
from app.views.standing import day_start, is_behind, link_of, local_day, newest_of, sources_of, standing

LATELY = timedelta(days=7)  # the present pace is that of so many days
MOST_CASES = 500
COUNT = "complaints"
NO_PACE = N_("Nothing was finished in the last seven days: everything that falls due by then is counted.")
NO_HOURS = N_("The agency does not work in these seven days.")


class Late(StrEnum):
    """Why a case is listed; the word is also the message id. In the order of the list."""

    MISSED = N_("missed")
    TODAY = N_("today")
    FORECAST = N_("forecast")


@dataclass(frozen=True, slots=True, eq=False)
class DeadlineLine:
    """One agency. `missed` = open and past its target, `today` = due in what is left of the city's day, `forecast` =
    missed by the end of the working week at the present pace, beside those missed already; `pace` in cases a working
    hour. `agency` is "total" for all together, "" where nobody answers.
    """

    agency: str
    name: str
    open: Figure
    today: Figure
    missed: Figure
    forecast: Figure
    pace: Figure


@dataclass(frozen=True, slots=True)
class LateCase:
    """One case of the list: key of the complaint, its agency's name, when it is due, and why it is listed."""

    key: int
    agency: str
    due: datetime
    late: Late


@dataclass(frozen=True, slots=True, eq=False)
class DeadlinesView:
    """`until` = end of the working week of the frame. The cases nearest to their end, or furthest beyond, first."""

    until: datetime
    lines: tuple[DeadlineLine, ...]
    total: DeadlineLine
    cases: tuple[LateCase, ...]
    more: int = 0  # cases that are listed no more


@dataclass(frozen=True, slots=True, eq=False)
class _Duty:
    """One agency's rows: open ones with a target, of them those missed, due today and forecast; those finished."""

    id: str
    name: str
    open: Array
    missed: Array
    today: Array
    forecast: Array
    finished: Array
    hours: float


def deadlines_view(picture: Picture, frame: Frame, city: CityFile) -> DeadlinesView:
    """Every agency with open cases that have a target, the one with most missed first."""
    until = city.working().week_end(frame.at)
    c = picture.complaints
    is_owed = (state_here(picture) == OPEN) & (c.requested <= frame.seconds) & ~np.isnan(c.due)
    ended = _ended(picture)
    is_done = (ended > frame.seconds - LATELY.total_seconds()) & (ended <= frame.seconds)
    duties = [
        _duty(picture, frame, city, (id_, name), until, rows[is_owed[rows]], rows[is_done[rows]])
        for id_, name, rows in answerers(picture, frame, city, np.flatnonzero(is_owed | is_done))
        if is_owed[rows].any()
    ]
    lines = sorted((_line(picture, frame, city, duty) for duty in duties), key=_rank)
    cases, more = _cases(picture, duties)
    return DeadlinesView(until, tuple(lines), _total(picture, frame, city, duties, lines), cases, more)


def _rank(line: DeadlineLine) -> tuple[float, float, str]:
    return (-(line.missed.value or 0), -(line.forecast.value or 0), line.name)


def _ended(picture: Picture) -> Array:
    """When each complaint ended: here, else by the last word of a source that calls it closed; NaN while open."""
    c, ours = picture.complaints, picture.cases
    ended = np.where(c.state == CLOSED, c.updated, np.nan)
    few = min(c.n, ours.n)
    here = ours.ended[:few]
    ended[:few] = np.where(np.isnan(here), ended[:few], here)
    return ended


def _duty(
    picture: Picture, frame: Frame, city: CityFile, who: tuple[str, str], until: datetime, owed: Array, finished: Array
) -> _Duty:
    due, now = picture.complaints.due, frame.seconds
    calendar, today = city.working(who[0]), local_day(frame, city)
    now_ms = round(now * 1000)
    left = calendar.worked_ms(now_ms, np.round(due[owed] * 1000).astype("i8"))
    lately = calendar.worked(frame.at - LATELY, frame.at).total_seconds() * 1000
    # what falls due outside working hours has still its own time: a millisecond keeps it apart from what has passed
    left = np.where(due[owed] >= now, np.maximum(left, 1), np.minimum(left, 0))
    late = will_breach(left, len(finished), lately)
    tomorrow = day_start(today + timedelta(days=1), city).timestamp()
    return _Duty(
        *who,
        owed,
        owed[due[owed] < now],
        owed[(due[owed] >= now) & (due[owed] < tomorrow)],
        owed[late & (due[owed] <= until.timestamp())],
        finished,
        lately / 3_600_000,
    )


def _line(picture: Picture, frame: Frame, city: CityFile, duty: _Duty) -> DeadlineLine:
    stamp = _stamp(picture, frame, city, duty)

    def count(id_: str, name: str, at: Array, note: str = "", parts: tuple[Figure, ...] = ()) -> Figure:
        facts = (Facts(Kind.COMPLAINT, at + 1),) if len(at) else ()
        value = None if stamp.freshness is Freshness.NEVER else float(len(at))
        return stamp.figure(id_, name, value, COUNT, f"deadlines.{id_}", inputs=facts, parts=parts, note=note)

    pace = _pace(stamp, duty)
    note = NO_PACE if not len(duty.finished) else ""
    opened = count("open", N_("Open with a target"), duty.open)
    return DeadlineLine(
        duty.id,
        duty.name,
        opened,
        count("today", N_("Due today"), duty.today),
        count("missed", N_("Missed"), duty.missed),
        count("forecast", N_("Missed by week's end"), duty.forecast, note, (opened, pace)),
        pace,
    )


def _pace(stamp: Stamp, duty: _Duty) -> Figure:
    facts = (Facts(Kind.COMPLAINT, duty.finished + 1),) if len(duty.finished) else ()
    value = len(duty.finished) / duty.hours if duty.hours else None
    note = "" if duty.hours else NO_HOURS
    name = N_("Finished a working hour")
    return stamp.figure("pace", name, value, COUNT, "deadlines.pace", inputs=facts, note=note)


def _stamp(picture: Picture, frame: Frame, city: CityFile, duty: _Duty) -> Stamp:
    c, at = picture.complaints, np.concatenate([duty.open, duty.finished])
    sources = sources_of(picture, c.source[at])
    observed = newest_of(c.valid[at])
    links = [link_of(picture, frame, city, source) for source in sources]
    state = standing(observed, frame.at, EVENT_PERIOD, links)
    note = INCOMPLETE if is_behind(picture, sources) else ""
    return Stamp(f"deadlines.{duty.id or 'none'}", sources, observed, state, note)


def _total(
    picture: Picture, frame: Frame, city: CityFile, duties: Sequence[_Duty], lines: Sequence[DeadlineLine]
) -> DeadlineLine:
    """All agencies; each is forecast by its own pace, and the sums are sums of the lines."""

    def together(name: str) -> Array:
        return np.sort(np.concatenate([np.empty(0, "i8"), *(getattr(duty, name) for duty in duties)]))

    hours = city.working().worked(frame.at - LATELY, frame.at).total_seconds() / 3600
    open_, missed, today = together("open"), together("missed"), together("today")
    late, finished = together("forecast"), together("finished")
    whole = _Duty("total", N_("All agencies"), open_, missed, today, late, finished, hours)
    line = _line(picture, frame, city, whole)
    figures = {
        name: replace(getattr(line, name), parts=tuple(getattr(one, name) for one in lines), note="")
        for name in ("open", "today", "missed", "forecast")
    }
    return replace(line, **figures)


def _cases(picture: Picture, duties: Sequence[_Duty]) -> tuple[tuple[LateCase, ...], int]:
    """Missed ones longest over first, then what is due today, then the rest of the forecast."""
    due = picture.complaints.due
    found: dict[int, tuple[int, float, str]] = {}
    for duty in duties:
        for rank, at in enumerate((duty.missed, duty.today, duty.forecast)):
            for row in at[np.argsort(due[at], kind="stable")][:MOST_CASES].tolist():
                found.setdefault(row, (rank, float(due[row]), duty.name))
    order = sorted(found, key=lambda row: (*found[row][:2], row))
    every = sum(len(np.unique(np.concatenate([duty.missed, duty.today, duty.forecast]))) for duty in duties)
    kinds = tuple(Late)
    listed = [
        LateCase(row + 1, found[row][2], datetime.fromtimestamp(found[row][1], UTC), kinds[found[row][0]])
        for row in order[:MOST_CASES]
    ]
    return tuple(listed), every - len(listed)


DEADLINES = ViewSpec("deadlines", frozenset({Kind.COMPLAINT, Kind.ACTION, Kind.HEALTH}), deadlines_view)
