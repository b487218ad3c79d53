"""What can be done to the selected case from anywhere at the desk: menu, palette, key sheet and buttons come of it."""

from app.domain.lifecycle import Stage, Verb
from app.i18n import N_
from widgets.commands import CommandSpec

UNDO = "act:undo"
CASE = N_("Case")


def _spec(name: str, title: str, verb: str, key: str, icon: str, help: str, short: str = "") -> CommandSpec:
    return CommandSpec(f"act:{name}", title, key, icon, acts=True, verb=verb, help=help, section=CASE, short=short)


COMMANDS: tuple[CommandSpec, ...] = (
    _spec("verify", N_("Verify"), Verb.VERIFY, "A", "check", N_("The complaint is real and ours to deal with.")),
    _spec(
        "dispatch",
        N_("Send a unit"),
        Verb.DISPATCH,
        "D",
        "vehicle",
        N_("Sends a crew; the order leaves after ten seconds."),
    ),
    _spec(
        "refer",
        N_("Pass to agency"),
        Verb.REFER,
        "L",
        "arrow",
        N_("Hands the case to the agency that answers for it."),
    ),
    _spec("status", N_("Set status"), Verb.NOTE, "S", "more", N_("Offers what the case may become now.")),
    _spec(
        "note", N_("Write a note"), Verb.NOTE, "N", "complaint", N_("A word for the room; the citizen never sees it.")
    ),
    _spec(
        "duplicate",
        N_("Duplicate of another"),
        Verb.DUPLICATE,
        "G",
        "layers",
        N_("The case ends here, the other one goes on."),
        short=N_("Duplicate of…"),
    ),
    CommandSpec(
        UNDO,
        N_("Undo"),
        "U",
        "history",
        acts=True,
        also="Ctrl+Z",
        help=N_("Takes back what was just done, before it has left."),
        section=CASE,
    ),
    _spec("start", N_("Work begins"), Verb.START, "", "play", N_("The agency's people are at it.")),
    _spec("finish", N_("Work is done"), Verb.FINISH, "", "check", N_("Says what was done; the citizen reads it.")),
    _spec("close", N_("Close the case"), Verb.CLOSE, "", "lock", N_("The work is done and the citizen knows.")),
    _spec("answer", N_("Answer the citizen"), Verb.ANSWER, "", "complaint", N_("The stage stays as it is.")),
    _spec(
        "recall",
        N_("Call the crew back"),
        Verb.RECALL,
        "",
        "reset",
        N_("The counter-order to a unit that was sent."),
    ),
    CommandSpec(
        "act:resend",
        N_("Send again"),
        "",
        "refresh",
        acts=True,
        help=N_("What the other side refused leaves once more, now that its reason is gone."),
        section=CASE,
    ),
    _spec("pause", N_("Pause the deadlines"), Verb.PAUSE, "", "pause", N_("The clock stands still, with the reason.")),
    _spec("resume", N_("Resume the deadlines"), Verb.RESUME, "", "play", N_("The clock runs again.")),
    _spec("safe", N_("Made safe"), Verb.SAFE, "", "check", N_("Nobody can come to harm; the work itself follows.")),
    _spec("cost", N_("Enter the cost"), Verb.COST, "", "funds", N_("Books what it cost on the response fund.")),
    _spec(
        "reject",
        N_("Reject"),
        Verb.REJECT,
        "",
        "close",
        N_("Not to be acted upon; the reason goes to the citizen."),
    ),
    _spec(
        "not-ours",
        N_("Not ours, passed on"),
        Verb.NOT_OURS,
        "",
        "arrow",
        N_("Somebody else's duty; the citizen reads whose."),
    ),
    _spec("reopen", N_("Open again"), Verb.REOPEN, "", "reset", N_("Takes an ended case up again, with the reason.")),
)
TITLES = {spec.id: spec.title for spec in COMMANDS}
STATUS_MENU = (
    *("act:start", "act:safe", "act:finish", "act:cost", "act:close", ""),
    *("act:answer", "act:recall", "act:resend", "act:pause", "act:resume", ""),
    *("act:reject", "act:not-ours", "act:duplicate", "act:reopen"),
)
"""What `act:status` offers, "" for a line between."""
BUTTONS = ("act:verify", "act:dispatch", "act:status", "act:refer", "act:note", "act:duplicate")
"""What stands in the complaint panel."""


def next_of(stage: Stage) -> str:
    """The command a case at this stage most likely wants next."""
    if stage in (Stage.NEW, Stage.REOPENED):
        return "act:verify"
    return "act:dispatch" if stage in (Stage.VERIFIED, Stage.REFERRED) else "act:status"
