"""Watch *no answer*: an order that no crew has answered in time. Facts `no_answer/<order>` of `complaint/<key>`.

An order is unanswered while it waits or has been sent and nobody said more, by whatever channel. Its patience is that
of the agency's channel (`no_answer_after`), in real time: undo, courier, the questions after an order and whoever calls
a crew take as long in a city that runs twenty times faster. `valid_at` is when that was over, in the city's time, not
when it was noticed; each order is told once. Commits are taken one by one with the hour they were recorded, so that a
late watch tells the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.clock import REAL, Clock
from app.domain.case import Case
from app.domain.kind import Kind
from app.domain.order import UNANSWERED
from app.domain.source import Derived
from app.journal.encode import from_ms, to_ms
from app.journal.watch_rows import CaseRow
from app.settings.channel import Channel
from app.watch.watch import State, Step, WatchInput

USUAL = timedelta(minutes=5)
LOOK_BACK = timedelta(hours=1)
Memory = Mapping[str, Any]  # order; since: when it was given (ms); agency; told: True


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The watch over orders of a city with these channels; of the clock it takes only how fast the city's time runs.

    Its state: the unanswered orders by complaint.
    """

    channels: Sequence[Channel] = ()
    clock: Clock = REAL
    name: str = "no_answer"
    version: int = 1
    depends_on: frozenset[Kind] = frozenset({Kind.ACTION})

    @property
    def look_back(self) -> timedelta:
        """More than any channel's patience."""
        return self.clock.city_span(LOOK_BACK)

    def step(self, state: State, changes: WatchInput, now: datetime) -> Step:
        """Take the piece commit by commit, then the hour; wake again when the next patience is over."""
        rows, open_, facts = changes.rows, dict[str, Memory](state), list[Derived]()
        for commit, news in _by_commit(row for row in rows.cases if row.commit > rows.low):
            self._tell(open_, min(rows.times.get(commit, 0), to_ms(now)), facts)
            for row in news:
                _remember(open_, row)
        self._tell(open_, to_ms(now), facts)
        waits = [self._over_at(memory) for memory in open_.values() if not memory.get("told")]
        return Step(open_, facts, from_ms(min(waits)) if waits else None)

    def _over_at(self, memory: Memory) -> int:
        mine = (c.no_answer_after for c in self.channels if c.agency == memory["agency"])
        patience = self.clock.city_span(next(mine, USUAL))
        return int(memory["since"]) + round(patience.total_seconds() * 1000)

    def _tell(self, open_: dict[str, Memory], until: int, facts: list[Derived]) -> None:
        for key, memory in sorted(open_.items()):
            over = self._over_at(memory)
            if memory.get("told") or over > until:
                continue
            open_[key] = {**memory, "told": True}
            body = {"order": memory["order"], "agency": memory["agency"], "minutes": (over - memory["since"]) // 60_000}
            what = f"no_answer/{memory['order']}"
            facts.append(Derived(self.name, self.version, f"complaint/{key}", 0, from_ms(over), what, body))


def _by_commit(rows: Iterable[CaseRow]) -> Iterable[tuple[int, list[CaseRow]]]:
    found: dict[int, list[CaseRow]] = {}
    for row in rows:
        found.setdefault(row.commit, []).append(row)
    return sorted(found.items())


def _remember(open_: dict[str, Memory], row: CaseRow) -> None:
    key, case = str(row.key), row.case
    if not case.order or case.order_state not in UNANSWERED:
        open_.pop(key, None)
    elif open_.get(key, {}).get("order") != case.order:
        open_[key] = _begun(case)


def _begun(case: Case) -> Memory:
    since = to_ms(case.changed_at) if case.changed_at else 0
    return {"order": case.order, "since": since, "agency": case.agency}
