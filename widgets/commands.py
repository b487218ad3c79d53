"""What can be done at the desk: one list of commands, from which menus, palette, key sheet, help and tests come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import N_, Language
from widgets.keymap import KeyMap
from widgets.plain import action_tip

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command: its id, its title (a message id), its key in Qt's portable spelling and its icon.

    `acts`: it changes something outside this window, so that it is off while an earlier instant is shown. `help` is
    one line (a message id) that says what it does. `also` is a second key that stays when the first is changed.
    `local`: its key counts only while the list of its panel has the keyboard, as Space and Enter must. `section` (a
    message id) is its heading in menu and key sheet; without one it is the panel's title, or the desk's. `verb` is what
    it does to the selected case, if it does; `for_all` may be used by whoever sits here, signed in or not.
    `short` is its title where there is little room.
    """

    id: str
    title: str
    key: str = ""
    icon: str = ""
    acts: bool = False
    help: str = ""
    also: str = ""
    local: bool = False
    section: str = ""
    verb: str = ""
    for_all: bool = False
    short: str = ""

    @property
    def owner(self) -> str:
        """What stands before the colon of its id: a panel's name; "" for the shell's own."""
        return self.id.partition(":")[0] if ":" in self.id else ""


DESK = N_("Desk")


class Commands(QObject):
    """The commands as actions of a window. `asked` carries the id of the command a person wants.

    `refused` carries the id of one that is off and whose key was pressed. `titles` names the owners of commands
    (panels), for their headings.
    """

    asked = Signal(str)
    refused = Signal(str)
    keys_changed = Signal()

    def __init__(
        self,
        specs: Sequence[CommandSpec],
        window: QWidget,
        keymap: KeyMap | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(window)
        self.specs = tuple(specs)
        self._specs = {spec.id: spec for spec in specs}
        self.keymap = keymap or KeyMap()
        self._titles = dict(titles or {})
        self._words: Language | None = None
        self._reasons: dict[str, str] = {}
        self.actions = {spec.id: self._action(spec, window) for spec in specs}
        self._while_off = {spec.id: self._key_while_off(spec, window) for spec in specs if spec.acts and not spec.local}
        self._give_keys()

    def spec(self, command: str) -> CommandSpec:
        """The command of an id."""
        return self._specs[command]

    def retranslate(self, words: Language) -> None:
        """Use another language."""
        self._words = words
        for spec in self.specs:
            action, title = self.actions[spec.id], self.title(spec, words)
            action.setText(title.replace("&", "&&"))
            self._tell(spec.id)

    def title(self, spec: CommandSpec, words: Language) -> str:
        """What people call a command; layouts are told apart by their number."""
        if spec.owner == "layout":
            return words.text("Layout {n}", n=spec.title)
        return words.text(spec.title)

    def short(self, command: str) -> str:
        """Its title for a small button, in the language in use."""
        spec = self.spec(command)
        return self._words.text(spec.short or spec.title) if self._words else spec.title

    def section(self, spec: CommandSpec) -> str:
        """The heading a command stands under, a message id."""
        return spec.section or self._titles.get(spec.owner, DESK)

    def sections(self) -> dict[str, list[CommandSpec]]:
        """All commands under their headings, the shell's first, each in the order of the list."""
        found: dict[str, list[CommandSpec]] = {DESK: []}
        for spec in self.specs:
            found.setdefault(self.section(spec), []).append(spec)
        return found

    def forbid(self, command: str, why: str) -> None:
        """Switch a command off for a reason that its tooltip tells; "" switches it on."""
        self._reasons[command] = why
        self.actions[command].setEnabled(not why)
        if command in self._while_off:
            self._while_off[command].setEnabled(bool(why))
        self._tell(command)

    def ask(self, command: str) -> None:
        """As by its key: want it done, or hear why it is off. Ids that are no command of ours are passed on."""
        (self.refused if self.why_off(command) else self.asked).emit(command)

    def why_off(self, command: str) -> str:
        """Why a command is off; "" when it is on."""
        return self._reasons.get(command, "")

    def key(self, command: str) -> str:
        """The key of a command as people read it."""
        return shown_key(self.actions[command].shortcut().toString(_PORTABLE))

    def all_keys(self, command: str) -> str:
        """Its key and its second key as people read them."""
        kept = self.keymap.keys(self.spec(command))
        return " · ".join(map(shown_key, kept))

    def why_not(self, command: str, key: str, words: Language) -> str:
        """Why a command cannot have this key, in words; "" when it can."""
        why = self.keymap.why_not(self.specs, command, key)
        holder = self.keymap.holder(self.specs, command, key) if why else None
        return words.text(why, key=shown_key(key), title=self.title(holder, words) if holder else "") if why else ""

    def rebind(self, command: str, key: str) -> bool:
        """Give a command another key ("" = none). False, and nothing changed, when it cannot have it."""
        if self.keymap.why_not(self.specs, command, key):
            return False
        self.keymap.put(self.spec(command), key)
        self._give_keys()
        self.keys_changed.emit()
        return True

    def reset_keys(self) -> None:
        """Every command has its first key again."""
        self.keymap.clear()
        self._give_keys()
        self.keys_changed.emit()

    def attach(self, owner: str, widget: QWidget) -> None:
        """Let the local keys of an owner count while this widget, and nothing inside it, has the keyboard."""
        for spec in self.specs:
            if spec.local and spec.owner == owner:
                widget.addAction(self.actions[spec.id])

    def fill(self, menu: QMenu, words: Language) -> None:
        """Put every command into a menu, a submenu for each heading."""
        menu.clear()
        for section, specs in self.sections().items():
            part = menu.addMenu(words.text(section).replace("&", "&&"))
            part.setToolTipsVisible(True)
            for spec in specs:
                part.addAction(self.actions[spec.id])

    def menu_of(self, ids: Sequence[str], parent: QWidget) -> QMenu:
        """A menu of some commands, "" for a line between; those nobody has are left out."""
        menu = QMenu(parent)
        for command in ids:
            if not command:
                menu.addSeparator()
            elif command in self.actions:
                menu.addAction(self.actions[command])
        return menu

    def _tell(self, command: str) -> None:
        """The tooltip: what it does, and why it is off."""
        spec, words = self.spec(command), self._words
        said = words.text(spec.help) if words and spec.help else ""
        action_tip(self.actions[command], "\n".join(filter(None, (said, self.why_off(command)))))

    def _give_keys(self) -> None:
        kept = self.keymap.of(self.specs)
        for spec in self.specs:
            wanted = [QKeySequence(key, _PORTABLE) for key in (*kept[spec.id], *_twins(kept[spec.id]))]
            self.actions[spec.id].setShortcuts(wanted)
            if spec.id in self._while_off:
                self._while_off[spec.id].setKeys(wanted)

    def _action(self, spec: CommandSpec, window: QWidget) -> QAction:
        action = QAction(window)
        action.setObjectName(spec.id)
        where = Qt.ShortcutContext
        action.setShortcutContext(where.WidgetShortcut if spec.local else where.ApplicationShortcut)
        action.triggered.connect(self._on_triggered)
        if not spec.local:
            window.addAction(action)
        return action

    def _key_while_off(self, spec: CommandSpec, window: QWidget) -> QShortcut:
        """The same key while the action is off: Qt would let it fall on whatever has the keyboard."""
        key = QShortcut(window)
        key.setObjectName(spec.id)
        key.setContext(Qt.ShortcutContext.ApplicationShortcut)
        key.setAutoRepeat(False)
        key.setEnabled(False)
        key.activated.connect(self._on_pressed_while_off)
        return key

    def _on_pressed_while_off(self) -> None:
        key = self.sender()
        if isinstance(key, QShortcut):
            self.refused.emit(key.objectName())

    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.asked.emit(action.objectName())


def shown_key(key: str) -> str:
    """A key in Qt's portable spelling as people read it on theirs."""
    return QKeySequence(key, _PORTABLE).toString(_NATIVE).replace("Return", "Enter")


def _twins(keys: Sequence[str]) -> tuple[str, ...]:
    """The key of the number block that people take for the same."""
    return tuple("Enter" for key in keys if key == "Return")
