"""The queue's counts and deadlines as figures, made when somebody asks about one: a million rows need no story each."""

from dataclasses import replace

import numpy as np

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.message import N_
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.day import EVENT_PERIOD
from app.views.figure import INCOMPLETE, Array, Facts, Figure, Stamp
from app.views.ours import CLOSED, OPEN, state_here, unanswered
from app.views.queue import QueueFilter, listed_keys
from app.views.standing import is_behind, link_of, newest_of, sources_of, standing

COUNTDOWN = "countdown"  # seconds until something ends; negative afterwards
NO_TARGET = N_("No target is set for it.")


def chip_figure(picture: Picture, frame: Frame, city: CityFile, filter: QueueFilter, category: str | None) -> Figure:
    """How many complaints a chip counts: those of a category (None = all) that the rest of the filter lets through.

    Of all of them the open, the overdue and the unanswered ones are told as parts.
    """
    wanted = frozenset() if category is None else frozenset({category})
    keys = listed_keys(picture, replace(filter, categories=wanted))
    parts = () if category is not None else _parts(picture, frame, city)
    return _count(picture, frame, city, "queue.count", N_("Complaints listed"), keys, parts)


def open_figure(picture: Picture, frame: Frame, city: CityFile) -> Figure:
    """Every complaint that is open, whatever the filter hides."""
    keys = np.flatnonzero(state_here(picture) == OPEN) + 1
    return _count(picture, frame, city, "queue.open", N_("Complaints open"), keys)


def overdue_figure(picture: Picture, frame: Frame, city: CityFile) -> Figure:
    """Open complaints whose target has ended."""
    keys = np.flatnonzero((state_here(picture) == OPEN) & (picture.complaints.due < frame.seconds)) + 1
    return _count(picture, frame, city, "queue.overdue", N_("Complaints overdue"), keys)


def unanswered_figure(picture: Picture, frame: Frame, city: CityFile) -> Figure:
    """Cases not closed whose crew has not answered in time."""
    keys = np.flatnonzero(unanswered(picture) & (state_here(picture) != CLOSED)) + 1
    return _count(picture, frame, city, "queue.unanswered", N_("Crews that do not answer"), keys)


def _parts(picture: Picture, frame: Frame, city: CityFile) -> tuple[Figure, ...]:
    return tuple(make(picture, frame, city) for make in (open_figure, overdue_figure, unanswered_figure))


def due_figure(picture: Picture, frame: Frame, city: CityFile, key: int, due: float) -> Figure:
    """The time left to a complaint's target; `due` in seconds since 1970, NaN without a target."""
    known = None if np.isnan(due) else due - frame.seconds
    stamp = _stamp(picture, frame, city, f"queue.{key}", np.array([key]))
    note = "" if known is not None else NO_TARGET
    facts = (Facts(Kind.COMPLAINT, np.array([key], "i8")),)
    return replace(stamp, note="").figure(
        "due", N_("Time left to the target"), known, COUNTDOWN, "queue.due", inputs=facts, note=note
    )


def _count(
    picture: Picture,
    frame: Frame,
    city: CityFile,
    rule: str,
    name: str,
    keys: Array,
    parts: tuple[Figure, ...] = (),
) -> Figure:
    facts = (Facts(Kind.COMPLAINT, keys),) if len(keys) else ()
    stamp = _stamp(picture, frame, city, "queue", np.arange(1, picture.complaints.n + 1))
    value = None if stamp.freshness is Freshness.NEVER else float(len(keys))
    return stamp.figure(rule.removeprefix("queue."), name, value, "complaints", rule, inputs=facts, parts=parts)


def _stamp(picture: Picture, frame: Frame, city: CityFile, path: str, keys: Array) -> Stamp:
    c, at = picture.complaints, keys - 1
    sources = sources_of(picture, c.source[at])
    observed = newest_of(c.valid[at])
    links = [link_of(picture, frame, city, source) for source in sources]
    note = INCOMPLETE if is_behind(picture, sources) else ""
    return Stamp(path, sources, observed, standing(observed, frame.at, EVENT_PERIOD, links), note)


def span_figure(picture: Picture, frame: Frame, city: CityFile, start: float, end: float) -> Figure:
    """Complaints made in a span of time, seconds since 1970; what is made later than the frame does not count."""
    requested = picture.complaints.requested
    keys = np.flatnonzero((requested >= start) & (requested < end) & (requested <= frame.seconds)) + 1
    return _count(picture, frame, city, "queue.span", N_("Complaints made in this span"), keys)
