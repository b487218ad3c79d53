"""Local taxes: to date, against target, pace and projection, per kind and per kecamatan."""

from dataclasses import dataclass
from datetime import date

from app.views.figure import Array, Figure


@dataclass(frozen=True, slots=True, eq=False)
class RevenueLine:
    """One kind, one kecamatan or the total. Money in IDR, `percent` in %, `pace` as an index (1.00 = on the curve).

    `key` is the kind's or the kecamatan's own id, "total" for the sum. `target` is the one in force on the day:
    `target_original` until the revised one holds. `remainder` = target - to date; negative = more than the target.
    """

    key: str
    name: str
    name_en: str
    today: Figure
    to_date: Figure
    target_original: Figure
    target_revised: Figure
    target: Figure
    percent: Figure
    remainder: Figure
    last_year: Figure
    pace: Figure
    expected: Figure
    projection: Figure
    projection_low: Figure
    projection_high: Figure


@dataclass(frozen=True, slots=True, eq=False)
class RevenueCurves:
    """Cumulative money in IDR by day of this year; NaN = not known, so that a chart draws a gap.

    `days` are days since 1970-01-01 of this year (365 or 366). `years` are former years by number, laid onto this
    year's days by the due date of PBB; `low` and `high` the band and `projected` the middle, from the frame's day on.
    """

    days: Array
    this_year: Array
    plan: Array
    years: dict[int, Array]
    low: Array
    high: Array
    projected: Array


@dataclass(frozen=True, slots=True, eq=False)
class Milestone:
    """A quarter's legal milestone: `percent` of the year's target due at the end of `day`.

    `reached` is the share of the target at that day, None before there is one; `met` None while the day is ahead.
    """

    quarter: int
    day: date
    percent: float
    reached: Figure
    met: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class RevenueView:
    """`total_name` says which total this is (pajak daerah, never PAD); `data_until` the newest day with data.

    `withheld` are names of kinds or kecamatan left out of the sums because their source is lost.
    `years` are the years there are facts of, newest first.
    """

    year: int
    day: date
    total_name: str
    total: RevenueLine
    kinds: tuple[RevenueLine, ...]
    districts: tuple[RevenueLine, ...]
    curves: RevenueCurves | None
    pbb_due: date | None
    data_until: date | None = None
    target_changed: date | None = None
    milestones: tuple[Milestone, ...] = ()
    withheld: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class DayLine:
    """One day's realisation of a kind in a kecamatan."""

    day: date
    value: Figure
