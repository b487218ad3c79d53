"""How large type must be to be read from afar: arc minutes at a viewing distance into pixels of a screen.

Source: ISO 9241 and NUREG-0700 as quoted in the design: figures 20 arc minutes, every other text at least 16, measured
on the height of a capital or a digit.
"""

from dataclasses import dataclass
from math import ceil, hypot, radians, tan

from PySide6.QtGui import QScreen

FIGURE_ARC, TEXT_ARC = 20.0, 16.0  # arc minutes
CAPITAL = 0.70  # height of a capital in parts of the type's size
ASSUMED_INCHES = 55.0  # a screen whose size is not known: that of an ordinary wall
_MM = 25.4
_SMALLEST_MM, _LARGEST_MM = 100.0, 6_000.0  # diagonals of real screens
_MADE_UP_DPI = (96.0, 100.0)  # what screens that exist only in memory say of themselves, to the hundredth


@dataclass(frozen=True, slots=True)
class Viewing:
    """People at `distance_m` before a screen of `pitch_mm` a pixel."""

    distance_m: float
    pitch_mm: float

    def px(self, arc_minutes: float) -> int:
        """The size of type in pixels whose capitals are so many arc minutes high, rounded up."""
        height = 2 * self.distance_m * 1000 * tan(radians(arc_minutes / 60) / 2)
        return ceil(height / CAPITAL / self.pitch_mm)

    @property
    def figure_px(self) -> int:
        """The least size of figures."""
        return self.px(FIGURE_ARC)

    @property
    def text_px(self) -> int:
        """The least size of every other text."""
        return self.px(TEXT_ARC)


def pitch_of(width_px: int, height_px: int, width_mm: float, height_mm: float) -> float:
    """Millimetres a pixel; a screen that does not know its size, or makes one up, is taken for one of 55 inches."""
    diagonal = hypot(width_mm, height_mm)
    is_real = _SMALLEST_MM <= diagonal <= _LARGEST_MM
    if is_real and not _is_made_up(width_px, width_mm) and width_px > 0:
        return width_mm / width_px
    return ASSUMED_INCHES * _MM / max(hypot(width_px, height_px), 1)


def _is_made_up(px: int, mm: float) -> bool:
    return any(abs(px / mm * _MM - dpi) < 0.05 for dpi in _MADE_UP_DPI)


def viewing(screen: QScreen | None, distance_m: float, pitch_mm: float | None = None) -> Viewing:
    """The viewing of a screen in device-independent pixels; `pitch_mm` stands for a screen that is not there."""
    if pitch_mm is not None:
        return Viewing(distance_m, pitch_mm)
    if screen is None:
        return Viewing(distance_m, pitch_of(1920, 1080, 0, 0))
    size, mm = screen.size(), screen.physicalSize()
    return Viewing(distance_m, pitch_of(size.width(), size.height(), mm.width(), mm.height()))
