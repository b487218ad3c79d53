"""The agencies' indicators, and who does not answer."""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from app.domain.freshness import Freshness
from app.domain.rules import RULES
from app.domain.severity import Severity
from app.domain.source import LinkState
from app.journal.status import SourceStatus
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.agencies import AgenciesView, IndicatorLine, agencies_view
from app.views.figure import figures_of
from tests.views.indicator_rows import Row, days, evening, noon, picture_of

TODAY = date(2016, 11, 30)
START = """[city]
name = "X"
zone = "Asia/Jakarta"
box = [-6.41, 106.88, -6.16, 107.06]
"""


def source(id: str, agency: str) -> str:
    return f"""[[source]]
id = "{id}"
agency = "{agency}"
protocol = "json_feed"
url = "http://127.0.0.1:1/"
every = "1h"
"""


def seen(picture: Picture, day: date = TODAY) -> AgenciesView:
    return agencies_view(picture, Frame(evening(day)), picture.city)


def line_of(view: AgenciesView, agency: str, name: str) -> IndicatorLine:
    lines = next(line for line in view.agencies if line.id == agency).indicators
    return next(line for line in lines if line.value.id == f"agency.{agency}.{name}")


def told(name: str, day: date, value: float | None, agency: str = "dinkes", span: int = 1, **labels: str) -> Row:
    return Row(name, day, value, labels, day + timedelta(days=span - 1), agency, "s", "kasus")


def weeks(values: list[float | None]) -> list[Row]:
    monday = date(2016, 11, 21)
    return [told("dbd_kasus", monday - timedelta(weeks=i), v, span=7) for i, v in enumerate(reversed(values))]


@pytest.mark.parametrize("seed", range(4))
def test_values_agree_with_a_plain_count(city: CityFile, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        told("izin_masuk", day, chance.choice([None, 0.0, 3.0, 12.0]), "bppt", loket=loket)
        for day in days(date(2016, 10, 1), date(2016, 11, 29))
        for loket in ("A", "B", "C")
        if chance.random() < 0.8
    ]
    chance.shuffle(rows)
    counted: dict[date, float] = defaultdict(float)
    for row in rows:
        if row.value is not None:
            counted[row.day] += row.value
    line = line_of(seen(picture_of(city, rows)), "bppt", "izin_masuk")
    newest = max(row.day for row in rows)
    assert line.value.value == counted.get(newest)
    for day, value in zip(line.trend_days.tolist(), line.trend.tolist(), strict=True):
        known = counted.get(date(1970, 1, 1) + timedelta(days=day))
        assert (None if np.isnan(value) else value) == known


def test_never_seen_is_no_zero(city: CityFile) -> None:
    view = seen(picture_of(city, []))
    lines = [line for agency in view.agencies for line in agency.indicators]
    assert len(lines) == len(city.indicators)
    assert {line.value.value for line in lines} == {None} and {line.age_s for line in lines} == {None}
    assert {line.value.freshness for line in lines} == {Freshness.NEVER}
    assert view.answering == 0 and {silent.days for silent in view.silent} == {None}


def test_a_dash_is_kept_as_no_value(city: CityFile) -> None:
    rows = [told("sampah_terangkut", day, 500.0, "kebersihan") for day in days(date(2016, 11, 20), date(2016, 11, 28))]
    line = line_of(
        seen(picture_of(city, [*rows, told("sampah_terangkut", date(2016, 11, 29), None, "kebersihan")])),
        "kebersihan",
        "sampah_terangkut",
    )
    assert line.value.value is None and line.value.note and line.mark is None
    assert np.isnan(line.trend[-1]) and line.trend[-2] == 500


def test_a_missing_day_is_a_gap_in_the_trend(city: CityFile) -> None:
    rows = [
        told("izin_terbit", day, 5.0, "bppt") for day in days(date(2016, 11, 20), date(2016, 11, 29)) if day.day != 25
    ]
    line = line_of(seen(picture_of(city, rows)), "bppt", "izin_terbit")
    assert len(line.trend) == 10 and np.flatnonzero(np.isnan(line.trend)).tolist() == [5]


