"""Response funds, reconciled with a plain count."""

import random
from datetime import date, datetime, timedelta

import pytest

from app.domain.freshness import Freshness
from app.domain.rules import RULES
from app.domain.severity import Severity
from app.domain.source import LinkState
from app.journal.status import SourceStatus
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.figure import figures_of
from app.views.funds import FundLine, FundsView, funds_view
from tests.views.indicator_rows import Row, days, noon, picture_of

TODAY = date(2016, 11, 30)


def ceiling(value: float, agency: str = "disbimarta", source: str = "dana", **labels: str) -> Row:
    return Row("dana_pagu", date(2016, 1, 1), value, labels, date(2016, 12, 31), agency, source)


def committed(day: date, value: float, agency: str = "disbimarta", source: str = "dana") -> Row:
    return Row("dana_komitmen", day, value, {"keperluan": "tambal"}, None, agency, source)


def paid(day: date, value: float | None, agency: str = "disbimarta", source: str = "dana", **labels: str) -> Row:
    return Row("dana_belanja", day, value, labels, None, agency, source)


def seen(picture: Picture, day: date = TODAY, **more: int) -> FundsView:
    return funds_view(picture, Frame(noon(day)), picture.city, **more)


def line_of(view: FundsView, agency: str = "disbimarta") -> FundLine:
    return next(line for line in view.lines if line.agency == agency)


@pytest.mark.parametrize("seed", range(4))
def test_sums_agree_with_a_plain_count(city: CityFile, seed: int) -> None:
    chance = random.Random(seed)
    agencies = ("disbimarta", "kebersihan", "dinkes")
    rows = [ceiling(1e9, agency) for agency in agencies]
    for _ in range(400):
        day, agency = chance.choice(days(date(2015, 12, 1), date(2016, 12, 31))), chance.choice(agencies)
        make = chance.choice((committed, paid))
        rows.append(make(day, float(chance.randrange(1, 9_000_000)), agency))
    chance.shuffle(rows)
    view = seen(picture_of(city, rows))
    for agency in agencies:
        owed, spent, lately = 0.0, 0.0, 0.0
        for row in rows:
            if row.agency == agency and date(2016, 1, 1) <= row.day <= TODAY and row.value:
                owed += row.value if row.name == "dana_komitmen" else 0
                spent += row.value if row.name == "dana_belanja" else 0
                lately += row.value if row.name == "dana_belanja" and row.day > TODAY - timedelta(days=30) else 0
        line = line_of(view, agency)
        assert (line.committed.value, line.spent.value) == (owed, spent)
        assert line.remaining.value == pytest.approx(1e9 - max(owed, spent))
        assert line.percent.value == pytest.approx(max(owed, spent) / 1e7, abs=0.006)
        assert line.days_of_cover.value == (pytest.approx(line.remaining.value / (lately / 30)) if lately else None)
    assert view.total is not None
    assert view.total.spent.value == pytest.approx(sum(line.spent.value or 0 for line in view.lines))
    assert view.total.remaining.value == pytest.approx(sum(line.remaining.value or 0 for line in view.lines))


def test_without_a_fact_there_is_no_line_and_no_zero(city: CityFile) -> None:
    view = seen(picture_of(city, []))
    assert view.lines == () and view.spending == () and view.total is None


def test_a_fund_nobody_told_a_payment_of_has_no_remainder(city: CityFile) -> None:
    line = line_of(seen(picture_of(city, [ceiling(100)])))
    assert (line.ceiling.value, line.spent.value, line.remaining.value, line.percent.value) == (100, None, None, None)
    assert line.remaining.note


def test_a_fund_without_a_ceiling_is_left_out_of_the_total_and_named(city: CityFile) -> None:
    view = seen(picture_of(city, [ceiling(100), paid(TODAY, 10), paid(TODAY, 70, "dinkes")]))
    assert view.total is not None and view.total.percent.value == 10
    assert view.withheld == ("Dinas Kesehatan",) and line_of(view, "dinkes").percent.value is None


