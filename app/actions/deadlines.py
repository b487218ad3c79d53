"""The times of a case as deeds change them: set when it is first touched, put off by a pause, tightened when graver."""

from dataclasses import replace

from app.actions.room import Scene
from app.domain.case import Case
from app.domain.deadline import Deadline
from app.domain.lifecycle import ENDED, Stage
from app.domain.targets import resumed, tightened
from app.settings.division import answers_for
from app.settings.rule_of import hours_of, owed_by, rule_of

UNDO = "undo"
_UNSEEN = frozenset({Stage.NEW, Stage.REOPENED})


def timed(before: Case, case: Case, verb: str, scene: Scene) -> Case:
    """The case after a deed with its marks and deadlines as they are now; what is undone brings its own times back."""
    case = _marked(case, scene)
    if not case.deadlines:
        rule = rule_of(scene.city, scene.complaint.category, case.severity)
        return replace(case, rule=rule.version, deadlines=_owed(case, scene))
    if verb == UNDO:
        return case
    if before.paused_at is not None and case.paused_at is None:
        hours = hours_of(scene.city, _agency(case, scene))
        return replace(case, deadlines=resumed(replace(case, paused_at=before.paused_at), scene.now, hours))
    if case.severity and case.severity != before.severity:
        return replace(case, deadlines=tightened(case.deadlines, _owed(case, scene)))
    return case


def _marked(case: Case, scene: Scene) -> Case:
    """When it was first looked into, and when it ended; an end that was no end is taken back."""
    verified = case.verified_at or (None if case.stage in _UNSEEN else scene.now)
    ended = (case.ended_at or scene.now) if case.stage in ENDED else None
    return replace(case, verified_at=verified, ended_at=ended)


def _owed(case: Case, scene: Scene) -> tuple[Deadline, ...]:
    complaint = scene.complaint
    return owed_by(scene.city, complaint.category, _agency(case, scene), complaint.requested_at, case.severity)


def _agency(case: Case, scene: Scene) -> str:
    """Who answers for it: as we say, as the source says, else by duty."""
    return case.agency or scene.complaint.agency or answers_for(scene.city, scene.complaint.category, scene.area)
