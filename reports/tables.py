"""Tables as files for other programs: CSV by RFC 4180 and XLSX with typed cells. No Qt, no page, no journal.

Safety C1: a cell that a spreadsheet could take for a formula gets a leading apostrophe in CSV, and is a typed string in
XLSX; numbers stay numbers, also negative ones. Safety F1: a file's name is made from letters we allow, never leaves the
chosen folder, and the file appears only when it is whole.
"""

import csv
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from tempfile import mkstemp

from app.errors import PocError
from app.i18n import N_

Cell = str | float | int | date | None
PART = ".poc-part"  # how a file ends while it is being written

_STARTS = re.compile(
    r"^[\s\"';,]*[=+\-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}"
    r"\N{FULLWIDTH COMMERCIAL AT}]"
)
_UNWANTED = re.compile(r"[^A-Za-z0-9\u0410-\u044f._-]+")
_LONGEST = 80  # characters of a name
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_XLSX_CELL = 32_767  # characters; the format's own limit
_XLSX_ROWS = 1_048_576
_MOST_NAMES = 1_000


class Cancelled(Exception):
    """A person took back what was under way."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be written: titles and cells are finished words and plain values. `about` stands above it."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    about: tuple[str, ...] = ()
    money: frozenset[int] = field(default_factory=frozenset)  # columns of IDR, shown without decimals


Progress = Callable[[float], None]
"""Called with the part done, 0 to 1; raises Cancelled to stop."""


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula. Source: OWASP ASVS 1.2.10."""
    return f"'{text}" if _STARTS.match(text) else text


def safe_name(name: str, suffix: str) -> str:
    """A file's name from foreign text: one plain word of at most 80 letters, never a device, never hidden."""
    plain = unicodedata.normalize("NFKC", name).replace("\0", "")
    word = _UNWANTED.sub("-", plain).strip(".-_")[:_LONGEST].strip(".-_") or "table"
    if word.split(".")[0].lower() in _DEVICES:
        word = f"file-{word}"
    return word + suffix


def free_path(folder: Path, name: str, suffix: str) -> Path:
    """A path inside `folder` where nothing is yet. Raises PocError when the folder cannot take it."""
    inside = folder.resolve()
    for n in range(1, _MOST_NAMES):
        path = inside / safe_name(name if n == 1 else f"{name[:70]}-{n}", suffix)
        if path.parent != inside:
            break
        if not os.path.lexists(path):
            return path
    raise PocError("export", "no free name is left in the folder.", "Choose another folder.")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to; it takes the path's name when all went well, and else is gone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = mkstemp(PART, ".", path.parent)
    os.close(number)
    part = Path(name)
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_csv(table: Table, path: Path, progress: Progress) -> None:
    """Write as CSV: UTF-8 with its mark, commas, CRLF, dates as 2016-11-30, an empty cell for what nobody knows."""
    with whole_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        rows.writerow([safe_cell(title) for title in table.columns])
        for row in _counted(table, progress):
            rows.writerow([_csv_cell(cell) for cell in row])


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return safe_cell(cell)
    if isinstance(cell, float):
        return None if not isfinite(cell) else int(cell) if cell.is_integer() else cell
    return cell.isoformat() if isinstance(cell, date) else cell


def write_xlsx(table: Table, path: Path, progress: Progress) -> None:
    """Write as a workbook of one sheet: texts typed as texts, numbers as numbers, dates as dates."""
    from xlsxwriter import Workbook  # only who exports needs it

    if len(table.rows) + len(table.about) + 2 > _XLSX_ROWS:
        raise PocError("export", "a workbook cannot hold so many rows.", "Export it as CSV.")
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with whole_file(path) as part, Workbook(str(part), options) as book:
        sheet = book.add_worksheet(_sheet_name(table.title))
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        top = len(table.about)
        for at, line in enumerate(table.about):
            sheet.write_string(at, 0, line[:_XLSX_CELL])
        for at, title in enumerate(table.columns):
            sheet.set_column(at, at, 18)
            sheet.write_string(top, at, title[:_XLSX_CELL], bold)
        for number, row in enumerate(_counted(table, progress), top + 1):
            for at, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, at, cell[:_XLSX_CELL])
                elif isinstance(cell, date):
                    sheet.write_datetime(number, at, cell, day)
                elif cell is not None and isfinite(cell):
                    sheet.write_number(number, at, cell, money if at in table.money else None)


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "Table"


def _counted(table: Table, progress: Progress) -> Iterator[Sequence[Cell]]:
    every = max(len(table.rows) // 100, 1)
    for n, row in enumerate(table.rows):
        if n % every == 0:
            progress(n / len(table.rows))
        yield row
    progress(1.0)


WRITERS: dict[str, Callable[[Table, Path, Progress], None]] = {".csv": write_csv, ".xlsx": write_xlsx}
FORM_WORDS = {".csv": N_("Export as CSV"), ".xlsx": N_("Export as XLSX")}
