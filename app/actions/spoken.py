"""Deeds from words: what the command line and scripts say, turned into the same deeds the windows make."""

from collections.abc import Callable, Mapping
from typing import Any

from app.actions.care import Answer, Cost, Note, Pause, Raise, Resume, Safe
from app.actions.dispatch import Dispatch, Recall, Report
from app.actions.intake import Channel, Intake
from app.actions.link import Link
from app.actions.moves import Duplicate, Finish, Move, NotOurs, Refer, Reject, Reopen
from app.actions.resend import Resend
from app.actions.room import Deed
from app.actions.undo import Undo
from app.domain.case import CaseId
from app.domain.lifecycle import Verb
from app.domain.order import OrderState
from app.domain.severity import Severity

Said = Mapping[str, str]
INTAKE = "intake"


def _amount(text: str | None) -> int | None:
    return None if text is None else int(text)


def _severity(word: str) -> Severity:
    try:
        return Severity[word.upper()]
    except KeyError:
        raise ValueError(f"no severity {word!r}; there are {', '.join(s.name.lower() for s in Severity)}") from None


DEEDS: Mapping[str, Callable[[CaseId, Said], Deed]] = {
    Verb.VERIFY: lambda case, said: Move(case, Verb.VERIFY, said.get("text", "")),
    Verb.START: lambda case, said: Move(case, Verb.START, said.get("text", "")),
    Verb.CLOSE: lambda case, said: Move(case, Verb.CLOSE, said.get("text", ""), _amount(said.get("spent"))),
    Verb.FINISH: lambda case, said: Finish(case, said.get("text", ""), _amount(said.get("spent"))),
    Verb.REFER: lambda case, said: Refer(case, said.get("agency", ""), said.get("reason", "")),
    Verb.DISPATCH: lambda case, said: Dispatch(
        case,
        said.get("unit", ""),
        said.get("channel", ""),
        said.get("agency", ""),
        said.get("text", ""),
        committed=_amount(said.get("committed")),
    ),
    Verb.RECALL: lambda case, said: Recall(case, said.get("reason", "")),
    Verb.REJECT: lambda case, said: Reject(case, said.get("reason", "")),
    Verb.DUPLICATE: lambda case, said: Duplicate(case, CaseId.parse(said.get("of", ""))),
    Verb.NOT_OURS: lambda case, said: NotOurs(case, said.get("to", ""), said.get("reason", "")),
    Verb.REOPEN: lambda case, said: Reopen(case, said.get("reason", "")),
    Verb.NOTE: lambda case, said: Note(case, said.get("text", "")),
    Verb.ANSWER: lambda case, said: Answer(case, said.get("text", "")),
    Verb.RAISE: lambda case, said: Raise(case, _severity(said.get("severity", "")), said.get("reason", "")),
    Verb.PAUSE: lambda case, said: Pause(case, said.get("reason", "")),
    Verb.RESUME: lambda case, said: Resume(case),
    Verb.SAFE: lambda case, said: Safe(case, said.get("text", "")),
    Verb.COST: lambda case, said: Cost(case, _amount(said.get("committed")), _amount(said.get("spent"))),
    "report": lambda case, said: Report(
        case, said.get("order", ""), OrderState(said.get("state", "")), said.get("text", "")
    ),
    "link": lambda case, said: Link(case, CaseId.parse(said.get("of", ""))),
    "resend": lambda case, said: Resend(case),
    "undo": lambda case, said: Undo(case, said.get("undone", "")),
}
VERBS = (*DEEDS, INTAKE)


def deed_of(verb: str, case: str, said: Said) -> Deed:
    """The deed. Raises ValueError for a verb, a case, a number or a state nobody knows."""
    if verb not in DEEDS:
        raise ValueError(f"no verb {verb!r}; there are {', '.join(VERBS)}")
    return DEEDS[verb](CaseId.parse(case), said)


def intake_of(said: Said) -> Intake:
    """A complaint by hand: --category, --text, --channel, --address, --place LAT,LON, --caller KEY=TEXT, --backend.

    Raises ValueError for a channel or a place nobody can read.
    """
    lat, lon = (float(part) for part in said["place"].split(",")) if "place" in said else (None, None)
    caller: dict[str, Any] = dict(pair.split("=", 1) for pair in said.get("caller", "").split(";") if "=" in pair)
    channel = Channel(said.get("channel", Channel.TELEPHONE))
    text, address = said.get("text", ""), said.get("address", "")
    return Intake(said.get("category", ""), text, channel, address, lat, lon, caller, said.get("backend", ""))
