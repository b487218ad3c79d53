"""The facts behind a figure: for each journal key the version that stood, with its commit and what it says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.kind import Kind
from app.journal import tables
from app.journal.bulk import Among, ask_many
from app.journal.encode import from_json, from_ms
from app.journal.engine import reading
from app.journal.figure_rows import day_of
from app.journal.fixes import UNTRUSTED
from app.journal.moments import Moment, standing
from app.journal.store import Journal
from app.journal.trouble import trouble_named

MOST = 200
NONE = "\N{EN DASH}"  # the source says there is no value
_c, _p = tables.commits.c, tables.positions.c
_i, _v, _w = tables.indicator_versions.c, tables.complaint_versions.c, tables.vehicle_versions.c


@dataclass(frozen=True, slots=True)
class Behind:
    """One fact: who said it under which id, when it was true, when and by which commit it came, and what it says.

    `words` are the record's own, without translation: names, labels, days, the value with its unit.
    """

    kind: Kind
    key: int
    source: str
    id: str
    commit: int
    recorded_at: datetime
    valid_at: datetime
    words: str


def facts_behind(
    journal: Journal, kind: Kind, keys: Iterable[int], limit: int = MOST, commit: int | None = None
) -> tuple[Behind, ...]:
    """The newest of the facts with these keys, by when they were true; those that stand, or stood at a commit.

    For POSITION the keys are vehicles', and each one's newest usable fix is its fact. Kinds without keys have none.
    """
    wanted = [int(key) for key in keys]
    with trouble_named(), reading(journal.reads) as connection:
        moment = Moment.now(connection) if commit is None else Moment(commit)
        if kind is Kind.POSITION:
            return _fixes(connection, wanted, limit, moment)
        return _versions(connection, kind, wanted, limit, moment) if kind in _STREAMS else ()


def remarks(journal: Journal, keys: Iterable[int]) -> dict[int, str]:
    """The owners' remarks that came with indicators, by key; records without one are left out."""

    def query(among: Among) -> sa.Select[Any]:
        heads = tables.indicator_heads
        joined = heads.join(tables.indicator_versions, _i.v == heads.c.v)
        return sa.select(heads.c.key, _i.extra).select_from(joined).where(among(heads.c.key), _i.extra != "")

    with trouble_named(), reading(journal.reads) as connection:
        rows = ask_many(connection, query, [int(key) for key in keys], sa.BigInteger())
    told = {key: from_json(extra, {}).get("remark") for key, extra in rows}
    return {key: str(remark) for key, remark in told.items() if remark}


def _versions(
    connection: Connection, kind: Kind, keys: Sequence[int], limit: int, moment: Moment
) -> tuple[Behind, ...]:
    versions, heads, columns, words = _STREAMS[kind]
    v = versions.c

    def query(among: Among) -> sa.Select[Any]:
        joined = heads.join(versions, standing(versions, heads, moment)).join(tables.commits, _c.n == v.commit_n)
        first = (heads.c.key, heads.c.source, heads.c.id, v.commit_n, _c.recorded_at, v.valid_at)
        told = sa.select(*first, *columns).select_from(joined).where(among(heads.c.key))
        return told.order_by(v.valid_at.desc(), heads.c.key.desc()).limit(limit)

    rows = ask_many(connection, query, keys, sa.BigInteger())
    return tuple(
        Behind(kind, key, source, id_, n, from_ms(recorded), from_ms(valid), words(*rest))
        for key, source, id_, n, recorded, valid, *rest in rows
    )


def _fixes(connection: Connection, keys: Sequence[int], limit: int, moment: Moment) -> tuple[Behind, ...]:
    heads, other = tables.vehicle_heads.c, tables.positions.alias().c
    usable = (other.flags.op("&")(UNTRUSTED) == 0, other.commit_n + 0 <= moment.commit)
    newest = sa.select(sa.func.max(other.fix_at)).where(other.vehicle == heads.key, *usable)

    def query(among: Among) -> sa.Select[Any]:
        on = sa.and_(_p.vehicle == heads.key, _p.fix_at == newest.scalar_subquery(), _p.commit_n + 0 <= moment.commit)
        joined = tables.vehicle_heads.join(tables.positions, on).join(tables.commits, _c.n == _p.commit_n)
        first = (heads.key, heads.source, heads.id, _p.commit_n, _c.recorded_at, _p.fix_at)
        told = sa.select(*first, _p.lat_e7, _p.lon_e7, _p.speed_mkmh).select_from(joined).where(among(heads.key))
        return told.order_by(_p.fix_at.desc(), heads.key.desc()).limit(limit)

    rows = ask_many(connection, query, keys, sa.BigInteger())
    return tuple(
        Behind(Kind.POSITION, key, source, id_, n, from_ms(recorded), from_ms(fix), _fix_words(lat, lon, speed))
        for key, source, id_, n, recorded, fix, lat, lon, speed in rows
    )


def _fix_words(lat: int, lon: int, speed: int | None) -> str:
    place = f"{lat / 1e7:.5f}, {lon / 1e7:.5f}"
    return place if speed is None else f"{place} · {speed / 1000:g} km/h"


def _indicator_words(name: str, labels: str, first: int, last: int, value: float | None, unit: str) -> str:
    period = str(day_of(first)) if first == last else f"{day_of(first)}/{day_of(last)}"
    told = [f"{key}={text}" for key, text in from_json(labels, {}).items()]
    amount = NONE if value is None else f"{value:.0f}" if float(value).is_integer() else f"{value:.12g}"
    return " · ".join([name, *told, period, f"{amount} {unit}".strip()])


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)


_Stream = tuple[sa.Table, sa.Table, tuple[sa.Column[Any], ...], Callable[..., str]]
_STREAMS: dict[Kind, _Stream] = {
    Kind.INDICATOR: (
        tables.indicator_versions,
        tables.indicator_heads,
        (_i.name, _i.labels, _i.day_from, _i.day_to, _i.value, _i.unit),
        _indicator_words,
    ),
    Kind.COMPLAINT: (
        tables.complaint_versions,
        tables.complaint_heads,
        (_v.status, _v.category, _v.title),
        _joined,
    ),
    Kind.VEHICLE: (
        tables.vehicle_versions,
        tables.vehicle_heads,
        (_w.name, _w.vehicle_kind, _w.status),
        _joined,
    ),
}
