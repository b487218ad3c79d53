"""A source that goes silent and comes back, by the Freshness rule."""

from datetime import timedelta

import pytest

from app.domain.freshness import Freshness, link_state
from app.domain.source import LinkState
from app.journal.status import SourceStatus
from app.journal.watch_rows import Piece
from app.settings import SourceSpec
from app.watch.places import Places
from app.watch.source_lost import SourceLost
from app.watch.standing import Standing
from app.watch.watch import WatchInput
from tests.watch.scenes import at

STALE = timedelta(minutes=2)
SPEC = SourceSpec(id="sorot", protocol="open311", url="http://127.0.0.1:1", every="20s", stale_after="2m")
NOTHING = Standing(Places((0.0, 0.0), ()))


def status(good: float | None, state: LinkState = LinkState.OK, id_: str = "sorot") -> SourceStatus:
    last_good = None if good is None else at(good)
    return SourceStatus(id_, state, None, last_good, None, None, None, None, "no answer", "", "", 0, 0, 0, {}, {})


class Night:
    """The watch through a night, step by step; `commit` grows by each fact, as in the journal."""

    def __init__(self, *specs: SourceSpec) -> None:
        self.watch, self.state, self.commit, self.wake = SourceLost(specs or (SPEC,)), {}, 1, None

    def step(self, second: float, *statuses: SourceStatus) -> list[tuple[str, float]]:
        news = WatchInput(
            Piece(self.commit, self.commit, self.commit, 0), NOTHING, {one.source: one for one in statuses}
        )
        done = self.watch.step(self.state, news, at(second))
        self.state, self.wake = done.state, done.next_wake
        self.commit += bool(done.facts)
        self.facts = done.facts
        return [(fact.what, (fact.valid_at - at(0)).total_seconds()) for fact in done.facts]


def test_lost_is_told_once_above_three_times_stale_after_and_recovered_once():
    night = Night()
    assert night.step(0, status(0)) == []
    assert night.step(360, status(0, LinkState.DOWN)) == []
    assert night.step(360.001, status(0, LinkState.DOWN)) == [("lost", 360)]
    assert night.step(4000, status(0, LinkState.DOWN)) == []
    assert night.step(4010, status(4005)) == [("recovered", 4005)]
    assert night.step(4020, status(4005)) == []


def test_it_agrees_with_the_state_the_screen_shows():
    for seconds in (0, 359, 360, 361, 10_000):
        night = Night()
        shown = link_state(at(0), at(seconds), STALE)
        assert bool(night.step(seconds, status(0))) == (shown is Freshness.LOST)


def test_it_asks_to_be_woken_the_moment_the_source_would_be_lost():
    night = Night()
    night.step(5, status(0))
    assert night.wake == at(360.001)
    assert night.step(360.001, status(0)) == [("lost", 360)]
    assert night.wake is None


def test_the_fact_names_source_cause_and_reason():
    night = Night()
    night.step(400, status(0, LinkState.DOWN))
    [fact] = night.facts
    assert (fact.watch, fact.entity, fact.cause) == ("source_lost", "source/sorot", 1)
    assert fact.body == {"stale_after_s": 120.0, "state": "down", "error": "no answer"}


def test_a_source_that_never_answered_is_never_and_not_lost():
    night = Night()
    assert night.step(100_000, status(None, LinkState.DOWN)) == []
    assert night.step(100_000) == []
    assert night.wake is None


def test_lost_again_in_the_same_night_has_a_key_of_its_own():
    night, keys = Night(), []
    for second, good in ((361, 0), (370, 369), (1000, 369)):
        night.step(second, status(good))
        keys += [fact.id for fact in night.facts]
    assert len(keys) == len(set(keys)) == 3


def test_a_source_a_person_paused_is_not_reported_lost():
    night = Night()
    assert night.step(1, status(0, LinkState.PAUSED)) == []
    assert night.wake is None
    assert night.step(9000, status(0, LinkState.PAUSED)) == []
    assert night.step(9001, status(0)) == []  # resumed: it has the whole span to answer
    assert night.wake == at(9001 + 360.001)
    assert night.step(9362, status(0)) == [("lost", 9361)]


def test_a_lost_source_that_is_paused_and_resumed_still_recovers_once():
    night = Night()
    night.step(361, status(0))
    assert night.step(400, status(0, LinkState.PAUSED)) == []
    assert night.step(500, status(0)) == []
    assert night.step(510, status(505)) == [("recovered", 505)]


def test_an_old_answer_found_late_does_not_end_the_loss():
    night = Night()
    night.step(361, status(0))
    assert night.step(2000, status(100)) == []
    assert night.step(2010, status(2005)) == [("recovered", 2005)]


def test_two_sources_are_told_apart_and_the_next_one_sets_the_clock():
    other = SPEC.model_copy(update={"id": "armada", "stale_after": timedelta(seconds=10)})
    night = Night(SPEC, other)
    night.step(0, status(0), status(0, id_="armada"))
    assert night.wake == at(30.001)
    assert night.step(31, status(0), status(0, id_="armada")) == [("lost", 30)]
    assert night.facts[0].entity == "source/armada"
    assert night.wake == at(360.001)


def test_a_source_taken_from_the_city_file_is_forgotten():
    night = Night()
    night.step(361, status(0))
    night.watch = SourceLost(())
    assert night.step(400, status(0)) == []
    assert night.state == {}


@pytest.mark.parametrize("late", [0, -3600])
def test_an_answer_dated_ahead_of_the_clock_is_fresh(late):
    assert Night().step(late, status(60)) == []
