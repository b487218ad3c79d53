"""How far the year's taxes are: percent, pace against former years, projection, milestones.

Shares are parts of a year's total (0 to 1) at the end of a day. Money in rupiah. What cannot be said is None.
"""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean

from app.domain.severity import Severity

LEAST_SHARE = 0.05  # below it a projection says nothing
MOST_YEARS = 3  # former years a curve is the mean of
MILESTONES = {1: 15.0, 2: 40.0, 3: 75.0, 4: 100.0}  # percent of the year's target; source: PP 69/2010
ON_PACE, SLOW, TOO_SLOW = 1.0, 0.95, 0.85
_CENT = Decimal("0.01")


def percent_of(realised: float, target: float | None) -> float | None:
    """Realised in percent of the target, two decimals, half up; None without a target above zero."""
    if target is None or target <= 0:
        return None
    exact = Decimal(str(realised)) * 100 / Decimal(str(target))
    return float(exact.quantize(_CENT, ROUND_HALF_UP))


def remainder(realised: float, target: float | None) -> float | None:
    """What is still to come (sisa); negative = more than the target (lebih)."""
    return None if target is None else target - realised


def same_day_last_year(day: date) -> date:
    """The same date one year before; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


@dataclass(frozen=True, slots=True)
class Season:
    """A tax year and the day on which PBB fell due, around which the money comes."""

    year: int
    due: date | None = None

    @property
    def length(self) -> int:
        """Days of the year."""
        return 366 if isleap(self.year) else 365

    def number(self, day: date) -> int:
        """The day's number in this year, 1 for 1 January; 0 before the year, its length after it."""
        return min(max((day - date(self.year, 1, 1)).days + 1, 0), self.length)

    @property
    def due_number(self) -> int | None:
        """The due day's number; None when unknown or not inside the year."""
        if self.due is None or self.due.year != self.year or self.number(self.due) in (0, self.length):
            return None
        return self.number(self.due)


def aligned_day(number: float, here: Season, there: Season) -> float:
    """The day (number, with a fraction) of another year that stands at the same place of its season.

    The stretch from New Year to the PBB due day and the one from there to the year's end are each laid over the
    other year's; without both due days the whole year is one stretch.
    """
    mine, theirs = here.due_number, there.due_number
    if mine is None or theirs is None:
        return number * there.length / here.length
    if number <= mine:
        return number * theirs / mine
    return theirs + (number - mine) * (there.length - theirs) / (here.length - mine)


def linear_share(day: date) -> float:
    """The share of the year that has passed at the end of `day`: the fallback where no former year is known."""
    season = Season(day.year)
    return season.number(day) / season.length


def mean_share(shares: Iterable[float]) -> float | None:
    """The mean of the former years' shares, None without any."""
    known = list(shares)
    return fmean(known) if known else None


def expected(target: float | None, share: float | None) -> float | None:
    """What should be in by now. With a target that changed, the one in force counts from its date on."""
    return None if target is None or share is None else target * share


def pace(realised: float, expected_now: float | None) -> float | None:
    """Realised over expected: 1.00 is on the curve. None where nothing is expected yet."""
    return realised / expected_now if expected_now else None


def pace_mark(index: float | None) -> Severity | None:
    """The mark of a pace index: none from 1.00, MENENGAH from 0.95, TINGGI from 0.85, KRITIS below."""
    if index is None or index >= ON_PACE:
        return None
    if index >= SLOW:
        return Severity.MENENGAH
    return Severity.TINGGI if index >= TOO_SLOW else Severity.KRITIS


def is_end_known(year: int, day: date) -> bool:
    """Whether the year has ended on `day`: then there is nothing to project."""
    return day.year > year


def projection(realised: float, share: float | None) -> float | None:
    """The year's end by the curve alone; None below a share of 0.05."""
    return realised / share if share is not None and share >= LEAST_SHARE else None


def with_remaining_plan(realised: float, share: float, target: float) -> float:
    """The year's end if from now on exactly the plan comes in: realised and what the plan still holds."""
    return realised + target * (1 - share)


def blended_projection(realised: float, share: float | None, target: float | None) -> float | None:
    """The year's end: the curve weighed by the share of the year that is in, the remaining plan by the rest.

    Early in a year the plan says more than a few weeks' money; late, the curve does. Without a target the curve alone.
    """
    by_curve = projection(realised, share)
    if by_curve is None or share is None or target is None:
        return by_curve
    return share * by_curve + (1 - share) * with_remaining_plan(realised, share, target)


def quarter_end(year: int, quarter: int) -> date:
    """The last day of a quarter, 1 to 4."""
    return date(year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(days=1)


def last_ended_quarter(day: date) -> int:
    """The newest quarter of the day's year that has ended, its last day included; 0 before 31 March."""
    return sum(quarter_end(day.year, quarter) <= day for quarter in MILESTONES)


def milestone_met(quarter: int, percent: float) -> bool:
    """Whether the percent of the year's target reaches the quarter's milestone. Raises KeyError for no quarter."""
    return percent >= MILESTONES[quarter]