@pytest.mark.parametrize(
    "value, mark",
    [(551, None), (550, Severity.MENENGAH), (450, Severity.TINGGI), (301, Severity.TINGGI), (300, Severity.KRITIS)],
)
def test_marks_by_the_city_file(city: CityFile, value: float, mark: Severity | None) -> None:
    line = line_of(
        seen(picture_of(city, [told("sampah_terangkut", TODAY, value, "kebersihan")])), "kebersihan", "sampah_terangkut"
    )
    assert line.mark is mark and line.value.mark is mark
    assert line.target is not None and line.target.value == 600


def test_beds_are_shown_in_percent_of_all_beds(city: CityFile) -> None:
    rows = [told("tempat_tidur_terisi", TODAY, n, rumah_sakit=str(n)) for n in (90.0, 60.0)]
    rows += [told("tempat_tidur_total", TODAY, 100.0, rumah_sakit=str(n)) for n in (90.0, 60.0)]
    line = line_of(seen(picture_of(city, rows)), "dinkes", "tempat_tidur_terisi.of.tempat_tidur_total")
    assert line.value.value == 75 and line.value.unit == "%" and line.mark is None
    assert sum(len(facts.keys) for facts in line.value.inputs) == 4


def test_a_share_of_nothing_is_not_known(city: CityFile) -> None:
    rows = [told("izin_tepat_waktu", TODAY, 0.0, "bppt"), told("izin_terbit", TODAY, 0.0, "bppt")]
    line = line_of(seen(picture_of(city, rows)), "bppt", "izin_tepat_waktu.of.izin_terbit")
    assert line.value.value is None


def test_dengue_is_marked_at_twice_the_mean_of_the_weeks_before(city: CityFile) -> None:
    calm, outbreak = (
        line_of(seen(picture_of(city, weeks([5.0] * 20 + [9.0]))), "dinkes", "dbd_kasus"),
        line_of(seen(picture_of(city, weeks([5.0] * 20 + [10.0]))), "dinkes", "dbd_kasus"),
    )
    assert calm.reference is not None and calm.reference[-1] == 10.0
    assert (calm.mark, outbreak.mark) == (None, Severity.KRITIS)
    assert calm.value.parts[0].value == 10.0 and calm.value.parts[0].rule == "indicator.outbreak"
    assert calm.value.parts[0].inputs[0].keys.tolist() == list(range(2, 22))
    assert len(calm.reference) == len(calm.trend) and np.isnan(calm.reference[0])


def test_three_weeks_of_rising_dengue_are_marked_before_the_line(city: CityFile) -> None:
    rising = line_of(seen(picture_of(city, weeks([5.0] * 20 + [6.0, 7.0, 8.0]))), "dinkes", "dbd_kasus")
    assert rising.mark is Severity.MENENGAH


def test_a_part_that_has_not_reported_is_named_and_not_zero(city: CityFile) -> None:
    rows = [
        told("sistem_aktif", day, 1.0, "telematika", sistem=s)
        for day in days(date(2016, 11, 25), TODAY)
        for s in ("SOROT", "SIPBB")
    ]
    line = line_of(seen(picture_of(city, rows[:-1])), "telematika", "sistem_aktif")
    assert line.value.value == 1 and line.value.note
    assert [(part.name, part.value) for part in line.by_label] == [("SIPBB", None), ("SOROT", 1.0)]


def test_of_very_many_labels_only_the_whole_is_told(city: CityFile) -> None:
    rows = [told("izin_masuk", TODAY, 1.0, "bppt", loket=f"{n:03}") for n in range(41)]
    all_of, few = (line_of(seen(picture_of(city, many)), "bppt", "izin_masuk") for many in (rows, rows[:40]))
    assert (all_of.value.value, all_of.by_label) == (41, ()) and len(few.by_label) == 40


def test_a_kecamatan_is_called_by_its_name(city: CityFile) -> None:
    rows = [told("dbd_kasus", date(2016, 11, 21), 3.0, span=7, kecamatan="32.75.01")]
    assert line_of(seen(picture_of(city, rows)), "dinkes", "dbd_kasus").by_label[0].name == "Bekasi Timur"


def test_what_the_city_file_does_not_name_is_shown_under_its_own_name(city: CityFile) -> None:
    rows = [
        Row("antrean_loket", TODAY, 4.0, {}, None, "baru", "s", "orang"),
        Row("mutu", TODAY, 80.0, {}, None, "baru", "s", "%"),
    ]
    view = seen(picture_of(city, rows))
    assert view.agencies[-1].id == "baru" and view.agencies[-1].name == "baru"
    assert [(line.title, line.value.value) for line in view.agencies[-1].indicators] == [
        ("antrean_loket", 4.0),
        ("mutu", 80.0),
    ]


