"""What every connector gives back: facts, and what it could not take."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias

import msgspec

from app.domain.complaint import Complaint, Personal
from app.domain.indicator import Indicator
from app.domain.kind import Flag, Kind
from app.domain.reading import Reading
from app.domain.source import Rejected
from app.domain.vehicle import Geofence, Position, Vehicle

PolledFact: TypeAlias = Complaint | Vehicle | Position | Geofence | Indicator | Reading
Cursor: TypeAlias = dict[str, Any]


def copied(cursor: Cursor) -> Cursor:
    """A cursor of its own, all the way down; the given one stays good when the poll fails."""
    own: Cursor = msgspec.json.decode(msgspec.json.encode(cursor))
    return own


@dataclass(frozen=True)
class Batch:
    """About one page or one slice of a source.

    `next_cursor` is plain JSON and belongs to the facts: store both in one transaction.
    `more`: call `poll` again at once. `complete_live`: a whole valid live answer ended with this batch, so the link
    age starts again even if older history is still being fetched (`more`).
    `behind`: records older than these are still missing, so that sums are not whole yet.
    `listing`: all figures there are, where this batch ends a whole reading (data_sources.vanished).
    `gone`: records missing from three full answers in a row.
    `skew_s`: how far the far end's clock is ahead of ours. `notes`: sentences for the diagnostics.
    """

    facts: Sequence[PolledFact]
    next_cursor: Cursor
    rejected: Sequence[Rejected] = ()
    personal: Sequence[Personal] = ()
    more: bool = False
    notes: Sequence[str] = ()
    complete_live: bool = False
    gone: Sequence[tuple[Kind, str]] = ()
    skew_s: float | None = None
    behind: bool = False
    listing: Any = None

    @property
    def keys(self) -> set[Hashable]:
        """What tells the records of this batch from each other."""
        return {*map(_key, self.facts), *((one.of, one.id) for one in self.rejected)}

    @property
    def refusals(self) -> set[Hashable]:
        """The rejected records, each with its reason: one bad record comes again with every poll."""
        return {(one.of, one.id, one.field, one.reason) for one in self.rejected}

    @property
    def newest(self) -> datetime | None:
        """The newest believable time the far end gave. Vehicles and areas do not count: without a time of their own
        they are dated by the day we saw them first."""
        dated = (fact for fact in self.facts if not isinstance(fact, Vehicle | Geofence))
        return max((fact.valid_at for fact in dated if Flag.CLOCK.value not in fact.flags), default=None)


def _key(fact: PolledFact) -> Hashable:
    """What tells a record from others of its source; a fix or a reading by its time as well."""
    match fact:
        case Position():
            return fact.kind, fact.id, fact.vehicle, fact.valid_at
        case Reading():
            return fact.kind, fact.id, fact.series, fact.valid_at
    return fact.kind, fact.id


class Connector(Protocol):
    """One source. It has no thread, no clock and no store of its own; `now` is the city's time."""

    def poll(self, cursor: Cursor, now: datetime) -> Batch:
        """The next part of the picture. Raises SourceError; the cursor that was given is then still good."""
        ...


@dataclass(frozen=True)
class Findings:
    """What a look at a source showed, for `doctor`. Ages in seconds, `None` where nothing could be learnt."""

    reachable: bool = False
    authorised: bool = False
    speaks: bool = False
    clock_skew_s: float | None = None
    records: int | None = None
    newest_age_s: float | None = None
    error: str = ""
    next_step: str = ""
    quirks: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()
