"""What the desk offers beside its panels: menu of commands, key sheet and keys, layouts by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from widgets.acting.bulk import BulkDesk
from widgets.acting.templates import Templates
from widgets.desk_commands import LAYOUT_KEYS
from widgets.filters import Filters
from widgets.follow import Following
from widgets.keeping import Keeping
from widgets.sharing import Sharing

if TYPE_CHECKING:
    from widgets.intake import IntakeWindow
    from widgets.screens.desk import DeskWindow

OWNERS = frozenset({"layout", "bulk", "intake", "template", "place", "filter", "follow"})
"""What stands before the colon of the commands that end here."""


class DeskTools(QObject):
    """Lives in the GUI thread; knows the desk it belongs to."""

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk
        self.menu = QMenu(desk)
        self.intake: IntakeWindow | None = None  # made with the first caller
        desk.topbar.set_command_menu(self.menu)
        desk.group.language_changed.connect(self._on_language)
        desk.commands.keys_changed.connect(desk.topbar.retranslate)
        for name, panel in desk.panels.items():
            keyboard = getattr(panel, "keyboard", None)
            if isinstance(keyboard, QWidget):
                desk.commands.attach(name, keyboard)
            lend = getattr(panel, "use_commands", None)
            if lend is not None:
                lend(desk.commands)
        self.bulk, self.templates, self.sharing = BulkDesk(desk), Templates(desk), Sharing(desk)
        self.keeping = Keeping(desk)
        self.filters, self.following = Filters(desk, self.keeping), Following(desk, self.keeping)
        desk.live.picture_ready.connect(self.tell_drafts)
        self._on_language()

    def tell_drafts(self) -> None:
        """After a start say which texts were kept, once."""
        self._desk.live.picture_ready.disconnect(self.tell_drafts)
        kept, words = self._desk.drafts.cases(), self._desk.group.language
        if kept:
            text = words.plural("{n} text not sent is kept.", "{n} texts not sent are kept.", len(kept))
            self._desk.toasts.say(text, action=words.text("Show"), run=self.show_draft)

    def show_draft(self) -> None:
        """Go to the case with the newest text that was kept."""
        kept = self._desk.drafts.cases()
        if kept:
            self._desk.group.select("complaint", kept[0])
            self._desk.open_panel("complaint")

    def run(self, command: str) -> None:
        """Do what a command of ours says."""
        owner, _, rest = command.partition(":")
        if owner == "layout":
            self.bring_layout(int(rest))
        elif owner == "bulk":
            self.bulk.open(rest)
        elif owner == "intake":
            self.take_in()
        elif owner == "template":
            self.templates.open()
        elif owner == "filter":
            self.filters.run(rest)
        elif owner == "follow":
            self.following.run(rest)
        elif owner == "place":
            self.sharing.copy(rest)

    def take_in(self) -> None:
        """Open the form for a complaint by hand, with what was typed into it before."""
        from widgets.intake import IntakeWindow

        if self.intake is None:
            self.intake = IntakeWindow(self._desk.live, self._desk.group, self._desk.drafts, self._desk)
            self.intake.help_wanted.connect(self._desk.help.open)
        self.intake.open_for_caller()

    def open_menu(self) -> None:
        """Open the menu of all commands under its button."""
        button = self._desk.topbar.menu
        self.menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def show_keys(self) -> None:
        """Show the sheet of keys over the desk."""
        from widgets.screens.keys_sheet import KeysSheet

        sheet = KeysSheet(self._desk.commands, self._desk.group, self._desk)
        sheet.change_wanted.connect(self.change_keys)
        sheet.open()

    def change_keys(self) -> None:
        """Show the dialog that gives commands other keys."""
        from widgets.screens.keys_dialog import KeysDialog

        KeysDialog(self._desk.commands, self._desk.group, self._desk).open()

    def bring_layout(self, number: int) -> None:
        """Bring back a kept layout; say so when there is none."""
        words = self._desk.group.language
        if self._desk.layouts.bring(number):
            self._desk.toasts.say(words.text("Layout {n}", n=str(number)))
        elif number not in self._desk.layouts.kept_numbers():
            text = words.text("No layout is kept under {n} for these monitors.", n=str(number))
            self._desk.toasts.say(text, action=words.text("Keep this layout under a number"), run=self.keep_layout)

    def keep_layout(self) -> None:
        """Offer the numbers under which the layout of now can be kept."""
        words, kept = self._desk.group.language, self._desk.layouts.kept_numbers()
        menu = QMenu(self._desk)
        menu.aboutToHide.connect(menu.deleteLater)
        for number in range(1, LAYOUT_KEYS + 1):
            text = words.text("Layout {n}", n=str(number))
            key = self._desk.commands.key(f"layout:{number}")
            used = words.text("replaces the one kept") if number in kept else ""
            action = menu.addAction(" · ".join(filter(None, (text, used))) + f"\t{key}")
            action.setData(number)
            action.triggered.connect(self._on_number)
        button = self._desk.topbar.layouts
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def keep_under(self, number: int) -> None:
        """Keep the layout of now under a number."""
        self._desk.layouts.keep_under(number)
        words = self._desk.group.language
        key = self._desk.commands.key(f"layout:{number}")
        self._desk.toasts.say(words.text("The layout is kept; {key} brings it back.", key=key))

    def _on_number(self) -> None:
        action = self.sender()
        if action is not None:
            self.keep_under(int(action.data()))  # type: ignore[attr-defined]

    def _on_language(self) -> None:
        self._desk.commands.fill(self.menu, self._desk.group.language)
