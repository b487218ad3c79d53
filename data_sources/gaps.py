"""Spans of time still to be fetched, newest first, as plain JSON in a cursor.

A gap is left by the first sight of a source (its history), by an outage, and by a list that was cut.
"""

from datetime import datetime, timedelta
from typing import Any, TypeAlias

from data_sources.dates import from_text, utc_text

Gap: TypeAlias = dict[str, Any]

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
TRIES = 6
SAME_CLOCK_S = 60.0


def add_gap(gaps: list[Gap], start: datetime, end: datetime) -> None:
    """Remember that `start` to `end` is missing; joins the newest gap where they touch and it is untouched."""
    if end <= start:
        return
    newest = gaps[0] if gaps else None
    if newest and not newest.get("begun") and from_text(newest["start"]) <= end and from_text(newest["end"]) >= start:
        newest["start"] = utc_text(min(start, from_text(newest["start"])))
        newest["end"] = utc_text(max(end, from_text(newest["end"])))
        return
    gaps.insert(0, {"start": utc_text(start), "end": utc_text(end)})
    gaps.sort(key=lambda gap: from_text(gap["end"]), reverse=True)


def ahead_of_us(skew_s: float | None) -> timedelta:
    """How far to shift what we ask a server for: its records bear its own time, not ours. Within a minute: nothing."""
    return timedelta(seconds=skew_s) if skew_s is not None and abs(skew_s) > SAME_CLOCK_S else timedelta(0)


def newest_part(gap: Gap, span: timedelta) -> tuple[datetime, datetime]:
    """The newest piece of a gap, at most `span` long."""
    end = from_text(gap["end"])
    return max(from_text(gap["start"]), end - span), end


def is_due(fault: dict[str, Any] | None, now: datetime) -> bool:
    """Whether history may be asked again after a failure."""
    return fault is None or from_text(fault["until"]) <= now


def failed_again(fault: dict[str, Any] | None, now: datetime) -> dict[str, Any]:
    """The next pause after a failure of history: it doubles, up to an hour."""
    tries = int((fault or {}).get("tries", 0)) + 1
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries - 1, 12))
    return {"tries": tries, "until": utc_text(now + pause)}
