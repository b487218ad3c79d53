"""Response funds (dana tanggap): each agency's ceiling of the year, what is committed and what is spent.

From the first day the complaints reach back to, commitments and spending belong to complaints of this very city; before
it they are sums of a week.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from data_sources.simulator.complaints import Complaint, is_closed
from data_sources.simulator.noise import unit
from data_sources.simulator.world import World

Record = dict[str, Any]
CEILINGS = {"kebersihan": 4.2e9, "disbimarta": 9.5e9, "dpppju": 3.1e9, "dinkes": 2.4e9, "bpbd": 5.0e9}
BURN = {"kebersihan": 0.62, "disbimarta": 0.71, "dpppju": 0.88, "dinkes": 0.55, "bpbd": 0.40}
"""The part of the ceiling that is spent by the end of November; one agency is above its mark."""
PURPOSES = {
    "kebersihan": "Angkut sampah liar", "disbimarta": "Tambal jalan dan saluran", "dpppju": "Lampu dan pohon tumbang",
    "dinkes": "Fogging dan obat", "bpbd": "Posko dan logistik banjir",
}  # fmt: skip
_COST = {"kebersihan": 450_000, "disbimarta": 3_800_000, "dpppju": 1_600_000, "dinkes": 900_000, "bpbd": 2_500_000}
_ONE_IN = 9
_WEEK = timedelta(days=7)


class Funds:
    """The ledger of the response funds."""

    def __init__(self, world: World) -> None:
        self._world, self._zone, self._seed = world, world.city.zone, world.setup.seed
        starts = datetime.fromtimestamp(world.clock.starts, self._zone).date()
        self._first_year = starts.year - 1
        self._bound_from = starts - timedelta(days=world.setup.complaint_days)

    def ledger(self, now: float) -> Iterator[Record]:
        """All entries until now: ceilings, weekly sums, then one by one with their complaints."""
        today = datetime.fromtimestamp(now, self._zone).date()
        for year in range(self._first_year, today.year + 1):
            for agency, ceiling in CEILINGS.items():
                yield _entry(
                    f"pagu-{year}-{agency}", "pagu", agency, date(year, 1, 1), ceiling, "Pagu tahun ini", str(year)
                )
        yield from self._weeks(today)
        for case in self._world.book.between(0, now, now):
            yield from self._of_case(case, now)

    def _weeks(self, today: date) -> Iterator[Record]:
        monday = date.fromisocalendar(self._first_year, 2, 1)
        while monday + _WEEK <= min(self._bound_from, today):
            for n, (agency, ceiling) in enumerate(CEILINGS.items()):
                share = BURN[agency] / 47 * (0.6 + 0.8 * unit(self._seed + 3, monday.toordinal(), n))
                amount = round(ceiling * share, -3)
                friday = monday + timedelta(days=4)
                yield _entry(f"k-{monday}-{agency}", "komitmen", agency, monday, amount, PURPOSES[agency])
                yield _entry(f"b-{monday}-{agency}", "belanja", agency, friday, amount, PURPOSES[agency])
            monday += _WEEK

    def _of_case(self, case: Complaint, now: float) -> Iterator[Record]:
        """A commitment when the work begins, spending when the case is closed; one case in nine costs money."""
        agency = self._agency(case)
        if agency not in CEILINGS or unit(self._seed, hash_of(case.id)) >= 1 / _ONE_IN:
            return
        amount = round(_COST[agency] * (0.5 + 1.5 * unit(self._seed + 1, hash_of(case.id))), -3)
        begun = next((s for s in case.steps if s.status == "in_progress" and s.at <= now), None)
        ended = next((s for s in case.steps if is_closed(s.status) and s.at <= now), None)
        if begun:
            yield _entry(f"k-{case.id}", "komitmen", agency, self._day(begun.at), amount, case.title, aduan=case.id)
        if begun and ended and ended.status == "closed":
            yield _entry(f"b-{case.id}", "belanja", agency, self._day(ended.at), amount, case.title, aduan=case.id)

    def _agency(self, case: Complaint) -> str:
        service = next((s for s in self._world.city.services if s.code == case.code), None)
        return self._world.city.agencies.get(service.agency, "") if service else ""

    def _day(self, at: float) -> date:
        return datetime.fromtimestamp(at, self._zone).date()


def hash_of(ident: str) -> int:
    """A number from an id that is the same in every process."""
    return int.from_bytes(ident.encode()[-8:], "big")


def _entry(
    ident: str,
    kind: str,
    agency: str,
    day: date,
    amount: float,
    purpose: str,
    period: str = "",
    aduan: str | None = None,
) -> Record:
    return {
        "nomor": ident,
        "jenis": kind,
        "skpd": agency,
        "periode": period or day.isoformat(),
        "nilai": int(amount),
        "keperluan": purpose,
        "aduan": aduan,
    }
