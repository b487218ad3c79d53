"""Money that goes with a deed: the estimate bound when a crew is sent, the cost booked when the case is closed."""

import re
from dataclasses import replace

from app.actions.room import Refused
from app.domain.case import Case
from app.domain.lifecycle import Stage

MOST = 10**13
"""Ten thousand billion rupiah: more than the city spends in a year; a slip of the hand."""
_RUPIAH = re.compile(r"(?:rp)?\s*(?P<amount>[0-9]+|[0-9]{1,3}(?P<by>[., ])[0-9]{3}(?:(?P=by)[0-9]{3})*)", re.IGNORECASE)


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


def left_bound(case: Case) -> int:
    """Whole rupiah that stay bound although the case was closed: nobody has said what it cost."""
    return case.committed if case.stage is Stage.CLOSED else 0


def rupiah_of(text: str) -> int | None:
    """Whole rupiah as a person types them: Rp2.500.000, 2,500,000 and 2500000 alike; None for nothing or no number.

    What could mean another amount (2.5, 2.500,75) is no number.
    """
    said = _RUPIAH.fullmatch(text.strip())
    return int("".join(filter(str.isdigit, said["amount"]))) if said else None


def money_said(*, committed: int | None = None, spent: int | None = None) -> dict[str, int]:
    """What an action keeps of the amounts that were said."""
    said = {"committed": committed, "spent": spent}
    return {name: amount for name, amount in said.items() if amount is not None}
