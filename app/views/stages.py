"""A complaint's deadlines step by step: gross and net, met or missed, with the pause and the rule's version."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.case import Case, CaseId
from app.domain.complaint import Complaint, State
from app.domain.deadline import LAW, Step
from app.domain.message import N_
from app.domain.targets import met_at, net_due
from app.geo.points import OUTSIDE
from app.settings import CityFile
from app.settings.division import answers_for
from app.settings.rule_of import hours_of, owed_by


class Standing(StrEnum):
    """How a step stands; the word is also the message id."""

    OWED = N_("owed")
    PAUSED = N_("paused")
    MET = N_("met")
    LATE = N_("met late")
    MISSED = N_("missed")
    DROPPED = N_("no longer owed")  # the complaint ended at its source, and nobody here knows what was done when


@dataclass(frozen=True, slots=True)
class StageLine:
    """One step. `gross` is its end as set, `net` the same put off by pauses; `met` when it was done, None = not yet.

    `left` is what remains at the frame's instant until `net`, negative when missed; after it was met, how early it was.
    """

    step: Step
    target: str
    gross: datetime
    net: datetime
    met: datetime | None
    left: timedelta
    standing: Standing

    @property
    def is_law(self) -> bool:
        """Whether the law sets it, not the city."""
        return self.step in LAW


def stages(
    city: CityFile, complaint: Complaint, case: Case | None, at: datetime, area: int = OUTSIDE
) -> tuple[StageLine, ...]:
    """Every step a complaint has at an instant: stored ones, or by the present rule while nobody here touched it.

    `area` is where it lies for a fact, as the index of a kelurahan.
    """
    agency = (case.agency if case else "") or complaint.agency or answers_for(city, complaint.category, area)
    owed = case.deadlines if case is not None else ()
    if not owed:
        word = case.severity if case is not None else ""
        owed = owed_by(city, complaint.category, agency, complaint.requested_at, word)
    stood = case or Case(CaseId(complaint.source, complaint.id))
    hours = hours_of(city, agency)
    lines = []
    for one in owed:
        net, met = net_due(stood, one, at, hours), met_at(stood, one.step)
        standing = _standing(complaint, net, met, at, is_paused=case is not None and case.paused_at is not None)
        if standing is Standing.PAUSED and one.step in LAW:
            standing = Standing.OWED
        lines.append(StageLine(one.step, one.target, one.gross, net, met, net - (met or at), standing))
    return tuple(lines)


def _standing(complaint: Complaint, net: datetime, met: datetime | None, at: datetime, *, is_paused: bool) -> Standing:
    if met is not None:
        return Standing.MET if met <= net else Standing.LATE
    if complaint.state is not State.OPEN:
        return Standing.DROPPED
    if net < at:
        return Standing.MISSED
    return Standing.PAUSED if is_paused else Standing.OWED


def paused_for(case: Case | None, at: datetime) -> timedelta:
    """All the time a case stood still, the running pause counted."""
    if case is None:
        return timedelta(0)
    running = at - case.paused_at if case.paused_at is not None else timedelta(0)
    return timedelta(seconds=case.paused_s) + max(running, timedelta(0))
