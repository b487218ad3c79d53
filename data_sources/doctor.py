"""`main.py doctor`: looks at the city file, every source and the journal, and says what to do next.

It says messages and values; whoever prints them chooses the language.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from app.clock import REAL, Clock, real_now
from app.domain.travel import Spot, WayQuestion
from app.errors import JournalError, SourceError
from app.geo.points import Box
from app.journal import lease
from app.journal.reader import newest_commit
from app.journal.store import Journal
from app.settings import CityFile, SourceSpec
from data_sources.batch import Findings
from data_sources.connector import probe
from data_sources.osrm import Osrm, line_to_router

SKEW_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Said:
    """A message id and its values; a value named `…_s` is a span in seconds."""

    message: str
    values: dict[str, Any] = field(default_factory=dict)


def say(message: str, **values: Any) -> Said:
    """A message with its values, translated later."""
    return Said(message, values)


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: what was looked at, whether it is well, what was seen, and the next step when it is not."""

    thing: Said
    is_well: bool
    seen: tuple[Said, ...]
    next_step: Said | None = None


def examine(city: CityFile, journal_url: str) -> Iterator[Line]:
    """The findings one after the other; sources are asked side by side."""
    yield _city_line(city)
    clock = _clock(journal_url)

    def look(spec: SourceSpec) -> Findings:
        return probe(spec, city, clock.now(), clock)

    with ThreadPoolExecutor(max(1, len(city.sources))) as pool:
        for spec, found in zip(city.sources, pool.map(look, city.sources), strict=True):
            yield source_line(spec, found)
    if city.routing.url is not None:
        yield router_line(city)
    yield _journal_line(journal_url)


def router_line(city: CityFile) -> Line:
    """What a look at the router shows: one way of about a kilometre in the middle of the city."""
    thing, http = say("router"), line_to_router(city.routing)
    lat, lon = Box(*city.city.box).centre
    asked = WayQuestion("doctor", real_now(), lat, lon, (Spot("doctor", lat + 0.01, lon),))
    try:
        seconds = Osrm(city.routing, http).seconds(asked)["doctor"]
    except SourceError as trouble:
        stands = say("Until it answers the straight line stands.")
        return Line(thing, False, (Said(trouble.what),), Said(trouble.next_step) if trouble.next_step else stands)
    finally:
        http.close()
    seen = say("no way there") if seconds is None else say("{way_s} for a kilometre", way_s=seconds)
    return Line(thing, True, (seen,))


def graphics_line(renderer: str, *, software: bool) -> Line:
    """What draws the map."""
    path = say("software ({driver})", driver=renderer) if software else Said(renderer)
    return Line(say("graphics"), True, (path,))


def limits_line(agree: bool | None) -> Iterator[Line]:
    """Whether the database holds people to the boundaries in use; nothing where it holds nobody."""
    if agree is not None:
        seen = say("the boundaries in use") if agree else say("other boundaries than those in use")
        step = None if agree else say("Run `./poc people grants` again with the login that owns the tables.")
        yield Line(say("districts of people"), agree, (seen,), step)


def _city_line(city: CityFile) -> Line:
    seen = say(
        "{name}, {sources} sources, {categories} categories, {areas} kelurahan",
        name=city.city.name,
        sources=len(city.sources),
        categories=len(city.categories),
        areas=len(city.places.kelurahan),
    )
    return Line(say("city file"), True, (seen,))


def _clock(journal_url: str) -> Clock:
    """The city's clock: the journal's when there is one, for a simulated city runs by it."""
    try:
        journal = Journal.open(journal_url)
    except JournalError:
        return REAL
    clock = journal.clock
    journal.close()
    return clock


def source_line(spec: SourceSpec, found: Findings) -> Line:
    """What a look at a source means."""
    thing = say("source {id}", id=spec.id)
    if not found.speaks:
        where = say("reachable") if found.reachable else say("not reachable")
        return Line(thing, False, (where, Said(found.error)), Said(found.next_step) if found.next_step else None)
    seen = [say("speaks {protocol}", protocol=spec.protocol), say("{records} records", records=found.records or 0)]
    if found.newest_age_s is not None:
        seen.append(say("newest {age_s} old", age_s=found.newest_age_s))
    if found.clock_skew_s is not None:
        seen.append(say("its clock differs by {skew_s}", skew_s=abs(found.clock_skew_s)))
    seen += [Said(note) for note in found.notes]
    is_skewed = abs(found.clock_skew_s or 0) > SKEW_LIMIT_S
    step = say("Set one of the two clocks; until then its ages are wrong.") if is_skewed else None
    return Line(thing, not is_skewed, tuple(seen), step)


def _journal_line(url: str) -> Line:
    thing = say("journal")
    try:
        journal = Journal.open(url)
    except JournalError as trouble:
        return Line(thing, False, (Said(trouble.what),), Said(trouble.next_step))
    leader = lease.look(journal)
    commit = say("commit {n}", n=newest_commit(journal))
    is_led = leader is not None and leader.alive
    led = say("led by {holder}", holder=leader.holder) if leader and is_led else say("no collector leads")
    journal.close()
    return Line(thing, True, (commit, led))
