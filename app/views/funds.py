"""Response funds: ceiling, committed, spent and how long the rest lasts, per agency and year."""

from dataclasses import dataclass
from datetime import date

from app.domain.severity import Severity
from app.views.figure import Figure


@dataclass(frozen=True, slots=True, eq=False)
class FundLine:
    """One agency's fund of the year, money in IDR. `percent` = spent and committed of the ceiling.

    `agency` is "total" for the sum. `days_of_cover` = remaining / spending a day of the last 30 days.
    """

    agency: str
    name: str
    ceiling: Figure
    committed: Figure
    spent: Figure
    remaining: Figure
    percent: Figure
    days_of_cover: Figure
    mark: Severity | None


@dataclass(frozen=True, slots=True, eq=False)
class Spending:
    """One payment. `complaint` is the id of the complaint it is bound to, "" for none; `key` its dense key or None."""

    day: date
    agency: str
    amount: Figure
    purpose: str
    complaint: str
    key: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FundsView:
    """Newest payments first; `withheld` are names of agencies left out of the total because their source is lost."""

    year: int
    lines: tuple[FundLine, ...]
    spending: tuple[Spending, ...]
    total: FundLine | None = None
    withheld: tuple[str, ...] = ()
