"""The lane that follows the journal: loads the picture, then reads what is new since its commit."""

import threading
from collections.abc import Callable, Iterator, Sized
from dataclasses import replace
from datetime import datetime

from app.clock import monotonic, real_now
from app.errors import JournalError
from app.geo.areas import Areas
from app.journal.reader import Delta, since
from app.journal.status import SourceStatus, source_statuses
from app.journal.store import Journal
from app.journal.tail import Tail
from app.picture.open import figures_up_to, live_picture
from app.picture.picture import Picture
from app.settings import CityFile
from widgets.lane import Lane

PIECE = 500  # rows applied in one turn of the event loop; about a millisecond
LOOK_ANYWAY_S = 10.0
RETRY_S = 1.0
APPLIED_S = 5.0  # a window that has not taken a piece by then is stuck; the journal is not


class TailReader:
    """Reads in a lane of its own and hands over by three callbacks, which must only emit queued signals.

    `on_picture(Picture)`, `on_delta(Delta, statuses)` and `on_trouble(since | None, JournalError | None)`. After each
    delta it waits for `applied()`, so that a busy window is never flooded.
    """

    def __init__(
        self,
        journal: Journal,
        city: CityFile,
        areas: Areas | None,
        on_picture: Callable[[Picture], None],
        on_delta: Callable[[Delta, dict[str, SourceStatus]], None],
        on_trouble: Callable[[datetime | None], None],
    ) -> None:
        self._journal, self._city, self._areas = journal, city, areas
        self._on_picture, self._on_delta, self._on_trouble = on_picture, on_delta, on_trouble
        self._tail = Tail(journal)
        self._commit: int | None = None
        self._looked = self._failed = -LOOK_ANYWAY_S
        self._away_since: datetime | None = None
        self._applied = threading.Event()
        self.lane = Lane("journal reader", idle=self._look)

    def start(self) -> None:
        """Load the picture and begin to follow."""
        self.lane.start()
        self.lane.submit(self._look)

    def stop(self) -> bool:
        """End the lane and let the store go."""
        ended = self.lane.stop()
        self._tail.close()
        return ended

    def applied(self) -> None:
        """The window has taken the last delta; the next may come."""
        self._applied.set()

    def _look(self) -> None:
        if self._away_since and monotonic() - self._failed < RETRY_S:
            return
        try:
            self._read()
        except JournalError:
            self._failed = monotonic()
            if self._away_since is None:
                self._away_since = real_now()
            self._on_trouble(self._away_since)
            return
        if self._away_since is not None:
            self._away_since = None
            self._on_trouble(None)

    def _read(self) -> None:
        if self._commit is None:
            picture = live_picture(self._journal, self._city, self._areas, with_figures=False)
            self._commit = picture.commit
            self._on_picture(picture)
            self._read_figures(picture.commit)
        if self._tail.has_news() or monotonic() - self._looked > LOOK_ANYWAY_S:
            self._looked = monotonic()
            delta = since(self._journal, self._commit)
            statuses = source_statuses(self._journal)
            for piece in pieces(delta):
                self._hand_over(piece, statuses)
            self._commit = delta.commit

    def _read_figures(self, commit: int) -> None:
        """The agencies' figures up to the picture's commit: many, and in no hurry."""
        statuses = source_statuses(self._journal)
        for part in figures_up_to(self._journal, commit):
            for piece in pieces(part):
                self._hand_over(piece, statuses)

    def _hand_over(self, piece: Delta, statuses: dict[str, SourceStatus]) -> None:
        self._applied.clear()
        if self.lane.is_stopping:
            return
        self._on_delta(piece, statuses)
        patience = monotonic() + APPLIED_S
        while not (self._applied.wait(0.1) or self.lane.is_stopping or monotonic() > patience):
            pass


def pieces(delta: Delta) -> Iterator[Delta]:
    """A delta in parts of at most PIECE rows a kind; only the last one carries the new commit's number."""
    few: tuple[Sized, ...] = (delta.cases, delta.silences)
    rows: tuple[Sized, ...] = (delta.complaints, delta.vehicles, delta.positions, delta.indicators, *few)
    longest = max(map(len, rows))
    for start in range(0, max(longest, 1), PIECE):
        end = start + PIECE
        yield replace(
            delta,
            commit=delta.commit if end >= longest else 0,
            complaints=delta.complaints[start:end],
            vehicles=delta.vehicles[start:end],
            positions=delta.positions.only(slice(start, end)),
            indicators=delta.indicators[start:end],
            cases=delta.cases[start:end],
            silences=delta.silences[start:end],
        )
