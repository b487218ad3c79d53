"""The words of one decision on many cases, and the deed each makes of a case."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from app.actions.bulk import Bulk, Failed, Make
from app.actions.care import Note
from app.actions.dispatch import Dispatch
from app.actions.moves import Move, Refer
from app.domain.lifecycle import Stage, Verb
from app.i18n import N_, Language
from app.sentences import in_words
from widgets.case_words import one_line, stage_word
from widgets.commands import CommandSpec

BULK_COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "bulk:verify",
        N_("Verify all selected"),
        "Shift+A",
        "check",
        acts=True,
        help=N_("Every complaint selected in the queue, after a box with the count."),
        section=N_("Several cases"),
        short=N_("Verify"),
    ),
    CommandSpec(
        "bulk:refer",
        N_("Pass all selected to an agency"),
        "Shift+L",
        "arrow",
        acts=True,
        help=N_("One agency for every complaint selected, after a box with the count."),
        section=N_("Several cases"),
        short=N_("Assign…"),
    ),
    CommandSpec(
        "bulk:dispatch",
        N_("Send one unit to all selected"),
        "Shift+D",
        "vehicle",
        acts=True,
        help=N_("An order for every complaint selected, after a box with the count."),
        section=N_("Several cases"),
        short=N_("Send…"),
    ),
    CommandSpec(
        "bulk:note",
        N_("Write one note on all selected"),
        "Shift+N",
        "complaint",
        acts=True,
        help=N_("The same note on every complaint selected; no citizen sees it."),
        section=N_("Several cases"),
        short=N_("Note…"),
    ),
    CommandSpec(
        "bulk:close",
        N_("Close all selected"),
        "Shift+C",
        "lock",
        acts=True,
        help=N_("Cases whose work is done, after a box with the count."),
        section=N_("Several cases"),
        short=N_("Close"),
    ),
)
TITLES: Mapping[str, tuple[str, str]] = {
    Verb.VERIFY: (N_("Verify {n} case"), N_("Verify {n} cases")),
    Verb.REFER: (N_("Pass {n} case to an agency"), N_("Pass {n} cases to an agency")),
    Verb.DISPATCH: (N_("Send a unit to {n} case"), N_("Send a unit to {n} cases")),
    Verb.NOTE: (N_("Write a note on {n} case"), N_("Write a note on {n} cases")),
    Verb.CLOSE: (N_("Close {n} case"), N_("Close {n} cases")),
}
_STAGE = re.compile(r"a case that is (\w+) cannot be given .*")  # the table of moves refuses
_NAMED = 8  # cases named below one reason


def bulk_title(verb: str, count: int, words: Language) -> str:
    """What is about to be done to so many."""
    one, many = TITLES[verb]
    return words.text(one if count == 1 else many, n=words.number(count))


def bulk_deed(verb: str, choice: str, text: str, channel: str = "") -> Make:
    """The deed for one case. `choice` is the agency's or the unit's id."""
    match verb:
        case Verb.REFER:
            return lambda case: Refer(case, choice, text)
        case Verb.DISPATCH:
            return lambda case: Dispatch(case, choice, channel, "", text)
        case Verb.NOTE:
            return lambda case: Note(case, text)
    return lambda case: Move(case, Verb(verb), text, settled=True)


def done_words(bulk: Bulk, words: Language) -> str:
    """How many were done, failed and left."""
    left = len(bulk.deeds) - bulk.at
    parts = [words.plural("{n} done", "{n} done", len(bulk.done))]
    if bulk.failed:
        parts.append(words.plural("{n} not done", "{n} not done", len(bulk.failed)))
    if left:
        parts.append(words.plural("{n} left alone", "{n} left alone", left))
    return " · ".join(parts)


def reasons(failed: Sequence[Failed], words: Language) -> str:
    """Why some were not done: every reason once, with the cases it holds for."""
    said = Counter(_reason(one, words) for one in failed)
    lines = []
    for reason, count in said.most_common():
        numbers = [one_line(one.case.id, 40) for one in failed if _reason(one, words) == reason]
        more = words.plural("and {n} more", "and {n} more", count - _NAMED) if count > _NAMED else ""
        lines.append(f"{words.number(count)} × {reason}")
        lines.append("    " + ", ".join(filter(None, (*numbers[:_NAMED], more))))
    return "\n".join(lines)


def _reason(one: Failed, words: Language) -> str:
    at = _STAGE.fullmatch(one.why.what)
    if at is not None and at[1] in set(Stage):
        return words.text("Not for a case that is at: {stage}", stage=stage_word(words, Stage(at[1])))
    parts = (in_words(one.why.what, words), in_words(one.why.next_step, words))
    return " ".join(part for part in parts if part)
