"""Older cases of an Open311 source, window by window, newest first, behind the live picture.

Source of rule: the crawl recipe of wire formats 4.1.8. A failure here never disturbs the live cursor.
"""

from datetime import datetime, timedelta

from app.errors import SourceAsksToWait, SourceError
from data_sources.batch import Cursor
from data_sources.dates import from_text
from data_sources.gaps import TRIES, failed_again, is_due, newest_part
from data_sources.open311_options import Options
from data_sources.open311_record import Fate
from data_sources.open311_take import Taking
from data_sources.open311_walk import Step, Walker, new_walk, span_of

FIRST_SPAN = timedelta(days=1)
SHORTEST = timedelta(minutes=1)
SHORT_ENOUGH = timedelta(minutes=15)
GROWTH = 1.1
TOLERANCE = timedelta(hours=1)


def is_history_due(cursor: Cursor, now: datetime) -> bool:
    """Whether older cases are still to be asked for, now."""
    return bool(cursor.get("gaps")) and is_due(cursor.get("history_fault"), now)


class History:
    """One page of older cases a poll. Its memory in the cursor: `gaps`, `walk`, `span_s`, `history_fault`."""

    def __init__(self, walker: Walker, options: Options) -> None:
        self._walker, self._options = walker, options

    def step(self, cursor: Cursor, taking: Taking, now: datetime) -> None:
        """The next page. A failure is noted and tried again later; only a wish to wait is passed on."""
        walk = cursor.get("walk") or self._next_walk(cursor)
        try:
            step = self._walker.step(walk, cursor)
        except SourceAsksToWait:
            raise
        except SourceError as error:
            self._failed(cursor, walk, taking, now, error)
            return
        cursor.pop("history_fault", None)
        fates = taking.page(step, cursor.get("services", {}))
        self._after(cursor, walk, step, fates, taking)

    def _next_walk(self, cursor: Cursor) -> Cursor:
        span = min(timedelta(seconds=cursor.get("span_s", FIRST_SPAN.total_seconds())), self._options.max_span)
        start, end = newest_part(cursor["gaps"][0], span)
        cursor["gaps"][0]["begun"] = True
        return new_walk(start, end)

    def _after(self, cursor: Cursor, walk: Cursor, step: Step, fates: list[Fate], taking: Taking) -> None:
        cursor["walk"] = walk
        if walk["pages"] <= 1 and step.done and ignores_windows(cursor, walk, fates):
            taking.notes.append("The server answers every window alike; its history cannot be asked for.")
            cursor |= {"gaps": [], "walk": None}
        elif step.is_cut and span_of(walk) > SHORTEST:
            self._shorten(cursor, walk)
        elif step.done:
            self._finish(cursor, walk, GROWTH)

    def _shorten(self, cursor: Cursor, walk: Cursor) -> None:
        """The list was cut: ask the same again in halves."""
        cursor |= {"span_s": span_of(walk).total_seconds() / 2, "walk": None}

    def _finish(self, cursor: Cursor, walk: Cursor, growth: float) -> None:
        gaps = cursor["gaps"]
        gaps[0]["end"] = walk["start"]
        if from_text(gaps[0]["end"]) <= from_text(gaps[0]["start"]):
            gaps.pop(0)
        wanted = max(span_of(walk).total_seconds(), cursor.get("span_s", 0.0)) * growth
        cursor |= {"span_s": min(wanted, self._options.max_span.total_seconds()), "walk": None}

    def _failed(self, cursor: Cursor, walk: Cursor, taking: Taking, now: datetime, error: SourceError) -> None:
        """One bad stored row may spoil a window (Chicago): ask for less, and in the end leave the piece out."""
        fault = failed_again(cursor.get("history_fault"), now)
        cursor |= {"history_fault": fault, "span_s": max(span_of(walk).total_seconds() / 2, SHORTEST.total_seconds())}
        cursor["walk"] = None
        taking.notes.append(f"History could not be read: {error.what}")
        if fault["tries"] >= TRIES and span_of(walk) <= SHORT_ENOUGH:
            taking.notes.append(f"History from {walk['start']} to {walk['end']} was left out.")
            self._finish(cursor, walk, 1.0)


def ignores_windows(cursor: Cursor, walk: Cursor, fates: list[Fate]) -> bool:
    """Whether this window brought the same ids as the live one although they lie outside it."""
    same = bool(walk["first"]) and sorted(walk["first"]) == cursor.get("live_ids")
    start, end = from_text(walk["start"]) - TOLERANCE, from_text(walk["end"]) + TOLERANCE
    return same and any(fate.requested_at and not start <= fate.requested_at <= end for fate in fates)


def first_gap(now: datetime, history: timedelta) -> tuple[datetime, datetime]:
    """The history behind the first look."""
    return now - history, now - min(FIRST_SPAN, history)
