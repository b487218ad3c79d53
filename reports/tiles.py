"""Tiles: a few large figures in a row of boxes, each with its name above and a plain line below."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Table, TableStyle

from reports.fonts import LIGHT, drawn, width_of
from reports.marked import Marked
from reports.page import INNER
from reports.palette import PAPER, Size
from reports.text import Run, Style, paragraph

_NAME = Style(8.4, ink=PAPER.secondary)
_PAD, _NUMBER, _MARK = 9.0, 18.0, 15.0  # room for a footnote's number behind the figure, for a mark before it


@dataclass(frozen=True, slots=True)
class Tile:
    """A large figure; `below` is one line of comparison; `note` and `below_note` are their footnotes' numbers.

    `mark` is the figure's severity, None for none.
    """

    name: str
    value: str
    below: str = ""
    note: int = 0
    below_note: int = 0
    mark: int | None = None


def tiles(many: Sequence[Tile]) -> Table:
    """The tiles side by side, equally wide; the type shrinks together when a figure needs it."""
    width = INNER / len(many)
    size = min(_fitting(tile.value, width - 2 * _PAD - _NUMBER - (tile.mark is not None) * _MARK) for tile in many)
    figure = Style(size, LIGHT, lead=Size.FIGURE * 1.5 / size)
    rows = [
        [paragraph(_NAME, tile.name) for tile in many],
        [_value(tile, figure) for tile in many],
        [paragraph(_NAME, Run(tile.below, note=tile.below_note)) for tile in many],
    ]
    table = Table(rows, [width] * len(many), spaceBefore=11, spaceAfter=4)
    table.setStyle(_STYLE)
    return table


def _value(tile: Tile, style: Style) -> Flowable:
    words = paragraph(style, Run(tile.value, note=tile.note))
    return words if tile.mark is None else Marked(words, tile.mark, style.size * 0.6, at_left=True)


def _fitting(text: str, room: float) -> float:
    width = width_of(drawn(text), LIGHT, Size.FIGURE)
    return Size.FIGURE if width <= room else max(Size.LEAD, Size.FIGURE * room / width)


_STYLE = TableStyle(
    [
        ("BOX", (0, 0), (-1, -1), 0.6, HexColor(PAPER.rule)),
        ("LINEAFTER", (0, 0), (-2, -1), 0.6, HexColor(PAPER.line)),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ("TOPPADDING", (0, 0), (-1, 0), 8),
        ("TOPPADDING", (0, 1), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, 1), 0),
        ("BOTTOMPADDING", (0, 2), (-1, 2), 8),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
)
