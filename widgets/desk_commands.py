"""The commands of the desk itself, of its panels and of its layouts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.i18n import N_
from widgets.acting.bulk_words import BULK_COMMANDS
from widgets.acting.templates import COMMAND as TEMPLATE
from widgets.commands import CommandSpec
from widgets.filters import COMMANDS as FILTER_COMMANDS
from widgets.follow import COMMANDS as FOLLOW_COMMANDS
from widgets.share import COMMANDS as PLACE_COMMANDS

if TYPE_CHECKING:
    from widgets.panels.registry import PanelSpec

PANELS = N_("Panels")
LAYOUTS = N_("Layouts")
LAYOUT_KEYS = 9

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "find",
        N_("Find a complaint, vehicle, place or command"),
        "Ctrl+K",
        "search",
        help=N_("Type a number, an address, a name or a command; Enter goes there."),
    ),
    CommandSpec(
        "intake:new",
        N_("New complaint by hand"),
        "Ctrl+N",
        "plus",
        acts=True,
        help=N_("Opens a form for who calls, writes or stands at the counter."),
    ),
    CommandSpec("help", N_("Help for this panel"), "F1", "help", help=N_("Opens the page of the panel you are in.")),
    CommandSpec("keys", N_("Sheet of keys"), "?", "queue", help=N_("Shows every command with its key.")),
    CommandSpec("menu", N_("Menu of all commands"), "F10", "more", help=N_("Opens the menu in the top bar.")),
    CommandSpec(
        "change-keys", N_("Change keys"), "", "queue", help=N_("Gives commands other keys; a key twice is refused.")
    ),
    CommandSpec(
        "poll",
        N_("Ask all sources now"),
        "F5",
        "refresh",
        acts=True,
        for_all=True,
        help=N_("Asks every source for news, and says which ones do not answer and why."),
    ),
    CommandSpec(
        "silence",
        N_("Silence for 60 s"),
        "F2",
        "warning",
        help=N_("Nothing is spoken aloud for 60 s; what is to be seen stays in sight."),
    ),
    CommandSpec("live", N_("Back to live"), "Alt+0", "history", help=N_("Leaves replay and shows the city as it is.")),
    CommandSpec(
        "language", N_("Switch language"), "Ctrl+Shift+L", "language", help=N_("Indonesian or English, at once.")
    ),
    CommandSpec("theme", N_("Day or night colours"), "Ctrl+Shift+D", "sun", help=N_("Bright or dark, at once.")),
    CommandSpec(
        "lock", N_("Lock the layout"), "Ctrl+Shift+K", "lock", help=N_("Panels stay where they are until unlocked.")
    ),
    CommandSpec("reset", N_("Reset this screen"), "", "reset", help=N_("Puts every panel where it was at first.")),
    CommandSpec(
        "briefing", N_("Open the mayor's screen"), "Ctrl+Shift+B", "briefing", help=N_("Shows it beside the desk.")
    ),
    CommandSpec("full", N_("Full screen"), "F11", "layout", help=N_("Hides or shows the window's frame.")),
    CommandSpec("quit", N_("Close the desk"), "Ctrl+Q", "close", help=N_("Keeps the layout and ends.")),
    CommandSpec(
        "keep-layout",
        N_("Keep this layout under a number"),
        "",
        "layout",
        help=N_("Then Ctrl and that number bring it back."),
        section=LAYOUTS,
    ),
)


def panel_command(index: int, name: str, title: str, icon: str) -> CommandSpec:
    """The command that opens a panel; the first nine have Alt and a digit."""
    key = f"Alt+{index + 1}" if index < 9 else ""
    said = N_("Opens this panel and gives it the keyboard.")
    return CommandSpec(f"panel:{name}", title, key, icon, help=said, section=PANELS)


def layout_command(number: int) -> CommandSpec:
    """The command that brings back the layout kept under a number from 1 to 9."""
    titles = {n: f"{n}" for n in range(1, LAYOUT_KEYS + 1)}
    said = N_("Brings back the layout that was kept under this number for these monitors.")
    return CommandSpec(f"layout:{number}", titles[number], f"Ctrl+{number}", "layout", help=said, section=LAYOUTS)


def desk_specs(panels: Sequence[PanelSpec], *more: CommandSpec) -> list[CommandSpec]:
    """Every command of a desk with these panels: the shell's, `more`, the panels', and those of layouts."""
    opened = [panel_command(i, panel.name, panel.title, panel.icon) for i, panel in enumerate(panels)]
    own = [command for panel in panels for command in panel.commands]
    return [
        *COMMANDS,
        *more,
        TEMPLATE,
        *BULK_COMMANDS,
        *PLACE_COMMANDS,
        *FOLLOW_COMMANDS,
        *FILTER_COMMANDS,
        *own,
        *opened,
        *map(layout_command, range(1, LAYOUT_KEYS + 1)),
    ]
