"""One decision on many cases: every case is a deed of its own, all under one name, so that they can be undone as one.

Source of the rule: safety row U1. Up to twenty cases are one person's to decide after a box with the count; above that
a second person who may (a supervisor) signs in and confirms. Nothing is all or nothing: what is not allowed on one case
is told with its reason and stops no other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from app.actions.perform import Acting, Outcome
from app.actions.room import Deed, Refused
from app.actions.undo import Undo
from app.clock import monotonic, real_now
from app.domain.case import CaseId
from app.domain.person import SENIOR, Signed
from app.errors import PocError
from app.journal.audit import append_audit
from app.journal.encode import to_ms
from app.journal.engine import writing
from app.journal.outbox import UNDO_S, hold_mails, new_id
from app.journal.people import sign_in
from app.journal.store import Journal, announce
from app.journal.trouble import trouble_named

ALONE = 20
"""So many cases one person decides at once."""
MOST = 500
SLICE_S = 0.05  # of work at a time, so that another deed is never kept waiting longer
HOLD_S = 3.0  # what waits to leave is held anew so often while it runs
Make = Callable[[CaseId], Deed]


@dataclass(frozen=True, slots=True)
class Failed:
    """A case on which it was not done, and why."""

    case: CaseId
    why: PocError


@dataclass(slots=True)
class Bulk:
    """A decision on many cases under way. `step` until it is True; `done` and `failed` grow meanwhile."""

    acting: Acting
    signed: Signed
    group: str
    deeds: Sequence[tuple[CaseId, Make]]
    done: list[Outcome] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    at: int = 0
    held_at: float = field(default_factory=monotonic)
    undone: str = ""  # the group it takes back

    @property
    def is_over(self) -> bool:
        """Whether every case had its turn."""
        return self.at >= len(self.deeds)

    def step(self, slice_s: float = SLICE_S) -> bool:
        """Do the next cases, for about so long; whether that was all. Raises JournalError: later steps go on there."""
        if not self.is_over:
            for found in self.acting.perform_some(self.signed, self._next(), slice_s):
                if isinstance(found, Outcome):
                    self.done.append(found)
                else:
                    self.failed.append(Failed(self.deeds[self.at][0], found))
                self.at += 1
        if monotonic() - self.held_at > HOLD_S:  # a long one: what was done first must not leave before the end
            self.finish()
        return self.is_over

    def _next(self) -> Iterator[tuple[Deed, str]]:
        for at in range(self.at, len(self.deeds)):
            case, make = self.deeds[at]
            yield make(case), f"{self.group}-{at:03d}"  # done twice it is done once

    def finish(self) -> None:
        """Hold what waits to leave, so that the whole can still be undone for ten seconds. Raises JournalError.

        What it takes back is held too: its last letter must not leave before its turn.
        """
        with trouble_named(), writing(self.acting.journal.engine) as connection:
            for group in filter(None, (self.group, self.undone)):
                hold_mails(connection, f"{group}-", real_now() + timedelta(seconds=UNDO_S))
            announce(connection)
        self.held_at = monotonic()


def begin_bulk(
    acting: Acting, signed: Signed, verb: str, cases: Sequence[CaseId], make: Make, confirmed: Signed | None = None
) -> Bulk:
    """Begin; the audit tells of it before the first case. Raises Refused (too many, nobody confirmed), JournalError."""
    wanted = list(dict.fromkeys(cases))
    _allow(signed, len(wanted), confirmed)
    group = new_id(real_now())
    after = {"verb": verb, "count": len(wanted), "confirmed_by": confirmed.person.id if confirmed else ""}
    _audit(acting.journal, signed, "bulk", group, after)
    return Bulk(acting, signed, group, [(case, make) for case in wanted])


def begin_undo(acting: Acting, signed: Signed, bulk: Bulk) -> Bulk:
    """Take all of it back, the last first; what has left meanwhile is told with its reason. Raises JournalError."""
    group = new_id(real_now())
    deeds = [(o.case.id, _undo(o.operation)) for o in reversed(bulk.done)]
    undo = Bulk(acting, signed, group, deeds, undone=bulk.group)
    undo.finish()
    _audit(acting.journal, signed, "bulk-undo", group, {"undone": bulk.group, "count": len(bulk.done)})
    return undo


def confirmation(journal: Journal, signed: Signed, who: str, secret: str) -> Signed:
    """The second person, signed in at the same workstation for this one decision. Raises SignInRefused, Refused."""
    confirmed = sign_in(journal, who, secret, signed.workstation)
    _allow(signed, ALONE + 1, confirmed)
    return confirmed


def needs_second(count: int) -> bool:
    """Whether a second person has to confirm a decision on so many cases."""
    return count > ALONE


def _allow(signed: Signed, count: int, confirmed: Signed | None) -> None:
    if not count:
        raise Refused("bulk", "no case is selected.", "Select some first.")
    if count > MOST:
        raise Refused("bulk", f"{count} cases are too many at once.", f"Take at most {MOST}.")
    if not needs_second(count):
        return
    if confirmed is None:
        raise Refused("bulk", f"above {ALONE} cases a second person confirms.", "Ask a supervisor to sign in.")
    if confirmed.person.id == signed.person.id or confirmed.person.role not in SENIOR:
        raise Refused(confirmed.person.id, "cannot confirm this.", "It takes a supervisor who is somebody else.")


def _undo(operation: str) -> Make:
    return lambda case: Undo(case, operation)


def _audit(journal: Journal, signed: Signed, what: str, group: str, after: dict[str, object]) -> None:
    with trouble_named(), writing(journal.engine) as connection:
        at = to_ms(journal.clock.now())
        append_audit(connection, at, signed.person.id, signed.workstation, what, group, None, after)
