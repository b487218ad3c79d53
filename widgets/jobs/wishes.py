"""What a panel may wish for: a table as a file, or a report as a PDF. The window makes the job of it."""

from dataclasses import dataclass
from datetime import date

from reports.tables import Table


@dataclass(frozen=True, slots=True, eq=False)
class ExportWish:
    """A table in a form (".csv", ".xlsx"); `owner` is the panel that hears of the result."""

    owner: str
    table: Table
    name: str
    suffix: str


@dataclass(frozen=True, slots=True)
class ReportWish:
    """A report of `main.py report` for a day of the city."""

    owner: str
    report: str
    day: date
    language: str
