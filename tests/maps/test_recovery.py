"""D10: how often the map starts again, and when it gives up."""

from maps.recovery import Recovery


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_D10_the_delay_doubles_and_the_fifth_crash_in_a_minute_gives_up() -> None:
    recovery = Recovery(Time())
    assert [recovery.after_crash() for _ in range(5)] == [0.5, 1.0, 2.0, 4.0, None]


def test_D10_crashes_of_long_ago_do_not_count() -> None:
    time = Time()
    recovery = Recovery(time)
    for _ in range(20):
        time.now += 61
        assert recovery.after_crash() == 0.5


def test_D10_a_person_who_asks_again_gets_a_new_try() -> None:
    recovery = Recovery(Time())
    for _ in range(5):
        recovery.after_crash()
    recovery.forget()
    assert recovery.after_crash() == 0.5
