"""The rule of funds: small-scale and enough money may be done at once; everything else says why not."""

import pytest

from app.domain.funds_rule import Verdict, rule_on


@pytest.mark.parametrize(
    "estimate, limit, left, verdict",
    [
        (5, 10, 100, Verdict.ENOUGH),
        (10, 10, 10, Verdict.ENOUGH),  # both limits may be reached
        (0, 0, 0, Verdict.ENOUGH),
        (11, 10, 100, Verdict.NEEDS_APPROVAL),
        (5, None, 100, Verdict.NEEDS_APPROVAL),
        (11, 10, 10, Verdict.NOT_ENOUGH),  # what is not there needs no approval
        (1, 10, -5, Verdict.NOT_ENOUGH),
        (None, 10, 100, Verdict.UNKNOWN),
        (5, 10, None, Verdict.UNKNOWN),
    ],
)
def test_an_estimate_is_judged_by_the_kinds_limit_and_by_what_is_left(
    estimate: int | None, limit: int | None, left: int | None, verdict: Verdict
) -> None:
    ruling = rule_on(estimate, limit, left)
    assert ruling.verdict is verdict
    assert ruling.at_once == (verdict is Verdict.ENOUGH)
    assert ruling.why.endswith(".")
