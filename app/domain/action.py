"""What a person did: one fact an action, with what it led to. Never changed, never taken away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.domain.case import Case
from app.domain.kind import Kind


@dataclass(frozen=True, slots=True)
class Action:
    """One action on a case. `id` is the operation's own id: given twice, it is done once.

    `verb` is one of `lifecycle.Verb` or a word of the room (undo, link, intake); `said` what came with it, without a
    citizen's data; `after` the case as it stood then.
    """

    kind: ClassVar[Kind] = Kind.ACTION
    id: str
    valid_at: datetime
    verb: str
    by: str
    workstation: str
    after: Case
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The source of the complaint acted upon."""
        return self.after.id.source
