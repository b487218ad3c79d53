"""A figure as a calm tile: its name, its value, one line below. Hover for the card, `?`, Enter or a click for more."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.views.figure import Figure
from app.views.figure_text import SEPARATOR, brief_state, value_text
from widgets.elided import Elided
from widgets.explain.card import card_text, figure_colour, is_hatched
from widgets.group import Group
from widgets.marks import SEVERITY_MARKS, pixmap
from widgets.plain import show_tip, text_label
from widgets.theme import Size

_OPENS = (Qt.Key.Key_Question, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def wants_explanation(event: QKeyEvent) -> bool:
    """Whether a key asks for the explanation of the figure that has the keyboard."""
    return event.key() == Qt.Key.Key_Question or event.text() == "?"


def with_parts(figure: Figure, also: tuple[Figure, ...]) -> Figure:
    """A figure with more parts: those told beside it; what is a part already stays where it is."""
    known = {part.id for part in figure.parts}
    return replace(figure, parts=(*figure.parts, *(one for one in also if one.id not in known)))


class FigureTile(QWidget):
    """Shows one figure. Sizes in pixels; the desk's own by default, a wall gives larger ones.

    With `is_card` it stands on a ground of its own. The whole tile is the hit area; it takes the
    keyboard, so that `?` is reachable without a mouse.
    """

    def __init__(
        self,
        group: Group,
        parent: QWidget | None = None,
        *,
        value_px: int = Size.FIGURE - 2,
        text_px: int = Size.SMALL,
        is_card: bool = False,
    ) -> None:
        super().__init__(parent)
        self._group, self._text_px, self._value_px, self._is_card = group, text_px, value_px, is_card
        self.figure: Figure | None = None
        self.also: tuple[Figure, ...] = ()
        self._now: datetime | None = None
        self.name = self._label("secondary", text_px)
        self.value = self._label("", value_px)
        self.below = self._label("secondary", text_px)
        self._mark = text_label("", "", self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.WhatsThisCursor)
        self.setMinimumHeight(Size.HIT)
        self._fill()

    def show_figure(
        self,
        figure: Figure,
        now: datetime,
        *,
        name: str = "",
        below: str = "",
        value: str = "",
        also: tuple[Figure, ...] = (),
    ) -> None:
        """Show a figure; `name`, `value` and `below` are finished texts that take the place of its own.

        `also` are the figures that the text below tells: they are explained as parts.
        """
        self.figure, self._now, self.also = figure, now, also
        words, theme = self._group.language, self._group.theme
        running, noted = brief_state(figure, words)
        told = [part for part in ((running, below) if self._is_card else (below, running)) + (noted,) if part]
        self.name.setText(name or words.text(figure.name))
        self.value.setText(value or value_text(figure, words))
        self.below.setText(told[-1] if told and self._is_card else SEPARATOR.join(told))  # far away one thing is read
        colour = figure_colour(figure, theme)
        self.value.setStyleSheet(f"font-size: {self._value_px}px; font-weight: 300; color: {colour}")
        self._mark.setVisible(bool(figure.mark))
        if figure.mark:
            shape = SEVERITY_MARKS[figure.mark]
            self._mark.setPixmap(pixmap(shape, theme.severity(figure.mark), round(self._value_px * 0.7), 2.0))
        self.setAccessibleName(f"{self.name.text()}: {self.value.text()}")
        self.setAccessibleDescription(card_text(figure, words, now))
        self.update()

    def event(self, event: QEvent) -> bool:
        """The card under the mouse; and `?` belongs to the figure, not to the sheet of keys, while it has the focus."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.figure and self._now:
            show_tip(event.globalPos(), card_text(self.figure, self._group.language, self._now), self)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and wants_explanation(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`?`, Enter and Space explain."""
        if wants_explanation(event) or event.key() in _OPENS:
            self.explain()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click explains."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.explain()

    def explain(self) -> None:
        """Ask the window for the whole story."""
        if self.figure is not None:
            asked = with_parts(self.figure, self.also) if self.also else self.figure
            self._group.explain_requested.emit(asked, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hatch what is too old; a ring around what has the keyboard or the mouse."""
        painter = QPainter(self)
        theme = self._group.theme
        if self._is_card:
            self._paint_card(painter)
        if self.figure is not None and is_hatched(self.figure):
            box = QRectF(self.value.geometry()).adjusted(-2, 0, 2, 0)
            painter.fillRect(box, QBrush(QColor(theme.line), Qt.BrushStyle.BDiagPattern))
        if self.hasFocus() or self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme.accent if self.hasFocus() else theme.line))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Size.RADIUS, Size.RADIUS)

    def _paint_card(self, painter: QPainter) -> None:
        theme = self._group.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.severity(self.figure.mark) if self.figure and self.figure.mark else theme.line))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Size.RADIUS, Size.RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def enterEvent(self, event: object) -> None:
        """Show that it can be asked."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And no more."""
        self.update()

    def _label(self, role: str, px: int) -> Elided:
        label = Elided(role, self)
        label.setStyleSheet(f"font-size: {px}px")
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label

    def set_value_px(self, px: int) -> None:
        """Another size of the value; shown at the next figure."""
        self._value_px = px

    def _fill(self) -> None:
        edge = max(self._text_px // 2, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge + 2, edge, edge + 2, edge)
        column.setSpacing(max(self._text_px // 6, 1))
        row = QHBoxLayout()
        row.setSpacing(edge)
        row.addWidget(self._mark)
        row.addWidget(self.value, 1)
        self._mark.hide()
        column.addWidget(self.name)
        column.addLayout(row)
        column.addWidget(self.below)
