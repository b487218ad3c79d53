"""The deputy mayor's rule of funds: small-scale work the agency's response fund can pay may be done at once.

What is small-scale is the city's own choice, by category (`[funds] small_scale_max` of the city file). Whole rupiah.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.message import N_


class Verdict(StrEnum):
    """Whether the money is there and who decides; the word is also the message id."""

    ENOUGH = N_("enough")  # cukup
    NOT_ENOUGH = N_("not enough")  # tidak cukup
    NEEDS_APPROVAL = N_("needs approval")  # perlu persetujuan
    UNKNOWN = N_("not known")


AT_ONCE = N_("Small-scale, and the fund can pay it: may be done at once.")
TOO_LITTLE = N_("The fund has less left than this costs.")
TOO_LARGE = N_("More than small-scale work of this kind may cost: somebody has to approve it.")
NO_LIMIT = N_("The city file says no limit of small-scale work for this kind: somebody has to approve it.")
NO_ESTIMATE = N_("Nobody has said what it costs.")
NO_FUND = N_("It is not known what the agency's response fund has left.")


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict with why (a message id) and what it was made from; None = nobody said."""

    verdict: Verdict
    why: str
    estimate: int | None = None
    limit: int | None = None
    left: int | None = None

    @property
    def at_once(self) -> bool:
        """Whether it may be done without asking anybody."""
        return self.verdict is Verdict.ENOUGH


def rule_on(estimate: int | None, limit: int | None, left: int | None) -> Ruling:
    """Judge an estimate by the limit of its category and by what the fund has left. Both limits may be reached."""
    verdict, why = _judged(estimate, limit, left)
    return Ruling(verdict, why, estimate, limit, left)


def _judged(estimate: int | None, limit: int | None, left: int | None) -> tuple[Verdict, str]:
    if estimate is None:
        return Verdict.UNKNOWN, NO_ESTIMATE
    if left is None:
        return Verdict.UNKNOWN, NO_FUND
    if estimate > left:
        return Verdict.NOT_ENOUGH, TOO_LITTLE
    if limit is None:
        return Verdict.NEEDS_APPROVAL, NO_LIMIT
    return (Verdict.NEEDS_APPROVAL, TOO_LARGE) if estimate > limit else (Verdict.ENOUGH, AT_ONCE)
