"""What the law adds to or takes from a tax: the fine for paying late, the surcharge, the property transfer duty."""

from datetime import date

from app.domain.tax_kinds import NEW_LAW

MOST_MONTHS = 24
OLD_PERCENT_A_MONTH = 2.0
NEW_PERCENT_A_MONTH = 1.0
SURCHARGE_PERCENT = 66.0
BPHTB_PERCENT = 5.0


def months_late(due: date, paid: date) -> int:
    """Months between the due day and the payment; a part of a month counts as one, at most 24, on time is 0.

    A month ends on the due day's own number, or on the last day of a shorter month: due on 31 January, one month
    ends on the last of February. Source: UU 28/2009, UU 1/2022.
    """
    if paid <= due:
        return 0
    whole = (paid.year - due.year) * 12 + paid.month - due.month
    return min(whole + (paid.day > due.day), MOST_MONTHS)


def percent_a_month(due: date) -> float:
    """The rate of the law under which the tax fell due: 2 % until 4 January 2024, 1 % since."""
    return OLD_PERCENT_A_MONTH if due < NEW_LAW else NEW_PERCENT_A_MONTH


def late_fine(principal: float, due: date, paid: date, percent: float | None = None) -> float:
    """The fine (denda) in rupiah for `principal`, due on `due` and paid on `paid`; `percent` a month overrides the law.

    Raises ValueError for a negative principal.
    """
    if principal < 0:
        raise ValueError("a tax owed cannot be negative")
    rate = percent_a_month(due) if percent is None else percent
    return principal * rate * months_late(due, paid) / 100


def surcharge(provincial_tax: float) -> float:
    """Opsen PKB or Opsen BBNKB: 66 % of the province's tax, on top of it. Source: UU 1/2022."""
    return provincial_tax * SURCHARGE_PERCENT / 100


def transfer_duty(price: float, exempt: float) -> float:
    """BPHTB: 5 % of the price (NPOP) above the exempt part (NPOPTKP), never negative. Source: UU 28/2009, UU 1/2022."""
    return max(price - exempt, 0.0) * BPHTB_PERCENT / 100
