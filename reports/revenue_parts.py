"""The frozen view of local taxes, for the daily summary and the revenue report alike."""

import msgspec

from reports.frozen import Noted


class MoneyRow(msgspec.Struct, frozen=True):
    """One tax kind, one kecamatan, or the total."""

    key: str
    name: str
    today: Noted
    to_date: Noted
    target_original: Noted
    target_revised: Noted
    target: Noted
    percent: Noted
    remainder: Noted
    last_year: Noted
    pace: Noted
    expected: Noted
    projection: Noted
    projection_low: Noted
    projection_high: Noted


class Curves(msgspec.Struct, frozen=True):
    """Cumulative rupiah by day of the year, None = not known; `former` by year."""

    this_year: tuple[float | None, ...]
    plan: tuple[float | None, ...]
    former: dict[str, tuple[float | None, ...]]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    projected: tuple[float | None, ...]


class MilestoneRow(msgspec.Struct, frozen=True):
    """A quarter's legal share of the target; met None = its day is still ahead."""

    quarter: int
    day: str
    percent: float
    reached: Noted
    met: bool | None = None


class RevenuePart(msgspec.Struct, frozen=True):
    """Local taxes as of a day. `total_name` says which total it is: pajak daerah is never PAD."""

    year: int
    day: str
    total_name: str
    total: MoneyRow
    kinds: tuple[MoneyRow, ...]
    districts: tuple[MoneyRow, ...]
    curves: Curves | None = None
    pbb_due: str | None = None
    data_until: str | None = None
    target_changed: str | None = None
    milestones: tuple[MilestoneRow, ...] = ()
    withheld: tuple[str, ...] = ()
