"""What this room decided, laid over what the sources say: which cases still count as open, and how grave they are."""

from datetime import UTC, datetime

import numpy as np

from app.domain.complaint import status_key
from app.domain.lifecycle import ENDED, SOURCE_STATUS, STAGES, Stage
from app.journal.cases import ORDER_STATES
from app.picture.cases import NONE
from app.picture.picture import Picture
from app.views.figure import Array

OPEN, CLOSED, UNKNOWN = 0, 1, 2
_NOBODY_GOES = (Stage.REJECTED, Stage.DUPLICATE, Stage.NOT_OURS)
_NO_VISIT = frozenset(status_key(SOURCE_STATUS[stage]) for stage in _NOBODY_GOES) | {"internal referral", "cancelled"}
_ENDED = np.array([stage in ENDED for stage in STAGES])


def state_here(picture: Picture) -> Array:
    """The state of every complaint as this room counts it: one that ended here is closed, whatever its source says."""
    state = picture.complaints.state
    stage = picture.cases.stage[: len(state)]
    ended = _ENDED[stage]
    if not ended.any():
        return state
    counted = state.copy()
    counted[: len(stage)][ended] = CLOSED
    return counted


def wants_visit(picture: Picture) -> Array:
    """Which complaints somebody has to go to: not those that are somebody else's, the same as another, or no case."""
    c, ours = picture.complaints, picture.cases
    told = [code for code in np.unique(c.status).tolist() if status_key(picture.words.text(code)) in _NO_VISIT]
    wanted = ~np.isin(c.status, told)
    stage = ours.stage[: len(wanted)]
    wanted[: len(stage)] &= ~np.isin(stage, [STAGES.index(each) for each in _NOBODY_GOES])
    return wanted


def severity_here(picture: Picture) -> Array:
    """The severity of every complaint before it is overdue: our own word where somebody raised it."""
    severity = picture.complaints.severity
    said = picture.cases.severity[: len(severity)]
    raised = said != NONE
    if not raised.any():
        return severity
    counted = severity.copy()
    counted[: len(said)][raised] = said[raised]
    return counted


def unanswered(picture: Picture) -> Array:
    """Which complaints have a crew that has let its time to answer pass (watch *no answer*) and still says nothing."""
    ours, n = picture.cases, picture.complaints.n
    silent = np.zeros(n, bool)
    silent[: ours.n] = ((ours.waits != 0) & (ours.waits == ours.silent))[:n]
    return silent


def unanswered_since(picture: Picture, key: int) -> datetime | None:
    """When a crew's time to answer was over; None while it has time or has answered, and where there is none."""
    ours, at = picture.cases, key - 1
    is_silent = 0 <= at < ours.n and ours.waits[at] and ours.waits[at] == ours.silent[at]
    return datetime.fromtimestamp(float(ours.silent_at[at]), UTC) if is_silent else None


def stage_of(picture: Picture, key: int) -> Stage | None:
    """Our stage of a complaint; None while nobody here touched it."""
    ours, at = picture.cases, key - 1
    return STAGES[int(ours.stage[at])] if 0 <= at < ours.n and ours.version[at] else None


def order_of(picture: Picture, key: int) -> str:
    """How far the newest order for a complaint has come, as OrderState's word; "" without one."""
    ours, at = picture.cases, key - 1
    code = int(ours.order[at]) if 0 <= at < ours.n else NONE
    return "" if code == NONE else ORDER_STATES[code].value
