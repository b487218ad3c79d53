"""What the map keeps with the layout: its switches and the part of the city in sight."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maps.view import MapView

SWITCHES = ("complaints", "vehicles", "areas", "landmarks", "queue")
AROUND = 0.2  # degrees around the city in which a kept place still counts


def remembered(view: "MapView") -> dict[str, Any]:
    """Plain JSON values."""
    place = {"place": list(view.place)} if view.place else {}
    return {"switches": dict(view.switches)} | place


def recall(view: "MapView", kept: Mapping[str, Any], box: Sequence[float]) -> None:
    """Bring them back; what is no switch and no place of this city (`box`: south, west, north, east) is ignored."""
    switches = kept.get("switches")
    for layer, on in switches.items() if isinstance(switches, dict) else ():
        if layer in SWITCHES and isinstance(on, bool):
            view.set_switch(layer, on)
    if place := place_of(kept.get("place"), box):
        view.jump_to(*place)


def place_of(kept: object, box: Sequence[float]) -> tuple[float, float, float] | None:
    """A kept latitude, longitude and zoom in or around the city; None for anything else."""
    if not isinstance(kept, list) or len(kept) != 3 or not all(isinstance(n, int | float) for n in kept):
        return None
    (lat, lon, zoom), (south, west, north, east) = kept, box
    is_here = south - AROUND <= lat <= north + AROUND and west - AROUND <= lon <= east + AROUND
    return (float(lat), float(lon), float(zoom)) if is_here and 0 <= zoom <= 24 else None
