"""The forecast of what breaches: by turn and pace, against a plain walk through the queue."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.forecast import will_breach


def test_a_queue_that_is_due_faster_than_it_is_worked_breaches_from_where_it_overflows() -> None:
    left = np.array([3.0, 1.0, 2.0, 10.0])
    assert will_breach(left, 1, 1.0).tolist() == [False, False, False, False]
    assert will_breach(left, 1, 1.5).tolist() == [True, True, True, False]
    assert will_breach(left, 0, 40.0).tolist() == [True, True, True, True]


def test_what_is_missed_already_takes_its_turn_and_is_no_forecast() -> None:
    assert will_breach(np.array([-5.0, -1.0, 2.0]), 1, 1.0).tolist() == [False, False, True]
    assert will_breach(np.empty(0), 3, 1.0).tolist() == []


@settings(deadline=None)
@given(st.lists(st.integers(-50, 500), max_size=40), st.integers(1, 30), st.integers(1, 300))
def test_it_is_what_a_walk_through_the_queue_finds(left: list[int], finished: int, hours: int) -> None:
    expected, at = [False] * len(left), 0.0
    for i in sorted(range(len(left)), key=lambda i: (left[i], i)):
        at += 1
        expected[i] = left[i] > 0 and at * (hours / finished) > left[i]
    assert will_breach(np.array(left, "f8"), finished, float(hours)).tolist() == expected


@settings(deadline=None)
@given(st.lists(st.integers(1, 500), min_size=1, max_size=40), st.integers(1, 30))
def test_a_faster_agency_never_breaches_more(left: list[int], finished: int) -> None:
    slow, fast = (will_breach(np.array(left, "f8"), n, 100.0) for n in (finished, finished + 1))
    assert not (fast & ~slow).any()
