"""What people do about themselves at a desk, and the one look at a citizen's data."""

from app.i18n import N_
from widgets.commands import CommandSpec

SIGN_IN, SIGN_OUT, SECRETS, LOCK = "access:sign-in", "access:sign-out", "access:secrets", "access:lock"
REVEAL = "access:reveal"
PERSON = N_("Person at the desk")
COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        SIGN_IN,
        N_("Sign in"),
        icon="person",
        help=N_("Name and password; until then this desk is for reading only."),
        section=PERSON,
    ),
    CommandSpec(
        LOCK,
        N_("Lock this desk"),
        "Ctrl+Alt+L",
        "lock",
        help=N_("Covers the screen until your PIN is given; alarms go on."),
        section=PERSON,
    ),
    CommandSpec(
        SECRETS,
        N_("Change password and PIN"),
        icon="person",
        help=N_("Asks for the old password first."),
        section=PERSON,
    ),
    CommandSpec(SIGN_OUT, N_("Sign out"), icon="close", help=N_("The desk stays, for reading only."), section=PERSON),
    CommandSpec(
        REVEAL,
        N_("Show who reported"),
        "P",
        "person",
        help=N_("Shows the citizen's own data for a minute. Every look is kept in the audit."),
        section=N_("Case"),
    ),
)
