"""A chart with what belongs to it: names of its lines, the values under the cursor, reset, and its table twin."""

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_
from widgets.announce import announce
from widgets.chart.legend import Legend
from widgets.chart.series import ChartSpec, Look, value_at
from widgets.chart.twin import TwinModel
from widgets.group import Group
from widgets.marks import icon
from widgets.plain import text_label, tip
from widgets.theme import Size

if TYPE_CHECKING:
    from widgets.chart.plot import Plot

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -30, Qt.Key.Key_PageDown: 30}
_ZOOMS = {Qt.Key.Key_Plus: 0.6, Qt.Key.Key_Equal: 0.6, Qt.Key.Key_Minus: 1 / 0.6}


class ChartView(QWidget):
    """Left and Right move the cursor, plus and minus zoom, Home resets, T turns to the table and back.

    `toggled` carries the id of a line whose name was clicked: comparing years is the owner's, who shows a new spec.
    `text_px` is the size of every letter; `bare` leaves out what one can press, for a wall.
    """

    toggled = Signal(str)

    def __init__(
        self, group: Group, parent: QWidget | None = None, *, text_px: int = Size.SMALL, bare: bool = False
    ) -> None:
        super().__init__(parent)
        self._group, self._text_px, self._bare = group, text_px, bare
        self._spec: ChartSpec | None = None
        self._plot: Plot | None = None
        self._cursor = float("nan")
        self.legend = Legend(group, text_px, bare, self)
        self.readout = text_label("", "secondary", self)
        self.reset, self.table = self._button("reset"), self._button("queue")
        self.twin, self._model = QTableView(self), TwinModel(self)
        self._stack, self._holder = QStackedWidget(self), QWidget(self)
        self._none = text_label("", "secondary", self)
        self._fill()
        self._set_twin()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if bare else Qt.FocusPolicy.StrongFocus)
        self.legend.toggled.connect(self.toggled)
        self.reset.clicked.connect(self.show_all)
        self.table.toggled.connect(self.show_table)
        group.theme_changed.connect(self._on_theme)
        group.language_changed.connect(self.retranslate)
        self.retranslate()

    def show_spec(self, spec: ChartSpec | None, why_empty: str = "") -> None:
        """Show a chart, keeping the zoom when it is the same one with newer values; None says why there is none."""
        same = self._spec is not None and spec is not None and self._spec.span() == spec.span()
        self._spec = spec
        self._none.setText(why_empty)
        if spec is None:
            self._stack.setCurrentWidget(self._none)
            self.setAccessibleName(why_empty)
            return
        self.setAccessibleName(spec.name)
        self.legend.show_spec(spec)
        if self.isVisible():
            self._draw(keep=same)
        self._turn()

    def show_all(self) -> None:
        """The whole chart again."""
        if self._plot is not None and self._spec is not None:
            self._plot.look(*self._spec.span())

    def show_table(self, on: bool) -> None:
        """Turn to the table or back to the drawing."""
        self.table.setChecked(on)
        if self._spec is not None:
            self._turn()

    def retranslate(self) -> None:
        """Use the group's language."""
        words = self._group.language
        for button, title, key in (
            (self.reset, N_("Show the whole chart"), "Home"),
            (self.table, N_("The same values as a table"), "T"),
        ):
            button.setAccessibleName(words.text(title))
            tip(button, words.text(title), key)
        self._on_theme()

    def is_painted(self) -> bool:
        """Whether the lines are there."""
        return self._spec is None or self._plot is not None

    def point_at(self, x: float) -> None:
        """Put the cursor at a place and say the values there; NaN takes it away."""
        self._cursor = x
        if self._plot is not None:
            self._plot.point_at(x)
        said = "" if self._spec is None or np.isnan(x) else self.words_at(x)
        self.readout.setText(said)
        self.setAccessibleDescription(said)

    def words_at(self, x: float) -> str:
        """The place and the value of every line there."""
        assert self._spec is not None
        parts = [self._spec.say_x(x)]
        for series in self._spec.series:
            value = value_at(series, x) if series.is_shown else float("nan")
            if not np.isnan(value):
                parts.append(f"{series.name} {self._spec.say_y(value)}")
        if len(parts) == 1:
            parts.append(self._group.language.text("nothing is known of it"))
        return " · ".join(parts)

    def showEvent(self, event: QShowEvent) -> None:
        """Load the drawing when it is first seen."""
        super().showEvent(event)
        if self._spec is not None:
            self._draw(keep=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The cursor, the zoom and the table by key."""
        key = Qt.Key(event.key())
        if self._spec is None or self._plot is None or self._bare:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in _ZOOMS:
            self._plot.zoom(_ZOOMS[key], self._cursor)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key == Qt.Key.Key_T:
            self.show_table(not self.table.isChecked())
        elif key == Qt.Key.Key_Escape and not np.isnan(self._cursor):
            self.point_at(float("nan"))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And that it went."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring around the chart that has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QColor(self._group.theme.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _step(self, by: int) -> None:
        """Move the cursor along the main line's points."""
        assert self._spec is not None
        main = next((s for s in self._spec.series if s.look in (Look.MAIN, Look.BARS)), self._spec.series[0])
        known = main.x[~np.isnan(main.y)]
        if not len(known):
            return
        at = len(known) - 1 if np.isnan(self._cursor) else int(np.searchsorted(known, self._cursor)) + by
        self.point_at(float(known[int(np.clip(at, 0, len(known) - 1))]))
        announce(self, self.readout.text())

    def _draw(self, *, keep: bool) -> None:
        if self._plot is None:
            from widgets.chart.plot import Plot  # brings pyqtgraph with it

            self._plot = Plot(self._text_px, self._holder)
            self._plot.setAccessibleName(self.accessibleName())
            layout = self._holder.layout()
            assert layout is not None
            layout.addWidget(self._plot)
            self._plot.pointed.connect(self.point_at)
            self._plot.zoomed.connect(self.reset.setEnabled)
        assert self._spec is not None
        self._plot.draw(self._spec, self._group.theme, keep=keep)
        self._plot.point_at(self._cursor)

    def _turn(self) -> None:
        assert self._spec is not None
        if self.table.isChecked():
            self._model.show(self._spec)
            self.twin.setAccessibleName(self._spec.name)
            self._stack.setCurrentWidget(self.twin)
        else:
            self._stack.setCurrentWidget(self._holder)

    def _on_theme(self, _theme: Any = None) -> None:
        theme = self._group.theme
        self.reset.setIcon(icon("reset", theme.secondary, theme.line))
        self.table.setIcon(icon("queue", theme.secondary))
        if self._spec is not None and self._plot is not None:
            self._plot.draw(self._spec, theme, keep=True)
            self.legend.show_spec(self._spec)

    def _button(self, shape: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setIconSize(QSize(15, 15))
        button.setFixedSize(Size.HIT, Size.HIT)
        button.setCheckable(shape == "queue")
        return button

    def _fill(self) -> None:
        inner = QVBoxLayout(self._holder)
        inner.setContentsMargins(0, 0, 0, 0)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setWordWrap(True)
        for part in (self._holder, self.twin, self._none):
            self._stack.addWidget(part)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.legend, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        if self._bare:
            for part in (self.reset, self.table, self.readout):
                part.hide()
            return
        head.addWidget(self.reset)
        head.addWidget(self.table)
        column.addWidget(self.readout)
        self.readout.setFixedHeight(18)

    def _set_twin(self) -> None:
        self.twin.setModel(self._model)
        self.twin.setShowGrid(False)
        self.twin.verticalHeader().hide()
        self.twin.verticalHeader().setDefaultSectionSize(Size.TABLE_ROW)
        self.twin.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.twin.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.twin.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.twin.setTabKeyNavigation(False)
