"""What a map is told of things that move: columns packed for drawing. Knows nothing of where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

HEADER = np.dtype([("n", "<u4"), ("columns", "<u4"), ("now", "<f8"), ("speed", "<f4"), ("rest", "<u4", 3)])

Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class PackedLayer:
    """Equal-long columns in a fixed order, four-byte columns first. `now` is the city's time in epoch seconds.

    `speed` is how many city seconds pass in a real one; 0 in replay, where nothing slides.
    """

    columns: Columns
    now: float
    speed: float

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def to_bytes(self) -> bytes:
        """Header of 32 bytes, then each column's bytes, little-endian."""
        header = np.zeros((), HEADER)
        header["n"], header["columns"] = len(self), len(self.columns)
        header["now"], header["speed"] = self.now, self.speed
        return b"".join([header.tobytes(), *(column.tobytes() for column in self.columns.values())])
