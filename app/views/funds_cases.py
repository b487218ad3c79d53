"""Money this room bound to complaints: estimates of orders under way, and costs booked at closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.lifecycle import STAGES, Stage
from app.domain.message import N_
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.bearer import bearer
from app.views.duty import answers
from app.views.figure import Array, Facts, Figure, Stamp
from app.views.standing import day_start, local_day

IDR = "IDR"
SOURCE = "room"
MOST = 500
ESTIMATE = N_("Estimate of an order")
COST = N_("Cost booked at closing")
LEFT = N_("Estimate still bound: the case is closed")
_CLOSED = STAGES.index(Stage.CLOSED)


@dataclass(frozen=True, slots=True, eq=False)
class CaseMoney:
    """One complaint's money, whole rupiah: `key` of the complaint, whose fund, an estimate or a booked cost."""

    key: int
    agency: str
    amount: Figure
    what: str


@dataclass(frozen=True, slots=True, eq=False)
class RoomMoney:
    """By agency (the one that bears the duty today): sums as figures; and the cases behind them, newest first."""

    committed: Mapping[str, Figure]
    spent: Mapping[str, Figure]
    cases: tuple[CaseMoney, ...]


def room_money(picture: Picture, frame: Frame, city: CityFile, year: int) -> RoomMoney:
    """What this room bound in a year. Estimates stand while they are open; a cost counts in the year its case ended."""
    ours = picture.cases
    first, end = (day_start(date(y, 1, 1), city).timestamp() for y in (year, year + 1))
    is_ours = np.isnan(ours.ended) | ((ours.ended >= first) & (ours.ended < end))
    is_now = local_day(frame, city).year == year
    sums: list[dict[str, Figure]] = [{}, {}]
    cases: list[CaseMoney] = []
    for at, (amounts, what) in enumerate(((ours.committed, ESTIMATE), (ours.spent, COST))):
        rows = np.flatnonzero((amounts > 0) & is_ours & (is_now | (what is COST)))
        for agency, mine in _by_agency(picture, frame, city, rows).items():
            stamp = Stamp(f"fund.{agency or 'none'}", (SOURCE,), frame.at, Freshness.FRESH)
            word, rule = ("room_committed", "funds.room_committed") if at == 0 else ("room_spent", "funds.room_spent")
            facts = (Facts(Kind.COMPLAINT, mine + 1),)
            sums[at][agency] = stamp.figure(word, what, float(amounts[mine].sum()), IDR, rule, inputs=facts)
            for i in mine[-MOST:].tolist():
                told = LEFT if what is ESTIMATE and ours.stage[i] == _CLOSED else what
                cases.append(_money(stamp, i, agency, float(amounts[i]), told, rule))
    newest = sorted(cases, key=lambda one: -ours.commit[one.key - 1])
    return RoomMoney(sums[0], sums[1], tuple(newest[:MOST]))


def _money(stamp: Stamp, row: int, agency: str, amount: float, what: str, rule: str) -> CaseMoney:
    facts = (Facts(Kind.COMPLAINT, np.array([row + 1], "i8")),)
    return CaseMoney(row + 1, agency, stamp.figure(f"case.{row + 1}", what, amount, IDR, rule, inputs=facts), what)


def _by_agency(picture: Picture, frame: Frame, city: CityFile, rows: Array) -> dict[str, Array]:
    """Cases by who bears the duty today: as we say, as the source says, else by duty."""
    found: dict[str, list[int]] = {}
    day = local_day(frame, city)
    for row in rows.tolist():
        is_known = row < picture.complaints.n
        told = answers(picture, row) if is_known else picture.words.text(int(picture.cases.agency[row]))
        found.setdefault(bearer(told, day, city).id if told else "", []).append(row)
    return {agency: np.array(mine, "i8") for agency, mine in found.items()}
