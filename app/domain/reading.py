"""What a station measures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.domain.kind import Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one parameter at one station, in the source's unit; None: the station itself says there is none."""

    kind: ClassVar[Kind] = Kind.READING
    source: str
    id: str
    valid_at: datetime
    station: str
    parameter: str
    value: float | None
    unit: str = ""
    lat: float | None = None
    lon: float | None = None
    flags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def series(self) -> str:
        """What it belongs to: the station's parameter."""
        return f"{self.station}/{self.parameter}"
