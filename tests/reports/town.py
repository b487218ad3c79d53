"""A real journal of a made-up week in Kota Bekasi, and its day counted by SQL that knows nothing of our views."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from math import cos
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from app.domain.complaint import Complaint, State
from app.domain.indicator import Indicator, indicator_id
from app.domain.source import Health, LinkState
from app.domain.vehicle import Position, Vehicle
from app.journal.encode import to_ms
from app.journal.store import Journal
from app.settings import CityFile

WIB = ZoneInfo("Asia/Jakarta")
DAY = date(2016, 11, 30)
START = datetime.combine(DAY, time(0), WIB).astimezone(UTC)
END = START + timedelta(days=1)
READY = END + timedelta(hours=6)
CATEGORIES = ("jalan", "sampah", "tps", "banjir", "pohon", "lampu", "perizinan", "lain")
TAXES = ("PBB_P2", "BPHTB", "HOTEL", "RESTORAN")
PLACES = ("32.75.01", "32.75.02")
SOURCES = ("sorot", "armada", "pajak", "target-pajak", "dana")


def told(path: Path, city: CityFile, complaints: int = 240, vehicles: int = 12) -> Path:
    """The journal of the week up to 06.00 of the day after, and what was told later still."""
    tell(str(path), city, complaints, vehicles)
    return path


def tell(store: str, city: CityFile, complaints: int = 240, vehicles: int = 12) -> None:
    """The same into any store."""
    journal = Journal.create(store)
    journal.append(list(_vehicles(vehicles)), at=START - timedelta(days=4))
    for at, facts in sorted(_cases(complaints, city).items()):
        journal.append(facts, at=at)
    for at, many in _fixes(vehicles).items():
        journal.append(many, at=at)
    money = [*_taxes(), *_targets(), *_funds()]
    journal.append(money, at=END + timedelta(hours=2))
    health: list[Any] = [Health(name, READY - timedelta(minutes=3), LinkState.OK, 5.0) for name in SOURCES]
    journal.append(health, at=READY - timedelta(minutes=3))
    late = _case("late", START + timedelta(hours=3), "sampah", None, city)
    journal.append([late[0][1]], at=READY + timedelta(hours=2))
    journal.close()


def _cases(n: int, city: CityFile) -> dict[datetime, list[Any]]:
    """Versions of all complaints by the time they were recorded: a minute after they were true."""
    rng, found = Random(5), dict[datetime, list[Any]]()
    for number in range(n):
        made = START + timedelta(seconds=rng.randrange(-3 * 86_400, 86_400 + 20_000))
        done = made + timedelta(seconds=rng.randrange(300, 3 * 86_400)) if rng.random() < 0.7 else None
        category = CATEGORIES[rng.randrange(len(CATEGORIES))]
        for at, fact in _case(f"2016-{number:06d}", made, category, done, city):
            found.setdefault(at + timedelta(minutes=1), []).append(fact)
    return {at: facts for at, facts in found.items() if at <= READY}


def _case(
    id: str, made: datetime, category: str, done: datetime | None, city: CityFile
) -> list[tuple[datetime, Complaint]]:
    known = city.category_of(category)
    agency = known.agency if known else ""
    same: dict[str, Any] = {"requested_at": made, "category": category, "agency": agency, "lat": -6.24, "lon": 107.0}
    first = Complaint("sorot", id, made, "open", State.OPEN, updated_at=made, **same)
    if done is None:
        return [(made, first)]
    return [(made, first), (done, Complaint("sorot", id, done, "closed", State.CLOSED, updated_at=done, **same))]


def _vehicles(n: int) -> Iterator[Vehicle]:
    for number in range(n):
        yield Vehicle("armada", str(number), START - timedelta(days=4), f"B {number:04d} KQA", "dump_truck")


def _fixes(n: int) -> dict[datetime, list[Any]]:
    """Even vehicles drive on the day, every third one in the night after it, the rest stood still the day before."""
    found = {}
    for name, at, mine in (
        ("b", START - timedelta(hours=2), range(n)),
        ("d", START + timedelta(hours=9), range(0, n, 2)),
        ("n", END + timedelta(hours=2), range(0, n, 3)),
    ):
        found[at] = [
            Position("armada", f"{name}{v}{i}", str(v), at + timedelta(seconds=i * 30), -6.24, 107.0, 20.0)
            for v in mine
            for i in range(3)
        ]
    return found


def _taxes() -> Iterator[Indicator]:
    for number in range((DAY - date(2014, 1, 1)).days + 1):
        day = date(2014, 1, 1) + timedelta(days=number)
        for k, kind in enumerate(TAXES):
            for p, place in enumerate(PLACES):
                amount = float(round(1e8 * (1.5 + cos(number / 58 + k)) / (k + 1) / (p + 1)))
                yield _row("pajak", "realisasi_pajak", day, day, amount, {"jenis": kind, "kecamatan": place})


def _targets() -> Iterator[Indicator]:
    for k, kind in enumerate(TAXES):
        for basis, since, more in (("murni", date(2016, 1, 1), 1.0), ("perubahan", date(2016, 11, 15), 1.05)):
            labels = {"jenis": kind, "dasar": basis, "berlaku": since.isoformat()}
            amount = float(round(9e10 / (k + 1) * more))
            yield _row("target-pajak", "target_pajak", date(2016, 1, 1), date(2016, 12, 31), amount, labels)


def _funds() -> Iterator[Indicator]:
    for agency, ceiling in (("kebersihan", 2.4e9), ("dinkes", 1.2e9)):
        yield _row("dana", "dana_pagu", date(2016, 1, 1), date(2016, 12, 31), ceiling, {}, agency)
        for number in range(0, 300, 30):
            day = date(2016, 1, 5) + timedelta(days=number)
            for name in ("dana_komitmen", "dana_belanja"):
                labels = {"keperluan": f"kerja {number}"}
                yield _row("dana", name, day, day, 5e7 if name == "dana_komitmen" else 4e7, labels, agency)


def _row(
    source: str, name: str, first: date, last: date, value: float, labels: dict[str, str], agency: str = "dispenda"
) -> Indicator:
    key = indicator_id(agency, name, first, last, labels)
    return Indicator(source, key, END - timedelta(hours=3), agency, name, first, last, value, "IDR", labels)


STOOD = """
WITH told AS (SELECT *, row_number() OVER (PARTITION BY key ORDER BY valid_at DESC, v DESC) AS place
              FROM complaint_versions WHERE commit_n <= ?)
