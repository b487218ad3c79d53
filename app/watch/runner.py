"""Running the watches: read above their cursors in pieces, step, and store state, cursor and facts in one transaction.

All watches share what stood before a piece; one that is behind steps alone until it has caught up. A watch that
raises has a bug: that is logged, its state and cursor stay as they were, and it rests until the next start, so that
one bad rule neither stops the others nor loses anything.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.clock import monotonic
from app.domain.kind import Kind
from app.domain.source import Derived
from app.geo.areas import Areas
from app.journal.encode import from_ms
from app.journal.engine import reading
from app.journal.reader import commit_at
from app.journal.status import SourceStatus, source_statuses
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from app.journal.watch_reader import read_piece, stood_at
from app.journal.watch_rows import Piece
from app.journal.watch_state import WatchState, commit_watches, watch_states
from app.settings import CityFile
from app.watch.clocks import Clocks
from app.watch.places import city_places
from app.watch.standing import Standing
from app.watch.watch import State, Step, Watch, WatchInput

log = logging.getLogger(__name__)
MOST_COMMITS = 10  # of one piece: at most about 20,000 rows, a fraction of a second
BUDGET_S = 0.3  # of one call, so that a collector that catches up still renews its lease and hears that it shall stop
KEEP_EVERY = 500  # commits: how far a cursor without news may lag in the store
_STANDING = frozenset({Kind.COMPLAINT, Kind.ACTION, Kind.GEOFENCE, Kind.POSITION})  # what `Standing` needs to move on


@dataclass(slots=True, eq=False)
class _Running:
    """A watch at work: where it is, what is stored of that, and when it wants to be woken."""

    watch: Watch
    cursor: int
    stored: int
    state: State
    wake: datetime | None

    def is_due(self, piece: Piece, now: datetime) -> bool:
        """News of its kinds, or its time has come. Health has a mutable twin, the source's row: always a look."""
        has_woken = self.wake is not None and self.wake <= now
        return has_woken or Kind.HEALTH in self.watch.depends_on or bool(piece.kinds & self.watch.depends_on)

    def row(self) -> WatchState:
        """What to store."""
        return WatchState(self.watch.name, self.watch.version, self.cursor, self.state)


class WatchRunner:
    """The watches of one journal, run by its leader in one thread."""

    def __init__(
        self,
        journal: Journal,
        watches: Sequence[Watch],
        city: CityFile,
        areas: Areas | None = None,
        most_commits: int = MOST_COMMITS,
        budget_s: float = BUDGET_S,
    ) -> None:
        self.journal, self.watches = journal, tuple(watches)
        self.most_commits, self.budget_s = most_commits, budget_s
        self.resting: dict[str, str] = {}  # watches with a bug, and what they raised
        self._places = city_places(city)
        self._running: list[_Running] = []
        self._clocks = Clocks(city, areas)
        self._standing = Standing(self._places)
        self._epoch: int | None = None

    def __call__(self, epoch: int, now: datetime) -> None:
        """As a chore of the collector, which comes by twice a second anyway."""
        self.run(epoch, now)

    def run(self, epoch: int, now: datetime) -> datetime | None:
        """Work off what is new; when to call again even without news (`now` when there is more to read), or None.

        Call it after every append and at the returned instant of the city's time, and once when the lease is taken,
        before the sources are polled. Raises LeaseLost when another leads, JournalError when the store is away;
        then nothing was stored, and the next call reads everything again.
        """
        try:
            if epoch != self._epoch:
                self._load(now)
            self._epoch = epoch
            end = monotonic() + self.budget_s
            while self._running and not self._advance(epoch, now):
                if monotonic() >= end:
                    return now
            return min((one.wake for one in self._running if one.wake), default=None)
        except BaseException:
            self._epoch = None  # what was stepped but not stored must be read again
            raise

    def _load(self, now: datetime) -> None:
        states = watch_states(self.journal)
        watches = [watch for watch in self.watches if watch.name not in self.resting]
        self._running = [self._start(watch, states.get(watch.name), now) for watch in watches]
        if self._running:
            low = min(one.cursor for one in self._running)
            self._standing = Standing.of(self._places, stood_at(self.journal, low), self._clocks)

    def _start(self, watch: Watch, stored: WatchState | None, now: datetime) -> _Running:
        """Go on where the watch stood. A new watch or a new version starts with an empty state, `look_back` ago.

        Not at commit 0: a rule must not flood the room with years of old news because it was corrected. What it
        finds again in the part it re-reads has the same key and is not stored twice.
        """
        if stored is not None and stored.version == watch.version:
            return _Running(watch, stored.cursor, stored.cursor, stored.state, now)
        with trouble_named(), reading(self.journal.engine) as connection:
            start = commit_at(connection, now - watch.look_back)
        start = start if stored is None else min(start, stored.cursor)
        return _Running(watch, start, -KEEP_EVERY, {}, now)

    def _advance(self, epoch: int, now: datetime) -> bool:
        """One piece for the watches that are furthest behind; True when all are up to date."""
        low = min(one.cursor for one in self._running)
        ahead = min((one.cursor for one in self._running if one.cursor > low), default=None)
        behind = [one for one in self._running if one.cursor == low]
        kinds = _STANDING.union(*(one.watch.depends_on for one in behind))
        sources = source_statuses(self.journal) if Kind.HEALTH in kinds else {}
        piece = read_piece(self.journal, low, kinds, most=self.most_commits, end=ahead)
        is_last = piece.high == piece.newest
        facts = self._step(behind, piece, sources, now if is_last else min(now, from_ms(piece.until)))
        self._store(behind, piece, facts, epoch)
        self._standing = self._standing.after(piece)
        return is_last

    def _step(
        self, behind: Sequence[_Running], piece: Piece, sources: dict[str, SourceStatus], now: datetime
    ) -> list[tuple[_Running, Step]]:
        news = WatchInput(piece, self._standing, sources)
        steps = ((one, self._try(one, news, now)) for one in behind if one.is_due(piece, now))
        return [(one, step) for one, step in steps if step is not None]

    def _try(self, one: _Running, news: WatchInput, now: datetime) -> Step | None:
        try:
            return one.watch.step(one.state, news, now)
        except Exception as bug:
            log.exception("watch %s failed at commit %d and rests until the next start", one.watch.name, news.rows.low)
            self.resting[one.watch.name] = repr(bug)
            self._running.remove(one)
            return None

    def _store(
        self, behind: Sequence[_Running], piece: Piece, steps: Sequence[tuple[_Running, Step]], epoch: int
    ) -> None:
        """State, cursor and facts together; a cursor alone only now and then, for without it nothing is lost."""
        changed = [one for one, step in steps if step.facts or step.state != one.state]
        for one, step in steps:
            one.state, one.wake = step.state, step.next_wake
        for one in behind:
            one.cursor = piece.high
        alive = [one for one in behind if one in self._running]
        seen = [one for one in alive if one in changed or piece.kinds & one.watch.depends_on or _lags(one)]
        facts: list[Derived] = [fact for _, step in steps for fact in step.facts]
        if seen:
            commit_watches(self.journal, [one.row() for one in seen], facts, epoch)
            for one in seen:
                one.stored = one.cursor


def _lags(one: _Running) -> bool:
    return one.cursor - one.stored >= KEEP_EVERY
