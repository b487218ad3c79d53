"""The timeline: how many complaints came in every ten minutes of a day, where now is, and the way to earlier instants.

Press or drag in the bars, or choose a bar with Left and Right and press Enter: the windows of the group show the city
as of then. Escape goes back to live. The bars themselves are always the live count of the day in sight.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.kind import Kind
from app.journal.reader import Axis, Changes
from app.picture.frame import Frame
from app.views.figure import Figure
from app.views.intake import BIN_S, BINS, Intake, intake_view
from app.views.queue_figures import span_figure
from widgets.announce import announce
from widgets.explain.asks import Asks
from widgets.fonts import font
from widgets.group import Group
from widgets.live import Live
from widgets.panels.timeline_paint import LEFT, RIGHT, field_of, instant_at, paint_timeline
from widgets.panels.timeline_replay import ReplayControls
from widgets.plain import show_tip
from widgets.theme import Size

_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: BINS - 1}
_GO_MS = 150  # after the last step of a drag or a key the city is read
DAY = timedelta(days=1)


class TimelinePanel(QWidget):
    """Bars of ten minutes; hatched from the last answer on while a source is silent: unknown is not zero."""

    headline_changed = Signal(str)

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group = live.of_now, group
        self.headline = ""
        self.chosen: int | None = None  # the bar the keyboard is on
        self._days_back = 0
        self._wanted: datetime | None = None  # an instant on its way
        self._view: Intake = self._build()
        self._soon, self._go = self._timer(250, self.refresh), self._timer(_GO_MS, self._on_go)
        self.controls = ReplayControls(group, self)
        self.setMinimumHeight(100)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.asks = Asks(self, group, self.figure, lambda: self._live.frame().at, has_card=False)
        self._connect()
        self.retranslate()

    def figure(self) -> Figure:
        """The count of the bar the keyboard is on, else of all the bars."""
        view, at = self._view, self.chosen
        start = view.start if at is None else view.start + at * BIN_S
        end = view.end if at is None else start + BIN_S
        return span_figure(self._live.picture, self._live.frame(), self._live.city, start, end)

    def _timer(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval_ms)
        timer.timeout.connect(act)
        return timer

    def _connect(self) -> None:
        live, group, controls = self._live, self._group, self.controls
        live.ticked.connect(self.on_tick)
        live.changed.connect(self.on_changed)
        live.picture_ready.connect(self.refresh)
        live.sources_changed.connect(self._on_sources)
        group.language_changed.connect(self.retranslate)
        group.theme_changed.connect(self.retranslate)
        group.frame_changed.connect(self._on_frame)
        controls.live_wanted.connect(self.go_live)
        controls.axis_chosen.connect(self._on_axis)
        controls.days_moved.connect(self._on_days)

    def _build(self) -> Intake:
        frame = self._live.frame()
        return intake_view(self._live.picture, Frame(frame.at - DAY * self._days_back), self._live.city)

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        self.controls.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        self._view = self._build()
        words, total = self._group.language, int(self._view.counts.sum())
        text = words.plural("{n} complaint in 24 hours", "{n} complaints in 24 hours", total)
        if self._days_back:
            text += " · " + words.text("until {moment}", moment=words.moment(_moment(self._view.end)))
        elif self._view.silent_since is not None:
            text += " · " + words.text("no answer since {time}", time=words.time(_moment(self._view.silent_since)))
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

    # --- another instant ----------------------------------------------------------------------------------------

    @property
    def shown_at(self) -> float | None:
        """The instant on its way or shown, in seconds since 1970; None while live."""
        if self._wanted is not None:
            return self._wanted.timestamp()
        frame = self._group.frame
        return frame.seconds if frame is not None else None

    def go_to(self, at: datetime) -> None:
        """Show the city as of an instant soon; now or later means live."""
        if at >= self._live.frame().at:
            self.go_live()
            return
        self._wanted = at
        self._go.start()
        self.update()

    def go_live(self) -> None:
        """Back to now, also in the bars."""
        self._go.stop()
        self._wanted = None
        if self._days_back:
            self._on_days(self._days_back)
        if self._group.frame is not None:
            self._group.set_frame(None)
        self.update()

    def _on_go(self) -> None:
        if self._wanted is not None:
            self._group.go_to(self._wanted, self.controls.axis)

    def _on_frame(self, frame: Frame | None) -> None:
        self._wanted = None
        self.controls.show_frame(frame)
        self.update()

    def _on_axis(self, _axis: Axis) -> None:
        frame = self._group.frame
        if frame is not None:
            self._group.go_to(frame.at, self.controls.axis)

    def _on_days(self, forward: int) -> None:
        self._days_back = max(0, self._days_back - forward)
        self.controls.show_days(self._days_back)
        self.chosen = None
        self.refresh()

    # --- what Qt tells us ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hours, the bars, now, and the instant shown."""
        painter = QPainter(self)
        painter.setFont(font(Size.SMALL))
        chosen = self.chosen if self.hasFocus() else None
        said = self.bar_words(chosen) if chosen is not None else ""
        now = self._live.frame().seconds
        paint_timeline(painter, field_of(self.size()), self._view, (now, self.shown_at), self._group, (chosen, said))
        if self.hasFocus():
            painter.setPen(QColor(self._group.theme.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The controls stand in the right margin."""
        super().resizeEvent(event)
        self.controls.setGeometry(self.width() - RIGHT + 8, 6, RIGHT - 16, self.height() - 12)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the instant under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging takes the instant along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def _follow(self, event: QMouseEvent) -> None:
        at = instant_at(event.position().x(), field_of(self.size()), self._view)
        if at is not None:
            self.go_to(_moment(at))

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
        return f"{words.moment(_moment(start))} · {said}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right, Home and End choose a bar, Enter goes there, Escape goes back to live."""
        key, now = Qt.Key(event.key()), BINS - 1 if self.chosen is None else self.chosen
        if key in _MOVES or key in _ENDS:
            self.chosen = _ENDS.get(key, max(0, min(now + _MOVES.get(key, 0), BINS - 1)))
            announce(self, self.bar_words(self.chosen))
            if self._group.frame is not None:
                self._go_to_chosen()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self._go_to_chosen()
        elif key == Qt.Key.Key_Escape and self.shown_at is not None:
            self.go_live()
        else:
            super().keyPressEvent(event)

    def _go_to_chosen(self) -> None:
        """The end of the chosen bar: its complaints have come by then."""
        if self.chosen is not None:
            self.go_to(_moment(self._view.start + (self.chosen + 1) * BIN_S))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring and the chosen bar."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take them away."""
        super().focusOutEvent(event)
        self.update()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
