"""The instant of a report and the picture at it.

A day's report is of the day as this room knew it at 06.00 the next morning, when the night's late records are in; asked
for earlier, it is of now. Either way the page says up to when its data reach.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from app.errors import PocError
from app.journal.audit import Anchor, head_at
from app.journal.driven import driven
from app.journal.engine import reading
from app.journal.issued import facts_recorded, fixes_recorded
from app.journal.moments import Moment
from app.journal.reader import Axis
from app.journal.status_at import statuses_at
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from app.picture.columns import Columns
from app.picture.frame import Frame, Mode
from app.picture.open import picture_at
from app.picture.picture import Picture
from app.settings import CityFile
from app.settings.areas import city_areas
from app.views.figure import Array

READY = time(6, 0)  # of the next morning, in the city


class DayNotBegun(ValueError):
    """A report of a day that is still ahead."""


@dataclass(frozen=True, slots=True)
class Instant:
    """A day of the city and the instant its report speaks of; `is_whole` when that is the next morning."""

    day: date
    at: datetime
    is_whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Everything a report is made from.

    `facts` counts the recorded facts of each kind up to the commit (fixes: those of the day). `driven` are the keys of
    vehicles with a usable fix of the day; `audit` is the head of the audit chain at the commit.
    """

    picture: Picture
    frame: Frame
    city: CityFile
    instant: Instant
    commit: int
    facts: dict[str, int]
    driven: Array
    is_simulated: bool
    audit: Anchor | None = None


def instant_of(day: date, city: CityFile, now: datetime) -> Instant:
    """The instant of a day's report when it is asked for now. Raises DayNotBegun."""
    zone = city.city.tz
    if datetime.combine(day, time(0), zone) > now:
        today = now.astimezone(zone).date()
        raise DayNotBegun(f"{day} has not begun: it is {today} in {city.city.name}.")
    ready = datetime.combine(day + timedelta(days=1), READY, zone).astimezone(UTC)
    return Instant(day, ready, True) if ready <= now else Instant(day, now, False)


def seen_at(journal: Journal, city: CityFile, instant: Instant, *, by_stream: bool = False) -> Seen:
    """The picture at an instant, with the sources' states as recorded then. Raises PocError before the first record.

    `by_stream` reads every fact itself and trusts no checkpoint: slower, for checking.
    """
    frame = Frame(instant.at, Axis.KNOWN, Mode.REPLAY)
    picture = picture_at(journal, city, frame, city_areas(city).areas, by_stream=by_stream)
    if not picture.commit:
        raise PocError("report", f"the journal knew nothing yet at {instant.at:%Y-%m-%d %H:%M} UTC.", _LOOK)
    start, end = span_of(instant.day, city)
    moment = Moment(picture.commit)
    with trouble_named(), reading(journal.reads) as connection:
        statuses = statuses_at(connection, moment, instant.at)
        facts = facts_recorded(connection, picture.commit)
        facts["position"] = fixes_recorded(connection, start, end, picture.commit)
        anchor = head_at(connection, picture.commit)
        out = driven(connection, start, min(end, instant.at), moment)
    newest = dict(_newest(picture))
    picture.sources = {name: replace(one, newest=newest.get(name)) for name, one in statuses.items()}
    is_simulated = journal.clock.simulated
    return Seen(picture, frame, city, instant, picture.commit, facts, out, is_simulated, anchor)


def span_of(day: date, city: CityFile) -> tuple[datetime, datetime]:
    """A day of the city from its first instant up to the next day's, UTC."""
    zone = city.city.tz
    ends = (datetime.combine(day + timedelta(days=n), time(0), zone).astimezone(UTC) for n in (0, 1))
    return next(ends), next(ends)


_LOOK = "Look at `main.py doctor`, or name another journal or a later day."


def _newest(picture: Picture) -> Iterator[tuple[str, datetime]]:
    """The newest instant at which something of each source was true."""
    columns: tuple[tuple[Columns, str], ...] = (
        (picture.complaints, "valid"),
        (picture.indicators, "valid"),
        (picture.vehicles, "fix_at"),
    )
    best: dict[str, float] = {}
    for many, time_column in columns:
        source, when = many.source, getattr(many, time_column)
        known = np.isfinite(when)
        for code in np.flatnonzero(np.bincount(source[known])):
            name = picture.words.text(int(code))
            best[name] = max(best.get(name, -np.inf), float(when[known & (source == code)].max()))
    return ((name, datetime.fromtimestamp(seconds, UTC)) for name, seconds in best.items() if name)
