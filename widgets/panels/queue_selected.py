"""The strip below the queue while several cases are selected: how many, and what can be done to all of them."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.i18n import Language
from widgets.commands import Commands
from widgets.elided import Elided
from widgets.panels.queue_keys import MENU
from widgets.panels.queue_menu import open_menu
from widgets.panels.queue_table import QueueTable
from widgets.plain import caption, tip
from widgets.theme import Size

OFFERED = ("bulk:refer", "bulk:dispatch", "bulk:verify", "bulk:note", "queue:unmark")


class SelectedStrip(QFrame):
    """Hidden while fewer than two are selected. Its buttons are the commands' own: off when these are."""

    def __init__(self, table: QueueTable, words: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._table, self._words = table, words
        table.marked.connect(self._on_marked)
        table.customContextMenuRequested.connect(self._on_menu)
        self.setObjectName("selectedStrip")
        self._commands: Commands | None = None
        self.count = 0
        self.label = Elided("name", self)
        self.buttons: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Size.GAP[2], Size.GAP[0], Size.GAP[1], Size.GAP[0])
        self._row.setSpacing(Size.GAP[0])
        self._row.addWidget(self.label, 1)
        self.hide()

    def use_commands(self, commands: Commands) -> None:
        """Make a button of each command there is."""
        self._commands = commands
        for command in OFFERED:
            if command in commands.actions:
                self.buttons[command] = self._button(command, commands)
        commands.keys_changed.connect(self._name_buttons)

    def set_words(self, words: Language) -> None:
        """Use another language."""
        self._words = words
        self._name_buttons()
        self._say()

    def _on_marked(self) -> None:
        count = self._table.selected_count()
        if count != self.count:
            self.count = count
            self._say()
            self._name_buttons()
        self.setVisible(count > 1)

    def _on_menu(self, at: QPoint) -> None:
        """The menu of a row: the desk's own commands."""
        if self._commands is not None and self._table.rowAt(at.y()) >= 0:
            open_menu(self._commands.menu_of(MENU, self._table), self._table.viewport().mapToGlobal(at))

    def _say(self) -> None:
        text = self._words.plural("{n} selected", "{n} selected", self.count)
        self.label.setText(text)
        self.setAccessibleName(text)

    def _button(self, command: str, commands: Commands) -> QPushButton:
        action, button = commands.actions[command], QPushButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        action.changed.connect(self._name_buttons)
        self._row.addWidget(button)
        return button

    def _name_buttons(self) -> None:
        if self._commands is None:
            return
        for command, button in self.buttons.items():
            action = self._commands.actions[command]
            caption(button, self._commands.short(command))
            tip(button, action.text().replace("&&", "&"), self._commands.key(command))
            button.setEnabled(action.isEnabled())
