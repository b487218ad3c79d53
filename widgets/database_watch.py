"""Watches that the database answers, on a connection and in a lane of its own (safety rule B13).

A reader that waits for a frozen server must not keep the room from knowing; a desk without its database says so.
"""

from collections.abc import Callable
from datetime import datetime

from app.clock import real_now
from app.errors import JournalError
from app.journal.probe import Probe
from widgets.lane import Lane

EVERY_S = 0.8  # with the probe's own deadline of 2 s an outage is known within 3 s


class DatabaseWatch:
    """Calls `on_trouble(since | None)` from its lane when the answer changes; it must only emit queued signals."""

    def __init__(self, url: str, on_trouble: Callable[[datetime | None], None]) -> None:
        self._probe, self._on_trouble = Probe(url), on_trouble
        self._since: datetime | None = None
        self._lane = Lane("database probe", idle=self._ask, every_s=EVERY_S)

    def start(self) -> None:
        """Begin to ask."""
        self._lane.start()

    def stop(self) -> bool:
        """End the lane and cut a question in flight; whether it ended in time."""
        self._probe.close()
        ended = self._lane.stop()
        self._probe.close()
        return ended

    def _ask(self) -> None:
        asked = real_now()
        try:
            self._probe.ask()
        except JournalError:
            self._say(self._since or asked)
        else:
            self._say(None)

    def _say(self, since: datetime | None) -> None:
        if since != self._since and not self._lane.is_stopping:
            self._since = since
            self._on_trouble(since)
