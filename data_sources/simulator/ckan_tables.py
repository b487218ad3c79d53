"""The portal's tables: revenue by day, kind and district, and the targets; every cell a text, as portals keep them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from data_sources.simulator.noise import unit
from data_sources.simulator.taxes import KINDS, STEP_S, TaxBook, kind_name, targets
from data_sources.simulator.world import World

Row = dict[str, Any]
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
SUM = "JUMLAH"
_DAY = timedelta(days=1)


def rupiah(amount: float, style: float = 0.0) -> str:
    """An amount as somebody typed it; nothing is a dash."""
    if amount == 0:
        return "-"
    text = f"{amount:,.0f}".replace(",", ".")
    return text if style < 0.8 else f"Rp {text}" if style < 0.95 else f"{text},00"


def long_date(day: date) -> str:
    """30 November 2016."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True)
class Resource:
    """A resource of a package: `table` is None for a file that is no table."""

    name: str
    slug: str
    table: "Table | None"

    def ident(self, upload: str = "") -> str:
        """Its id; another upload has another one."""
        n = hashlib.md5(f"{self.slug}{upload}".encode(), usedforsecurity=False).hexdigest()
        return f"{n[:8]}-{n[8:12]}-{n[12:16]}-{n[16:20]}-{n[20:]}"


class Table:
    """A table with `_id` from 1 on without holes, so that any row is found at once."""

    columns: tuple[str, ...] = ()

    def count(self, now: float) -> int:
        raise NotImplementedError

    def row(self, number: int, now: float) -> Row:
        raise NotImplementedError

    def changed(self, now: float) -> float:
        raise NotImplementedError

    def rows(self, numbers: Sequence[int], now: float) -> Iterator[Row]:
        return (self.row(number, now) for number in numbers)


class RevenueTable(Table):
    """Day, kind, district, amount; one row of sums at the end of each day. Headers have the spaces somebody left."""

    columns = ("Tanggal", "Jenis Pajak ", "Kecamatan", "Realisasi (Rp) ")

    def __init__(self, book: TaxBook, seed: int) -> None:
        self._book, self._seed = book, seed
        self._per_day = book.per_day + 1
        self._texts: dict[int, list[str]] = {}

    def count(self, now: float) -> int:
        return self._book.days(now) * self._per_day

    def changed(self, now: float) -> float:
        return now - now % STEP_S

    def row(self, number: int, now: float) -> Row:
        index, place = divmod(number - 1, self._per_day)
        day = self._book.first + _DAY * index
        kind, district = divmod(place, len(self._book.districts))
        is_sum = place == self._book.per_day
        return {
            "_id": number,
            "Tanggal": long_date(day),
            "Jenis Pajak ": SUM if is_sum else kind_name(KINDS[kind], day.year),
            "Kecamatan": "" if is_sum else self._book.districts[district],
            "Realisasi (Rp) ": self._day(index, day, now)[place],
        }

    def _day(self, index: int, day: date, now: float) -> list[str]:
        """The amounts of a day as texts; kept once the day is over."""
        if index in self._texts:
            return self._texts[index]
        amounts = self._book.so_far(day, now)
        texts = [rupiah(a, unit(self._seed, index, n)) for n, a in enumerate(amounts)]
        texts.append(rupiah(sum(amounts)))
        if self._book.posted(day, now) >= 1:
            self._texts[index] = texts
        return texts


class TargetTable(Table):
    """The targets of each year: the original ones and, from the day the revised budget holds, the revised ones."""

    columns = ("No", "Tahun", "Jenis Pajak", "Dasar", "Berlaku Sejak", "Target (Rp)")

    def __init__(self, book: TaxBook, world: World) -> None:
        self._book, self._world = book, world

    def _all(self, now: float) -> list[Row]:
        today = datetime.fromtimestamp(now, self._world.city.zone).date()
        rows: list[Row] = []
        for year in range(self._book.first.year, today.year + 1):
            for basis, since, total in targets(year):
                if since <= today:
                    rows += self._year(year, basis, since, total)
        return [{"_id": n, "No": str(n), **row} for n, row in enumerate(rows, 1)]

    def _year(self, year: int, basis: str, since: date, total: float) -> list[Row]:
        amounts = [(kind_name(kind, year), round(total * kind.share, -6)) for kind in KINDS]
        amounts.append(("Total", sum(amount for _, amount in amounts)))
        return [
            {
                "Tahun": str(year),
                "Jenis Pajak": name,
                "Dasar": basis,
                "Berlaku Sejak": since.strftime("%d/%m/%Y"),
                "Target (Rp)": f"Rp {rupiah(amount)},00",
            }
            for name, amount in amounts
        ]

    def count(self, now: float) -> int:
        return len(self._all(now))

    def row(self, number: int, now: float) -> Row:
        return self._all(now)[number - 1]

    def rows(self, numbers: Sequence[int], now: float) -> Iterator[Row]:
        rows = self._all(now)
        return (rows[number - 1] for number in numbers)

    def changed(self, now: float) -> float:
        today = datetime.fromtimestamp(now, self._world.city.zone).date()
        held = [since for year in range(self._book.first.year, today.year + 1) for _, since, _ in targets(year)]
        newest = max(since for since in held if since <= today)
        return datetime.combine(newest, datetime.min.time(), self._world.city.zone).timestamp()
