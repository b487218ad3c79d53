"""What the due column says: time left to the *done* target, how far the span has run, and the source's own promise.

Source of the targets: the city's own (domain facts 6.4), carried by the queue view as epoch seconds, UTC.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from math import isnan

from app.i18n import Language

SOON_SHARE = 0.75  # of the allowed time gone: the bar takes the colour of the second step


class DueState(IntEnum):
    """How a due cell is drawn; NONE has no bar at all."""

    NONE = 0
    CALM = 1
    SOON = 2
    OVERDUE = 3


@dataclass(frozen=True, slots=True)
class Due:
    """`text` counts down (with a minus sign when overdue), `share` is the part of the span gone, 0 to 1."""

    state: DueState = DueState.NONE
    text: str = ""
    share: float = 0.0
    expected: str = ""
    label: str = ""  # the word before `expected` where it stands alone
    paused: bool = False


NO_DUE = Due()


def day_or_time(words: Language, epoch: float, now: float) -> str:
    """The source's promise, short: the time when it is today in the city, else the day and month."""
    moment, today = datetime.fromtimestamp(epoch, UTC), datetime.fromtimestamp(now, UTC)
    same = moment.astimezone(words.zone).date() == today.astimezone(words.zone).date()
    return words.time(moment) if same else words.date(moment, "d MMM")


def due_of(
    words: Language, due: float, requested: float, expected: float, now: float, *, is_paused: bool = False
) -> Due:
    """The due cell of one case at `now`. All times are epoch seconds; nan means none. A pause counts nothing down."""
    promise = "" if isnan(expected) else day_or_time(words, expected, now)
    if is_paused:
        return Due(expected=promise, label=words.text("paused"), paused=True)
    if isnan(due):
        return Due(expected=promise, label=words.text("promised")) if promise else NO_DUE
    span = due - requested
    share = 1.0 if isnan(span) or span <= 0 else min(max((now - requested) / span, 0.0), 1.0)
    state = DueState.OVERDUE if now > due else DueState.SOON if share >= SOON_SHARE else DueState.CALM
    return Due(state, words.countdown(due - now), share, promise)
