"""What the dispatch panel does by key; the desk makes actions of these."""

from app.domain.lifecycle import Verb
from app.i18n import N_
from widgets.commands import CommandSpec

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "dispatch:send",
        N_("Send the chosen unit"),
        "Return",
        "vehicle",
        acts=True,
        verb=Verb.DISPATCH,
        local=True,
        help=N_("Sends the unit that is chosen in the dispatch panel to the selected complaint."),
    ),
    CommandSpec(
        "dispatch:accepted",
        N_("The crew accepts"),
        "Y",
        "check",
        acts=True,
        help=N_("After a call: records that the crew accepted its order."),
    ),
    CommandSpec(
        "dispatch:recall",
        N_("Call the crew back"),
        "X",
        "close",
        acts=True,
        verb=Verb.RECALL,
        help=N_("Asks for the reason, then sends the counter-order."),
    ),
)
