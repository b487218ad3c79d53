"""Deeds as words: what somebody did, as a line of the history, a note on the screen or a button."""

from collections.abc import Mapping

from app.domain.lifecycle import Verb
from app.i18n import N_, Language
from app.views.complaint import Deed
from widgets.case_words import one_line, order_word, person_word, stage_word

VERB_WORDS: Mapping[str, str] = {
    Verb.VERIFY: N_("Verify"),
    Verb.REFER: N_("Pass to agency"),
    Verb.DISPATCH: N_("Send a unit"),
    Verb.START: N_("Work begins"),
    Verb.FINISH: N_("Work is done"),
    Verb.CLOSE: N_("Close"),
    Verb.REJECT: N_("Reject"),
    Verb.DUPLICATE: N_("Duplicate of another"),
    Verb.NOT_OURS: N_("Not ours, passed on"),
    Verb.REOPEN: N_("Open again"),
    Verb.NOTE: N_("Write a note"),
    Verb.ANSWER: N_("Answer the citizen"),
    Verb.RAISE: N_("Change the severity"),
    Verb.PAUSE: N_("Pause the deadlines"),
    Verb.RESUME: N_("Resume the deadlines"),
    Verb.RECALL: N_("Call the crew back"),
    Verb.COST: N_("Enter the cost"),
    Verb.SAFE: N_("Made safe"),
    "report": N_("Report of the crew"),
    "resend": N_("Sent again"),
    "undo": N_("Undone"),
    "intake": N_("Taken at the desk"),
    "link": N_("Numbered by the backend"),
    "adopt": N_("Taken over from the desk's own number"),
    "moved": N_("Goes on under the source's number"),
}
_SAID = ("unit", "agency", "to", "of", "severity", "reason", "text")


def verb_word(words: Language, verb: str) -> str:
    """A verb for people; one nobody translated is shown as it is."""
    return words.text(VERB_WORDS[verb]) if verb in VERB_WORDS else one_line(verb, 40)


def deed_told(deed: Deed, words: Language) -> str:
    """A line of the history: who did what, with what was said, and where the case stood then."""
    action = deed.action
    told = {**action.said, **deed.named}
    said = [one_line(str(told[name]), 200) for name in _SAID if told.get(name)]
    if action.verb == "report" and action.said.get("state"):
        said.insert(0, order_word(words, str(action.said["state"])))
    head = words.text("{what} · {who}", what=verb_word(words, action.verb), who=person_word(words, deed.who))
    return " · ".join([head, *said, stage_word(words, action.after.stage)])
