"""What a watch is: a pure rule that turns new facts and its own state into facts of ours.

It reads no clock and no store: everything comes in, so the same journal always gives the same facts, at night, in
replay, and after a crash. Times inside a state are milliseconds since 1970 UTC, because a state is plain JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from app.domain.kind import Kind
from app.domain.source import Derived
from app.journal.status import SourceStatus
from app.journal.watch_rows import Piece
from app.watch.standing import Standing

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WatchInput:
    """One piece of news: rows above the watch's cursor, what stood before them, and how the sources are now.

    Rows of kinds the watch does not depend on may be there too; it must not look at them.
    """

    rows: Piece
    before: Standing
    sources: Mapping[str, SourceStatus] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step leads to: the state to keep, the facts found, and when to step again even without news."""

    state: State
    facts: Sequence[Derived] = ()
    next_wake: datetime | None = None


class Watch(Protocol):
    """A rule of the room. `name` and what it wrote stay for ever; a change of the rule raises `version`.

    `look_back` is how much of the recorded past a new watch, or a new version, must read to be right about now.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def depends_on(self) -> frozenset[Kind]: ...
    @property
    def look_back(self) -> timedelta: ...

    def step(self, state: State, changes: WatchInput, now: datetime) -> Step:
        """Pure. Splitting the same commits into other pieces gives the same facts. `now` is the city's time, and
        while the watch catches up with the past, the time when the piece was recorded.
        """
        ...
