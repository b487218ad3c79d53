"""The timeline: how many complaints came in every ten minutes of the last 24 hours, and where now is.

Replay by dragging comes with its own issue; until then the line only shows. Left and Right read it bar by bar.
"""

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.domain.kind import Kind
from app.journal.reader import Changes
from app.views.intake import BIN_S, BINS, Intake, intake_view
from widgets.announce import announce
from widgets.fonts import font
from widgets.group import Group
from widgets.live import Live
from widgets.panels.timeline_paint import LEFT, RIGHT, field_of, paint_timeline
from widgets.plain import show_tip
from widgets.theme import Size

_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: BINS - 1}


class TimelinePanel(QWidget):
    """Bars of ten minutes; hatched from the last answer on while a source is silent: unknown is not zero."""

    headline_changed = Signal(str)

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group = live, group
        self.headline = ""
        self.chosen: int | None = None  # the bar the keyboard is on
        self._view: Intake = intake_view(live.picture, live.frame(), live.city)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(250)
        self._soon.timeout.connect(self.refresh)
        self.setMinimumHeight(84)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        live.ticked.connect(self.on_tick)
        live.changed.connect(self.on_changed)
        live.picture_ready.connect(self.refresh)
        live.sources_changed.connect(self._on_sources)
        group.language_changed.connect(self.retranslate)
        group.theme_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        self._view = intake_view(self._live.picture, self._live.frame(), self._live.city)
        words, total = self._group.language, int(self._view.counts.sum())
        text = words.plural("{n} complaint in 24 hours", "{n} complaints in 24 hours", total)
        if self._view.silent_since is not None:
            since = datetime.fromtimestamp(self._view.silent_since, UTC)
            text += " · " + words.text("no answer since {time}", time=words.time(since))
        self.setAccessibleDescription(text)
        if text != self.headline:
            self.headline = text
            self.headline_changed.emit(text)
        self.update()

    def on_changed(self, changes: Changes) -> None:
        """Count again soon after complaints came, at most four times a second however many they are."""
        if Kind.COMPLAINT in changes.kinds and not self._soon.isActive():
            self._soon.start()

    def on_tick(self, now: datetime) -> None:
        """Move on with the clock, once a bin; look at the sources' silence every ten seconds."""
        if now.timestamp() >= self._view.end or int(now.timestamp()) % 10 == 0:
            self.refresh()

    def _on_sources(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def is_painted(self) -> bool:
        """Whether there is something to see."""
        return bool(self._view.counts.any())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hours, the bars and now."""
        painter = QPainter(self)
        painter.setFont(font(Size.SMALL))
        chosen = self.chosen if self.hasFocus() else None
        said = self.bar_words(chosen) if chosen is not None else ""
        now = self._live.frame().seconds
        paint_timeline(painter, field_of(self.size()), self._view, now, self._group, (chosen, said))
        if self.hasFocus():
            painter.setPen(QColor(self._group.theme.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def event(self, event: QEvent) -> bool:
        """Say what a bar stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            bin_ = int((event.pos().x() - LEFT) / max(self.width() - LEFT - RIGHT, 1) * BINS)
            if 0 <= bin_ < BINS:
                show_tip(event.globalPos(), self.bar_words(bin_), self)
            return True
        return super().event(event)

    def bar_words(self, bin_: int) -> str:
        """One bar as a sentence: its time and its count, or that nothing is known of it."""
        words, start = self._group.language, self._view.start + bin_ * BIN_S
        silent, now = self._view.silent_since, self._live.frame().seconds
        if start > now:
            said = words.text("still to come")
        elif silent is not None and start + BIN_S > silent:
            said = words.text("unknown: no answer of the source")
        else:
            said = words.plural("{n} complaint", "{n} complaints", int(self._view.counts[bin_]))
        return f"{words.moment(datetime.fromtimestamp(start, UTC))} · {said}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right, Home and End choose a bar; a screen reader says it."""
        key, now = Qt.Key(event.key()), BINS - 1 if self.chosen is None else self.chosen
        if key in _MOVES or key in _ENDS:
            self.chosen = _ENDS.get(key, max(0, min(now + _MOVES.get(key, 0), BINS - 1)))
            announce(self, self.bar_words(self.chosen))
            self.update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring and the chosen bar."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take them away."""
        super().focusOutEvent(event)
        self.update()
