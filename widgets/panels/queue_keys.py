"""What the queue does by key, wherever the focus is outside a text field; the desk makes actions of these."""

from app.i18n import N_
from widgets.commands import CommandSpec

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec("queue:next", N_("Next complaint"), "J"),
    CommandSpec("queue:previous", N_("Previous complaint"), "K"),
    CommandSpec("queue:next-too", N_("Select the next complaint too"), "Shift+J"),
    CommandSpec("queue:previous-too", N_("Select the previous complaint too"), "Shift+K"),
    CommandSpec("queue:filter", N_("Filter the queue by text"), "/", "filter"),
    CommandSpec("queue:map", N_("Show on map"), "M", "place"),
    CommandSpec("queue:top", N_("To the top of the queue"), "", "queue"),
    CommandSpec("queue:copy", N_("Copy as text"), "", "copy"),  # Ctrl+C only while the list has the keyboard
)
