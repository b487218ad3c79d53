"""What the shell itself can do: one list of commands, from which menu, palette, key sheet and tests come."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.i18n import N_, Language
from widgets.plain import tip_text


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command: its id, its title (a message id), its key in Qt's portable spelling and its icon.

    `acts`: it changes something outside this window, so that it is off while an earlier instant is shown, and while
    nobody is signed in unless it is `for_all`. `verb` is what it does to the selected case (lifecycle.Verb), so that it
    is off too where the case's stage or the person's role does not allow that. `also` is a second key.
    """

    id: str
    title: str
    key: str = ""
    icon: str = ""
    acts: bool = False
    also: str = ""
    verb: str = ""
    for_all: bool = False


COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec("find", N_("Find a complaint, vehicle, place or command"), "Ctrl+K", "search"),
    CommandSpec("help", N_("Help for this panel"), "F1", "help"),
    CommandSpec("keys", N_("Sheet of keys"), "?", "queue"),
    CommandSpec("poll", N_("Ask all sources now"), "F5", "refresh", acts=True, for_all=True),
    CommandSpec("live", N_("Back to live"), "Alt+0", "history"),
    CommandSpec("language", N_("Switch language"), "Ctrl+Shift+L", "language"),
    CommandSpec("theme", N_("Day or night colours"), "Ctrl+Shift+D", "sun"),
    CommandSpec("lock", N_("Lock the layout"), "Ctrl+Shift+K", "lock"),
    CommandSpec("reset", N_("Reset this screen"), "", "reset"),
    CommandSpec("briefing", N_("Open the mayor's screen"), "Ctrl+Shift+B", "briefing"),
    CommandSpec("full", N_("Full screen"), "F11", "layout"),
    CommandSpec("quit", N_("Close the desk"), "Ctrl+Q", "close"),
)


def panel_command(index: int, name: str, title: str, icon: str) -> CommandSpec:
    """The command that opens a panel; the first nine have Alt and a digit."""
    return CommandSpec(f"panel:{name}", title, f"Alt+{index + 1}" if index < 9 else "", icon)


class Commands(QObject):
    """The commands as actions of a window. `asked` carries the id of the command a person wants."""

    asked = Signal(str)

    def __init__(self, specs: Sequence[CommandSpec], window: QWidget) -> None:
        super().__init__(window)
        self.specs = tuple(specs)
        self.actions = {spec.id: self._action(spec, window) for spec in specs}

    def retranslate(self, words: Language) -> None:
        """Use another language."""
        for spec in self.specs:
            self.actions[spec.id].setText(words.text(spec.title).replace("&", "&&"))

    def forbid(self, command: str, why: str) -> None:
        """Switch a command off for a reason that its tooltip tells; "" switches it on."""
        action = self.actions[command]
        action.setEnabled(not why)
        action.setToolTip(tip_text(why))

    def key(self, command: str) -> str:
        """The key of a command as people read it."""
        return self.actions[command].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _action(self, spec: CommandSpec, window: QWidget) -> QAction:
        action = QAction(window)
        action.setObjectName(spec.id)
        if spec.key:
            portable = QKeySequence.SequenceFormat.PortableText
            action.setShortcuts([QKeySequence(key, portable) for key in (spec.key, spec.also) if key])
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        action.triggered.connect(self._on_triggered)
        window.addAction(action)
        return action

    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.asked.emit(action.objectName())
