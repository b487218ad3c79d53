"""Deadlines by agency: due today, missed, and the forecast to the end of the working week with its basis."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.freshness import Freshness
from app.domain.rules import RULES
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.deadlines import NO_PACE, DeadlineLine, Late, deadlines_view
from app.views.figure import figures_of

NOW = datetime(2016, 11, 30, 3, tzinfo=UTC)  # Wednesday, 10.00 WIB
HOUR = timedelta(hours=1)


def seen(city: CityFile, *cases: tuple[str, timedelta, int, timedelta | None]) -> Picture:
    """Complaints of (category, age, state, time since its last word)."""
    picture = Picture(city)
    rows = []
    for key, (category, age, state, since) in enumerate(cases, 1):
        made, said = NOW - age, NOW - (since if since is not None else age)
        ms = [round(at.timestamp() * 1000) for at in (said, made)]
        rows.append((key, key, ms[0], key, "sorot", "x", state, category, "", None, None, ms[1], ms[0], None, 0))
    picture.take_complaints(rows)
    return picture


def line_of(picture: Picture, city: CityFile, agency: str) -> DeadlineLine:
    return next(one for one in deadlines_view(picture, Frame(NOW), city).lines if one.agency == agency)


def counts(line: DeadlineLine) -> tuple[float | None, ...]:
    return line.open.value, line.missed.value, line.today.value, line.forecast.value


def closed(n: int, category: str = "sampah") -> Sequence[tuple[str, timedelta, int, timedelta]]:
    return [(category, 90 * HOUR, 1, 24 * HOUR)] * n


def test_missed_today_and_the_rest_are_counted_for_who_answers(city: CityFile) -> None:
    ages = [80 * HOUR, 71 * HOUR, 60 * HOUR, 1 * HOUR]  # rubbish is to be gone in 72 hours
    picture = seen(city, *(("sampah", age, 0, None) for age in ages), ("jalan", HOUR, 0, None), *closed(60))
    assert counts(line_of(picture, city, "kebersihan"))[:3] == (4, 1, 2)
    assert counts(line_of(picture, city, "disbimarta"))[:3] == (1, 0, 0)
    total = deadlines_view(picture, Frame(NOW), city).total
    assert counts(total)[:3] == (5, 1, 2)
    assert sum(part.value or 0 for part in total.open.parts) == 5


def test_at_a_good_pace_nothing_more_is_missed_and_at_none_everything_due_is(city: CityFile) -> None:
    due = [("sampah", age, 0, None) for age in (70 * HOUR, 40 * HOUR, 30 * HOUR, HOUR)]
    quick = line_of(seen(city, *due, *closed(200)), city, "kebersihan")
    assert (quick.forecast.value, quick.forecast.note) == (0, "")
    none = line_of(seen(city, *due), city, "kebersihan")
    assert (none.forecast.value, none.forecast.note, none.pace.value) == (
        3,
        NO_PACE,
        0,
    )  # the last one is due on Saturday
    assert none.forecast.parts[1] is none.pace


def test_a_slow_agency_misses_what_stands_behind(city: CityFile) -> None:
    due = [("sampah", (72 - n) * HOUR, 0, None) for n in (4, 5, 6, 7, 50)]
    line = line_of(seen(city, *due, *closed(36)), city, "kebersihan")  # 72 hours a week are worked: one in two hours
    assert line.pace.value == pytest.approx(0.5)
    assert line.forecast.value == 1  # the fourth needs eight hours and has seven


def test_paused_and_ended_cases_owe_nothing(city: CityFile) -> None:
    picture = seen(city, *[("sampah", 100 * HOUR, 0, None)] * 3)
    due = int((NOW - 28 * HOUR).timestamp() * 1000)
    ended = int((NOW - HOUR).timestamp() * 1000)
    picture.take_cases(
        [
            (1, 1, 1, 9, 1, 1, "", "", None, 1, due, None, None, 0, 0, ""),
            (2, 2, 1, 9, 1, 5, "", "", None, 0, due, None, ended, 0, 0, ""),
        ]
    )
    line = line_of(picture, city, "kebersihan")
    assert counts(line)[:2] == (1, 1) and line.pace.value == pytest.approx(1 / 72)


def test_who_we_hold_responsible_counts_before_the_source(city: CityFile) -> None:
    picture = seen(city, ("sampah", 100 * HOUR, 0, None), ("tak-dikenal", HOUR, 0, None))
    picture.take_cases([(1, 1, 1, 9, 1, 2, "disbimarta", "", None, 0, 1000, None, None, 0, 0, "")])
    view = deadlines_view(picture, Frame(NOW), city)
    assert {line.agency: line.missed.value for line in view.lines} == {"disbimarta": 1}


def test_the_list_is_in_the_order_of_need(city: CityFile) -> None:
    ages = (1 * HOUR, 100 * HOUR, 60 * HOUR, 90 * HOUR, 40 * HOUR)
    view = deadlines_view(seen(city, *(("sampah", age, 0, None) for age in ages)), Frame(NOW), city)
    told = [(one.key, one.late) for one in view.cases]
    assert told == [(2, Late.MISSED), (4, Late.MISSED), (3, Late.TODAY), (5, Late.FORECAST)]
    assert view.cases[0].due == NOW - 28 * HOUR and view.more == 0
    assert view.until == datetime(2016, 12, 2, 9, tzinfo=UTC)


def test_every_figure_explains_itself_and_none_is_made_of_nothing(city: CityFile) -> None:
    view = deadlines_view(seen(city, ("sampah", 80 * HOUR, 0, None), *closed(3)), Frame(NOW), city)
    for figure in figures_of(view):
        assert figure.rule in RULES
    [missed] = view.lines[0].missed.inputs
    assert list(missed.keys) == [1]
    empty = deadlines_view(Picture(city), Frame(NOW), city)
    assert empty.lines == () and empty.total.open.value is None
    assert empty.total.open.freshness is Freshness.NEVER


def test_the_figures_of_the_past_know_nothing_of_later(city: CityFile) -> None:
    view = deadlines_view(seen(city, ("sampah", HOUR, 0, None)), Frame(NOW - 2 * HOUR), city)
    assert view.lines == () and view.cases == ()


def test_an_agency_stands_once_whatever_its_source_calls_it(city: CityFile) -> None:
    picture = seen(city, *(("sampah", 80 * HOUR, 0, None) for _ in range(3)))
    for row, name in enumerate(("Kebersihan", "kebersihan")):
        picture.complaints.agency[row] = picture.words.code(name)
    (line,) = deadlines_view(picture, Frame(NOW), city).lines
    assert (line.agency, line.name, line.open.value) == ("kebersihan", "Dinas Kebersihan", 3)
