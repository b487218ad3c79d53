"""The head of the queue: the filter field, the menus of states and sorts."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from app.i18n import Language
from widgets.marks import icon
from widgets.plain import caption, tip
from widgets.theme import Size, Theme

PAUSE_MS = 250  # of typing, before the store is asked
LONGEST = 200  # characters of a filter text


class ChoiceButton(QToolButton):
    """A quiet button that shows the current choice and opens the others. `chosen` carries the id of the choice."""

    chosen = Signal(str)

    def __init__(self, choices: Mapping[str, str], current: str, name: str, words: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices, self.current, self._name = choices, current, name
        self.setProperty("role", "quiet")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        self.setIconSize(QSize(10, 10))
        self.setMinimumHeight(Size.HIT)
        menu, group = QMenu(self), QActionGroup(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for choice in choices:
            action = menu.addAction("")
            action.setData(choice)
            action.setCheckable(True)
            group.addAction(action)
        group.triggered.connect(self._on_triggered)
        self.setMenu(menu)
        self.set_words(words)

    def set_words(self, words: Language) -> None:
        """Use another language."""
        self._words = words
        for action in self.menu().actions():  # asked anew: kept ones die when the docks are arranged
            action.setText(words.text(self._choices[action.data()]))
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self.setIcon(icon("chevron-down", theme.secondary))

    def choose(self, choice: str) -> None:
        """Set the choice from outside; says nothing. An unknown one is left alone."""
        if choice in self._choices:
            self.current = choice
            self._show()

    def _show(self) -> None:
        for action in self.menu().actions():
            action.setChecked(action.data() == self.current)
        name, value = self._words.text(self._name), self._words.text(self._choices[self.current])
        caption(self, value)
        self.setAccessibleName(f"{name}: {value}")
        tip(self, name)

    def _on_triggered(self, action: QAction) -> None:
        self.choose(str(action.data()))
        self.chosen.emit(self.current)


class FilterField(QLineEdit):
    """Text filter. `wanted` comes once typing pauses, at once when the field is emptied; Escape empties it."""

    wanted = Signal(str)
    left = Signal()

    def __init__(self, words: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST)
        self.setClearButtonEnabled(True)
        self.setMinimumHeight(Size.HIT)
        self._icon = QAction(self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)
        self.set_words(words)

    def set_words(self, words: Language) -> None:
        """Use another language."""
        self.setPlaceholderText(words.text("Filter by words…"))
        self.setAccessibleName(words.text("Filter the queue by text"))
        for button in self.findChildren(QToolButton):  # Qt's own: the mark in front and the cross behind
            is_mark = self._icon in button.actions()
            button.setAccessibleName(words.text("Filter") if is_mark else words.text("Empty the filter"))
        tip(self, words.text("Words in number, title, description, address or service"), "/")

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._icon.setIcon(icon("search", theme.secondary))

    def take_keyboard(self) -> None:
        """Let the next letters be typed here, in place of what stands here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _on_edited(self) -> None:
        self._pause.start()

    def _on_changed(self, text: str) -> None:
        if not text.strip():
            self._pause.stop()
            self.wanted.emit("")

    def _on_pause(self) -> None:
        self.wanted.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._pause.stop()
            self.wanted.emit(self.text().strip())
            self.left.emit()
        else:
            super().keyPressEvent(event)
