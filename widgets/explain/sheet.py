"""The story of a figure as a sheet over its window: rows of words, its parts, and the facts behind it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.views.explain import Explanation
from app.views.explain_text import explanation_rows
from app.views.figure import Figure
from app.views.figure_text import value_text
from widgets.explain.facts_model import FactsModel
from widgets.group import Group
from widgets.marks import icon
from widgets.plain import breakable, caption, text_label
from widgets.theme import Size

_MINE = (Qt.Key.Key_Question, Qt.Key.Key_Escape, Qt.Key.Key_Backspace)
_WIDE, _HIGH = 44, 46  # letters wide and high, in the size of the text


class ExplainSheet(QFrame):
    """Escape closes it and gives the keyboard back. `part_asked` carries a figure this one was made from.

    It stands over the window it explains, so that no second window is needed on a wall. `text_px` scales it.
    """

    part_asked = Signal(object)
    back_asked = Signal()
    closed = Signal()

    def __init__(self, group: Group, window: QWidget, *, text_px: int = Size.BASE) -> None:
        super().__init__(window)
        self.setObjectName("sheet")
        self._group, self._text_px = group, text_px
        self._before: QWidget | None = None
        self._is_open = False
        self.rows: tuple[tuple[str, str], ...] = ()
        self.part_buttons: list[QPushButton] = []
        self.title = self._label("", 1.25, 500)
        self.facts = FactsModel(group, self)
        self.table = QTableView(self)
        self._facts_title = self._label("secondary")
        self.copy, self.back, self.shut = QPushButton(self), QPushButton(self), QToolButton(self)
        self._page, self._scroll = QWidget(), QScrollArea(self)
        self._grid = QGridLayout()
        self._parts = QVBoxLayout()
        self._fill()
        self._connect()
        self.hide()

    def show_story(self, explanation: Explanation, received: object = None, *, can_go_back: bool = False) -> None:
        """Show an explanation; the facts come later by `facts.show`."""
        words, figure = self._group.language, explanation.figure
        self.title.setText(breakable(words.text(figure.name)))
        self.rows = explanation_rows(explanation, words, received)  # type: ignore[arg-type]
        self._show_rows()
        self._show_parts(explanation.parts)
        self.back.setVisible(can_go_back)
        self._retranslate()
        self.setAccessibleName(f"{words.text(figure.name)}: {value_text(figure, words, exact=True)}")
        self.setAccessibleDescription("\n".join(f"{title}: {text}" for title, text in self.rows))

    def open_at(self, anchor: QWidget) -> None:
        """Stand beside a widget, inside the window, and take the keyboard."""
        window = self.parentWidget()
        assert window is not None
        if not self._is_open:
            self._is_open, self._before = True, QApplication.focusWidget()
            self._listen(True)
        wide = min(self._text_px * _WIDE, window.width() - 24)
        high = min(self._text_px * _HIGH, window.height() - 24)
        at = anchor.mapTo(window, QPoint(0, anchor.height() + 4)) if window.isAncestorOf(anchor) else QPoint(24, 24)
        x = max(12, min(at.x(), window.width() - wide - 12))
        y = max(12, min(at.y(), window.height() - high - 12))
        self.setGeometry(x, y, wide, high)
        self.show()
        self.raise_()
        self.copy.setFocus()

    def text(self) -> str:
        """Everything it says, for the clipboard."""
        rows = "\n".join(f"{title}: {text}" for title, text in self.rows)
        return f"{self.title.text()}\n{rows}\n{self.facts.text()}".replace("\u200b", "").strip()

    def dismiss(self) -> None:
        """Close and give the keyboard back to where it was."""
        if not self._is_open:
            return
        self._is_open = False
        self._listen(False)
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()  # before hiding, or Qt looks for the next one itself
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and `?` close, Backspace goes back, Ctrl+C copies."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Question):
            self.dismiss()
        elif event.key() == Qt.Key.Key_Backspace and self.back.isVisible():
            self.back_asked.emit()
        elif event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_copy()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """`?` in the sheet closes it, instead of opening the sheet of keys."""
        is_mine = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
        kind = event.type()
        is_key = kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_mine and is_key and event.key() in _MINE:  # type: ignore[attr-defined]
            event.accept()
            return True
        elsewhere = isinstance(watched, QWidget) and not is_mine and watched.window() is self.window()
        if elsewhere and kind == QEvent.Type.MouseButtonPress:
            self.dismiss()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in the sheet while it is open."""
        if not self._is_open:
            return super().focusNextPrevChild(forward)
        stops = [w for w in (self.copy, self.back, *self.part_buttons, self.table, self.shut) if w.isVisible()]
        now = QApplication.focusWidget()
        at = stops.index(now) if now in stops else -1
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _on_part(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.part_asked.emit(button.property("figure"))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def _retranslate(self) -> None:
        words, theme = self._group.language, self._group.theme
        caption(self.copy, words.text("Copy"))
        self.copy.setIcon(icon("copy", theme.text))
        caption(self.back, words.text("Back"))
        self.back.setIcon(icon("chevron-left", theme.text))
        self.shut.setIcon(icon("close", theme.secondary))
        self.shut.setAccessibleName(words.text("Close"))
        self._facts_title.setText(self.facts.headline())
        self.table.setAccessibleName(words.text("Facts behind this figure"))
        self._scroll.setAccessibleName(words.text("How this figure came about"))

    def show_facts_title(self) -> None:
        """Say how many facts there are, or that they are still read."""
        self._facts_title.setText(self.facts.headline())
        self.table.setVisible(bool(self.facts.rowCount()))

    def _show_rows(self) -> None:
        _clear(self._grid)
        for at, (title, text) in enumerate(self.rows):
            head, body = self._label("secondary"), self._label("")
            head.setText(title)
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            body.setText(breakable(text))
            body.setWordWrap(True)
            body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(head, at, 0)
            self._grid.addWidget(body, at, 1)

    def _show_parts(self, parts: tuple[Figure, ...]) -> None:
        _clear(self._parts)
        self.part_buttons = []
        words = self._group.language
        for part in parts:
            button = QPushButton(self._page)
            button.setProperty("figure", part)
            button.setStyleSheet(f"font-size: {self._text_px}px; text-align: left")
            caption(button, f"{words.text(part.name)}: {value_text(part, words)}")
            button.clicked.connect(self._on_part)
            self._parts.addWidget(button)
            self.part_buttons.append(button)

    def _label(self, role: str, times: float = 1.0, weight: int = 400) -> QLabel:
        label = text_label("", role, self)
        label.setStyleSheet(f"font-size: {round(self._text_px * times)}px; font-weight: {weight}")
        return label

    def _connect(self) -> None:
        self.copy.clicked.connect(self._on_copy)
        self.back.clicked.connect(self.back_asked)
        self.shut.clicked.connect(self.dismiss)
        self.facts.modelReset.connect(self.show_facts_title)

    def _listen(self, on: bool) -> None:
        """Hear of presses elsewhere and of `?`; only while open, for it costs a call an event."""
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self) if on else app.removeEventFilter(self)

    def _fill(self) -> None:
        gap = Size.GAP
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.shut)
        self.shut.setProperty("role", "quiet")
        self.shut.setFixedSize(Size.HIT, Size.HIT)
        self.shut.setIconSize(QSize(16, 16))
        self.title.setWordWrap(True)
        inner = QVBoxLayout(self._page)
        inner.setContentsMargins(0, 0, gap[1], 0)
        inner.setSpacing(gap[1])
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(gap[2])
        self._grid.setVerticalSpacing(gap[0])
        self._parts.setSpacing(gap[0])
        for part in (self._grid, self._parts):
            inner.addLayout(part)
        inner.addStretch(1)
        self._page.setObjectName("page")
        self._page.setStyleSheet("#page { background: transparent; }")
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._page)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._set_table()
        foot = QHBoxLayout()
        for button in (self.copy, self.back):
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap[3], gap[2], gap[2], gap[2])
        column.setSpacing(gap[1])
        column.addLayout(head)
        column.addWidget(self._scroll, 3)
        column.addWidget(self._facts_title)
        column.addWidget(self.table, 2)
        column.addLayout(foot)

    def _set_table(self) -> None:
        table = self.table
        table.setModel(self.facts)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setStyleSheet(f"font-size: {self._text_px}px")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(self._text_px * 2))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)


def _clear(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
