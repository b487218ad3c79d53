"""What is told when one decision on many cases is refused."""

from app.i18n import N_

BULK = (
    N_("no case is selected."),
    N_("Select some first."),
    N_("{count} cases are too many at once."),
    N_("Take at most {most}."),
    N_("above {count} cases a second person confirms."),
    N_("Ask a supervisor to sign in."),
    N_("cannot confirm this."),
    N_("It takes a supervisor who is somebody else."),
)
