"""Response funds: what is left, how long it lasts, and when a fund bears a mark. Money in rupiah."""

from app.domain.severity import Severity


def bound(committed: float | None, spent: float | None) -> float | None:
    """What is no longer free: the larger of both, as commitments hold what is paid of them; None when nobody told."""
    known = [amount for amount in (committed, spent) if amount is not None]
    return max(known) if known else None


def remaining(ceiling: float | None, used: float | None) -> float | None:
    """What may still be committed; negative when the ceiling was passed. None as long as either is not known."""
    return None if ceiling is None or used is None else ceiling - used


def days_of_cover(left: float | None, spent_lately: float, days: int) -> float | None:
    """How many days the rest lasts at what was paid a day in the last `days`; None when nothing was paid."""
    if left is None or spent_lately <= 0:
        return None
    return max(left, 0.0) / (spent_lately / days)


def fund_mark(percent: float | None, watch: float) -> Severity | None:
    """MENENGAH from `watch` percent of the ceiling on, TINGGI halfway from there to 100, KRITIS at 100."""
    if percent is None or percent < watch:
        return None
    if percent >= 100:
        return Severity.KRITIS
    return Severity.TINGGI if percent >= (watch + 100) / 2 else Severity.MENENGAH
