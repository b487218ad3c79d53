"""What a person at the desk wants done, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.actions.intake import Intake
from app.actions.perform import Outcome
from app.actions.room import Conflict, Deed
from app.clock import real_now
from app.domain.case import Case, CaseId
from app.errors import JournalError, PocError
from app.journal.outbox import new_id

Make = Callable[[CaseId], Deed]


@dataclass(frozen=True, slots=True)
class Wish:
    """One deed wanted. `key` is the complaint's dense key in the picture, 0 when it has none yet (an intake).

    `make` builds the deed once the lane has looked up which complaint the key is. `expected` is the case's version the
    person looked at; `seen` the case as it stood then, where it was known. `operation` is given once: a wish that is
    wished again under it is done once.
    """

    verb: str
    key: int
    make: Make | Intake
    expected: int | None = None
    seen: Case | None = None
    operation: str = field(default_factory=lambda: new_id(real_now()))

    def on_top(self, version: int) -> "Wish":
        """The same on top of what stands now, after a conflict: a new deed, for this one was never done."""
        return replace(self, expected=version, operation=new_id(real_now()))


@dataclass(frozen=True, slots=True)
class Ended:
    """A wish that was done (`outcome`), or was not (`trouble`): then nothing at all was done."""

    wish: Wish
    outcome: Outcome | None = None
    trouble: PocError | None = None

    @property
    def conflict(self) -> Conflict | None:
        """Somebody else acted on the case first; it comes with the case as it stands."""
        return self.trouble if isinstance(self.trouble, Conflict) else None

    @property
    def refused(self) -> bool:
        """Whether it is not allowed, so that trying again is of no use; else the database is away, and it may be."""
        return self.trouble is not None and not isinstance(self.trouble, Conflict | JournalError)
