"""Records a source no longer lists: kept, and marked as gone (safety H9).

A complaint or a figure is marked by its flag. Vehicles and areas have no flags: theirs is an attribute of that name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import sqlalchemy as sa

from app.domain.complaint import Complaint, State
from app.domain.indicator import Indicator
from app.domain.kind import Flag, Kind
from app.domain.vehicle import Geofence, Vehicle
from app.journal.engine import reading
from app.journal.entities import EntityStream
from app.journal.store import Journal
from app.journal.streams import COMPLAINTS, GEOFENCES, INDICATORS, VEHICLES
from app.journal.trouble import trouble_named

GONE = Flag.GONE.value
_AT_ONCE = 500  # ids in one question
UNKNOWN = "unknown"  # the fleet servers' own word for a device they have not heard of


@dataclass(frozen=True)
class _Rule:
    """How the records of a stream are marked."""

    stream: EntityStream
    is_marked: Callable[[Any], bool]
    marked: Callable[[Any], Any]


def _complaint(fact: Complaint) -> Complaint:
    return replace(fact, state=State.UNKNOWN, flags=(*fact.flags, GONE))


def _vehicle(fact: Vehicle) -> Vehicle:
    return replace(fact, status=UNKNOWN, attributes={**fact.attributes, GONE: True})


def _indicator(fact: Indicator) -> Indicator:
    return replace(fact, flags=(*fact.flags, GONE))


def _geofence(fact: Geofence) -> Geofence:
    return replace(fact, attributes={**fact.attributes, GONE: True})


_RULES = {
    Kind.COMPLAINT: _Rule(COMPLAINTS, lambda fact: GONE in fact.flags, _complaint),
    Kind.VEHICLE: _Rule(VEHICLES, lambda fact: GONE in fact.attributes, _vehicle),
    Kind.INDICATOR: _Rule(INDICATORS, lambda fact: GONE in fact.flags, _indicator),
    Kind.GEOFENCE: _Rule(GEOFENCES, lambda fact: GONE in fact.attributes, _geofence),
}


Marked: TypeAlias = Complaint | Vehicle | Geofence | Indicator


def tombstones(journal: Journal, source: str, gone: Sequence[tuple[Kind, str]]) -> list[Marked]:
    """The newest version of each record that is gone, marked so.

    The time stays the record's own: when the source lists it again, that version stands again.
    """
    marked: list[Marked] = []
    for kind, rule in _RULES.items():
        ids = [id_ for of, id_ in gone if of is kind]
        known = [
            fact
            for at in range(0, len(ids), _AT_ONCE)
            for fact in _newest(journal, rule.stream, source, ids[at : at + _AT_ONCE])
        ]
        marked += [rule.marked(fact) for fact in known if not rule.is_marked(fact)]
    return marked


def _newest(journal: Journal, stream: EntityStream, source: str, ids: Sequence[str]) -> list[Any]:
    """The newest version of each of these ids, of the newest entity that bears it."""
    v, h = stream.versions.c, stream.heads.c
    query = sa.select(stream.versions).join(stream.heads, v.v == h.v)
    query = query.where(h.source == source, h.id.in_(ids)).order_by(h.incarnation)
    with trouble_named(), reading(journal.engine) as connection:
        return list({row.id: stream.of(row) for row in connection.execute(query)}.values())
