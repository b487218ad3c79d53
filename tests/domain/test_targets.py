"""Deadlines of a case: by category and severity, beside the law; met, put off by a pause, tightened, frozen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import Case, CaseId
from app.domain.deadline import LAW, Deadline, Step
from app.domain.targets import Hours, Rule, deadlines_of, due_of, met_at, net_due, resumed, tightened
from app.settings import CityFile
from app.settings.duty import CalendarSpec, calendar_for
from app.settings.rule_of import owed_by, rule_of

OFFICE = calendar_for(CalendarSpec(), "Asia/Jakarta")
HOURS = Hours(OFFICE, OFFICE)
WIB = ZoneInfo("Asia/Jakarta")
T = datetime(2016, 11, 25, 3, tzinfo=UTC)  # Friday, 10.00 WIB
RULE = Rule("1", {Step.FIRST_ANSWER: ("1wd",), Step.ON_SITE: ("3d",), Step.DONE: ("8wh",)})


def case(**more: object) -> Case:
    return Case(CaseId("sorot", "1"), deadlines=deadlines_of(RULE, T, HOURS), **more)  # type: ignore[arg-type]


def due(owed: tuple[Deadline, ...], step: Step) -> datetime:
    found = due_of(owed, step)
    assert found is not None
    return found


def test_days_hours_and_clock_time_end_each_in_its_own_way() -> None:
    owed = case().deadlines
    assert due(owed, Step.FIRST_ANSWER) == datetime(2016, 11, 28, 10, tzinfo=WIB)
    assert due(owed, Step.ON_SITE) == T + timedelta(days=3)
    assert due(owed, Step.DONE) == datetime(2016, 11, 28, 10, tzinfo=WIB)  # six hours on Friday, two on Monday
    assert due_of(owed, Step.MAKE_SAFE) is None


def test_the_law_counts_from_receipt_to_the_end_of_a_working_day() -> None:
    days = [due(case().deadlines, step).astimezone(WIB).strftime("%Y-%m-%d %H:%M:%S") for step in LAW]
    assert days == ["2016-11-30 23:59:59", "2016-12-02 23:59:59", "2016-12-16 23:59:59"]


def test_a_severity_may_demand_more_than_the_category() -> None:
    city = CityFile.model_validate(
        {
            "city": {"name": "Kota", "zone": "Asia/Jakarta", "box": [-6.4, 106.8, -6.1, 107.1]},
            "source": [{"id": "s", "protocol": "open311", "url": "http://127.0.0.1:1/"}],
            "category": [{"id": "jalan", "name": "Jalan", "done": "7d", "first_answer": "1h", "legal": "supervision"}],
            "targets": {"version": "2016-11", "kritis": {"done": "24h", "first_answer": "4h", "on_site": "2h"}},
        }
    )
    assert rule_of(city, "jalan").version == "2016-11"
    graver = owed_by(city, "jalan", "", T, "kritis")
    assert [due(graver, step) - T for step in (Step.FIRST_ANSWER, Step.ON_SITE, Step.DONE)] == [
        timedelta(hours=1),
        timedelta(hours=2),
        timedelta(hours=24),
    ]
    assert due(owed_by(city, "jalan", "", T), Step.DONE) == T + timedelta(days=7)
    assert next(one.target for one in graver if one.step is Step.LAW_RESOLVED) == "60wd"


def test_called_graver_a_case_is_never_put_off_and_keeps_its_pauses() -> None:
    late = Deadline(Step.DONE, "24h", T + timedelta(hours=30), T + timedelta(hours=24))
    sooner = Deadline(Step.DONE, "4h", T + timedelta(hours=4), T + timedelta(hours=4))
    assert tightened([late], [sooner]) == (replace(sooner, due=T + timedelta(hours=10)),)
    assert tightened([sooner], [late]) == (sooner,)


def test_what_came_after_proves_what_was_before() -> None:
    done = case(done_at=T, first_answer_at=T + timedelta(hours=1))
    assert met_at(done, Step.ON_SITE) == T and met_at(done, Step.MAKE_SAFE) == T
    assert met_at(done, Step.FIRST_ANSWER) == T + timedelta(hours=1)
    assert met_at(case(ended_at=T), Step.DONE) == T and met_at(case(), Step.DONE) is None


def test_a_pause_puts_off_by_the_clock_or_by_what_would_have_been_worked() -> None:
    paused = case(paused_at=T + timedelta(hours=1))  # Friday 11.00
    until = T + timedelta(days=3, hours=-1)  # Monday 09.00: seventy hours, six of them worked
    after = resumed(paused, until, HOURS)
    gross = {one.step: one.gross for one in paused.deadlines}
    assert due(after, Step.ON_SITE) == gross[Step.ON_SITE] + timedelta(hours=70)
    assert OFFICE.worked(gross[Step.DONE], due(after, Step.DONE)) == timedelta(hours=6)
    assert {one.step: one.gross for one in after} == gross
    assert [due(after, step) for step in LAW] == [gross[step] for step in LAW]  # the law's clock is not ours to stop
    assert [net_due(paused, one, until, HOURS) for one in paused.deadlines] == [one.due for one in after]


def test_a_pause_brings_back_nothing_that_was_missed_or_met() -> None:
    late = case(paused_at=T + timedelta(days=10), arrived_at=T)
    after = resumed(late, T + timedelta(days=20), HOURS)
    kept = (Step.FIRST_ANSWER, Step.ON_SITE, Step.DONE)
    assert [due_of(after, step) for step in kept] == [due_of(late.deadlines, step) for step in kept]


@settings(deadline=None)
@given(start=st.integers(0, 600), length=st.integers(0, 600))
def test_a_pause_never_brings_a_deadline_nearer_nor_puts_it_off_by_more_than_itself(start: int, length: int) -> None:
    begin, end = T + timedelta(hours=start), T + timedelta(hours=start + length)
    before = case(paused_at=begin)
    for old, new in zip(before.deadlines, resumed(before, end, HOURS), strict=True):
        assert old.due <= new.due and new.gross == old.gross
        if old.target.endswith("d") and not old.target.endswith("wd"):
            assert new.due - old.due in (timedelta(0), end - begin)


def test_a_receipt_that_is_no_date_owes_nothing() -> None:
    assert deadlines_of(RULE, datetime(9999, 12, 31, tzinfo=UTC), HOURS) == ()
