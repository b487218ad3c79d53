"""A complaint's steps as a person sees them: by the rule, as stored, paused, met, missed."""

from dataclasses import replace
from datetime import timedelta

from app.domain.case import Case, CaseId
from app.domain.complaint import Complaint, State
from app.domain.deadline import Step
from app.domain.lifecycle import Stage
from app.picture.picture import Picture
from app.settings import CityFile
from app.settings.rule_of import owed_by
from app.views.stages import StageLine, Standing, paused_for, stages
from tests.journal.facts import T0, complaint

HOUR = timedelta(hours=1)


def rubbish(**more: object) -> Complaint:
    return replace(complaint("1"), category="sampah", requested_at=T0, **more)  # type: ignore[arg-type]


def stored(city: CityFile, **more: object) -> Case:
    owed = owed_by(city, "sampah", "kebersihan", T0)
    return Case(CaseId("sorot", "1"), Stage.VERIFIED, deadlines=owed, rule="lama", **more)  # type: ignore[arg-type]


def by_step(lines: tuple[StageLine, ...]) -> dict[Step, StageLine]:
    return {line.step: line for line in lines}


def test_a_complaint_nobody_touched_has_the_rule_of_its_kind_and_the_laws_limits(city: CityFile) -> None:
    lines = by_step(stages(city, rubbish(), None, T0 + 5 * HOUR))
    assert set(lines) == {Step.FIRST_ANSWER, Step.ON_SITE, Step.DONE, *(step for step in Step if "law" in step)}
    assert lines[Step.FIRST_ANSWER].standing is Standing.MISSED
    assert lines[Step.FIRST_ANSWER].left < timedelta(0)
    assert lines[Step.DONE].standing is Standing.OWED and not lines[Step.DONE].is_law
    assert lines[Step.LAW_RESOLVED].is_law


def test_what_is_stored_stands_whatever_the_city_file_says_now(city: CityFile) -> None:
    case, kinds = stored(city), tuple(c.model_copy(update={"done": "1h"}) for c in city.categories)
    lines = by_step(stages(city.model_copy(update={"categories": kinds}), rubbish(), case, T0))
    assert lines[Step.DONE].net == next(one.due for one in case.deadlines if one.step is Step.DONE)


def test_while_it_is_paused_the_net_end_moves_with_the_hour(city: CityFile) -> None:
    case = stored(city, paused_at=T0 + HOUR, paused_s=7200)
    now, later = (by_step(stages(city, rubbish(), case, T0 + n * HOUR))[Step.DONE] for n in (2, 12))
    assert later.net - now.net == 10 * HOUR and later.gross == now.gross
    assert later.standing is Standing.PAUSED
    assert paused_for(case, T0 + 12 * HOUR) == 13 * HOUR and paused_for(None, T0) == timedelta(0)


def test_met_in_time_met_late_and_ended_elsewhere(city: CityFile) -> None:
    case = stored(city, first_answer_at=T0 + 30 * HOUR, arrived_at=T0 + HOUR)
    lines = by_step(stages(city, rubbish(), case, T0 + 31 * HOUR))
    assert lines[Step.FIRST_ANSWER].standing is Standing.LATE
    assert lines[Step.ON_SITE].standing is Standing.MET
    closed = by_step(stages(city, rubbish(state=State.CLOSED), None, T0 + 900 * HOUR))
    assert {line.standing for line in closed.values()} == {Standing.DROPPED}


def test_the_picture_holds_the_stored_deadline_and_none_while_it_is_paused(city: CityFile) -> None:
    picture = Picture(city)
    row = (1, 1, 0, 1, "sorot", "open", 0, "sampah", "", None, None, int(T0.timestamp() * 1000), None, None, 0)
    picture.take_complaints([row])
    rule = float(picture.complaints.due[0])

    def act(version: int, due: int | None, paused: int) -> float:
        picture.take_cases([(1, version, 1, 1 + version, version, 1, "", "", None, paused, due, None, None, 0, 0, "")])
        return float(picture.complaints.due[0])

    assert act(1, 5_000, 0) == 5
    assert act(2, 5_000, 1) != act(2, 5_000, 1)  # nan
    picture.take_complaints([(1, 2, 1, 9, *row[4:])])
    assert picture.complaints.due[0] != picture.complaints.due[0]
    assert act(3, 9_000, 0) == 9
    picture.derive()
    assert picture.complaints.due[0] == 9 != rule
