"""Deeds that leave a case where it is: a note, an answer, a graver mark, a pause, a cost."""

from dataclasses import dataclass, replace

from app.actions.mails import tell_source
from app.actions.money import with_money
from app.actions.moves import required
from app.actions.room import Effect, Refused, Scene
from app.domain.case import Case, CaseId
from app.domain.lifecycle import Verb
from app.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Note:
    """A word for the room; the citizen never sees it."""

    case: CaseId
    text: str
    verb: Verb = Verb.NOTE

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Kept with the case."""
        return Effect(case, {"text": required(self.text, case.id, "the note")})


@dataclass(frozen=True, slots=True)
class Answer:
    """A word for the citizen, by way of the source; the first one is the first answer."""

    case: CaseId
    text: str
    verb: Verb = Verb.ANSWER

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Told to the source."""
        text = required(self.text, case.id, "the answer")
        return Effect(case, {"text": text}, mails=tell_source(case, scene, text))


@dataclass(frozen=True, slots=True)
class Raise:
    """Another severity than the category's, with the reason (a main road, a school next to it)."""

    case: CaseId
    severity: Severity
    reason: str
    verb: Verb = Verb.RAISE

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Our own word for it from now on."""
        reason, word = required(self.reason, case.id, "the reason"), self.severity.name.lower()
        return Effect(replace(case, severity=word), {"severity": word, "reason": reason})


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock of the deadlines stands still, with a reason (waiting for the citizen, for another agency)."""

    case: CaseId
    reason: str
    verb: Verb = Verb.PAUSE

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Paused from this hour on."""
        if case.paused_at is not None:
            raise Refused(str(case.id), "it is paused already.", "Resume it first.")
        reason = required(self.reason, case.id, "the reason")
        return Effect(replace(case, paused_at=scene.now, pause_reason=reason), {"reason": reason})


@dataclass(frozen=True, slots=True)
class Resume:
    """The clock runs again."""

    case: CaseId
    verb: Verb = Verb.RESUME

    def apply(self, case: Case, scene: Scene) -> Effect:
        """The pause's seconds are added to what the deadlines are put off by."""
        if case.paused_at is None:
            raise Refused(str(case.id), "it is not paused.")
        seconds = max(0, round((scene.now - case.paused_at).total_seconds()))
        after = replace(case, paused_at=None, pause_reason="", paused_s=case.paused_s + seconds)
        return Effect(after, {"seconds": seconds})


@dataclass(frozen=True, slots=True)
class Safe:
    """Nobody can come to harm any more (a cone, a barrier, cold mix); the work itself is still to be done."""

    case: CaseId
    text: str = ""
    verb: Verb = Verb.SAFE

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Made safe at this hour; said again it stays at the first."""
        after = replace(case, safe_at=case.safe_at or scene.now)
        return Effect(after, {"text": self.text} if self.text else {})


@dataclass(frozen=True, slots=True)
class Cost:
    """Money of the agency's response fund in whole rupiah: `committed` as an estimate, `spent` as booked."""

    case: CaseId
    committed: int | None = None
    spent: int | None = None
    verb: Verb = Verb.COST

    def apply(self, case: Case, scene: Scene) -> Effect:
        """The new amounts stand in place of the old. Booking what was spent releases the estimate."""
        if self.committed is None and self.spent is None:
            raise Refused(str(case.id), "the amount is missing or below zero.", "Give whole rupiah.")
        after = with_money(case, committed=self.committed, spent=self.spent)
        return Effect(after, {"committed": after.committed, "spent": after.spent})
