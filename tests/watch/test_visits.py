"""The rule of a stay, told as the regulation would."""

from app.watch.visits import AWAY_MS, GAP_MS, STAY_MS, Told, Visit, advance

T = 1_480_474_800_000


def told(first: int = T) -> Visit:
    return Visit(first, first + STAY_MS, told=Told.YES)


def test_a_vehicle_within_fifty_metres_begins_a_stay():
    assert advance(None, T, 50.0) == Visit(T, T)
    assert advance(None, T, 50.1) is None


def test_it_has_arrived_after_two_minutes_and_not_one_millisecond_earlier():
    begun = Visit(T, T)
    assert not advance(begun, T + STAY_MS - 1, 10).is_due
    assert advance(begun, T + STAY_MS, 10).is_due


def test_one_fix_beyond_fifty_metres_before_that_begins_anew():
    assert advance(Visit(T, T + 60_000), T + 80_000, 51) is None


def test_silence_before_the_arrival_proves_no_stay():
    later = T + GAP_MS + 1
    assert advance(Visit(T, T), later, 10) == Visit(later, later)
    assert advance(Visit(T, T), T + GAP_MS, 10) == Visit(T, T + GAP_MS)


def test_silence_after_the_arrival_is_not_leaving():
    assert advance(told(), T + 9 * 3_600_000, 10) == told()


def test_between_fifty_and_eighty_metres_an_arrived_vehicle_is_still_there():
    assert advance(told(), T + STAY_MS + 1000, 79.9) == told()


def test_gone_is_two_minutes_beyond_eighty_metres():
    left = advance(told(), T + 200_000, 81)
    assert left is not None
    assert left.out == T + 200_000
    assert advance(left, T + 200_000 + AWAY_MS - 1, 500) == left
    assert advance(left, T + 200_000 + AWAY_MS, 500) is None


def test_one_bad_fix_of_a_parked_vehicle_is_no_second_visit():
    astray = advance(told(), T + 200_000, 900)
    assert advance(astray, T + 220_000, 5) == told()


def test_back_after_two_minutes_away_is_a_new_visit():
    away = advance(told(), T + 200_000, 900)
    back = T + 200_000 + AWAY_MS
    assert advance(away, back, 5) == Visit(back, back)
