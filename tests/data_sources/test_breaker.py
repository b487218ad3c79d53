"""When a source may be tried again (safety rows H1, H3)."""

import pytest

from app.domain.source import LinkState
from app.errors import SourceAsksToWait, SourceError, SourceRefused
from data_sources.breaker import Breaker

DOWN = SourceError("far", "no answer")


class Hands:
    """A clock and a die in the test's hand."""

    def __init__(self) -> None:
        self.seconds, self.thrown = 1000.0, 1.0

    def breaker(self) -> Breaker:
        return Breaker(lambda: self.seconds, lambda: self.thrown)


def failing(breaker: Breaker, times: int) -> Breaker:
    for _ in range(times):
        breaker.failed(DOWN)
    return breaker


def test_H1_states_from_never_to_down_and_back():
    breaker = Hands().breaker()
    assert breaker.link_state() is LinkState.NEVER
    breaker.succeeded()
    assert breaker.link_state() is LinkState.OK
    assert failing(breaker, 2).link_state() is LinkState.DEGRADED
    assert breaker.may_try()
    assert failing(breaker, 1).link_state() is LinkState.DOWN
    assert not breaker.may_try()
    breaker.succeeded()
    assert (breaker.link_state(), breaker.failures, breaker.wait_s()) == (LinkState.OK, 0, 0)


@pytest.mark.parametrize("failures,longest", [(3, 5), (4, 10), (5, 20), (9, 300), (60, 300)])
def test_H1_the_time_open_grows_with_full_jitter(failures, longest):
    hands = Hands()
    assert failing(hands.breaker(), failures).wait_s() == longest
    hands.thrown = 0.25
    assert failing(hands.breaker(), failures).wait_s() == longest / 4


def test_H1_half_open_is_one_try():
    hands = Hands()
    breaker = failing(hands.breaker(), 3)
    hands.seconds += 5
    assert breaker.may_try()
    breaker.failed(DOWN)
    assert not breaker.may_try()


def test_H1_a_person_may_try_at_once():
    breaker = failing(Hands().breaker(), 5)
    assert breaker.may_try(by_hand=True)


@pytest.mark.parametrize("asked,least,most", [(5, 5, 6), (900, 900, 990), (999_999, 900, 990), (-1, 0, 1)])
def test_H3_the_servers_wish_is_kept_even_by_hand(asked, least, most):
    breaker = Hands().breaker()
    breaker.failed(SourceAsksToWait("far", "wait", asked))
    assert breaker.link_state() is LinkState.WAITING
    assert least <= breaker.wait_s() <= most
    assert not breaker.may_try(by_hand=True)


def test_a_refusal_is_not_retried_within_ten_minutes():
    breaker = Hands().breaker()
    breaker.failed(SourceRefused("far", "401"))
    assert breaker.link_state() is LinkState.MISCONFIGURED
    assert breaker.wait_s() >= 600
    assert breaker.may_try(by_hand=True)


def test_a_kept_state_goes_on_after_a_restart():
    hands = Hands()
    before = failing(hands.breaker(), 4)
    after = Hands().breaker()
    after.restore(before.state())
    assert (after.link_state(), after.wait_s(), after.failures) == (LinkState.DOWN, 10, 4)
