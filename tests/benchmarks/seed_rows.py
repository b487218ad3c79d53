"""The rows of a made-up history, in the order of the tables' columns.

A commit every five minutes. Complaints come evenly, most are taken up and many closed within days; vehicles send a fix
a minute and drive in circles.
"""

from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any

import numpy as np
import sqlalchemy as sa

from app.journal import tables
from app.journal.encode import to_ms
from tests.benchmarks.city import STATUSES, Places, category_ids, city, start, words_of

COMMIT_MS = 300_000
FIX_MS = 60_000
TAKEN_UP, CLOSED = 0.7, 0.55  # shares of complaints that get a second and a third version
PIECE = 50_000
Rows = Iterator[tuple[Any, ...]]


def filled(table: sa.Table) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """Makes rows of a table from what is said by name; what is not said is empty."""
    columns = [(column.name, None if column.nullable else column.type.python_type()) for column in table.columns]
    return lambda said: tuple([said.get(name, empty) for name, empty in columns])


def complaint_rows(n: int, days: int) -> Iterator[tuple[sa.Table, Rows]]:
    """All versions in the order of their commits, then the heads."""
    key, which, at = _versions(n, days)
    v = np.arange(1, len(key) + 1)
    yield tables.complaint_versions, _version_rows(key, which, at, days)
    last = np.zeros(n + 1, "i8")
    last[key] = v  # the later one stays: a key's versions ascend in time
    heads = zip(range(1, n + 1), last[1:].tolist(), at[last[1:] - 1].tolist(), strict=True)
    row = filled(tables.complaint_heads)
    said: dict[str, Any] = {"source": "sorot", "incarnation": 0}
    yield (
        tables.complaint_heads,
        (row(said | {"key": k, "id": _id(k), "v": v, "valid_at": ms, "hash": v}) for k, v, ms in heads),
    )


def _versions(n: int, days: int) -> tuple[Any, Any, Any]:
    """Key, which version (0 to 2) and instant of all versions, by time."""
    rng, first, span = np.random.default_rng(6), to_ms(start(days)), days * 86_400_000
    requested = first + np.sort(rng.integers(0, span, n))
    taken = requested + rng.integers(600_000, 2 * 86_400_000, n)
    closed = taken + rng.integers(600_000, 4 * 86_400_000, n)
    keys, chance = np.arange(1, n + 1), rng.random(n)
    parts = [(keys, requested), (keys[chance < TAKEN_UP], taken[chance < TAKEN_UP])]
    parts.append((keys[chance < CLOSED], closed[chance < CLOSED]))
    key = np.concatenate([part[0] for part in parts])
    at = np.concatenate([part[1] for part in parts])
    which = np.concatenate([np.full(len(part[0]), i) for i, part in enumerate(parts)])
    order = np.lexsort((which, at))
    order = order[at[order] < first + span]
    return key[order], which[order], at[order]


def _version_rows(key: Any, which: Any, at: Any, days: int) -> Rows:
    first, places, kinds = to_ms(start(days)), Places.scattered(int(key.max(initial=0)), seed=7), category_ids()
    requested = np.zeros(int(key.max(initial=0)) + 1, "i8")
    requested[key[::-1]] = at[::-1]  # the first version is the request
    commits = (at - first) // COMMIT_MS + 1
    row = filled(tables.complaint_versions)
    for begin in range(0, len(key), PIECE):
        piece = slice(begin, begin + PIECE)
        columns = (key[piece].tolist(), which[piece].tolist(), at[piece].tolist(), commits[piece].tolist())
        for v, (k, w, ms, commit) in enumerate(zip(*columns, strict=True), begin + 1):
            said = {"v": v, "commit_n": commit, "valid_at": ms, "hash": v, "requested_at": int(requested[k])}
            yield row(
                said | version(k, w, ms, kinds) | {"lat": float(places.lat[k - 1]), "lon": float(places.lon[k - 1])}
            )


def version(key: int, which: int, ms: int, kinds: list[str]) -> dict[str, Any]:
    """What version number `which` of a complaint says."""
    category = kinds[key * 7 % len(kinds)]
    known = city().category_of(category)
    said: dict[str, Any] = {"key": key, "source": "sorot", "id": _id(key), "category": category, "updated_at": ms}
    said |= {"status": STATUSES[which], "state": int(which == 2), "expected_at": ms + 86_400_000, "service_code": "010"}
    said |= {"service_name": known.name if known else "", "agency": known.agency if known else ""}
    return said | words_of(key, category)


def word_rows(n: int) -> Rows:
    """The words of every complaint; no version changes them."""
    kinds = category_ids()
    for key in range(1, n + 1):
        said = version(key, 0, 0, kinds)
        yield (
            key,
            "\n".join([said[name] for name in ("title", "description", "address", "service_name", "id")]).casefold(),
        )


def _id(key: int) -> str:
    return f"2016-{key:08d}"


def vehicle_rows(n: int, days: int) -> Iterator[tuple[sa.Table, Rows]]:
    """One version a vehicle, and its head."""
    ms, fleets = to_ms(start(days)), city().fleets

    version, head = filled(tables.vehicle_versions), filled(tables.vehicle_heads)

    def said(key: int) -> dict[str, Any]:
        kind = fleets[key % len(fleets)].kind
        same: dict[str, Any] = {"v": key, "key": key, "commit_n": 1, "valid_at": ms, "hash": key, "source": "armada"}
        return same | {
            "id": str(key),
            "name": f"B {key:04d} KQA",
            "vehicle_kind": kind,
            "status": "online",
            "last_update": ms,
        }

    yield tables.vehicle_versions, (version(said(key)) for key in range(1, n + 1))
    yield tables.vehicle_heads, (head(said(key)) for key in range(1, n + 1))


def fix_rows(key: int, days: int) -> Rows:
    """All fixes of one vehicle, oldest first."""
    first, n = to_ms(start(days)), days * 86_400_000 // FIX_MS
    at = first + np.arange(n) * FIX_MS + key * 97 % FIX_MS
    box, turn = city().city.box, np.arange(n) / 40 + key
    lat = ((box[0] + box[2]) / 2 + 0.05 * np.sin(key) + 0.02 * np.sin(turn)) * 1e7
    lon = ((box[1] + box[3]) / 2 + 0.05 * np.cos(key) + 0.02 * np.cos(turn)) * 1e7
    commits = (at - first) // COMMIT_MS + 1
    refs = [f"{key}{i:07d}" for i in range(n)]
    columns = (at.tolist(), refs, commits.tolist(), lat.astype("i8").tolist(), lon.astype("i8").tolist())
    constant = (repeat(240, n), repeat(900, n), repeat(None, n), repeat(1, n), repeat(0, n), repeat(None, n))
    return zip(repeat(key, n), *columns, *constant, strict=True)
