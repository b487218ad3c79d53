"""Geofences of the fleet server, in Traccar's own notation: latitude before longitude."""

from typing import Any

from data_sources.simulator.city import City
from data_sources.simulator.graph import Graph, beside


def geofences(city: City, graph: Graph) -> list[dict[str, Any]]:
    """A circle on each landmark, a square yard on the first three villages, a corridor along the first road."""
    rows: list[tuple[str, str, dict[str, Any]]] = [
        (spot.name, f"CIRCLE ({spot.lat} {spot.lon}, 120.0)", {}) for spot in city.landmarks[:12]
    ]
    for village, node in list(zip(city.villages, graph.centres, strict=True))[:3]:
        rows.append((f"TPS {village.name}", _square(graph.points[node], 60.0), {}))
    for road in city.roads[:1]:
        line = ", ".join(f"{lat} {lon}" for lat, lon in road)
        rows.append(("Koridor", f"LINESTRING ({line})", {"polylineDistance": 40}))
    return [
        {"id": n, "attributes": attributes, "calendarId": 0, "name": name, "description": None, "area": area}
        for n, (name, area, attributes) in enumerate(rows, 1)
    ]


def _square(centre: tuple[float, float], half: float) -> str:
    corners = [(-half, -half), (-half, half), (half, half), (half, -half), (-half, -half)]
    points = (beside(centre, north, east) for north, east in corners)
    return "POLYGON ((" + ", ".join(f"{lat:.6f} {lon:.6f}" for lat, lon in points) + "))"
