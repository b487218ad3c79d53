"""The rule of a stay, told as the regulation would."""

import pytest

from app.watch.visits import AWAY_MS, GAP_MS, STAY_MS, Stay, Visit, add, advance, is_free, join, leave

T = 1_480_474_800_000
THERE = T + STAY_MS


@pytest.fixture
def told() -> list[Stay]:
    """A vehicle that has arrived."""
    return [Stay(T, THERE)]


def test_a_vehicle_within_fifty_metres_begins_a_visit():
    assert advance(None, T, 50.0) == Visit(T, T)
    assert advance(None, T, 50.1) is None


def test_it_has_arrived_after_two_minutes_and_not_one_millisecond_earlier():
    begun = Visit(T, T)
    assert not advance(begun, THERE - 1, 10).is_due
    assert advance(begun, THERE, 10).is_due


def test_one_fix_beyond_fifty_metres_before_that_begins_anew():
    assert advance(Visit(T, T + 60_000), T + 80_000, 51) is None


def test_silence_before_the_arrival_proves_no_stay():
    later = T + GAP_MS + 1
    assert advance(Visit(T, T), later, 10) == Visit(later, later)
    assert advance(Visit(T, T), T + GAP_MS, 10) == Visit(T, T + GAP_MS)


def test_silence_after_the_arrival_is_not_leaving(told):
    later = T + 9 * 3_600_000
    assert join(told, later)
    assert told == [Stay(T, later)]


def test_gone_is_two_minutes_beyond_eighty_metres(told):
    out = T + 200_000
    leave(told, out)
    leave(told, out + 20_000)
    assert told == [Stay(T, THERE, out)]
    assert not is_free(told, out + AWAY_MS - 1)
    assert is_free(told, out + AWAY_MS)


def test_one_bad_fix_of_a_parked_vehicle_is_no_second_visit(told):
    leave(told, T + 200_000)
    assert join(told, T + 220_000)
    assert told == [Stay(T, T + 220_000)]


def test_back_after_two_minutes_away_is_a_new_visit(told):
    leave(told, T + 200_000)
    assert not join(told, T + 200_000 + AWAY_MS)
    assert told == [Stay(T, THERE, T + 200_000)]


def test_a_late_fix_says_that_it_was_still_there_and_a_later_one_when_it_left(told):
    out = T + 200_000
    leave(told, out)
    assert join(told, out - 20_000)
    assert told == [Stay(T, out - 20_000, out)]
    assert join(told, out + 60_000)  # so the way out did not begin at `out`
    assert not is_free(told, out + AWAY_MS)
    leave(told, out + 80_000)
    assert told == [Stay(T, out + 60_000, out + 80_000)]


def test_it_left_at_the_first_fix_beyond_after_the_last_one_within(told):
    leave(told, T + 400_000)
    leave(told, T + 300_000)
    leave(told, THERE - 1)
    assert told == [Stay(T, THERE, T + 300_000)]


def test_stays_stand_by_their_time_and_a_fix_belongs_to_the_one_before_it(told):
    later = Stay(T + 1_000_000, T + 1_200_000)
    leave(told, T + 300_000)
    add(told, later)
    add(told, Stay(T - 900_000, T - 700_000, T - 600_000))
    assert [stay.first for stay in told] == [T - 900_000, T, T + 1_000_000]
    assert not join(told, T - 1_000_000)
    assert not join(told, T + 600_000)
    assert join(told, T + 350_000)
    assert told[1] == Stay(T, T + 350_000, later.first)  # where it left is not known any more; the next is another
    assert told[2] == later
