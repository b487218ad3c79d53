"""Small layers made by hand, in map metres from the city's centre."""

import time

import numpy as np

from app.views.map_layers import MOVING
from app.views.packed import PackedLayer

NIGHT = {
    "window": "#11171d", "panel": "#182128", "raised": "#202b34", "line": "#2d3a45", "selection": "#17303d",
    "text": "#e4ecf2", "secondary": "#9fb1bf", "faint": "#8fa2b0", "accent": "#4fb3d9", "kritis": "#ff5a67",
    "tinggi": "#ff9e2c", "menengah": "#f2d15c", "rendah": "#8fa5b7", "good": "#4cc38a", "replay": "#b48cf2",
}  # fmt: skip


def complaints(places: list[tuple[float, float]] | None = None, severity: int = 3) -> PackedLayer:
    """Complaints with keys 1, 2, …; by default one critical in the middle of the city."""
    at = np.array(places or [(0.0, 0.0)], "<f4")
    n = len(at)
    columns = {
        "x": np.ascontiguousarray(at[:, 0]),
        "y": np.ascontiguousarray(at[:, 1]),
        "key": np.arange(1, n + 1, dtype="<u4"),
        "style": np.full(n, severity, "u1"),
        "flags": np.zeros(n, "u1"),
    }
    return PackedLayer(columns, time.time(), 0.0)


def vehicles(
    start: tuple[float, float] = (2000.0, 0.0),
    end: tuple[float, float] = (2000.0, 0.0),
    gap: float = 0.0,
    speed: float = 1.0,
    age: float = 0.0,
) -> PackedLayer:
    """One vehicle with key 1: two fixes `gap` seconds apart, the last `age` seconds old."""
    columns = {
        name: np.array([value], "<f4") for name, value in zip(("x0", "y0", "x1", "y1"), (*start, *end), strict=True)
    }
    columns |= {"t0": np.array([-gap - age], "<f4"), "t1": np.array([-age], "<f4")}
    columns |= {"key": np.array([1], "<u4"), "style": np.array([MOVING], "u1"), "course": np.array([0], "u1")}
    return PackedLayer(columns, time.time(), speed)
