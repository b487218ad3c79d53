"""Words about a case that every panel shares: severity, status words made readable, foreign text as one line."""

from collections.abc import Mapping

from app.domain.complaint import status_key
from app.domain.lifecycle import Stage
from app.domain.order import OrderState
from app.domain.person import COURIER_ID
from app.domain.severity import Severity
from app.domain.visible import visible
from app.i18n import N_, Language
from app.views.figure_text import SEVERITY_WORDS as SEVERITY_WORDS

LIST_CAP = 160  # characters painted in one line of a list; the full text is in the complaint panel

STATUS_WORDS: Mapping[str, str] = {
    "open": N_("Still open"),
    "in progress": N_("In progress"),
    "planned": N_("Planned"),
    "action scheduled": N_("Scheduled"),
    "investigating": N_("Verifying"),
    "for triage": N_("New"),
    "reopen": N_("Reopened"),
    "closed": N_("Closed"),
    "fixed": N_("Done"),
    "duplicate": N_("Duplicate"),
    "no further action": N_("No further action"),
    "not councils responsibility": N_("Not the city's"),
    "internal referral": N_("Passed on"),
    "cancelled": N_("Cancelled"),
}

STAGE_WORDS: Mapping[Stage, str] = {
    Stage.NEW: N_("Untouched"),
    Stage.VERIFIED: N_("Verified"),
    Stage.REFERRED: N_("With the agency"),
    Stage.ASSIGNED: N_("Crew sent"),
    Stage.WORKING: N_("Crew at work"),
    Stage.DONE: N_("Work done"),
    Stage.CLOSED: N_("Closed here"),
    Stage.REJECTED: N_("Rejected here"),
    Stage.DUPLICATE: N_("Duplicate of another"),
    Stage.NOT_OURS: N_("Not ours, passed on"),
    Stage.REOPENED: N_("Reopened here"),
}
ORDER_WORDS: Mapping[OrderState, str] = {
    OrderState.WAITING: N_("order waits"),
    OrderState.SENT: N_("order sent"),
    OrderState.ACCEPTED: N_("crew accepted"),
    OrderState.DEPARTED: N_("crew under way"),
    OrderState.ARRIVED: N_("crew arrived"),
    OrderState.DONE: N_("crew is done"),
    OrderState.REFUSED: N_("crew refused"),
    OrderState.RECALLED: N_("crew called back"),
}


def stage_word(words: Language, stage: Stage) -> str:
    """Where a case stands in this room."""
    return words.text(STAGE_WORDS[stage])


def order_word(words: Language, state: str) -> str:
    """How far an order has come, by OrderState's word."""
    return words.text(ORDER_WORDS[OrderState(state)])


def one_line(text: str, cap: int = LIST_CAP) -> str:
    """Hostile or long text as one short line: white space folded, control characters made visible, length capped."""
    head = text[: cap * 4]
    return visible(" ".join(head.split()), cap)


def status_word(words: Language, status: str) -> str:
    """The source's status word for people: translated when known, else the word itself made readable."""
    known = STATUS_WORDS.get(status_key(status[:LIST_CAP]))
    if known is not None:
        return words.text(known)
    plain = one_line(status.replace("_", " "), 60)
    return plain[:1].upper() + plain[1:]


def person_word(words: Language, who: str) -> str:
    """What somebody is called; what a far end told is recorded by nobody but the courier."""
    return words.text("courier") if who == COURIER_ID else one_line(who, 60)


def severity_word(words: Language, severity: int) -> str:
    """The word that always goes with mark and colour."""
    return words.text(SEVERITY_WORDS[Severity(severity)])
