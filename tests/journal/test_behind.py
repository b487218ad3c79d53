"""The facts behind a figure, as they stand and as they stood, on both stores."""

from datetime import date, timedelta

import numpy as np
import sqlalchemy as sa

from app.domain.indicator import Indicator, indicator_id
from app.domain.kind import Kind
from app.journal import tables
from app.journal.behind import facts_behind, remarks
from app.journal.driven import driven
from app.journal.engine import reading
from app.journal.moments import Moment
from app.journal.store import Journal
from app.picture.frame import Frame
from app.picture.open import live_picture
from app.settings import CityFile
from app.views.explain import all_keys, explain
from app.views.revenue import revenue_view
from tests.journal.facts import T0, after, complaint, fix, vehicle

DAY = date(2016, 11, 29)


def money(value: float | None, kind: str = "HOTEL", at: float = 0, **extra: str) -> Indicator:
    labels = {"jenis": kind, "kecamatan": "32.75.01"}
    id_ = indicator_id("dispenda", "realisasi_pajak", DAY, DAY, labels)
    return Indicator("pajak", id_, after(at), "dispenda", "realisasi_pajak", DAY, DAY, value, "IDR", labels, (), extra)


def test_a_fact_says_when_by_which_commit_and_what(journal: Journal) -> None:
    journal.append([money(1_500_000)])
    [fact] = facts_behind(journal, Kind.INDICATOR, [1])
    assert (fact.key, fact.source, fact.commit, fact.valid_at, fact.recorded_at) == (1, "pajak", 1, T0, T0)
    assert fact.words == "realisasi_pajak · jenis=HOTEL · kecamatan=32.75.01 · 2016-11-29 · 1500000 IDR"


def test_what_the_source_says_is_none_is_no_zero(journal: Journal) -> None:
    journal.append([money(None)])
    assert facts_behind(journal, Kind.INDICATOR, [1])[0].words.endswith("\N{EN DASH} IDR")


def test_the_facts_of_a_commit_stay_what_they_were(journal: Journal) -> None:
    journal.append([money(1)])
    journal.append([money(2, at=60)])
    now, then = facts_behind(journal, Kind.INDICATOR, [1]), facts_behind(journal, Kind.INDICATOR, [1], commit=1)
    assert (now[0].commit, now[0].words[-5:]) == (2, "2 IDR")
    assert (then[0].commit, then[0].words[-5:]) == (1, "1 IDR")
    assert facts_behind(journal, Kind.INDICATOR, [1], commit=0) == ()


def test_the_newest_come_first_and_no_more_than_asked(journal: Journal) -> None:
    journal.append([money(n, kind=f"K{n}", at=-n) for n in range(20)])
    facts = facts_behind(journal, Kind.INDICATOR, np.arange(1, 21), 5)
    assert [fact.words.split(" · ")[1] for fact in facts] == [f"jenis=K{n}" for n in range(5)]
    assert facts_behind(journal, Kind.INDICATOR, []) == ()


def test_complaints_and_vehicles_and_fixes(journal: Journal) -> None:
    journal.append([complaint("9"), vehicle("7"), fix("7", 0, speed_kmh=20.5), fix("7", 60)])
    [case] = facts_behind(journal, Kind.COMPLAINT, [1])
    assert (case.id, case.words) == ("9", "open · jalan")
    assert facts_behind(journal, Kind.VEHICLE, [1])[0].words == "B 1"
    [newest] = facts_behind(journal, Kind.POSITION, [1])
    assert (newest.valid_at, newest.words) == (after(60), "-6.20000, 107.00000")


def test_a_kind_without_keys_has_no_facts(journal: Journal) -> None:
    assert facts_behind(journal, Kind.HEALTH, [1]) == ()


def test_the_owners_remarks_by_key(journal: Journal) -> None:
    journal.append([money(1, remark="Dua truk rusak"), money(1, kind="PPJ")])
    assert remarks(journal, [1, 2, 3]) == {1: "Dua truk rusak"}


def test_vehicles_that_were_out_on_a_day_also_under_newer_fixes(journal: Journal) -> None:
    start, end = T0, T0 + timedelta(hours=1)
    journal.append([fix("a", 10), fix("a", 4000), fix("a", 4030), fix("b", -1), fix("c", 3600), fix("d", 0)])
    journal.append([fix("e", 5, speed_kmh=999, flags=("speed",))])
    journal.append([fix("f", 5)])
    with reading(journal.engine) as connection:
        heads = tables.vehicle_heads.c
        names = {row.key: row.id for row in connection.execute(sa.select(heads.key, heads.id))}
        known = {moment: driven(connection, start, end, Moment(moment)).tolist() for moment in (1, 3)}
    assert {names[key] for key in known[1]} == {"a", "d"}
    assert {names[key] for key in known[3]} == {"a", "d", "f"}


def test_changing_one_input_changes_the_explanations_inputs_and_commits(journal: Journal, city: CityFile) -> None:
    journal.append([money(100), money(7, kind="PPJ")])
    before = live_picture(journal, city)
    figure = revenue_view(before, Frame(T0), city).total.to_date
    told, facts = explain(figure, before), facts_behind(journal, Kind.INDICATOR, all_keys(figure)[Kind.INDICATOR])
    journal.append([money(150, at=60)])
    after_ = live_picture(journal, city)
    changed = revenue_view(after_, Frame(after(60)), city).total.to_date
    now, facts_now = explain(changed, after_), facts_behind(journal, Kind.INDICATOR, all_keys(changed)[Kind.INDICATOR])
    assert (figure.value, changed.value) == (107, 157)
    assert (told.inputs[0].last_commit, now.inputs[0].last_commit) == (1, 2)
    assert (now.inputs[0].first_commit, now.inputs[0].newest) == (1, after(60))
    assert {fact.commit for fact in facts} == {1} and {fact.commit for fact in facts_now} == {1, 2}
    assert {fact.words for fact in facts} != {fact.words for fact in facts_now}
