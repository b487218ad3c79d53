"""What is told when one decision on many cases is refused, or when something cannot be kept."""

from app.i18n import N_

BULK = (
    N_("no case is selected."),
    N_("Select some first."),
    N_("{count} cases are too many at once."),
    N_("Take at most {most}."),
    N_("above {count} cases a second person confirms."),
    N_("Ask a supervisor to sign in."),
    N_("cannot confirm this."),
    N_("it has no name."),
    N_("Give it one."),
    N_("too many are kept."),
    N_("Remove some first."),
    N_("keeps nothing for everybody."),
    N_("Keep it for yourself."),
    N_("It takes a supervisor who is somebody else."),
)
