"""What the queue does by key, wherever the focus is outside a text field; the desk makes actions of these."""

from app.i18n import N_
from widgets.commands import CommandSpec

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec("queue:next", N_("Next complaint"), "J", help=N_("Goes one row down, wherever the keyboard is.")),
    CommandSpec("queue:previous", N_("Previous complaint"), "K", help=N_("Goes one row up, wherever the keyboard is.")),
    CommandSpec(
        "queue:open",
        N_("Open the complaint"),
        "Return",
        "complaint",
        help=N_("Brings the complaint panel to the front."),
        local=True,
    ),
    CommandSpec(
        "queue:mark",
        N_("Select or leave out this complaint"),
        "Space",
        "check",
        help=N_("The others stay selected; the count stands below the list."),
        local=True,
    ),
    CommandSpec(
        "queue:next-too", N_("Select the next complaint too"), "Shift+J", help=N_("Extends what is selected downwards.")
    ),
    CommandSpec(
        "queue:previous-too",
        N_("Select the previous complaint too"),
        "Shift+K",
        help=N_("Extends what is selected upwards."),
    ),
    CommandSpec(
        "queue:unmark",
        N_("Select only this complaint"),
        "",
        "close",
        help=N_("Lets go of all others selected; Escape in the list does the same."),
        short=N_("Only this one"),
    ),
    CommandSpec(
        "queue:filter", N_("Filter the queue by text"), "/", "filter", help=N_("Puts the cursor into the filter.")
    ),
    CommandSpec(
        "queue:unanswered",
        N_("Only cases whose crew does not answer"),
        "W",
        "no-answer",
        help=N_("Once more shows every case that is not closed."),
    ),
    CommandSpec("queue:map", N_("Show on map"), "M", "place", help=N_("The map goes to the complaint.")),
    CommandSpec("queue:top", N_("To the top of the queue"), "", "queue", help=N_("The selection stays.")),
    CommandSpec("queue:copy", N_("Copy as text"), "", "copy", help=N_("One line for each complaint selected.")),
)
"""Ctrl+C copies too, but only while the list has the keyboard: it belongs to every field and list."""
_CASE = ("act:verify", "act:dispatch", "act:refer", "act:note", "act:answer", "act:status")
_LOOK = ("queue:open", "queue:map", "queue:copy", "place:all", "follow:this")
MENU = (*_LOOK, "", *_CASE, "", "queue:mark", "queue:unmark")
"""What the menu of a row offers."""
