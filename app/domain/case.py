"""A case: what this room has decided about a complaint. The source's record is never changed by it."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.deadline import Deadline
from app.domain.lifecycle import Stage
from app.domain.order import OrderState

DESK = "meja"
"""The source's name of complaints taken by hand, until the backend gives them a number of its own."""


@dataclass(frozen=True, slots=True)
class CaseId:
    """Which complaint a case is about: the source's name and the source's own id."""

    source: str
    id: str

    @classmethod
    def parse(cls, text: str) -> "CaseId":
        """Read "source/id". Raises ValueError for a text without both."""
        source, _, id_ = text.partition("/")
        if not source or not id_:
            raise ValueError(f"no case: {text!r} (write source/id, for example sorot/4812)")
        return cls(source, id_)

    def __str__(self) -> str:
        return f"{self.source}/{self.id}"


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands. Times are UTC; amounts are whole rupiah; `version` counts our own actions on it.

    `agency` is the one we hold responsible, `severity` our own word when it was raised. `seen` is the source's status
    at our last action: when the source says another one since, that is a conflict to show. `paused_s` are seconds of
    finished pauses, `paused_at` the running one's beginning. `deadlines` are those of the rule `rule`, set when the
    case was first touched.
    """

    id: CaseId
    stage: Stage = Stage.NEW
    version: int = 0
    agency: str = ""
    severity: str = ""
    order: str = ""
    order_state: OrderState | None = None
    duplicate_of: str = ""
    forwarded_to: str = ""
    seen: str = ""
    first_answer_at: datetime | None = None
    arrived_at: datetime | None = None
    done_at: datetime | None = None
    paused_at: datetime | None = None
    paused_s: int = 0
    pause_reason: str = ""
    committed: int = 0
    spent: int = 0
    linked: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    changed_verb: str = ""
    verified_at: datetime | None = None
    safe_at: datetime | None = None
    ended_at: datetime | None = None
    rule: str = ""
    deadlines: tuple[Deadline, ...] = ()

    @property
    def numbers(self) -> tuple[CaseId, ...]:
        """Its number, and the one it bears at the other end: taken by hand here, made there by the courier."""
        return (self.id, CaseId.parse(self.linked)) if "/" in self.linked else (self.id,)
