"""Money that goes with a deed: the estimate bound when a crew is sent, the cost booked when the case is closed."""

from dataclasses import replace

from app.actions.room import Refused
from app.domain.case import Case

MOST = 10**13
"""Ten thousand billion rupiah: more than the city spends in a year; a slip of the hand."""


def with_money(case: Case, *, committed: int | None = None, spent: int | None = None) -> Case:
    """The case with the new amounts in place of the old; None leaves one. What is booked releases the estimate.

    Raises Refused for an amount below zero or beyond all measure.
    """
    if any(amount is not None and not 0 <= amount <= MOST for amount in (committed, spent)):
        raise Refused(str(case.id), "the amount is below zero or far too high.", "Give whole rupiah.")
    released = case.committed if spent is None else 0
    return replace(
        case,
        committed=released if committed is None else committed,
        spent=case.spent if spent is None else spent,
    )


def rupiah_of(text: str) -> int | None:
    """Whole rupiah as a person types them: Rp2.500.000 and 2500000 alike; None for nothing or no number."""
    digits = text.strip().removeprefix("Rp").replace(".", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def money_said(*, committed: int | None = None, spent: int | None = None) -> dict[str, int]:
    """What an action keeps of the amounts that were said."""
    said = {"committed": committed, "spent": spent}
    return {name: amount for name, amount in said.items() if amount is not None}
