"""What a deed may know: the city, the hour, who acts, and the complaint it is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from app.domain.case import Case, CaseId
from app.domain.complaint import Complaint, Personal
from app.domain.mail import Mail
from app.domain.order import Order
from app.domain.person import Signed
from app.errors import PocError
from app.geo.points import OUTSIDE
from app.settings import CityFile

AreaFinder = Callable[[float | None, float | None], int]
"""The index of the kelurahan a place is in by official boundaries; OUTSIDE when not known. The schematic never decides.
"""


def no_area(_lat: float | None, _lon: float | None) -> int:
    """For a city without official boundaries."""
    return OUTSIDE


@dataclass(frozen=True, slots=True)
class Scene:
    """One deed's surroundings. `operation` names it; `now` is the city's time; `orders` are the case's own.

    `area` is where the complaint lies for a fact, as the index of a kelurahan.
    """

    city: CityFile
    now: datetime
    operation: str
    signed: Signed
    complaint: Complaint
    orders: Mapping[str, Order] = field(default_factory=dict)
    area: int = OUTSIDE


@dataclass(frozen=True, slots=True)
class Effect:
    """What a deed leads to, all of it in one transaction."""

    case: Case
    said: Mapping[str, Any] = field(default_factory=dict)
    orders: Sequence[Order] = ()
    mails: Sequence[Mail] = ()


class Deed(Protocol):
    """Something a person does to a case: a frozen dataclass with one handler."""

    @property
    def case(self) -> CaseId:
        """Which case."""
        ...

    @property
    def verb(self) -> str:
        """The word for it in the table of moves, or a word of the room."""
        ...

    def apply(self, case: Case, scene: Scene) -> Effect:
        """What it leads to. Raises Refused with a sentence and the next step."""
        ...


@dataclass(frozen=True, slots=True)
class Begun:
    """A complaint taken at the desk: the new record, and the caller's own data apart from it."""

    complaint: Complaint
    personal: Personal | None


class Refused(PocError):
    """A deed that is not allowed: by the role, the stage, or what was not said."""


class Conflict(PocError):
    """Somebody else acted on the case since it was looked at; nothing was overwritten. `who` is their name."""

    def __init__(self, case: Case, who: str) -> None:
        super().__init__(str(case.id), "somebody else acted on it meanwhile.", "Look again, then repeat or leave it.")
        self.case, self.who = case, who
