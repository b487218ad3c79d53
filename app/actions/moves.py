"""Deeds that move a case along its road, or off it."""

from dataclasses import dataclass, replace

from app.actions.mails import tell_source
from app.actions.money import left_bound, money_said, with_money
from app.actions.room import Effect, Refused, Scene
from app.domain.case import Case, CaseId
from app.domain.lifecycle import MOVES, Verb
from app.settings.division import duty_of


def moved(case: Case, verb: Verb) -> Case:
    """The case at the stage a verb leads to; a verb without one leaves it where it is."""
    to = MOVES[verb].to
    return case if to is None else replace(case, stage=to)


def required(text: str, case: CaseId, what: str) -> str:
    """A text that must be said. Raises Refused."""
    if not text.strip():
        raise Refused(str(case), f"{what} is missing.", "Say it and try again.")
    return text.strip()


@dataclass(frozen=True, slots=True)
class Move:
    """Verify, start or close: nothing need be said; `text` is told to the citizen.

    `spent` books what it cost with the closing, whole rupiah, and releases the estimate. With `settled` a case is not
    closed while an estimate would stay bound.
    """

    case: CaseId
    verb: Verb
    text: str = ""
    spent: int | None = None
    settled: bool = False

    def apply(self, case: Case, scene: Scene) -> Effect:
        """The next stage, told to the source. Raises Refused."""
        after = with_money(moved(case, self.verb), spent=self.spent)
        if self.settled and left_bound(after):
            raise Refused(str(case.id), "an estimate of the response fund is still bound.", "Say what it cost, or 0.")
        said = ({"text": self.text} if self.text else {}) | money_said(spent=self.spent)
        return Effect(after, said, mails=tell_source(after, scene, self.text))


@dataclass(frozen=True, slots=True)
class Finish:
    """The work is done; `text` says what was done and goes to the citizen; `spent` books what it cost."""

    case: CaseId
    text: str
    spent: int | None = None
    verb: Verb = Verb.FINISH

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Done, at this hour."""
        text = required(self.text, case.id, "what was done")
        after = with_money(replace(moved(case, self.verb), done_at=scene.now), spent=self.spent)
        said = {"text": text} | money_said(spent=self.spent)
        return Effect(after, said, mails=tell_source(after, scene, text))


@dataclass(frozen=True, slots=True)
class Refer:
    """Hand the case to the agency that answers for it, with why; without one, to that of the division of duties."""

    case: CaseId
    agency: str = ""
    reason: str = ""
    verb: Verb = Verb.REFER

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Referred; an open order stays with its crew until it is recalled."""
        duty = None if self.agency else duty_of(scene.city, scene.complaint.category, scene.area)
        agency = required(duty.agency if duty else self.agency, case.id, "the agency")
        after = replace(moved(case, self.verb), agency=agency)
        reason = self.reason or (duty.reason if duty else "")
        return Effect(after, {"agency": agency, "reason": reason}, mails=tell_source(after, scene))


@dataclass(frozen=True, slots=True)
class Reject:
    """Not to be acted upon; the reason goes to the citizen."""

    case: CaseId
    reason: str
    verb: Verb = Verb.REJECT

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Rejected."""
        reason = required(self.reason, case.id, "the reason")
        after = replace(moved(case, self.verb), committed=0)
        return Effect(after, {"reason": reason}, mails=tell_source(after, scene, reason))


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The same thing as another case."""

    case: CaseId
    of: CaseId
    verb: Verb = Verb.DUPLICATE

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Ends here; the other case goes on."""
        if self.of == case.id:
            raise Refused(str(case.id), "a case is no duplicate of itself.", "Name the other case.")
        after = replace(moved(case, self.verb), duplicate_of=str(self.of), committed=0)
        return Effect(after, {"of": str(self.of)}, mails=tell_source(after, scene))


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Somebody else's duty (a national or provincial road, a neighbouring city): passed on to them."""

    case: CaseId
    to: str
    reason: str
    verb: Verb = Verb.NOT_OURS

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Passed on."""
        to, reason = required(self.to, case.id, "to whom"), required(self.reason, case.id, "the reason")
        after = replace(moved(case, self.verb), forwarded_to=to, committed=0)
        return Effect(after, {"to": to, "reason": reason}, mails=tell_source(after, scene, reason))


@dataclass(frozen=True, slots=True)
class Reopen:
    """It was not over after all."""

    case: CaseId
    reason: str
    verb: Verb = Verb.REOPEN

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Open again; what was done before stays in the history."""
        reason = required(self.reason, case.id, "the reason")
        after = replace(moved(case, self.verb), done_at=None, duplicate_of="", forwarded_to="", order="")
        return Effect(replace(after, order_state=None), {"reason": reason}, mails=tell_source(after, scene, reason))
