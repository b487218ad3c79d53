"""One rule for every place a far end sends: none, right, exchanged, or outside.

Source of rule: wire formats, introduction. Empty or 0,0 is no place; outside box and margin but inside when
exchanged is corrected and flagged `swapped`; otherwise outside.
"""

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.domain.kind import Flag
from data_sources.wire_text import is_empty, number_of

Box: TypeAlias = tuple[float, float, float, float]
"""South, west, north, east in degrees, margin included."""


class OutsideTheCity(ValueError):
    """The place is neither in the city nor, exchanged, in it."""


@dataclass(frozen=True)
class Place:
    """WGS84 degrees, or none. `unreadable`: coordinates came, but were no numbers."""

    lat: float | None = None
    lon: float | None = None
    flags: tuple[str, ...] = ()
    unreadable: bool = False


def read_place(lat: Any, lon: Any, box: Box) -> Place:
    """The place of a record. Raises OutsideTheCity."""
    y, x = _degrees(lat), _degrees(lon)
    if y is None or x is None:
        unreadable = any(n is None and not is_empty(v) for n, v in ((y, lat), (x, lon)))
        return Place(flags=(Flag.NO_PLACE.value,), unreadable=unreadable)
    if x == 0 and y == 0:
        return Place(flags=(Flag.NO_PLACE.value,))
    if _inside(y, x, box):
        return Place(y, x)
    if _inside(x, y, box):
        return Place(x, y, (Flag.SWAPPED.value,))
    raise OutsideTheCity(f"{y}, {x}")


def _degrees(value: Any) -> float | None:
    """A coordinate, which may be written with a decimal comma."""
    comma = isinstance(value, str) and re.fullmatch(r"\s*[-+]?\d{1,3},\d+\s*", value, re.ASCII)
    return number_of(value.replace(",", ".") if comma else value)


def _inside(lat: float, lon: float, box: Box) -> bool:
    south, west, north, east = box
    return south <= lat <= north and west <= lon <= east
