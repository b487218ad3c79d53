"""What the operator chose in the queue - sort, states, categories - and how it is remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.i18n import N_
from app.views.queue import CLOSED, LIVE_STATES, OPEN, UNKNOWN, QueueFilter, QueueSort

SORTS: Mapping[str, str] = {
    QueueSort.PRIORITY.name: N_("Priority"),
    QueueSort.NEWEST.name: N_("Newest first"),
    QueueSort.OLDEST.name: N_("Oldest first"),
    QueueSort.DUE.name: N_("Due first"),
    QueueSort.AGENCY.name: N_("By agency"),
    QueueSort.STATUS.name: N_("By status"),
    QueueSort.CATEGORY.name: N_("By kind"),
}
NOBODY, UNANSWERED = "nobody", "unanswered"
STATES: Mapping[str, str] = {
    "current": N_("Not closed"),
    "open": N_("Open cases"),
    UNANSWERED: N_("Crew does not answer"),
    "closed": N_("Closed cases"),
    NOBODY: N_("Closed, nobody went"),
    "unknown": N_("Unknown status"),
    "all": N_("All cases"),
}
_CODES: Mapping[str, frozenset[int]] = {
    "current": LIVE_STATES,
    "open": frozenset({OPEN}),
    UNANSWERED: LIVE_STATES,
    "closed": frozenset({CLOSED}),
    NOBODY: frozenset({CLOSED}),
    "unknown": frozenset({UNKNOWN}),
    "all": frozenset({OPEN, CLOSED, UNKNOWN}),
}


@dataclass(frozen=True)
class QueueChoice:
    """Sort and filters as ids; `hits` are the keys a text search found, None without a text; `visited`
    where somebody was, once that was read."""

    sort: str = QueueSort.PRIORITY.name
    states: str = "current"
    categories: frozenset[str] = frozenset()
    hits: np.ndarray | None = None
    visited: np.ndarray | None = None

    def filter(self) -> QueueFilter:
        """The view's filter."""
        silent = self.states == UNANSWERED
        made = QueueFilter(categories=self.categories, states=_CODES[self.states], hits=self.hits, unanswered=silent)
        if self.states != NOBODY:
            return made
        if self.visited is None:  # not read yet: say nothing of anybody
            return replace(made, hits=np.empty(0, "i8"))
        return replace(made, visited=self.visited)

    def order(self) -> QueueSort:
        """The view's order."""
        return QueueSort[self.sort]

    @property
    def hides(self) -> bool:
        """Whether more than the case's state narrows the queue."""
        return bool(self.categories) or self.hits is not None

    def remembered(self) -> dict[str, Any]:
        """For the layout's file; a text filter is not remembered."""
        return {"sort": self.sort, "states": self.states, "categories": sorted(self.categories)}

    @classmethod
    def recalled(cls, kept: Mapping[str, Any]) -> "QueueChoice":
        """From the layout's file; whatever is not known there is left at its default."""
        choice, categories = cls(), kept.get("categories")
        if kept.get("sort") in SORTS:
            choice = replace(choice, sort=kept["sort"])
        if kept.get("states") in STATES:
            choice = replace(choice, states=kept["states"])
        if isinstance(categories, list) and all(isinstance(word, str) for word in categories):
            choice = replace(choice, categories=frozenset(categories))
        return choice
