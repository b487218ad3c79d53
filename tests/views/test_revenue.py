"""The revenue table: reconciled with a plain count, and honest about what is not known."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.revenue import same_day_last_year
from app.domain.rules import RULES
from app.domain.source import LinkState
from app.journal.status import SourceStatus
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.explain import all_keys, explain
from app.views.figure import figures_of
from app.views.revenue import RevenueView, former_names, revenue_days, revenue_view
from app.views.standing import GONE
from tests.views.indicator_rows import Row, days, evening, noon, picture_of

KINDS = ("PBB_P2", "HOTEL", "PPJ")
DISTRICTS = ("32.75.01", "32.75.02")
TODAY = date(2016, 11, 30)


def money(day: date, value: float | None, kind: str = "HOTEL", district: str = "32.75.01", **more: object) -> Row:
    return Row("realisasi_pajak", day, value, {"jenis": kind, "kecamatan": district}, **more)  # type: ignore[arg-type]


def goal(value: float, kind: str = "HOTEL", since: str = "2016-01-01", basis: str = "murni") -> Row:
    labels = {"jenis": kind, "dasar": basis, "berlaku": since}
    year = int(since[:4])
    return Row("target_pajak", date(year, 1, 1), value, labels, to=date(year, 12, 31), source="target-pajak")


def seen(picture: Picture, day: date = TODAY, **more: object) -> RevenueView:
    return revenue_view(picture, Frame(evening(day)), picture.city, **more)  # type: ignore[arg-type]


def random_rows(seed: int) -> list[Row]:
    chance = random.Random(seed)
    rows = [
        money(day, None if chance.random() < 0.02 else round(chance.lognormvariate(15, 1)), kind, district)
        for day in days(date(2014, 1, 1), date(2016, 11, 29))
        for kind in KINDS
        for district in DISTRICTS
        if chance.random() < 0.9
    ]
    return [*rows, *(goal(5e9 + i, kind) for i, kind in enumerate(KINDS))]


def total_of(rows: Iterable[Row], first: date, last: date, **labels: str) -> float:
    return sum(
        row.value or 0
        for row in rows
        if row.name == "realisasi_pajak" and first <= row.day <= last and labels.items() <= row.labels.items()
    )


@pytest.mark.parametrize("seed", range(5))
def test_every_sum_agrees_with_a_plain_count(city: CityFile, seed: int) -> None:
    rows = random_rows(seed)
    chance = random.Random(seed)
    chance.shuffle(rows)
    day = chance.choice(days(date(2016, 1, 20), TODAY))
    view = seen(picture_of(city, rows), day)
    until = view.data_until
    assert until is not None and until <= day
    before = same_day_last_year(until)
    for path, lines in (("jenis", view.kinds), ("kecamatan", view.districts)):
        for line in lines:
            labels = {path: line.key}
            counted = total_of(rows, date(2016, 1, 1), until, **labels)
            assert (line.to_date.value or 0) == pytest.approx(counted), line.key
            counted = total_of(rows, date(2015, 1, 1), before, **labels)
            assert (line.last_year.value or 0) == pytest.approx(counted), line.key
    assert view.total.to_date.value == pytest.approx(total_of(rows, date(2016, 1, 1), until))
    assert view.total.last_year.value == pytest.approx(total_of(rows, date(2015, 1, 1), before))
    shown = [line.to_date.value for line in view.kinds if line.to_date.value is not None]
    assert view.total.to_date.value == pytest.approx(sum(shown))


@pytest.mark.parametrize("seed", range(3))
def test_days_of_a_kind_in_a_kecamatan_agree_with_their_line(city: CityFile, seed: int) -> None:
    rows = random_rows(seed)
    picture = picture_of(city, rows)
    lines = revenue_days(picture, Frame(noon(TODAY)), city, 2016, "HOTEL", "32.75.02")
    view = seen(picture, kind="HOTEL", district="32.75.02")
    assert view.total.to_date.value == pytest.approx(sum(line.value.value or 0 for line in lines))
    assert [line.day for line in lines] == sorted((line.day for line in lines), reverse=True)
    assert all(
        total_of(rows, line.day, line.day, jenis="HOTEL", kecamatan="32.75.02") == line.value.value for line in lines
    )


def test_without_a_fact_nothing_is_zero(city: CityFile) -> None:
    view = seen(picture_of(city, []))
    assert {figure.value for figure in figures_of(view)} == {None}
    assert {figure.freshness for figure in figures_of(view)} == {Freshness.NEVER}
    assert view.curves is None and view.data_until is None and len(view.kinds) == 9
    assert len(view.withheld) == 9


def test_a_day_without_a_record_is_not_a_day_without_money(city: CityFile) -> None:
    rows = [money(day, 10.0) for day in days(date(2016, 1, 1), date(2016, 11, 29))]
    view = seen(picture_of(city, rows))
    assert view.total.today.value is None and view.total.to_date.value == 3340
    assert seen(picture_of(city, [*rows, money(TODAY, 0.0)])).total.today.value == 0


def test_a_kind_never_reported_is_named_and_not_summed(city: CityFile) -> None:
    view = seen(picture_of(city, [money(TODAY, 10.0), goal(100), goal(900, "BPHTB")]))
    assert view.total.to_date.value == 10 and view.total.target.value == 100 and view.total.percent.value == 10
    assert "BPHTB" in view.withheld and view.total.to_date.note
    lines = {line.key: line for line in view.kinds}
    assert lines["BPHTB"].to_date.value is None and lines["BPHTB"].percent.value is None
    assert lines["BPHTB"].target.value == 900


def test_a_value_the_agency_says_is_none_is_left_out_and_told(city: CityFile) -> None:
    view = seen(picture_of(city, [money(date(2016, 11, 28), None), money(date(2016, 11, 29), 7.0)]))
    line = next(line for line in view.kinds if line.key == "HOTEL")
    assert line.to_date.value == 7 and line.to_date.note


def test_what_its_source_withdrew_does_not_count(city: CityFile) -> None:
    view = seen(picture_of(city, [money(TODAY, 7.0), money(TODAY, 5.0, flags=GONE)]))
    assert view.total.to_date.value == 7


def test_pad_is_never_mixed_in(city: CityFile) -> None:
    rows = [money(TODAY, 7.0), Row("realisasi_pad", TODAY, 1000.0), Row("target_pad", TODAY, 5000.0)]
    view = seen(picture_of(city, rows))
    assert view.total.to_date.value == 7 and view.total_name == "Pajak daerah"


def status(source: str, last_good: datetime) -> SourceStatus:
    empty = dict.fromkeys(SourceStatus.__dataclass_fields__)
    return SourceStatus(**(empty | {"source": source, "state": LinkState.OK, "last_good": last_good}))  # type: ignore[arg-type]


TWO_SOURCES = """
[city]
name = "X"
zone = "Asia/Jakarta"
box = [-6.41, 106.88, -6.16, 107.06]
[[source]]
id = "pajak"
protocol = "ckan"
url = "http://127.0.0.1:1/"
every = "1h"
[[source]]
id = "reklame"
protocol = "ckan"
url = "http://127.0.0.1:1/"
every = "1h"
"""


def test_a_lost_source_is_withheld_from_the_total_and_its_target_with_it(tmp_city) -> None:  # type: ignore[no-untyped-def]
    city = tmp_city(TWO_SOURCES)
    rows = [money(TODAY, 10.0), money(TODAY, 5.0, "REKLAME", source="reklame"), goal(100), goal(50, "REKLAME")]
    picture = picture_of(city, rows)
    now = noon(TODAY)
    picture.sources = {name: status(name, now) for name in ("pajak", "reklame")}
    assert seen(picture).total.to_date.value == 15 and seen(picture).withheld == ()
    picture.sources["reklame"] = status("reklame", now - timedelta(days=30))
    view = seen(picture)
    assert view.total.to_date.value == 10 and view.total.target.value == 100 and view.total.percent.value == 10
    assert view.withheld == ("Pajak Reklame",)
    lost = next(line for line in view.kinds if line.key == "REKLAME")
    assert lost.to_date.value == 5 and lost.to_date.freshness is Freshness.LOST


def test_when_every_source_is_lost_the_old_sum_says_so(tmp_city) -> None:  # type: ignore[no-untyped-def]
    picture = picture_of(tmp_city(TWO_SOURCES), [money(date(2016, 11, 1), 10.0)])
    total = seen(picture).total.to_date
    assert (total.value, total.freshness) == (10, Freshness.LOST)


def test_the_revised_target_counts_from_its_own_day(city: CityFile) -> None:
    rows = [money(day, 1.0) for day in days(date(2016, 1, 1), TODAY)]
    rows += [goal(1000), goal(2000, since="2016-11-15", basis="perubahan")]
    picture = picture_of(city, rows)
    before, after = seen(picture, date(2016, 11, 14)), seen(picture, date(2016, 11, 15))
    assert (before.total.target.value, after.total.target.value) == (1000, 2000)
    for view in (before, after):
        assert (view.total.target_original.value, view.total.target_revised.value) == (1000, 2000)
        assert view.target_changed == date(2016, 11, 15)
    assert after.curves is not None
    plan = after.curves.plan[[318, 319]] / np.arange(1, 367)[[318, 319]] * 366
    assert plan == pytest.approx([1000, 2000])


def test_the_kinds_of_both_laws_stand_side_by_side(city: CityFile) -> None:
    old = [money(day, 1.0) for day in days(date(2021, 1, 1), date(2024, 1, 4))]
    new = [money(day, 2.0, "PBJT_HOTEL") for day in days(date(2024, 1, 5), date(2024, 3, 1))]
    view = seen(picture_of(city, [*old, *new]), date(2024, 3, 1))
    line = next(line for line in view.kinds if line.key == "PBJT_HOTEL")
    assert line.to_date.value == 4 + 2 * 57 and line.last_year.value == 60
    assert not [line for line in view.kinds if line.key == "HOTEL"]
    assert former_names("PBJT_HOTEL", date(2024, 3, 1), city) == ("Pajak Hotel",)
    assert seen(picture_of(city, old), date(2023, 3, 1), kind="PBJT_HOTEL").total.to_date.value == 60


def test_the_29th_of_february_is_compared_with_the_28th(city: CityFile) -> None:
    rows = [money(day, 1.0) for day in days(date(2015, 1, 1), date(2016, 2, 29))]
    view = seen(picture_of(city, rows), date(2016, 2, 29))
    assert (view.total.to_date.value, view.total.last_year.value) == (60, 59)


def test_milestones_are_judged_when_their_quarter_is_over(city: CityFile) -> None:
    rows = [money(day, 1.0) for day in days(date(2016, 1, 1), date(2016, 6, 30))]
    picture = picture_of(city, [*rows, goal(455)])
    assert [m.met for m in seen(picture, date(2016, 6, 29)).milestones] == [True, None, None, None]
    view = seen(picture, date(2016, 6, 30))
    assert [m.met for m in view.milestones] == [True, True, None, None]
    assert [m.reached.value for m in view.milestones] == [20.0, 40.0, None, None]


def test_money_without_a_kecamatan_has_a_line_of_its_own(city: CityFile) -> None:
    view = seen(picture_of(city, [Row("realisasi_pajak", TODAY, 3.0, {"jenis": "HOTEL"}), money(TODAY, 4.0)]))
    assert view.total.to_date.value == 7
    assert view.districts[-1].key == "" and view.districts[-1].to_date.value == 3
    assert sum(line.to_date.value or 0 for line in view.districts) == 7


def test_money_of_a_month_comes_in_on_its_last_day(city: CityFile) -> None:
    row = money(date(2016, 11, 1), 30.0, to=date(2016, 11, 30))
    assert seen(picture_of(city, [row]), date(2016, 11, 29)).total.to_date.value is None
    assert seen(picture_of(city, [row]), TODAY).total.to_date.value == 30


def test_every_figure_has_a_rule_and_a_path_of_its_own(city: CityFile) -> None:
    figures = list(figures_of(seen(picture_of(city, random_rows(1)))))
    assert all(figure.rule in RULES for figure in figures)
    assert len({figure.id for figure in figures}) == len(figures)


def test_changing_one_fact_changes_the_figure_its_inputs_and_their_commits(city: CityFile) -> None:
    rows = [money(day, 1.0) for day in days(date(2016, 11, 1), date(2016, 11, 29))]
    picture = picture_of(city, rows)
    before = seen(picture).total.to_date
    assert explain(before, picture).inputs[0].count == 29
    assert all_keys(before)[Kind.INDICATOR].tolist() == list(range(1, 30))
    commits = explain(before, picture).inputs[0].last_commit
    labels = '{"jenis":"HOTEL","kecamatan":"32.75.01"}'
    number = (date(2016, 11, 29) - date(1970, 1, 1)).days
    valid = int(datetime(2016, 11, 29, 20, tzinfo=UTC).timestamp() * 1000)
    picture.take_indicators(
        [(29, 30, valid, 77, "pajak", "dispenda", "realisasi_pajak", number, number, 5.0, "IDR", labels, 0)]
    )
    after = seen(picture).total.to_date
    assert (before.value, after.value) == (29, 33)
    assert (commits, explain(after, picture).inputs[0].last_commit) == (1, 77)
