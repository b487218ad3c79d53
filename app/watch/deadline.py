"""Watch *deadline*: a complaint missed a step, and who is told of it. Facts of `complaint/<key>`.

`breach/<step>` when a first answer, arrival, making safe, completion or limit of the law was owed and is not there;
`told/<office>` when a missed completion climbs the ladder. `valid_at` is when it came due, not when it was noticed.
Each is told once for a complaint, for ever: a pause or a graver mark afterwards makes no second one. No commit caused
them but time: `cause` is 0. What was missed before this watch first ran is no news and is not told.

Commits are taken one by one with the hour they were recorded: what was due before a commit was due on what was known
before it, so that the facts are the same however late the watch runs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from app.domain.calendar import from_ms, to_ms
from app.domain.kind import Kind
from app.domain.ladder import told_of
from app.domain.source import Derived
from app.journal.watch_rows import Piece
from app.watch.clocks import NEVER, RUNGS, STEPS, Clocks, Due
from app.watch.watch import State, Step, WatchInput

SINCE, UNTIL = "since", "until"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The watch. Its state: since when it tells (ms), and up to which instant everything was told."""

    name: str = "deadline"
    version: int = 1
    depends_on: frozenset[Kind] = frozenset({Kind.COMPLAINT, Kind.ACTION})
    look_back: timedelta = timedelta(hours=1)

    def step(self, state: State, changes: WatchInput, now: datetime) -> Step:
        """Take the piece commit by commit, then the hour; wake again when the next one is due."""
        rows, clocks = changes.rows, changes.before.clocks
        work = _Work(self, state or _begun(rows, now))
        for commit, at in _turns(rows):
            work.tell(clocks, min(at, to_ms(now)))
            before, clocks = clocks, _after(clocks, rows, commit)
            work.catch_up(before, clocks, _keys(rows, commit))
        work.tell(clocks, to_ms(now))
        wake = clocks.next(work.until)
        return Step(work.state(), list(work.facts.values()), None if wake >= NEVER else from_ms(wake))


def _begun(rows: Piece, now: datetime) -> Mapping[str, int]:
    """From the first commit it sees on; with nothing to see, from now on."""
    since = min([to_ms(now), *rows.times.values()])
    return {SINCE: since, UNTIL: since}


def _turns(rows: Piece) -> Iterable[tuple[int, int]]:
    """The commits with news for this watch, and when each was recorded; what stood before them comes first."""
    numbers = {row.commit for row in rows.complaints} | {row.commit for row in rows.cases}
    return [(number, rows.times.get(number, 0)) for number in sorted(numbers)]


def _after(clocks: Clocks, rows: Piece, commit: int) -> Clocks:
    complaints = (row for row in rows.complaints if row.commit == commit)
    return clocks.after(complaints, (row for row in rows.cases if row.commit == commit))


def _keys(rows: Piece, commit: int) -> set[int]:
    complaints = {row.key for row in rows.complaints if row.commit == commit}
    return complaints | {row.key for row in rows.cases if row.commit == commit}


class _Work:
    """One step: how far was told, facts by their key."""

    def __init__(self, watch: Deadlines, state: State) -> None:
        self.watch, self.since, self.until = watch, int(state[SINCE]), int(state[UNTIL])
        self.facts: dict[tuple[int, int], Derived] = {}

    def state(self) -> dict[str, Any]:
        """What to keep."""
        return {SINCE: self.since, UNTIL: self.until}

    def tell(self, clocks: Clocks, until: int) -> None:
        """What came due since the last time."""
        if until > self.until:
            for due in clocks.due(self.until, until):
                self._add(clocks, due)
            self.until = until

    def catch_up(self, before: Clocks, after: Clocks, keys: set[int]) -> None:
        """A complaint that was late already when it was heard of, or became so by what was done."""
        for key in sorted(keys):
            row, old = after.row(key), before.row(key)
            is_news = (row > self.since) & (row <= self.until) & (old > self.until)
            for column in np.flatnonzero(is_news).tolist():
                self._add(after, Due(int(row[column]), key, column))

    def _add(self, clocks: Clocks, due: Due) -> None:
        what, body = _told(clocks, due)
        fact = Derived(self.watch.name, self.watch.version, f"complaint/{due.key}", 0, from_ms(due.at), what, body)
        self.facts.setdefault((due.key, due.column), fact)


def _told(clocks: Clocks, due: Due) -> tuple[str, dict[str, Any]]:
    """The word and the body: the step or the office, by which rule, and who hears of it."""
    about, case = clocks.about[due.key], clocks.cases.get(due.key)
    rule = case.rule if case is not None and case.rule else (clocks.city.targets.version if clocks.city else "")
    body: dict[str, Any] = {
        "rule": rule,
        "category": about.category,
        "agency": (case.agency if case else "") or about.agency,
    }
    if due.column >= len(STEPS):
        office = RUNGS[due.column - len(STEPS)]
        return f"told/{office.value}", body | {"tell": [office.value]}
    step = STEPS[due.column]
    tell = [rung.value for rung in told_of(step, clocks.ladder)]
    owed = next((one for one in case.deadlines if one.step is step), None) if case is not None else None
    if owed is not None:
        body |= {"target": owed.target, "gross": owed.gross.isoformat(timespec="seconds")}
    return f"breach/{step.name.lower()}", body | {"tell": tell}
