"""The ladder: who hears of which missed step, at once or after how long."""

from datetime import timedelta

import pytest

from app.domain.deadline import LAW, Step, Target
from app.domain.ladder import RUNG_WORDS, Ladder, Rung, later, told_of
from app.settings.duty import TargetsSpec

USUAL = Ladder.parse(TargetsSpec().ladder)


def test_the_nearest_office_hears_of_the_first_times_and_the_head_of_the_agency_of_the_law() -> None:
    for step in (Step.FIRST_ANSWER, Step.ON_SITE, Step.MAKE_SAFE):
        assert told_of(step, USUAL) == (Rung.LURAH,)
    assert {told_of(step, USUAL) for step in LAW} == {(Rung.KEPALA_DINAS,)}


def test_a_case_that_is_not_done_climbs_from_lurah_to_mayor() -> None:
    assert told_of(Step.DONE, USUAL) == (Rung.LURAH,)
    assert [rung for rung, _ in later(USUAL)] == [Rung.CAMAT, Rung.KEPALA_DINAS, Rung.SEKDA, Rung.WALI_KOTA]
    assert later(USUAL)[0][1] == Target(span=timedelta(hours=24))


def test_a_city_may_leave_rungs_out_and_call_several_at_once() -> None:
    ladder = Ladder.parse({"camat": "0h", "sekda": "0h", "wali_kota": "3wd"})
    assert told_of(Step.DONE, ladder) == (Rung.CAMAT, Rung.SEKDA)
    assert later(ladder) == ((Rung.WALI_KOTA, Target(working_days=3)),)


def test_an_office_nobody_knows_is_refused_in_the_city_file() -> None:
    with pytest.raises(ValueError, match="lurah"):
        TargetsSpec.model_validate({"ladder": {"lurahh": "0h"}})
    assert set(RUNG_WORDS) == set(Rung)
