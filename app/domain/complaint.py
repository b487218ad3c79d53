"""A complaint as its source tells it, and what its status word means to us."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from app.domain.kind import Kind


class State(StrEnum):
    """Our reading of the source's status word."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


_OPEN = ("open", "in progress", "planned", "action scheduled", "investigating", "for triage", "reopen")
_CLOSED = (
    "closed",
    "fixed",
    "duplicate",
    "no further action",
    "not councils responsibility",
    "internal referral",
    "cancelled",
)
DEFAULT_STATUS_MAP: Mapping[str, State] = dict.fromkeys(_OPEN, State.OPEN) | dict.fromkeys(_CLOSED, State.CLOSED)


def status_key(word: str) -> str:
    """The form in which status words are compared: without case, `_` equal to a space."""
    return " ".join(word.replace("_", " ").split()).casefold()


def state_of(status: str, status_map: Mapping[str, State] = DEFAULT_STATUS_MAP) -> State:
    """Our state for a source's status word; a word nobody mapped is UNKNOWN, never open.

    Source: status words of the request-updates extension (wire format 4.1.6).
    """
    return status_map.get(status_key(status), State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One version of a complaint. All times are UTC; `lat`/`lon` WGS84 degrees or both None.

    It holds no citizen's name, phone, e-mail, account or photo: those travel as `Personal`.
    `media` are the addresses the source gave, as text; nobody follows them unchecked.
    """

    kind: ClassVar[Kind] = Kind.COMPLAINT
    source: str
    id: str
    valid_at: datetime
    status: str
    state: State
    requested_at: datetime
    updated_at: datetime | None = None
    expected_at: datetime | None = None
    status_notes: str = ""
    service_code: str = ""
    service_name: str = ""
    category: str = ""
    title: str = ""
    description: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    agency: str = ""
    media: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Personal:
    """A citizen's own data that came with a record; kept apart from facts, mutable, with retention."""

    source: str
    id: str
    fields: Mapping[str, str]
