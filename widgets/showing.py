"""What the windows of one group show: the live picture, or the city at the instant of the group's frame.

Panels are built over this. It answers as `Live` does - same signals, same questions - so that no panel knows which of
the two it looks at. In replay nothing changes and nothing ticks; what the live journal brings meanwhile waits.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.clock import monotonic
from app.journal.encode import to_ms
from app.journal.reader import Axis
from app.journal.texts import complaint_texts, trail
from app.picture.frame import Frame, Mode
from app.picture.open import picture_at
from app.picture.picture import Picture
from widgets.group import Group
from widgets.live import TRAIL, Live

log = logging.getLogger("poc.replay")
_FORWARDED = ("sources_changed", "database_changed", "lease_ready", "store_ready", "searched")
_OF_NOW = ("changed", "picture_ready", "ticked", "texts_ready", "trail_ready")
_OF_ALL_TIMES = ("detail_ready", "arrivals_ready")  # whole records: the views cut them at the frame


class Showing(QObject):
    """One for each group of windows. Follows the group: `instant_requested` reads, `frame_changed(None)` goes live."""

    picture_ready = Signal()
    changed = Signal(object)
    ticked = Signal(object)
    sources_changed = Signal()
    texts_ready = Signal(object)
    detail_ready = Signal(object)
    searched = Signal(str, str, object)
    trail_ready = Signal(int, object)
    arrivals_ready = Signal(str, int, object)
    lease_ready = Signal(object)
    store_ready = Signal(object)
    database_changed = Signal(bool, object)

    def __init__(self, live: Live, group: Group, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.live, self._group = live, group
        self._frame: Frame | None = None
        self._picture: Picture | None = None
        self._wanted: Frame | None = None
        for name in (*_FORWARDED, *_OF_ALL_TIMES):
            getattr(live, name).connect(getattr(self, name))
        for name in _OF_NOW:
            getattr(live, name).connect(getattr(self, f"_on_{name}"))
        group.instant_requested.connect(self.go_to)
        group.frame_changed.connect(self._on_frame)

    def __getattr__(self, name: str) -> Any:
        """Everything that has no instant (the city, the clock, wishes, actions) is the live one's."""
        return getattr(self.__dict__["live"], name)

    @property
    def of_now(self) -> Live:
        """The live picture, whatever is shown."""
        return self.live

    @property
    def is_replay(self) -> bool:
        """Whether another instant than now is shown."""
        return self._picture is not None

    @property
    def picture(self) -> Picture:
        """The city at the instant shown."""
        return self._picture or self.live.picture

    def frame(self) -> Frame:
        """The instant shown."""
        return self._frame or self.live.frame()

    @Slot(object, object)
    def go_to(self, at: datetime, axis: Axis) -> None:
        """Read the city at an instant and show it when it is here; of several wishes the newest counts."""
        frame = Frame(min(at, self.live.frame().at), axis, Mode.REPLAY)
        self._wanted = frame
        self.live.read(self, lambda: self._read_picture(frame), partial(self._on_picture_read, frame))

    def _read_picture(self, frame: Frame) -> Picture | None:
        """In the reader's lane; None where another instant is wanted by now."""
        if frame is not self._wanted:
            return None
        began = monotonic()
        picture = picture_at(self.live.journal, self.live.city, frame, self.live.areas)
        log.info("replay of %s read in %.0f ms", frame.at.isoformat(), (monotonic() - began) * 1000)
        return picture

    def _on_picture_read(self, frame: Frame, picture: Picture | None) -> None:
        if picture is None or frame is not self._wanted:
            return
        self._wanted, self._frame, self._picture = None, frame, picture
        self._group.set_frame(frame)
        self.picture_ready.emit()

    @Slot(object)
    def _on_frame(self, frame: Frame | None) -> None:
        if frame is None:
            self._wanted = None
            if self._picture is not None:
                self._frame = self._picture = None
                self.picture_ready.emit()

    # --- questions about the instant shown ----------------------------------------------------------------------

    def want_texts(self, keys: Sequence[int]) -> None:
        """Ask for the words of complaints as they stood; `texts_ready` answers."""
        frame, wanted = self._frame, [int(key) for key in keys]
        if frame is None:
            self.live.want_texts(wanted)
        else:
            read = partial(complaint_texts, self.live.journal, wanted, frame.at, frame.axis)
            self.live.read(self, read, partial(self._on_texts_read, frame))

    def want_trail(self, vehicle: int, span: timedelta = TRAIL) -> None:
        """Ask where a vehicle was in the hour before; `trail_ready` answers."""
        frame = self._frame
        if frame is None:
            self.live.want_trail(vehicle)
            return
        known = self.picture.commit if frame.axis is Axis.KNOWN else None
        start, end = to_ms(frame.at - span), to_ms(frame.at)

        def points() -> np.ndarray:
            return np.array(trail(self.live.journal, vehicle, start, end, known), "f8")

        self.live.read(self, points, partial(self._on_trail_read, frame, vehicle))

    def _on_texts_read(self, frame: Frame, texts: object) -> None:
        if texts is not None and frame is self._frame:
            self.texts_ready.emit(texts)

    def _on_trail_read(self, frame: Frame, vehicle: int, points: object) -> None:
        if points is not None and frame is self._frame:
            self.trail_ready.emit(vehicle, points)

    # --- what comes from now ------------------------------------------------------------------------------------

    @Slot(object)
    def _on_changed(self, changes: object) -> None:
        if not self.is_replay:
            self.changed.emit(changes)

    @Slot()
    def _on_picture_ready(self) -> None:
        if not self.is_replay:
            self.picture_ready.emit()

    @Slot(object)
    def _on_ticked(self, now: datetime) -> None:
        if not self.is_replay:
            self.ticked.emit(now)

    @Slot(object)
    def _on_texts_ready(self, texts: object) -> None:
        if not self.is_replay:
            self.texts_ready.emit(texts)

    @Slot(int, object)
    def _on_trail_ready(self, vehicle: int, points: object) -> None:
        if not self.is_replay:
            self.trail_ready.emit(vehicle, points)
