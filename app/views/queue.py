"""The complaint queue: which complaints, in which order, how urgent. Columns only; a million rows are ordinary."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from app.domain.kind import Kind
from app.domain.severity import Severity
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.ours import CLOSED as CLOSED
from app.views.ours import OPEN as OPEN
from app.views.ours import UNKNOWN as UNKNOWN
from app.views.ours import severity_here, state_here, unanswered, wants_visit
from app.views.queue_order import SECONDS, packed_order, seconds_down, seconds_up
from app.views.spec import ViewSpec

LIVE_STATES = frozenset({OPEN, UNKNOWN})


class QueueSort(StrEnum):
    """Orders of the queue; the word is also the message id."""

    PRIORITY = "priority"
    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    AGENCY = "agency"
    STATUS = "status"
    CATEGORY = "category"


@dataclass(frozen=True)
class QueueFilter:
    """Which complaints to list. Empty `categories` means all; `hits` are the keys a text search found.

    With `visited`, the keys where somebody was, only those are listed that somebody should have gone to and nobody did;
    with `unanswered` only those whose crew has not answered in time.
    """

    categories: frozenset[str] = frozenset()
    states: frozenset[int] = LIVE_STATES
    hits: np.ndarray | None = None
    area: int | None = None
    visited: np.ndarray | None = None
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """One category of the listed states and how many complaints it has; `name` is what the city calls it."""

    category: str
    name: str
    name_en: str
    count: int


@dataclass(frozen=True)
class QueueView:
    """The queue in order: `keys` of complaints, their severity (one step up when overdue) and times in seconds.

    `state` is as this room counts it (app.views.ours). `unanswered` counts cases whose crew does not answer.
    """

    keys: np.ndarray
    state: np.ndarray
    severity: np.ndarray
    due: np.ndarray
    requested: np.ndarray
    expected: np.ndarray
    open: int
    overdue: int
    total: int
    chips: tuple[Chip, ...]
    unanswered: int = 0


def queue_view(
    picture: Picture,
    frame: Frame,
    city: CityFile,
    filter: QueueFilter = QueueFilter(),
    sort: QueueSort = QueueSort.PRIORITY,
) -> QueueView:
    """The queue of a picture at a frame, filtered and sorted."""
    c = picture.complaints
    state = state_here(picture)
    overdue = (state == OPEN) & (c.due < frame.seconds)
    severity = np.minimum(severity_here(picture) + overdue, Severity.KRITIS).astype("u1")
    listed = _listed(picture, filter, state)
    chips = _chips(picture, city, listed)
    at = np.flatnonzero(listed & _in_categories(picture, filter))
    at = at[_order(picture, at, state, severity, sort)]
    n_open = int(np.count_nonzero(state == OPEN))
    return QueueView(
        at + 1,
        state[at],
        severity[at],
        c.due[at],
        c.requested[at],
        c.expected[at],
        n_open,
        int(np.count_nonzero(overdue)),
        c.n,
        chips,
        int(np.count_nonzero(unanswered(picture) & (state != CLOSED))),
    )


def next_open(view: QueueView, key: int) -> int:
    """The next open case below one in the list, else the first open one above it; 0 when there is no other."""
    at = np.flatnonzero(view.keys == key)
    if not len(at):
        return 0
    still = np.flatnonzero((view.state == OPEN) & (view.keys != key))
    below = still[still > at[0]]
    return int(view.keys[below[0] if len(below) else still[0]]) if len(still) else 0


def listed_keys(picture: Picture, filter: QueueFilter) -> np.ndarray:
    """Keys of the complaints a filter lets through, in no order of rank: what the map asks for."""
    return np.flatnonzero(_listed(picture, filter, state_here(picture)) & _in_categories(picture, filter)) + 1


def _listed(picture: Picture, filter: QueueFilter, state: np.ndarray) -> np.ndarray:
    """What passes the filter whatever its category: the chips count these."""
    c = picture.complaints
    listed = np.isin(state, list(filter.states)) & (c.requested == c.requested)
    if filter.hits is not None:
        listed &= _marked(filter.hits, c.n)
    if filter.visited is not None:
        listed &= wants_visit(picture) & ~_marked(filter.visited, c.n)
    if filter.unanswered:
        listed &= unanswered(picture)
    if filter.area is not None:
        listed &= c.area == filter.area
    return np.asarray(listed)


def _in_categories(picture: Picture, filter: QueueFilter) -> np.ndarray:
    if not filter.categories:
        return np.ones(picture.complaints.n, bool)
    codes = [picture.words.find(category) for category in filter.categories]
    return np.isin(picture.complaints.category, [code for code in codes if code is not None])


def _marked(keys: np.ndarray, n: int) -> np.ndarray:
    mask = np.zeros(n, bool)
    keys = np.asarray(keys, "i8")
    mask[keys[(keys > 0) & (keys <= n)] - 1] = True
    return mask


def _chips(picture: Picture, city: CityFile, listed: np.ndarray) -> tuple[Chip, ...]:
    counts = np.bincount(picture.complaints.category[listed], minlength=len(picture.words))
    chips = []
    for code in np.flatnonzero(counts):
        id_ = picture.words.text(int(code))
        known = city.category_of(id_)
        chips.append(Chip(id_, known.name if known else id_, known.name_en if known else id_, int(counts[code])))
    return tuple(sorted(chips, key=lambda chip: (-chip.count, chip.category)))


def _order(picture: Picture, at: np.ndarray, state: np.ndarray, severity: np.ndarray, sort: QueueSort) -> np.ndarray:
    """The order of the rows `at`; ties go to the newer complaint, then the greater key, so that nothing jumps."""
    c = picture.complaints
    match sort:
        case QueueSort.NEWEST:
            return packed_order(seconds_down(c.requested[at]), SECONDS)
        case QueueSort.OLDEST:
            return packed_order(seconds_up(c.requested[at]), SECONDS)
        case QueueSort.DUE:
            return packed_order(seconds_up(c.due[at]), SECONDS)
        case QueueSort.AGENCY | QueueSort.STATUS | QueueSort.CATEGORY:
            words = getattr(c, sort.value)[at]
            return packed_order(_ranks(picture)[words], 17, seconds_down(c.requested[at]), SECONDS)
    return packed_order(_priority(state[at], severity[at]), 4, seconds_up(c.due[at]), SECONDS)


def _priority(state: np.ndarray, severity: np.ndarray) -> np.ndarray:
    """Open before unknown before closed, worst first: 4 bits; what is due first comes first among equals."""
    return np.asarray(np.array([0, 8, 4], "u1")[state] + (np.uint8(Severity.KRITIS) - severity))


def _ranks(picture: Picture) -> np.ndarray:
    """The alphabetical rank of every word, so that codes sort as their texts."""
    texts = [text.casefold() for text in picture.words.all()]
    ranks = np.empty(len(texts), "i4")
    ranks[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    return ranks


QUEUE = ViewSpec("queue", frozenset({Kind.COMPLAINT, Kind.ACTION, Kind.DERIVED}), queue_view)
