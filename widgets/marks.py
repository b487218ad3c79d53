"""Marks, arrows and icons as shapes: one path each in resources/icons, used by Qt, the map page and the paper.

A path is a subset of SVG: absolute M, L, C and Z with spaces between all parts, in a square of `size` units.
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from app.domain.severity import Severity

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
SEVERITY_MARKS = {
    Severity.RENDAH: "mark-rendah",
    Severity.MENENGAH: "mark-menengah",
    Severity.TINGGI: "mark-tinggi",
    Severity.KRITIS: "mark-kritis",
}
_NUMBERS = {"M": 2, "L": 2, "C": 6, "Z": 0}


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A shape in a square of `size` units: filled when `width` is 0, else drawn as a line of that width."""

    name: str
    size: float
    width: float
    path: QPainterPath


def shape_names() -> list[str]:
    """Every shape there is."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def shape(name: str) -> Shape:
    """A shape by name, read once. Raises FileNotFoundError for an unknown one."""
    raw: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    path = parse_path(raw["path"])
    even = raw.get("rule") == "evenodd"
    path.setFillRule(Qt.FillRule.OddEvenFill if even else Qt.FillRule.WindingFill)
    return Shape(name, float(raw["size"]), float(raw.get("width", 0)), path)


def parse_path(text: str) -> QPainterPath:
    """A painter path from its text. Raises ValueError for an operator that is none of M, L, C, Z."""
    path, words = QPainterPath(), text.split()
    at = 0
    while at < len(words):
        operator = words[at]
        if operator not in _NUMBERS:
            raise ValueError(f"unknown operator {operator!r} in a path")
        end = at + 1 + _NUMBERS[operator]
        _step(path, operator, [float(word) for word in words[at + 1 : end]])
        at = end
    return path


def _step(path: QPainterPath, operator: str, numbers: list[float]) -> None:
    points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    match operator:
        case "M":
            path.moveTo(points[0])
        case "L":
            path.lineTo(points[0])
        case "C":
            path.cubicTo(*points)
        case _:
            path.closeSubpath()


def draw(painter: QPainter, name: str, box: QRectF, colour: str, *, hollow: bool = False, angle: float = 0.0) -> None:
    """Draw a shape into a square box. `angle` turns it clockwise in degrees (an arrow's course)."""
    wanted = shape(name)
    scale = min(box.width(), box.height()) / wanted.size
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    painter.rotate(angle)
    painter.scale(scale, scale)
    painter.translate(-wanted.size / 2, -wanted.size / 2)
    _ink(painter, wanted, colour, hollow)
    painter.drawPath(wanted.path)
    painter.restore()


def _ink(painter: QPainter, wanted: Shape, colour: str, hollow: bool) -> None:
    line = wanted.width or (2.4 if hollow else 0.0)
    pen = QPen(QColor(colour), line, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen if line else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if line else QColor(colour))


def pixmap(name: str, colour: str, px: int = 16, ratio: float = 1.0, angle: float = 0.0) -> QPixmap:
    """A shape as a picture of `px` device-independent pixels at a screen's ratio."""
    made = QPixmap(QSize(px, px) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, name, QRectF(0, 0, px, px), colour, angle=angle)
    painter.end()
    return made


@lru_cache(maxsize=256)
def icon(name: str, colour: str, disabled: str = "", *, keep: bool = False) -> QIcon:
    """A shape as an icon sharp at 12 to 32 pixels and 200 % scale. `keep` keeps its colour on a selected row.

    The same icon is the same object: change none that was given to you.
    """
    made = QIcon()
    for px in (12, 16, 20, 24, 32):
        for ratio in (1.0, 2.0):
            made.addPixmap(pixmap(name, colour, px, ratio))
            if keep:
                made.addPixmap(pixmap(name, colour, px, ratio), QIcon.Mode.Selected)
            if disabled:
                made.addPixmap(pixmap(name, disabled, px, ratio), QIcon.Mode.Disabled)
    return made
