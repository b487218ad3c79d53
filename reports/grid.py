"""Tables on paper: a heading row, thin lines, figures ranged right; long cells go on over pages (safety P4)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Table, TableStyle
from reportlab.platypus.doctemplate import LayoutError

from reports.fonts import MEDIUM
from reports.palette import PAPER, Size
from reports.text import BODY, Run, Style, paragraph

FAULTS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, LayoutError)
"""What a record that cannot be drawn may raise; such a record costs its own line, never the report."""
TOTAL = Style(face=MEDIUM)
HEAD = Style(Size.SMALL, ink=PAPER.secondary)
_WIDE = 2_000.0
Cell: TypeAlias = str | Any | tuple[Run, ...]
Row: TypeAlias = Sequence[Cell]
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in points, whether it holds figures, the footnote of its heading."""

    title: str
    width: float
    figures: bool = True
    note: int = 0


def grid(columns: Sequence[Column], rows: Iterable[Row], *, total: bool = False) -> Table:
    """A table; with `total` the last row is set off. Any cell may be longer than a page."""
    head = [paragraph(_aligned(HEAD, c), Run(c.title, note=c.note)) for c in columns]
    many = list(rows)
    last = len(many) - 1 if total else None
    body = [[_cell(cell, c, n == last) for cell, c in zip(row, columns, strict=True)] for n, row in enumerate(many)]
    table = Table([head, *body], [c.width for c in columns], repeatRows=1, splitInRow=1, hAlign="LEFT")
    table.setStyle(_style(len(body), total))
    return table


def _aligned(style: Style, column: Column) -> Style:
    return style.right() if column.figures else style


def _cell(cell: Cell, column: Column, is_total: bool) -> Flowable:
    if isinstance(cell, str):
        return paragraph(_aligned(TOTAL if is_total else BODY, column), cell)
    return cell if isinstance(cell, Flowable) else paragraph(_aligned(BODY, column), *cell)


def _style(rows: int, total: bool) -> TableStyle:
    line, rule = HexColor(PAPER.line), HexColor(PAPER.rule)
    said = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("TOPPADDING", (0, 0), (-1, -1), 3.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.2),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, line),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, rule),
    ]
    if total and rows:
        said.append(("LINEABOVE", (0, rows), (-1, rows), 0.8, rule))
    return TableStyle(said)


def records(many: Iterable[Record], build: Callable[[Record], Row], width: int, sorry: str) -> list[Row]:
    """The row of each record; one that cannot be drawn says so in its own line and spoils no other.

    `width` is the number of columns, `sorry` the words of such a line.
    """
    return [_record(one, build, width, sorry) for one in many]


def _record(one: Record, build: Callable[[Record], Row], width: int, sorry: str) -> Row:
    try:
        row = [_tried(cell) for cell in build(one)]
    except FAULTS:
        row = []
    return row if len(row) == width else [sorry, *[""] * (width - 1)]


def _tried(cell: Cell) -> Cell:
    """The cell, once it has been laid out in a column of any width: faults show here and not in the whole."""
    flowable = cell if isinstance(cell, Flowable) else paragraph(BODY, *((cell,) if isinstance(cell, str) else cell))
    flowable.wrap(_WIDE, _WIDE)
    return cell
