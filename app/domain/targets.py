"""Which deadlines a case has, which of them were met and when, and what a pause or a graver mark does to them.

Source: the control room's targets (domain facts 6.4; the city's own, by category and severity) beside the limits of
the complaint law (6.1, SP4N-LAPOR; working days, all counted from receipt, which is day 0). What was set when a case
was first touched stays with it, whatever the city file says later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.calendar import WorkingCalendar
from app.domain.case import Case
from app.domain.deadline import LAW, TARGETS, Deadline, Step, Target
from app.domain.lifecycle import ENDED

LAW_DAYS: Mapping[str, Mapping[Step, int]] = {
    kind: {Step.LAW_VERIFIED: 3, Step.LAW_ACTED: 5, Step.LAW_RESOLVED: days}
    for kind, days in {"complaint": 14, "information": 5, "aspiration": 5, "supervision": 60}.items()
}
"""Working days by what a complaint is to the law (SP4N-LAPOR: with or without supervision content)."""
_YEARS = range(1970, 2100)  # of a receipt that is a date at all


@dataclass(frozen=True, slots=True)
class Rule:
    """Target texts by step, the tightest of several counts; `version` is the city's name for the whole of them."""

    version: str
    allowed: Mapping[Step, tuple[str, ...]]
    legal: str = "complaint"


@dataclass(frozen=True, slots=True)
class Hours:
    """The city's working days, and the hours of the agency that answers."""

    city: WorkingCalendar
    agency: WorkingCalendar


def deadlines_of(rule: Rule, received: datetime, hours: Hours) -> tuple[Deadline, ...]:
    """What is owed by when for a complaint received then, targets first; nothing for a receipt that is no date."""
    if received.year not in _YEARS:
        return ()
    owed = []
    for step in TARGETS:
        ends = [
            (Target.parse(text).due(received, hours.city, hours.agency), text) for text in rule.allowed.get(step, ())
        ]
        if ends:
            due, text = min(ends)
            owed.append(Deadline(step, text, due, due))
    law = LAW_DAYS[rule.legal]
    return (*owed, *(_lawful(step, law[step], received, hours) for step in LAW))


def _lawful(step: Step, days: int, received: datetime, hours: Hours) -> Deadline:
    due = hours.city.end_of_day(received, days)
    return Deadline(step, f"{days}wd", due, due)


def tightened(owed: Iterable[Deadline], graver: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Deadlines after a case was called graver: each the earlier of both; none is ever put off by a word."""
    known = {one.step: one for one in owed}
    for one in graver:
        before = known.get(one.step)
        if before is None or one.gross < before.gross:
            put_off = before.due - before.gross if before else timedelta(0)
            known[one.step] = replace(one, due=one.due + put_off)
    return tuple(known[step] for step in Step if step in known)


def resumed(case: Case, until: datetime, hours: Hours) -> tuple[Deadline, ...]:
    """A case's deadlines once its pause is over. What was met or had passed before the pause stays as it was, and the
    law's limits do: its clock is not ours to stop.
    """
    since = case.paused_at
    if since is None:
        return case.deadlines
    return tuple(
        _put_off(one, since, until, hours) if _stands_still(case, one, since) else one for one in case.deadlines
    )


def _stands_still(case: Case, one: Deadline, since: datetime) -> bool:
    return one.step not in LAW and one.due > since and met_at(case, one.step) is None


def _put_off(one: Deadline, since: datetime, until: datetime, hours: Hours) -> Deadline:
    due = Target.parse(one.target).put_off(one.due, since, until, hours.city, hours.agency)
    return replace(one, due=due)


def net_due(case: Case, one: Deadline, now: datetime, hours: Hours) -> datetime:
    """The end of a deadline as it stands at `now`, a running pause counted."""
    if case.paused_at is None or not _stands_still(case, one, case.paused_at):
        return one.due
    return _put_off(one, case.paused_at, max(now, case.paused_at), hours).due


_MARKS: Mapping[Step, tuple[str, ...]] = {
    Step.FIRST_ANSWER: ("first_answer_at", "ended_at"),
    Step.ON_SITE: ("arrived_at", "safe_at", "done_at", "ended_at"),
    Step.MAKE_SAFE: ("safe_at", "done_at", "ended_at"),
    Step.DONE: ("done_at", "ended_at"),
    Step.LAW_VERIFIED: ("verified_at", "first_answer_at", "ended_at"),
    Step.LAW_ACTED: ("first_answer_at", "arrived_at", "ended_at"),
    Step.LAW_RESOLVED: ("done_at", "ended_at"),
}


def met_at(case: Case, step: Step) -> datetime | None:
    """When a step was met: by its own mark or a later one (who is done has been there). None while it is owed."""
    marks = [at for name in _MARKS[step] if (at := getattr(case, name)) is not None]
    return min(marks) if marks else None


def is_over(case: Case) -> bool:
    """Whether nothing is owed any more."""
    return case.stage in ENDED


def due_of(owed: Iterable[Deadline], step: Step) -> datetime | None:
    """The net end of one step, None when it has none."""
    return next((one.due for one in owed if one.step is step), None)
