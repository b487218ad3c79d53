"""Calls into the page, and the small conversions they need."""

import json
import logging
import os
import signal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.geo.points import mercator_offsets
from app.views.packed import PackedLayer

log = logging.getLogger(__name__)


def call(name: str, *arguments: Any) -> str:
    """Script that calls one of the page's functions. Arguments go as JSON, so no word of them can become script."""
    return f"window.poc.{name}({','.join(literal(a) for a in arguments)});0"


def literal(value: Any) -> str:
    """A value as JSON that is safe inside script and markup alike: only ASCII, no `<`."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False).replace("<", "\\u003c")


def metres(lat: float | None, lon: float | None, centre: tuple[float, float]) -> list[float] | None:
    """A place in map metres, or None."""
    if lat is None or lon is None or not (np.isfinite(lat) and np.isfinite(lon)):
        return None
    x, y = mercator_offsets(lat, lon, centre)
    return [float(x), float(y)]


def pack_trail(points: NDArray[Any], centre: tuple[float, float]) -> PackedLayer:
    """Rows of latitude, longitude and epoch seconds as a layer; ages count back from the newest."""
    x, y = mercator_offsets(points[:, 0], points[:, 1], centre)
    now = float(points[-1, 2])
    age = now - points[:, 2]
    return PackedLayer({"x": x.astype("<f4"), "y": y.astype("<f4"), "age": age.astype("<f4")}, now, 0.0)


def end_process(pid: int) -> None:
    """Kill a renderer that no longer listens. It is ours, and nothing in it needs saving."""
    if pid > 0:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            log.info("map renderer %s was gone already", pid)
