"""Deeds that need a text and nothing else: one table, from which their sheets are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.actions.care import Answer, Cost, Note, Pause, Safe
from app.actions.dispatch import Recall
from app.actions.money import rupiah_of
from app.actions.moves import Finish, Move, NotOurs, Reject, Reopen
from app.actions.room import Deed
from app.domain.case import CaseId
from app.domain.lifecycle import Verb
from app.i18n import N_

LEAVING = frozenset({Verb.REFER, Verb.START, Verb.FINISH, Verb.CLOSE, Verb.REJECT, Verb.DUPLICATE, Verb.NOT_OURS})
"""After these the next open case is taken up; after the others the case stays in hand.

Of sending a unit its panel says it itself: a crew that has to be called keeps the case in hand.
"""


@dataclass(frozen=True, slots=True)
class Saying:
    """What is asked for (a message id), whether it must be said, and the deed that comes of text and addressee.

    `to` is what the field for an addressee says, "" where there is none. `settles`: while an estimate is bound it asks
    what the case has cost, in place of an addressee.
    """

    verb: Verb
    asks: str
    deed: Callable[[CaseId, str, str], Deed]
    must: bool = True
    to: str = ""
    settles: bool = False


SAYINGS: Mapping[str, Saying] = {
    "act:note": Saying(Verb.NOTE, N_("Only this room sees it."), lambda case, text, to: Note(case, text)),
    "act:answer": Saying(Verb.ANSWER, N_("The citizen reads it."), lambda case, text, to: Answer(case, text)),
    "act:reject": Saying(
        Verb.REJECT, N_("The reason; the citizen reads it."), lambda case, text, to: Reject(case, text)
    ),
    "act:not-ours": Saying(
        Verb.NOT_OURS,
        N_("The reason; the citizen reads it."),
        lambda case, text, to: NotOurs(case, to, text),
        to=N_("Whose duty it is"),
    ),
    "act:reopen": Saying(Verb.REOPEN, N_("Why it is not over."), lambda case, text, to: Reopen(case, text)),
    "act:finish": Saying(
        Verb.FINISH, N_("What was done; the citizen reads it."), lambda case, text, to: Finish(case, text)
    ),
    "act:close": Saying(
        Verb.CLOSE,
        N_("A last word to the citizen, if there is one."),
        lambda case, text, to: Move(case, Verb.CLOSE, text, rupiah_of(to), settled=True),
        must=False,
        settles=True,
    ),
    "act:pause": Saying(Verb.PAUSE, N_("What is waited for."), lambda case, text, to: Pause(case, text)),
    "act:safe": Saying(
        Verb.SAFE,
        N_("What was done so that nobody comes to harm."),
        lambda case, text, to: Safe(case, text),
        must=False,
    ),
    "act:cost": Saying(
        Verb.COST,
        N_("What it cost, in whole rupiah; the estimate is released."),
        lambda case, text, to: Cost(case, spent=rupiah_of(text)),
    ),
    "act:recall": Saying(Verb.RECALL, N_("Why the crew turns back."), lambda case, text, to: Recall(case, text)),
}
