"""A period that is not over is shown as running, and never judged or compared as if it were over."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from app.domain.severity import Severity
from app.i18n import Language
from app.picture.frame import Frame
from app.settings import CityFile
from app.views.agencies import IndicatorLine, agencies_view
from app.views.day import day_view
from app.views.explain import explain
from app.views.explain_text import explanation_rows
from app.views.figure import figures_of
from app.views.figure_text import state_text
from app.views.revenue import revenue_days, revenue_view
from tests.views.indicator_rows import WIB, Row, days, end_of, evening, picture_of
from tests.views.test_day import case
from tests.views.test_day import picture_of as cases_of
from tests.views.test_revenue_projection import goal, money, three_years

TODAY = date(2016, 11, 30)
TEN = datetime(2016, 11, 30, 10, tzinfo=WIB)
ID = Language("id")


def waste(*values: float) -> list[Row]:
    """Tonnes of the days up to TODAY."""
    first = TODAY - timedelta(days=len(values) - 1)
    told = zip(days(first, TODAY), values, strict=True)
    return [Row("sampah_terangkut", day, value, {}, None, "kebersihan", "s", "t") for day, value in told]


def line_at(city: CityFile, rows: list[Row], at: datetime, agency: str, name: str) -> IndicatorLine:
    view = agencies_view(picture_of(city, rows), Frame(at), city)
    [line] = [line for one in view.agencies if one.id == agency for line in one.indicators if line.name == name]
    return line


def test_half_a_day_of_waste_bears_no_mark_and_says_how_far_it_has_come(city: CityFile) -> None:
    line = line_at(city, waste(610.0, 620.0, 249.0), TEN, "kebersihan", "sampah_terangkut")
    assert line.value.value == 249 and line.value.mark is None and line.mark is None
    assert state_text(line.value, ID).startswith("sampai 10.00")
    assert line.trend.tolist() == [610, 620], "the running day is not compared with whole ones"
    assert line.whole is not None and line.whole.value == 620 and line.judged is line.whole
    assert line.judged_day == TODAY - timedelta(days=1)
    assert line.whole.inputs[0].keys.tolist() == [2] and line.value.inputs[0].keys.tolist() == [3]


def test_the_last_whole_day_is_judged_while_today_runs_and_today_when_it_is_over(city: CityFile) -> None:
    rows = waste(610.0, 290.0, 640.0)
    running = line_at(city, rows, TEN, "kebersihan", "sampah_terangkut")
    assert running.mark is Severity.KRITIS and running.judged.mark is Severity.KRITIS and running.value.mark is None
    over = line_at(city, rows, evening(TODAY), "kebersihan", "sampah_terangkut")
    assert over.mark is None and over.whole is None and over.judged is over.value
    assert over.value.running is None and over.trend.tolist() == [610, 290, 640]


def test_before_any_period_is_over_nothing_is_judged(city: CityFile) -> None:
    line = line_at(city, waste(3.0), TEN, "kebersihan", "sampah_terangkut")
    assert (line.value.value, line.mark, line.whole, len(line.trend)) == (3, None, None, 0)


def test_what_holds_at_one_moment_is_judged_at_once(city: CityFile) -> None:
    """A full hospital at ten o'clock is full; tomorrow would be too late."""
    rows = [
        Row(name, TODAY, value, {}, None, "dinkes", "s", "tempat tidur")
        for name, value in (("tempat_tidur_terisi", 99.0), ("tempat_tidur_total", 100.0))
    ]
    line = line_at(city, rows, TEN, "dinkes", "tempat_tidur_terisi")
    assert line.mark is Severity.KRITIS and line.judged is line.value
    assert state_text(line.value, ID).startswith("sampai 10.00")


def test_a_week_of_dengue_that_is_not_over_raises_no_alarm_and_hides_none(city: CityFile) -> None:
    monday = date(2016, 11, 28)

    def weeks(*cases: float) -> list[Row]:
        first = monday - timedelta(weeks=len(cases) - 1)
        starts = [first + timedelta(weeks=n) for n in range(len(cases))]
        return [
            Row("dbd_kasus", day, n, {}, day + timedelta(days=6), "dinkes", "s", "kasus")
            for day, n in zip(starts, cases, strict=True)
        ]

    high = line_at(city, weeks(*[5.0] * 20, 10.0, 2.0), TEN, "dinkes", "dbd_kasus")
    assert high.mark is Severity.KRITIS and high.value.value == 2 and high.value.mark is None
    assert high.reference is not None and high.reference[-1] == 10 and len(high.reference) == len(high.trend)
    calm = line_at(city, weeks(*[5.0] * 20, 5.0, 40.0), TEN, "dinkes", "dbd_kasus")
    assert calm.mark is None and state_text(calm.value, ID).startswith("sampai Rab 30 Nov 2016 10.00")


