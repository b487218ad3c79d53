"""While a source still fetches its older records no sum of theirs looks whole, and none is judged."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.severity import Severity
from app.i18n import Language
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.agencies import agencies_view
from app.views.day import day_view
from app.views.figure import INCOMPLETE, Figure, figures_of
from app.views.figure_text import NOT_COMPLETE, brief_state, state_text, value_text
from app.views.funds import funds_view
from app.views.revenue import revenue_view
from tests.views.indicator_rows import Row, days, evening, picture_of
from tests.views.test_agencies import told
from tests.views.test_day import case, status
from tests.views.test_day import picture_of as cases_of
from tests.views.test_revenue_projection import goal, three_years

TODAY = date(2016, 11, 30)
AT = evening(TODAY)
FRAME = Frame(AT)


def told_by(picture: Picture, source: str, *, behind: bool) -> Picture:
    picture.sources[source] = replace(status(source, AT), behind=behind)
    return picture


@pytest.mark.parametrize("behind", [True, False])
def test_taxes_are_incomplete_and_neither_paced_nor_projected(city: CityFile, behind: bool) -> None:
    picture = told_by(picture_of(city, [*three_years(until=TODAY), goal(5000.0)]), "pajak", behind=behind)
    view = revenue_view(picture, FRAME, city)
    line, kind = view.total, next(one for one in view.kinds if one.to_date.value is not None)
    sums = (line.to_date, line.percent, line.remainder, line.last_year, kind.to_date, kind.last_year)
    assert all(figure.value is not None for figure in sums)
    assert {figure.is_incomplete for figure in sums} == {behind}
    judged = (line.pace, line.expected, line.projection, line.projection_low, line.projection_high)
    assert all((figure.value is None) is behind for figure in judged), [f.value for f in judged]
    assert {one.pace.mark is None for one in (line, kind)} == {behind}
    assert {one.met for one in view.milestones[:3]} == ({None} if behind else {False})


def test_a_sum_that_is_not_complete_says_so_in_words_and_by_a_star(city: CityFile) -> None:
    picture = told_by(picture_of(city, [*three_years(until=TODAY), goal(5000.0)]), "pajak", behind=True)
    figure = revenue_view(picture, FRAME, city).total.to_date
    for words in (Language("id"), Language("en")):
        assert value_text(figure, words).endswith("*") and state_text(figure, words) == words.text(INCOMPLETE)
        assert brief_state(figure, words)[-1] == words.text(NOT_COMPLETE) and len(words.text(NOT_COMPLETE)) < 24
    assert Language("id").text(INCOMPLETE) != INCOMPLETE


@pytest.mark.parametrize("behind", [True, False])
def test_funds_of_which_payments_are_missing_bear_no_mark(city: CityFile, behind: bool) -> None:
    rows = [
        Row("dana_pagu", date(2016, 1, 1), 100.0, {}, date(2016, 12, 31), "dinkes", "dana"),
        Row("dana_belanja", date(2016, 11, 1), 90.0, {}, None, "dinkes", "dana"),
    ]
    view = funds_view(told_by(picture_of(city, rows), "dana", behind=behind), FRAME, city)
    assert view.total is not None
    for line in (view.lines[0], view.total):
        assert line.spent.is_incomplete is behind and (line.mark is None) is behind
        assert line.percent.mark is line.mark


@pytest.mark.parametrize("behind", [True, False])
def test_an_indicator_is_not_judged(city: CityFile, behind: bool) -> None:
    rows = [told("sampah_terangkut", day, 290.0, "kebersihan") for day in days(TODAY - timedelta(days=3), TODAY)]
    view = agencies_view(told_by(picture_of(city, rows), "s", behind=behind), FRAME, city)
    [line] = [line for one in view.agencies for line in one.indicators if line.name == "sampah_terangkut"]
    assert line.value.is_incomplete is behind
    assert line.mark is (None if behind else Severity.KRITIS) and line.value.mark is line.mark


@pytest.mark.parametrize("behind", [True, False])
def test_the_days_complaints_are_incomplete(city: CityFile, behind: bool) -> None:
    picture = told_by(cases_of(city, [case(1, 60), case(2, 60, 120, 1)]), "sorot", behind=behind)
    view = day_view(picture, FRAME, city)
    counts: list[Any] = [view.received, view.closed, view.open, view.by_agency[0].received]
    assert {figure.is_incomplete for figure in counts} == {behind}


def test_another_sources_history_spoils_nothing(city: CityFile) -> None:
    picture = told_by(picture_of(city, [*three_years(until=TODAY), goal(5000.0)]), "armada", behind=True)
    figures: list[Figure] = list(figures_of(revenue_view(picture, FRAME, city)))
    assert not any(figure.is_incomplete for figure in figures)
