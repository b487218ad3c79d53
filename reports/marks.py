"""Severity marks on paper: the same shapes as on the screen, from resources/icons."""

import json
from functools import cache
from pathlib import Path

from reportlab.graphics.shapes import Drawing, Group
from reportlab.graphics.shapes import Path as DrawnPath
from reportlab.lib.colors import HexColor

from app.domain.severity import Severity
from reports.palette import PAPER

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
MARKS = {
    Severity.RENDAH: "mark-rendah",
    Severity.MENENGAH: "mark-menengah",
    Severity.TINGGI: "mark-tinggi",
    Severity.KRITIS: "mark-kritis",
}
_NUMBERS = {"M": 2, "L": 2, "C": 6, "Z": 0}


@cache
def _steps(name: str) -> tuple[float, tuple[tuple[str, tuple[float, ...]], ...]]:
    raw = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    words, at, steps = raw["path"].split(), 0, []
    while at < len(words):
        if words[at] not in _NUMBERS:
            raise ValueError(f"unknown operator {words[at]!r} in a path")
        end = at + 1 + _NUMBERS[words[at]]
        steps.append((words[at], tuple(float(word) for word in words[at + 1 : end])))
        at = end
    return float(raw["size"]), tuple(steps)


def shape(name: str, x: float, y: float, size: float, ink: str) -> DrawnPath:
    """A filled shape whose lower left corner is at (x, y); the icons' y grows downwards, paper's upwards."""
    unit, steps = _steps(name)
    scale = size / unit
    path = DrawnPath(fillColor=HexColor(ink), strokeColor=None)
    for operator, numbers in steps:
        points = [
            part
            for px, py in zip(numbers[::2], numbers[1::2], strict=True)
            for part in (x + px * scale, y + size - py * scale)
        ]
        match operator:
            case "M":
                path.moveTo(*points)
            case "L":
                path.lineTo(*points)
            case "C":
                path.curveTo(*points)
            case _:
                path.closePath()
    return path


def mark(severity: Severity | int, size: float = 6.5) -> Drawing:
    """A severity's mark as a flowable of its own."""
    drawing = Drawing(size, size)
    drawing.add(Group(shape(MARKS[Severity(severity)], 0, 0, size, PAPER.severity(severity))))
    return drawing
