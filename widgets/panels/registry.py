"""Every panel of the desk: one entry in one list. A panel is a QWidget built from the live picture and its group.

A panel may also offer, and the shell then uses: `headline` with the signal `headline_changed(str)` (a line beside its
title), `on_dock_moved(top_level)` (its dock became a window or came back), `is_painted()`, `shutdown()`, and
`remembered()` with `recall(kept)` (plain JSON values that are kept with the layout).
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.kind import Kind
from app.i18n import N_
from widgets.commands import CommandSpec
from widgets.group import Group
from widgets.live import Live
from widgets.panels.queue_keys import COMMANDS as QUEUE_KEYS
from widgets.plain import text_label


class Place(Enum):
    """Where a panel stands on the first day."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """One panel: its name in layouts, its title (a message id), what it needs, its place and whether it starts open.

    `commands` have ids that begin with the panel's name and a colon; the shell hands them to the panel's `run(id)`.
    """

    name: str
    title: str
    icon: str
    build: Callable[[Live, Group], QWidget]
    depends_on: frozenset[Kind]
    place: Place
    is_open: bool = True
    commands: tuple[CommandSpec, ...] = ()


def _queue(live: Live, group: Group) -> QWidget:
    from widgets.panels.queue import QueuePanel

    return QueuePanel(live, group)


def _map(live: Live, group: Group) -> QWidget:
    from widgets.panels.map import MapPanel  # brings the web engine with it: only when a map is wanted

    return MapPanel(live, group)


def _complaint(live: Live, group: Group) -> QWidget:
    from widgets.panels.complaint import ComplaintPanel

    return ComplaintPanel(live, group)


def _sources(live: Live, group: Group) -> QWidget:
    from widgets.panels.sources import SourcesPanel

    return SourcesPanel(live, group)


def _timeline(live: Live, group: Group) -> QWidget:
    from widgets.panels.timeline import TimelinePanel

    return TimelinePanel(live, group)


_COMPLAINT = frozenset({Kind.COMPLAINT})
_EVERYTHING_SEEN = frozenset({Kind.COMPLAINT, Kind.VEHICLE, Kind.POSITION, Kind.GEOFENCE})

PANELS: tuple[PanelSpec, ...] = (
    PanelSpec("queue", N_("Complaint queue"), "queue", _queue, _COMPLAINT, Place.LEFT, commands=QUEUE_KEYS),
    PanelSpec("map", N_("Map"), "map", _map, _EVERYTHING_SEEN, Place.CENTRE),
    PanelSpec("complaint", N_("Complaint"), "complaint", _complaint, _COMPLAINT, Place.RIGHT),
    PanelSpec("timeline", N_("Timeline"), "timeline", _timeline, _COMPLAINT, Place.BOTTOM),
    PanelSpec("sources", N_("Sources"), "sources", _sources, frozenset({Kind.HEALTH}), Place.BOTTOM, is_open=False),
)


def build_panel(spec: PanelSpec, live: Live, group: Group) -> QWidget:
    """Build a panel. One that cannot be built costs its own place, not the desk: the fault goes to the one hook."""
    try:
        return spec.build(live, group)
    except Exception:  # noqa: BLE001 - loud through the hook: log, note on the screen, counter
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        broken = text_label(group.language.text("This panel could not be started. The log says why."), "secondary")
        broken.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return broken
