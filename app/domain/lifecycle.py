"""The life of a case in this room: one table of the moves that are allowed, who may make them, and what each needs.

The source's own status stands apart and is shown beside it. Source of the stages: the city's way of working
(Baru → Diverifikasi → Didisposisikan → Ditugaskan → Dikerjakan → Selesai → Ditutup, and how a case leaves that road).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.person import CREWS, DESK, Role


class Stage(StrEnum):
    """Where a case stands. The order is that of the codes in stores and columns; append only."""

    NEW = "new"  # Baru
    VERIFIED = "verified"  # Diverifikasi
    REFERRED = "referred"  # Didisposisikan: an agency answers for it
    ASSIGNED = "assigned"  # Ditugaskan: a crew has the order
    WORKING = "working"  # Dikerjakan
    DONE = "done"  # Selesai: says the crew
    CLOSED = "closed"  # Ditutup: the citizen was told
    REJECTED = "rejected"  # Ditolak
    DUPLICATE = "duplicate"  # Duplikat
    NOT_OURS = "not_ours"  # Bukan wewenang, diteruskan
    REOPENED = "reopened"  # Dibuka kembali


STAGES = tuple(Stage)
ENDED = frozenset({Stage.DONE, Stage.CLOSED, Stage.REJECTED, Stage.DUPLICATE, Stage.NOT_OURS})
_UNTOUCHED = frozenset({Stage.NEW, Stage.REOPENED})
_AT_THE_DESK = _UNTOUCHED | {Stage.VERIFIED, Stage.REFERRED}
_UNDER_WAY = frozenset({Stage.ASSIGNED, Stage.WORKING})


class Verb(StrEnum):
    """What people do to a case; also the word on the command line."""

    VERIFY = "verify"
    REFER = "refer"
    DISPATCH = "dispatch"
    START = "start"
    FINISH = "finish"
    CLOSE = "close"
    REJECT = "reject"
    DUPLICATE = "duplicate"
    NOT_OURS = "not-ours"
    REOPEN = "reopen"
    NOTE = "note"
    ANSWER = "answer"
    RAISE = "raise"
    PAUSE = "pause"
    RESUME = "resume"
    RECALL = "recall"
    COST = "cost"
    SAFE = "safe"


OPTIONS: Mapping[str, tuple[str, str]] = {
    "text": ("TEXT", "what is noted, answered, told to the crew, or reported by a caller"),
    "reason": ("TEXT", "why: refer, recall, reject, not-ours, reopen, raise, pause"),
    "agency": ("ID", "refer, dispatch: the agency that answers from now on"),
    "unit": ("SOURCE/ID", "dispatch: the vehicle, for example armada/7"),
    "channel": ("ID", "dispatch: how the crew is told; intake: 112, telephone, walk-in or whatsapp"),
    "of": ("CASE", "duplicate, link: the other case"),
    "to": ("NAME", "not-ours: whose it is"),
    "severity": ("WORD", "raise: rendah, menengah, tinggi or kritis"),
    "committed": ("RUPIAH", "dispatch, cost: the estimate, bound in the agency's response fund"),
    "spent": ("RUPIAH", "finish, close, cost: what it cost"),
    "order": ("ID", "report: the order, from `export orders`"),
    "state": ("WORD", "report: sent, accepted, departed, arrived, done or refused"),
    "undone": ("ID", "undo: the operation to take back, within ten seconds"),
    "category": ("ID", "intake: the category of the city file"),
    "address": ("TEXT", "intake: the place in words"),
    "place": ("LAT,LON", "intake: the place in degrees"),
    "caller": ("KEY=TEXT;…", "intake: who called, for example name=Siti;phone=0812…"),
    "backend": ("SOURCE", "intake: the source that shall have the complaint too"),
}
"""What may be said with a verb on the command line: how it is written and what it means; each deed takes its own."""


class Need(StrEnum):
    """What must be said with a verb."""

    AGENCY = "agency"
    UNIT = "unit"
    REASON = "reason"
    TEXT = "text"
    CASE = "case"
    SEVERITY = "severity"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Move:
    """A verb: from which stages it goes, to which (None = it stays), who may, and what it needs."""

    origins: frozenset[Stage]
    to: Stage | None
    roles: frozenset[Role]
    needs: tuple[Need, ...] = ()


ALL = frozenset(Stage)
MOVES: Mapping[Verb, Move] = {
    Verb.VERIFY: Move(_UNTOUCHED, Stage.VERIFIED, DESK),
    Verb.REFER: Move(_AT_THE_DESK | {Stage.ASSIGNED}, Stage.REFERRED, DESK, (Need.AGENCY,)),
    Verb.DISPATCH: Move(_AT_THE_DESK | _UNDER_WAY, Stage.ASSIGNED, CREWS, (Need.UNIT,)),
    Verb.START: Move(frozenset({Stage.ASSIGNED, Stage.REFERRED}), Stage.WORKING, CREWS),
    Verb.FINISH: Move(frozenset({Stage.REFERRED}) | _UNDER_WAY, Stage.DONE, CREWS, (Need.TEXT,)),
    Verb.CLOSE: Move(frozenset({Stage.DONE}), Stage.CLOSED, DESK),
    Verb.REJECT: Move(_AT_THE_DESK, Stage.REJECTED, DESK, (Need.REASON,)),
    Verb.DUPLICATE: Move(_AT_THE_DESK, Stage.DUPLICATE, DESK, (Need.CASE,)),
    Verb.NOT_OURS: Move(_AT_THE_DESK, Stage.NOT_OURS, DESK, (Need.AGENCY, Need.REASON)),
    Verb.REOPEN: Move(ENDED, Stage.REOPENED, DESK, (Need.REASON,)),
    Verb.NOTE: Move(ALL, None, CREWS, (Need.TEXT,)),
    Verb.ANSWER: Move(ALL, None, DESK, (Need.TEXT,)),
    Verb.RAISE: Move(ALL - ENDED, None, DESK, (Need.SEVERITY, Need.REASON)),
    Verb.PAUSE: Move(ALL - ENDED, None, DESK, (Need.REASON,)),
    Verb.RESUME: Move(ALL - ENDED, None, DESK),
    Verb.RECALL: Move(_UNDER_WAY, Stage.REFERRED, CREWS, (Need.REASON,)),
    Verb.COST: Move(ALL, None, CREWS, (Need.AMOUNT,)),
    Verb.SAFE: Move(frozenset({Stage.REFERRED}) | _UNDER_WAY, None, CREWS),
}


def verbs_from(stage: Stage, role: Role) -> tuple[Verb, ...]:
    """What a person of this role may do to a case at this stage, in the table's order."""
    return tuple(verb for verb, move in MOVES.items() if stage in move.origins and role in move.roles)


SOURCE_STATUS: Mapping[Stage, str] = {
    Stage.VERIFIED: "INVESTIGATING",
    Stage.REFERRED: "INVESTIGATING",
    Stage.ASSIGNED: "ACTION_SCHEDULED",
    Stage.WORKING: "IN_PROGRESS",
    Stage.DONE: "FIXED",
    Stage.CLOSED: "CLOSED",
    Stage.REJECTED: "NO_FURTHER_ACTION",
    Stage.DUPLICATE: "DUPLICATE",
    Stage.NOT_OURS: "NOT_COUNCILS_RESPONSIBILITY",
    Stage.REOPENED: "REOPEN",
}
"""The word for a stage in the request-updates extension (wire format 4.1.6); a new case is told nothing."""


def plain_status(word: str) -> str:
    """What a server without the extended statuses is told: OPEN, or CLOSED for every state that is not open."""
    is_open = word in ("INVESTIGATING", "ACTION_SCHEDULED", "IN_PROGRESS", "REOPEN", "OPEN")
    return "OPEN" if is_open else "CLOSED"
