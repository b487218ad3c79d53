"""How a source is doing, what it sent that we could not take, and what people ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from app.domain.kind import Kind


class LinkState(StrEnum):
    """State of the line to a source, as the connection panel shows it."""

    NEVER = "never"  # not tried yet
    OK = "ok"
    DEGRADED = "degraded"  # answers, but the last try failed
    DOWN = "down"
    WAITING = "waiting"  # the server asked us to wait
    MISCONFIGURED = "misconfigured"  # 401, 403, 404, TLS: a person has to act
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Health:
    """State of a source's link when it changed, and once in ten minutes. Ages in seconds.

    `behind`: records older than the newest ones are still being fetched, so that sums over its facts are not whole.
    """

    kind: ClassVar[Kind] = Kind.HEALTH
    source: str
    valid_at: datetime
    state: LinkState
    link_age_s: float | None = None
    error: str = ""
    behind: bool = False

    @property
    def id(self) -> str:
        """A source has one health; its id is the source's own."""
        return self.source


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record we could not take: why, which field, and its raw text with personal fields replaced."""

    kind: ClassVar[Kind] = Kind.REJECTED
    source: str
    id: str
    valid_at: datetime
    reason: str
    field: str = ""
    raw: str = ""
    of: Kind = Kind.COMPLAINT


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact of our own, made by a watch from other facts. `key` is unique per watch, entity and cause."""

    kind: ClassVar[Kind] = Kind.DERIVED
    watch: str
    version: int
    entity: str
    cause: int
    valid_at: datetime
    what: str
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The watch that made it."""
        return self.watch

    @property
    def id(self) -> str:
        """Unique key: watch, entity, cause commit and word."""
        return f"{self.watch}/{self.entity}/{self.cause}/{self.what}"


class Ask(StrEnum):
    """What a console may ask of the collector."""

    POLL_NOW = "poll_now"
    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Request:
    """A person's wish to the collector about one source."""

    kind: ClassVar[Kind] = Kind.REQUEST
    source: str
    id: str
    valid_at: datetime
    ask: Ask
    by: str


@dataclass(frozen=True, slots=True)
class RoomFact:
    """What concerns the whole room: visitor mode, shown on the wall, drill."""

    kind: ClassVar[Kind] = Kind.ROOM
    source: str
    id: str
    valid_at: datetime
    what: str
    body: Mapping[str, Any] = field(default_factory=dict)