def test_an_agency_that_was_renamed_keeps_its_line(city: CityFile) -> None:
    rows = [
        told("fisik_persen", date(2016, 12, 26), 80.0, "bappeda", 7),
        told("fisik_persen", date(2017, 1, 2), 3.0, "bappelitbangda", 7),
    ]
    picture = picture_of(city, rows)
    assert line_of(seen(picture, date(2016, 12, 30)), "bappeda", "fisik_persen").value.value == 80
    later = line_of(seen(picture, date(2017, 1, 9)), "bappelitbangda", "fisik_persen")
    assert later.value.value == 3 and later.trend.tolist() == [80, 3]


def status(source: str, last_good: datetime | None) -> SourceStatus:
    empty = dict.fromkeys(SourceStatus.__dataclass_fields__)
    return SourceStatus(**(empty | {"source": source, "state": LinkState.OK, "last_good": last_good}))  # type: ignore[arg-type]


def test_agencies_that_do_not_answer_are_named_with_their_days(tmp_city) -> None:  # type: ignore[no-untyped-def]
    city = tmp_city(START + source("a", "dinkes") + source("b", "bppt") + source("c", "dlh") + source("d", "bpbd"))
    picture, now = picture_of(city, []), evening(TODAY)
    picture.sources = {
        "a": status("a", now),
        "b": status("b", now - timedelta(days=3, hours=5)),
        "c": status("c", None),
    }
    view = seen(picture)
    assert (view.answering, view.of) == (1, 4)
    assert [(silent.agency, silent.days) for silent in view.silent] == [("bppt", 3), ("dlh", None), ("bpbd", None)]


def test_an_agency_answers_only_when_all_its_sources_do(tmp_city) -> None:  # type: ignore[no-untyped-def]
    city = tmp_city(START + source("a", "dinkes") + source("b", "dinkes"))
    picture, now = picture_of(city, []), evening(TODAY)
    picture.sources = {"a": status("a", now), "b": status("b", now - timedelta(days=2))}
    assert (seen(picture).answering, seen(picture).silent[0].days) == (0, 2)
    picture.sources["b"] = status("b", now)
    assert (seen(picture).answering, seen(picture).silent) == (1, ())


def test_an_agency_is_not_silent_because_anothers_source_that_tells_of_it_is(tmp_city) -> None:  # type: ignore[no-untyped-def]
    city = tmp_city(START + source("a", "dinkes") + source("dana", "bpkad"))
    picture, now = (
        picture_of(city, [Row("dana_pagu", date(2016, 1, 1), 5.0, {}, None, "dinkes", "dana")]),
        evening(TODAY),
    )
    picture.sources = {"a": status("a", now), "dana": status("dana", now - timedelta(days=9))}
    view = seen(picture)
    assert (view.answering, view.of, [silent.agency for silent in view.silent]) == (1, 2, ["bpkad"])


def test_the_owners_words_are_taken_by_the_newest_records_key(city: CityFile) -> None:
    picture = picture_of(
        city,
        [
            told("sampah_terangkut", date(2016, 11, 29), 500.0, "kebersihan"),
            told("sampah_terangkut", TODAY, 510.0, "kebersihan"),
        ],
    )
    view = agencies_view(picture, Frame(noon(TODAY)), city, {2: "Dua truk rusak", 1: "lama"})
    line = line_of(view, "kebersihan", "sampah_terangkut")
    assert (line.remark, line.newest_key) == ("Dua truk rusak", 2)


def test_every_figure_has_a_rule_and_a_path_of_its_own(city: CityFile) -> None:
    rows = [told("sistem_aktif", TODAY, 1.0, "telematika", sistem=s) for s in ("SOROT", "SIPBB")]
    figures = list(figures_of(seen(picture_of(city, rows))))
    assert all(figure.rule in RULES for figure in figures)
    assert len({figure.id for figure in figures}) == len(figures)


def test_a_view_leaves_the_picture_as_it_was(city: CityFile) -> None:
    picture = picture_of(city, [told("fisik_persen", TODAY, 80.0, "bappeda")])
    words = picture.words.all()
    seen(picture)
    assert picture.words.all() == words
