"""Every scene of the briefing: one entry in one list. The city file says which are shown, and in which order."""

from collections.abc import Sequence

from app.domain.kind import Kind
from app.i18n import N_
from widgets.scenes.agencies_funds import agencies_funds
from widgets.scenes.revenue import revenue
from widgets.scenes.scene import SceneSpec
from widgets.scenes.today import today

_FIGURES = frozenset({Kind.INDICATOR, Kind.HEALTH})

SCENES: tuple[SceneSpec, ...] = (
    SceneSpec("today", N_("Today"), frozenset({Kind.COMPLAINT, Kind.POSITION, Kind.HEALTH}), today),
    SceneSpec("revenue", N_("Revenue"), _FIGURES, revenue),
    SceneSpec("agencies-funds", N_("Agencies and funds"), _FIGURES, agencies_funds),
)


def chosen(names: Sequence[str]) -> tuple[SceneSpec, ...]:
    """The scenes of these names, in their order; a name nobody knows is left out."""
    known = {spec.name: spec for spec in SCENES}
    return tuple(known[name] for name in names if name in known)
