"""Words about a case that every panel shares: severity, status words made readable, foreign text as one line."""

from collections.abc import Mapping

from app.domain.complaint import status_key
from app.domain.severity import Severity
from app.domain.visible import visible
from app.i18n import N_, Language

LIST_CAP = 160  # characters painted in one line of a list; the full text is in the complaint panel

SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.RENDAH: N_("low"),
    Severity.MENENGAH: N_("medium"),
    Severity.TINGGI: N_("high"),
    Severity.KRITIS: N_("critical"),
}

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


def severity_word(words: Language, severity: int) -> str:
    """The word that always goes with mark and colour."""
    return words.text(SEVERITY_WORDS[Severity(severity)])