def test_the_mark_begins_at_the_citys_percent(city: CityFile) -> None:
    marks = [line_of(seen(picture_of(city, [ceiling(100), paid(TODAY, n)]))).mark for n in (79.0, 80.0, 90.0, 100.0)]
    assert marks == [None, Severity.MENENGAH, Severity.TINGGI, Severity.KRITIS]


def test_the_burn_counts_the_last_thirty_days(city: CityFile) -> None:
    inside, outside = date(2016, 11, 1), date(2016, 10, 31)
    assert (TODAY - inside).days == 29
    assert line_of(seen(picture_of(city, [ceiling(90), paid(inside, 30)]))).days_of_cover.value == 60
    line = line_of(seen(picture_of(city, [ceiling(90), paid(outside, 30)])))
    assert line.days_of_cover.value is None and line.days_of_cover.note


def test_a_year_that_is_over_has_no_days_of_cover(city: CityFile) -> None:
    picture = picture_of(city, [ceiling(90), paid(date(2016, 12, 20), 30)])
    line = line_of(seen(picture, date(2017, 2, 1), year=2016))
    assert line.spent.value == 30 and line.days_of_cover.value is None and line.days_of_cover.note


def test_a_payment_says_for_what_and_for_which_complaint(city: CityFile) -> None:
    rows = [
        paid(date(2016, 11, 2), 5, keperluan="pompa"),
        paid(TODAY, 7, keperluan="tambal", aduan="SR-12"),
        paid(TODAY, None),
    ]
    newest, older = seen(picture_of(city, rows)).spending
    assert (newest.day, newest.amount.value, newest.purpose, newest.complaint) == (TODAY, 7, "tambal", "SR-12")
    assert (older.purpose, older.complaint) == ("pompa", "")
    assert newest.amount.inputs[0].keys.tolist() == [2]


def test_a_revised_ceiling_takes_the_place_of_the_original_from_its_day(city: CityFile) -> None:
    rows = [
        ceiling(100, dasar="murni", berlaku="2016-01-01"),
        ceiling(150, dasar="perubahan", berlaku="2016-11-15"),
        ceiling(7, keperluan="x"),
    ]
    picture = picture_of(city, rows)
    assert line_of(seen(picture, date(2016, 11, 14))).ceiling.value == 107
    assert line_of(seen(picture, date(2016, 11, 15))).ceiling.value == 157


TWO_SOURCES = """
[city]
name = "X"
zone = "Asia/Jakarta"
box = [-6.41, 106.88, -6.16, 107.06]
[[source]]
id = "dana"
protocol = "json_feed"
url = "http://127.0.0.1:1/"
every = "1h"
[[source]]
id = "lain"
protocol = "json_feed"
url = "http://127.0.0.1:1/"
every = "1h"
"""


def status(source: str, last_good: datetime) -> SourceStatus:
    empty = dict.fromkeys(SourceStatus.__dataclass_fields__)
    return SourceStatus(**(empty | {"source": source, "state": LinkState.OK, "last_good": last_good}))  # type: ignore[arg-type]


def test_a_lost_source_is_withheld_from_the_total(tmp_city) -> None:  # type: ignore[no-untyped-def]
    rows = [ceiling(100), paid(TODAY, 10), ceiling(100, "x", "lain"), paid(TODAY, 90, "x", "lain")]
    picture, now = picture_of(tmp_city(TWO_SOURCES), rows), noon(TODAY)
    picture.sources = {"dana": status("dana", now), "lain": status("lain", now - timedelta(days=9))}
    view = seen(picture)
    assert view.total is not None and view.total.spent.value == 10 and view.withheld == ("x",)
    assert view.total.spent.note and view.total.spent.freshness is Freshness.FRESH
    assert line_of(view, "x").spent.freshness is Freshness.LOST and line_of(view, "x").spent.value == 90


def test_every_figure_has_a_rule_and_a_path_of_its_own(city: CityFile) -> None:
    figures = list(figures_of(seen(picture_of(city, [ceiling(100), paid(TODAY, 10), committed(TODAY, 5)]))))
    assert all(figure.rule in RULES for figure in figures)
    assert len({figure.id for figure in figures}) == len(figures)
