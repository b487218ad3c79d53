"""The time of a group of windows: which instant, by which of a fact's dates, live or replayed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.journal.reader import Axis


class Mode(StrEnum):
    """Whether a frame follows the clock."""

    LIVE = "live"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True)
class Frame:
    """Widgets and views never ask for the time; they are given a frame. `at` is UTC."""

    at: datetime
    axis: Axis = Axis.KNOWN
    mode: Mode = Mode.LIVE

    @property
    def seconds(self) -> float:
        """The instant as seconds since 1970."""
        return self.at.timestamp()