def test_money_of_a_running_day_counts_but_is_not_compared(city: CityFile) -> None:
    rows = [*three_years(until=TODAY), goal(1000.0)]
    running = revenue_view(picture_of(city, rows), Frame(TEN), city)
    over = revenue_view(picture_of(city, rows), Frame(evening(TODAY)), city)
    before = revenue_view(picture_of(city, rows), Frame(evening(TODAY - timedelta(days=1))), city)
    assert running.total.to_date.value == over.total.to_date.value
    for name in ("expected", "pace", "last_year", "projection", "projection_low", "projection_high"):
        assert getattr(running.total, name).value == pytest.approx(getattr(before.total, name).value), name
        assert getattr(running.total, name).running is None
    assert running.total.pace.value != pytest.approx(over.total.pace.value)
    for name in ("today", "to_date", "percent", "remainder"):
        assert state_text(getattr(running.total, name), ID).startswith("sampai 10.00"), name
        assert getattr(over.total, name).running is None
    compared, _ = running.total.pace.parts
    assert compared.value == before.total.to_date.value
    assert compared.inputs[0].keys.tolist() == before.total.to_date.inputs[0].keys.tolist()


def test_a_quarter_that_ends_tonight_is_not_yet_missed(city: CityFile) -> None:
    rows = [money(day, 0.01) for day in days(date(2016, 1, 1), date(2016, 3, 31))] + [goal(1000.0)]
    noon = datetime(2016, 3, 31, 12, tzinfo=WIB)
    met = [
        revenue_view(picture_of(city, rows), Frame(at), city).milestones[0].met
        for at in (noon, evening(date(2016, 3, 31)))
    ]
    assert met == [None, False]


def test_the_first_day_of_a_year_has_nothing_to_compare(city: CityFile) -> None:
    rows = [money(date(2016, 1, 1), 5.0), goal(1000.0)]
    view = revenue_view(picture_of(city, rows), Frame(datetime(2016, 1, 1, 9, tzinfo=WIB)), city)
    assert view.total.to_date.value == 5
    assert (view.total.pace.value, view.total.expected.value) == (None, None)


def test_the_running_day_stands_among_the_days_as_running(city: CityFile) -> None:
    rows = [money(day, 1.0) for day in days(date(2016, 11, 28), TODAY)]
    lines = revenue_days(picture_of(city, rows), Frame(TEN), city, 2016)
    assert [line.value.running is not None for line in lines] == [True, False, False]


def test_a_running_day_of_complaints_says_so_and_what_stands_open_does_not(city: CityFile) -> None:
    picture = cases_of(city, [case(1, 3600), case(2, 7200, 9000, 1)])
    view = day_view(picture, Frame(TEN), city)
    for figure in (view.received, view.closed, view.median_close, view.by_agency[0].received):
        assert state_text(figure, ID).startswith("sampai 10.00"), figure.id
    assert view.open.running is None and view.vehicles.running is None
    assert all(figure.running is None for figure in figures_of(day_view(picture, Frame(evening(TODAY)), city)))


def test_the_explanation_says_that_the_period_is_not_over(city: CityFile) -> None:
    picture = picture_of(city, waste(610.0, 249.0))
    line = line_at(city, waste(610.0, 249.0), TEN, "kebersihan", "sampah_terangkut")
    rows = dict(explanation_rows(explain(line.value, picture), ID))
    assert "sampai 10.00" in rows[ID.text("Period")]
    assert line.whole is not None
    assert ID.text("Period") not in dict(explanation_rows(explain(line.whole, picture), ID))


def test_a_gap_in_the_last_whole_period_is_no_value(city: CityFile) -> None:
    rows = waste(610.0, 620.0, 249.0)
    rows[1] = Row("sampah_terangkut", TODAY - timedelta(days=1), None, {}, None, "kebersihan", "s", "t")
    line = line_at(city, rows, TEN, "kebersihan", "sampah_terangkut")
    assert line.whole is not None and line.whole.value is None and line.whole.note and line.mark is None
    assert np.isnan(line.trend[-1])


def test_the_last_moment_of_a_day_sees_it_whole() -> None:
    assert end_of(TODAY) - evening(TODAY) == timedelta(milliseconds=1)
