"""Every panel of the desk: one entry in one list. A panel is a QWidget built from the live picture and its group.

A panel may also offer, and the shell then uses: `headline` with the signal `headline_changed(str)` (a line beside its
title), `on_dock_moved(top_level)` (its dock became a window or came back), `use_commands(commands)` (to show them as
buttons), `is_painted()`, `shutdown()`, and `remembered()` with `recall(kept)` (plain JSON values that are kept with the
layout).
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
from widgets.panels.dispatch_keys import COMMANDS as DISPATCH_KEYS
from widgets.panels.lazy import LazyPanel
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
    A panel with `is_lazy` is built when it is first seen.
    """

    name: str
    title: str
    icon: str
    build: Callable[[Live, Group], QWidget]
    depends_on: frozenset[Kind]
    place: Place
    is_open: bool = True
    commands: tuple[CommandSpec, ...] = ()
    is_lazy: bool = False


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


def _revenue(live: Live, group: Group) -> QWidget:
    from app.views.revenue import revenue_days, revenue_view
    from widgets.panels.revenue import RevenuePanel

    return RevenuePanel(live, group, revenue_view, revenue_days)


def _agencies(live: Live, group: Group) -> QWidget:
    from app.views.agencies import agencies_view
    from widgets.panels.agencies import AgenciesPanel

    return AgenciesPanel(live, group, agencies_view)


def _funds(live: Live, group: Group) -> QWidget:
    from app.views.funds import funds_view
    from widgets.panels.funds import FundsPanel

    return FundsPanel(live, group, funds_view)


def _dispatch(live: Live, group: Group) -> QWidget:
    from widgets.panels.dispatch import DispatchPanel

    return DispatchPanel(live, group)


def _deadlines(live: Live, group: Group) -> QWidget:
    from app.views.deadlines import deadlines_view
    from widgets.panels.deadlines import DeadlinesPanel

    return DeadlinesPanel(live, group, deadlines_view)


_COMPLAINT = frozenset({Kind.COMPLAINT})
_DEEDS = frozenset({Kind.ACTION})
_FIGURES = frozenset({Kind.INDICATOR, Kind.HEALTH})
_EVERYTHING_SEEN = frozenset({Kind.COMPLAINT, Kind.VEHICLE, Kind.POSITION, Kind.GEOFENCE})

PANELS: tuple[PanelSpec, ...] = (
    PanelSpec("queue", N_("Complaint queue"), "queue", _queue, _COMPLAINT, Place.LEFT, commands=QUEUE_KEYS),
    PanelSpec("map", N_("Map"), "map", _map, _EVERYTHING_SEEN, Place.CENTRE),
    PanelSpec("complaint", N_("Complaint"), "complaint", _complaint, _COMPLAINT, Place.RIGHT),
    PanelSpec("timeline", N_("Timeline"), "timeline", _timeline, _COMPLAINT, Place.BOTTOM),
    PanelSpec("sources", N_("Sources"), "sources", _sources, frozenset({Kind.HEALTH}), Place.BOTTOM, is_open=False),
    PanelSpec("revenue", N_("Revenue"), "revenue", _revenue, _FIGURES, Place.CENTRE, is_lazy=True),
    PanelSpec("agencies", N_("Agencies"), "agencies", _agencies, _FIGURES, Place.CENTRE, is_lazy=True),
    PanelSpec("deadlines", N_("Deadlines"), "clock", _deadlines, _COMPLAINT | _DEEDS, Place.CENTRE, is_lazy=True),
    PanelSpec("funds", N_("Response funds"), "funds", _funds, _FIGURES | _COMPLAINT, Place.CENTRE, is_lazy=True),
    PanelSpec(
        "dispatch",
        N_("Dispatch"),
        "vehicle",
        _dispatch,
        _EVERYTHING_SEEN | {Kind.ACTION},
        Place.RIGHT,
        is_open=False,
        commands=DISPATCH_KEYS,
        is_lazy=True,
    ),
)


def build_panel(spec: PanelSpec, live: Live, group: Group) -> QWidget:
    """Build a panel, or what will build it when it is first seen."""
    return LazyPanel(lambda: _built(spec, live, group)) if spec.is_lazy else _built(spec, live, group)


def _built(spec: PanelSpec, live: Live, group: Group) -> QWidget:
    """One that cannot be built costs its own place, not the desk: the fault goes to the one hook."""
    try:
        return spec.build(live, group)
    except Exception:  # noqa: BLE001 - loud through the hook: log, note on the screen, counter
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        broken = text_label(group.language.text("This panel could not be started. The log says why."), "secondary")
        broken.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return broken
