"""What can be done to the selected case from anywhere at the desk: menu, palette, key sheet and buttons come of it."""

from app.domain.lifecycle import Verb
from app.i18n import N_
from widgets.commands import CommandSpec

UNDO = "act:undo"
COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec("act:verify", N_("Verify"), "A", "check", acts=True, verb=Verb.VERIFY),
    CommandSpec("act:dispatch", N_("Send a unit"), "D", "vehicle", acts=True, verb=Verb.DISPATCH),
    CommandSpec("act:refer", N_("Pass to agency"), "L", "arrow", acts=True, verb=Verb.REFER),
    CommandSpec("act:status", N_("Set status"), "S", "more", acts=True, verb=Verb.NOTE),
    CommandSpec("act:note", N_("Write a note"), "N", "complaint", acts=True, verb=Verb.NOTE),
    CommandSpec("act:duplicate", N_("Duplicate of another"), "G", "layers", acts=True, verb=Verb.DUPLICATE),
    CommandSpec(UNDO, N_("Undo"), "U", "history", acts=True, also="Ctrl+Z"),
    CommandSpec("act:reject", N_("Reject"), "", "close", acts=True, verb=Verb.REJECT),
    CommandSpec("act:reopen", N_("Open again"), "", "reset", acts=True, verb=Verb.REOPEN),
    CommandSpec("act:close", N_("Close the case"), "", "lock", acts=True, verb=Verb.CLOSE),
)
