"""The controls beside the timeline: live or back to live, by which of a fact's dates, and which day the bars show."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.i18n import N_
from app.journal.reader import Axis
from app.picture.frame import Frame
from widgets.group import Group
from widgets.marks import icon
from widgets.plain import caption, text_label, tip
from widgets.theme import Size

AXIS_WORDS = {Axis.KNOWN: N_("as known then"), Axis.TRUE: N_("as it truly was")}
AXIS_TIPS = {
    Axis.KNOWN: N_("What this room had been told by then. Press for what was true then, by all we know now."),
    Axis.TRUE: N_("What was true then, by all we know now. Press for what this room had been told by then."),
}
MOST_DAYS = 30


class ReplayControls(QWidget):
    """`days_moved` carries +1 for a later day and -1 for an earlier one."""

    live_wanted = Signal()
    axis_chosen = Signal(object)
    days_moved = Signal(int)

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group, self.axis, self._days = group, Axis.KNOWN, 0
        self.live, self.axes = QPushButton(self), QPushButton(self)
        self.earlier, self.later, self._span = QToolButton(self), QToolButton(self), text_label(role="small")
        self.live.clicked.connect(self.live_wanted)
        self.axes.clicked.connect(self._on_axes)
        self.earlier.clicked.connect(self._on_earlier)
        self.later.clicked.connect(self._on_later)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for button in (self.live, self.axes):
            button.setProperty("role", "quiet")
            button.setFixedHeight(Size.HIT)
            column.addWidget(button)
        column.addLayout(self._days_row())
        column.addStretch(1)
        self.show_frame(None)
        self.show_days(0)

    def _days_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        self._span.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.earlier, self._span, self.later):
            if isinstance(part, QToolButton):
                part.setProperty("role", "quiet")
                part.setFixedSize(Size.HIT, Size.HIT)
                part.setIconSize(QSize(10, 10))
            row.addWidget(part, 1 if part is self._span else 0)
        return row

    def show_frame(self, frame: Frame | None) -> None:
        """Live, or the axis of the instant shown."""
        if frame is not None:
            self.axis = frame.axis
        self.live.setEnabled(frame is not None)
        self.axes.setVisible(frame is not None)
        self.retranslate()

    def show_days(self, back: int) -> None:
        """How many days before today the bars end."""
        self._days = back
        self.earlier.setEnabled(back < MOST_DAYS)
        self.later.setEnabled(back > 0)
        self.retranslate()

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        words, theme = self._group.language, self._group.theme
        is_live = not self.live.isEnabled()
        caption(self.live, words.text("LIVE") if is_live else words.text("Back to live"))
        tip(self.live, words.text("Show the city as it is now"), "Alt+0")
        caption(self.axes, words.text(AXIS_WORDS[self.axis]))
        tip(self.axes, words.text(AXIS_TIPS[self.axis]))
        back = words.plural("{n} day back", "{n} days back", self._days)
        self._span.setText(back if self._days else words.text("{n} h", n=24))
        for button, name, shape in (
            (self.earlier, N_("A day earlier"), "chevron-left"),
            (self.later, N_("A day later"), "chevron-right"),
        ):
            button.setAccessibleName(words.text(name))
            tip(button, words.text(name))
            button.setIcon(icon(shape, theme.secondary, theme.line))

    def _on_axes(self) -> None:
        self.axis = Axis.TRUE if self.axis is Axis.KNOWN else Axis.KNOWN
        self.retranslate()
        self.axis_chosen.emit(self.axis)

    def _on_earlier(self) -> None:
        self.days_moved.emit(-1)

    def _on_later(self) -> None:
        self.days_moved.emit(1)
