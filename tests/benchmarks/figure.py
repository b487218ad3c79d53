"""One measured figure, its size, its peer and its aim."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FASTER, AS_LONG, OF_RATE, OF_SIZE = "times faster", "times as long", "of its rate", "of its size"


@dataclass(frozen=True, slots=True)
class Figure:
    """`ours` and `peers` are medians in `unit`; `sense` says how they are compared. `met` is None without an aim."""

    what: str
    size: str
    ours: float
    unit: str
    peer: str = ""
    peers: float | None = None
    sense: str = FASTER
    aim: str = ""
    met: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours against the peer's; above 1 is faster for FASTER, and simply ours / theirs for all others."""
        if self.peers is None or not self.ours or not self.peers:
            return None
        return self.peers / self.ours if self.sense == FASTER else self.ours / self.peers

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"ratio": self.ratio}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Figure":
        """From `as_dict`."""
        return cls(**{name: value for name, value in values.items() if name != "ratio"})
