"""The words of complaints and vehicles, read only for what a person looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.action import Action
from app.domain.complaint import Complaint
from app.domain.vehicle import Vehicle
from app.journal import rows, tables
from app.journal.arrivals import Arrived, arrivals_at
from app.journal.breaches import Breached, breaches_of
from app.journal.cases import actions_on
from app.journal.encode import from_ms
from app.journal.engine import reading
from app.journal.fixes import UNTRUSTED
from app.journal.moments import Moment, standing
from app.journal.outbox import Letter, letters_of
from app.journal.people import names_of
from app.journal.reader import Axis
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from app.journal.unanswered import Unanswered, unanswered_at

_v, _h, _c = tables.complaint_versions.c, tables.complaint_heads.c, tables.commits.c
_w, _g = tables.vehicle_versions.c, tables.vehicle_heads.c
_p = tables.positions.c
HEAD_LENGTH = 200


@dataclass(frozen=True, slots=True)
class ComplaintText:
    """The words of one row of a list."""

    key: int
    id: str
    source: str
    title: str
    service_code: str
    service_name: str
    address: str
    status: str
    agency: str
    description_head: str


@dataclass(frozen=True, slots=True)
class Version:
    """One recorded version of a complaint: its commit, when this room learned of it, and the record."""

    commit: int
    recorded_at: datetime
    complaint: Complaint


@dataclass(frozen=True, slots=True)
class ComplaintRecord:
    """All recorded versions of one complaint, oldest first, and the vehicles that arrived at it, newest first.

    `actions` are what people here did to it, `letters` what of it leaves; both newest first. `breaches` are the
    deadlines it missed, in time's order, `unanswered` the orders no crew answered in time, newest first.
    `names` is what those who did it are called, by id.
    """

    key: int
    versions: tuple[Version, ...]
    arrivals: tuple[Arrived, ...] = ()
    actions: tuple[Action, ...] = ()
    letters: tuple[Letter, ...] = ()
    breaches: tuple[Breached, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def complaint_texts(
    journal: Journal, keys: Sequence[int], at: datetime | None = None, axis: Axis = Axis.KNOWN
) -> dict[int, ComplaintText]:
    """The words of the complaints with these keys: the current ones, or those that stood at an instant."""
    head = sa.func.substr(_v.description, 1, HEAD_LENGTH).label("description_head")
    names = (_h.id, _h.source, _v.title, _v.service_code, _v.service_name, _v.address, _v.status, _v.agency)
    with trouble_named(), reading(journal.reads) as connection:
        stands: sa.ColumnElement[bool] = _v.v == _h.v
        if at is not None:
            moment = Moment.of(connection, at, axis)
            stands = standing(tables.complaint_versions, tables.complaint_heads, moment)
        query = sa.select(_h.key, *names, head).join_from(tables.complaint_heads, tables.complaint_versions, stands)
        query = query.where(_h.key.in_(sa.bindparam("keys", expanding=True)))
        found = connection.execute(query, {"keys": list(keys)})
        return {row[0]: ComplaintText(*tuple(row)) for row in found}


def complaint_record(journal: Journal, key: int, up_to: int | None = None) -> ComplaintRecord:
    """Every version of one complaint and the arrivals at it, optionally only up to a commit.

    What people here did comes with the whole record only.
    """
    joined = tables.complaint_versions.join(tables.commits, _c.n == _v.commit_n)
    query = sa.select(tables.complaint_versions, _c.recorded_at).select_from(joined)
    query = query.where(_v.key == key).order_by(_v.v)
    if up_to is not None:
        query = query.where(_v.commit_n <= up_to)
    with trouble_named(), reading(journal.reads) as connection:
        found = connection.execute(query).all()
        arrived = arrivals_at(connection, key, up_to)
        missed, silent = breaches_of(connection, key, up_to), unanswered_at(connection, key, up_to)
        done = tuple(actions_on(connection, key)) if up_to is None else ()
        letters = tuple(letters_of(connection, str(done[0].after.id))) if done else ()
        names = names_of(connection, (action.by for action in done))
    return ComplaintRecord(key, tuple(_version(row) for row in found), arrived, done, letters, missed, silent, names)


def _version(row: Any) -> Version:
    return Version(row.commit_n, from_ms(row.recorded_at), rows.complaint_of(row))


def vehicle_record(journal: Journal, key: int) -> Vehicle | None:
    """The current description of a vehicle."""
    query = sa.select(tables.vehicle_versions).join(tables.vehicle_heads, _w.v == _g.v)
    with trouble_named(), reading(journal.reads) as connection:
        row = connection.execute(query.where(_g.key == key)).first()
    return None if row is None else rows.vehicle_of(row)


def trail(
    journal: Journal, vehicle: int, start_ms: int, end_ms: int, up_to: int | None = None
) -> list[tuple[float, float, float]]:
    """The usable fixes of a vehicle in a span: latitude, longitude, seconds since 1970, ascending.

    Optionally only those recorded up to a commit.
    """
    query = sa.select(_p.lat_e7, _p.lon_e7, _p.fix_at).where(
        _p.vehicle == vehicle, _p.fix_at >= start_ms, _p.fix_at <= end_ms, _p.flags.op("&")(UNTRUSTED) == 0
    )
    if up_to is not None:
        query = query.where(_p.commit_n <= up_to)
    with trouble_named(), reading(journal.reads) as connection:
        found = connection.execute(query.order_by(_p.fix_at)).all()
    return [(lat / 1e7, lon / 1e7, fix / 1000) for lat, lon, fix in found]