SELECT requested_at, updated_at, category, agency, state FROM told WHERE place = 1 AND """


class Counted:
    """The same day, counted in SQL straight from the streams: newest version of each complaint up to a commit."""

    def __init__(self, store: Path | str, commit: int) -> None:
        self.store, self.commit = str(store), commit

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query, by the store's own driver and nothing of ours."""
        if self.store.startswith("postgresql"):
            with psycopg.connect(self.store.replace("+psycopg", "")) as database:
                return database.execute(sql.replace("?", "%s").encode(), values).fetchall()
        with closing(sqlite3.connect(self.store)) as database:
            return database.execute(sql, values).fetchall()

    def cases(self, where: str, *values: Any) -> list[tuple[Any, ...]]:
        """requested, updated, category, agency, state (0 open, 1 closed) of complaints as they stood."""
        return self.rows(STOOD + where, self.commit, *values)

    def received(self) -> list[tuple[Any, ...]]:
        """Complaints made on the day."""
        return self.cases("requested_at >= ? AND requested_at < ?", to_ms(START), to_ms(END))

    def closed(self) -> list[tuple[Any, ...]]:
        """Complaints closed on the day."""
        return self.cases("state = 1 AND updated_at >= ? AND updated_at < ?", to_ms(START), to_ms(END))

    def open(self) -> list[tuple[Any, ...]]:
        """Complaints made by the end of the day that were not closed by then."""
        end = to_ms(END)
        return self.cases("requested_at < ? AND (state = 0 OR (state = 1 AND updated_at >= ?))", end, end)

    def money(self, name: str, first: date, last: date, label: str = "%") -> float:
        """The sum of an indicator over days, of records whose labels are like `label`."""
        days = (first - date(1970, 1, 1)).days, (last - date(1970, 1, 1)).days
        sql = "SELECT coalesce(sum(value), 0) FROM indicator_versions WHERE name = ? AND day_from >= ? AND day_to <= ?"
        return float(self.rows(f"{sql} AND labels LIKE ? AND commit_n <= ?", name, *days, label, self.commit)[0][0])
