"""The rule of funds over the picture, and what this room bound to complaints beside what the agencies report."""

from datetime import date, timedelta

import pytest

from app.domain.freshness import Freshness
from app.domain.funds_rule import Verdict
from app.domain.kind import Kind
from app.domain.lifecycle import STAGES, Stage
from app.domain.rules import RULES
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.case_funds import CaseFunds, case_funds
from app.views.figure import figures_of
from app.views.funds import funds_view
from app.views.funds_cases import ESTIMATE, LEFT
from tests.views.indicator_rows import noon, picture_of
from tests.views.test_funds import TODAY, ceiling, committed, status

FRAME = Frame(noon(TODAY))


def with_cases(city: CityFile, *money: tuple[int, int, str, float | None], left: float = 20e6) -> Picture:
    """A fund of which `left` is left, and cases of (committed, spent, agency, ended)."""
    picture = picture_of(city, [ceiling(left + 5e6), committed(TODAY, 5e6)])
    picture.take_cases(
        [
            (
                key,
                key,
                1,
                key,
                1,
                4,
                agency,
                "",
                None,
                0,
                None,
                None,
                None if ended is None else int(ended * 1000),
                owed,
                paid,
                "",
            )
            for key, (owed, paid, agency, ended) in enumerate(money, 1)
        ]
    )
    return picture


def ruled(picture: Picture, category: str = "jalan", estimate: int | None = None) -> CaseFunds:
    return case_funds(picture, FRAME, picture.city, category, "disbimarta", estimate)


def test_a_pothole_the_fund_can_pay_may_be_filled_at_once(city: CityFile) -> None:
    said = ruled(with_cases(city))
    assert (said.ruling.verdict, said.ruling.estimate, said.left.value) == (Verdict.ENOUGH, 3_500_000, 20e6)
    assert ruled(with_cases(city), estimate=10_000_001).ruling.verdict is Verdict.NEEDS_APPROVAL
    assert ruled(with_cases(city), "pajak", 5).ruling.verdict is Verdict.NEEDS_APPROVAL  # nobody set a limit
    assert ruled(with_cases(city), "pajak").ruling.verdict is Verdict.UNKNOWN  # nor said what it costs


def test_open_estimates_of_this_room_are_no_longer_free(city: CityFile) -> None:
    picture = with_cases(city, (12_000_000, 0, "disbimarta", None), (6_000_000, 0, "disbimarta", None))
    said = ruled(picture)
    assert said.left.value == 2e6 and said.ruling.verdict is Verdict.NOT_ENOUGH
    assert [part.value for part in said.left.parts] == [20e6, 18e6]


def test_a_fund_nobody_told_of_or_whose_source_is_lost_says_nothing(city: CityFile) -> None:
    assert case_funds(with_cases(city), FRAME, city, "sampah", "kebersihan").ruling.verdict is Verdict.UNKNOWN
    lost = with_cases(city)
    lost.sources["dana"] = status("dana", FRAME.at - timedelta(days=5))
    assert ruled(lost).left.freshness is Freshness.LOST
    assert ruled(lost).ruling.verdict is Verdict.UNKNOWN


def test_what_was_bound_to_complaints_is_told_by_agency_and_case(city: CityFile) -> None:
    this_year, last_year = noon(date(2016, 5, 3)).timestamp(), noon(date(2015, 5, 3)).timestamp()
    money = (
        (700_000, 0, "disbimarta", None),
        (0, 300_000, "disbimarta", this_year),
        (0, 900_000, "disbimarta", last_year),
        (0, 50_000, "kebersihan", this_year),
    )
    view = funds_view(with_cases(city, *money), FRAME, city)
    line = next(one for one in view.lines if one.agency == "disbimarta")
    assert line.room_committed is not None and line.room_committed.value == 700_000
    assert line.room_spent is not None and line.room_spent.value == 300_000
    assert {(one.key, one.amount.value, one.agency) for one in view.cases} == {
        (1, 700_000, "disbimarta"),
        (2, 300_000, "disbimarta"),
        (4, 50_000, "kebersihan"),
    }
    assert line.room_spent.inputs[0].kind is Kind.COMPLAINT and list(line.room_spent.inputs[0].keys) == [2]


def test_an_estimate_that_was_left_bound_at_closing_is_told_as_such(city: CityFile) -> None:
    picture = with_cases(city, (700_000, 0, "disbimarta", None), (800_000, 0, "disbimarta", None))
    picture.cases.stage[1] = STAGES.index(Stage.CLOSED)
    told = {one.key: one.what for one in funds_view(picture, FRAME, city).cases}
    assert told == {1: ESTIMATE, 2: LEFT}


def test_last_years_view_holds_no_open_estimates(city: CityFile) -> None:
    ended = noon(date(2015, 5, 3)).timestamp()
    picture = with_cases(city, (700_000, 0, "disbimarta", None), (0, 900_000, "disbimarta", ended))
    assert [one.key for one in funds_view(picture, FRAME, city, 2015).cases] == [2]


def test_every_figure_has_a_rule(city: CityFile) -> None:
    view = funds_view(with_cases(city, (1, 0, "disbimarta", None), (0, 5, "disbimarta", None)), FRAME, city)
    assert {figure.rule for figure in figures_of(view)} <= set(RULES)
    assert ruled(with_cases(city)).left.rule in RULES


@pytest.mark.parametrize("agency", ["", "tidak-ada"])
def test_an_agency_nobody_knows_has_no_fund(city: CityFile, agency: str) -> None:
    assert case_funds(with_cases(city), FRAME, city, "jalan", agency).ruling.verdict is Verdict.UNKNOWN
