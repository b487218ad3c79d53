"""Checking an issued report against file and journal: agreement, tampering, erasure."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.errors import PocError
from app.journal.store import Journal
from app.picture.writing import write
from app.settings import CityFile
from app.settings.areas import city_areas
from reports import verify as verifying
from reports.issue import issue, make_draft
from reports.verify import Verdict, id_in, verify
from tests.reports.town import DAY, READY


@pytest.fixture(params=["daily", "revenue"])
def pdf(request: pytest.FixtureRequest, own_journal: Path, city: CityFile) -> bytes:
    journal = Journal.open(str(own_journal))
    made = issue(journal, city, request.param, DAY, "id")
    journal.close()
    return made.pdf


def checked(path: Path, city: CityFile, pdf: bytes) -> Verdict:
    journal = Journal.open(str(path))
    try:
        return verify(journal, city, pdf)
    finally:
        journal.close()


def change(path: Path, sql: str, *values: Any) -> int:
    """Change the store behind the journal's back; how many rows."""
    with closing(sqlite3.connect(path)) as database:
        changed = database.execute(sql, values).rowcount
        database.commit()
    return changed


def test_an_untouched_report_agrees_in_every_figure(own_journal: Path, city: CityFile, pdf: bytes) -> None:
    verdict = checked(own_journal, city, pdf)
    assert verdict.agrees and verdict.agreeing > 60
    assert not verdict.differences and not verdict.unchecked and not verdict.remarks


def test_facts_told_later_change_nothing(own_journal: Path, city: CityFile, pdf: bytes) -> None:
    journal = Journal.open(str(own_journal))
    from tests.reports.town import _case

    journal.append([fact for _, fact in _case("later", READY - timedelta(hours=20), "jalan", None, city)])
    journal.close()
    assert checked(own_journal, city, pdf).agrees


def test_a_changed_amount_is_named(own_journal: Path, city: CityFile, pdf: bytes) -> None:
    where = "name = 'realisasi_pajak' AND day_from = (SELECT max(day_from) FROM indicator_versions WHERE name = "
    sql = f"UPDATE indicator_versions SET value = value + 1000000 WHERE {where}'realisasi_pajak') AND labels LIKE ?"  # noqa: S608
    assert change(own_journal, sql, '%"HOTEL"%01"%') == 1
    verdict = checked(own_journal, city, pdf)
    named = {one.what for one in verdict.differences}
    assert not verdict.agrees
    assert {"revenue/kind.HOTEL.today", "revenue/total.to_date"} <= named
    assert "revenue/kind.BPHTB.today" not in named
    [hotel] = [one for one in verdict.differences if one.what == "revenue/kind.HOTEL.today"]
    assert float(hotel.now) - float(hotel.said) == pytest.approx(1_000_000)


def test_a_changed_complaint_is_named_although_a_checkpoint_says_otherwise(own_journal: Path, city: CityFile) -> None:
    """A checkpoint is a cache; whoever changed the journal did not change it."""
    journal = Journal.open(str(own_journal))
    pdf = issue(journal, city, "daily", DAY, "id").pdf
    write(journal, city, READY, city_areas(city).areas)
    journal.close()
    day = "updated_at >= 1480438800000 AND updated_at < 1480525200000"  # 30 November in Bekasi
    newest = "SELECT max(v) FROM complaint_versions WHERE state = 1 AND "
    assert change(own_journal, f"UPDATE complaint_versions SET state = 0 WHERE v = ({newest}{day})") == 1  # noqa: S608
    verdict = checked(own_journal, city, pdf)
    assert not verdict.agrees
    assert {"day/day.open", "day/day.closed"} <= {one.what for one in verdict.differences}


def test_a_changed_file_is_named(own_journal: Path, city: CityFile, pdf: bytes) -> None:
    verdict = checked(own_journal, city, pdf + b"\n% changed")
    assert [one.what for one in verdict.differences] == ["file"] and verdict.agreeing > 60


def test_changed_frozen_values_are_named(own_journal: Path, city: CityFile, pdf: bytes) -> None:
    sql = 'UPDATE reports SET figures = replace(figures, \'"city":"Kota Bekasi"\', \'"city":"Kota Lain"\')'
    assert change(own_journal, sql) == 1
    assert "frozen" in {one.what for one in checked(own_journal, city, pdf).differences}


def test_erased_facts_leave_their_figures_unchecked_and_say_so(own_journal: Path, city: CityFile, pdf: bytes) -> None:
    gone = change(
        own_journal, "DELETE FROM indicator_versions WHERE name = 'realisasi_pajak' AND labels LIKE '%HOTEL%'"
    )
    assert gone > 1_000
    verdict = checked(own_journal, city, pdf)
    assert verdict.agrees, verdict.differences[:3]
    hotel = next(one for one in verdict.unchecked if one.what == "revenue/kind.HOTEL.to_date")
    assert (hotel.missing, hotel.kind) == (gone, "indicator")
    assert "revenue/kind.BPHTB.to_date" not in {one.what for one in verdict.unchecked}


def test_erased_fixes_leave_the_vehicles_unchecked(own_journal: Path, city: CityFile) -> None:
    journal = Journal.open(str(own_journal))
    pdf = issue(journal, city, "daily", DAY, "id").pdf
    journal.close()
    assert change(own_journal, "DELETE FROM positions WHERE vehicle = 1 AND fix_at >= 1480438800000") > 0
    verdict = checked(own_journal, city, pdf)
    assert verdict.agrees and [(one.what, one.kind) for one in verdict.unchecked] == [("day/day.on_duty", "position")]


def test_an_inserted_fact_is_a_difference(own_journal: Path, city: CityFile) -> None:
    journal = Journal.open(str(own_journal))
    pdf = issue(journal, city, "daily", DAY, "id").pdf
    journal.close()
    with closing(sqlite3.connect(own_journal)) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(complaint_versions)")]
    kept = [name for name in columns if name not in ("v", "key", "id")]
    new = "INSERT INTO complaint_versions (v, key, id, {names}) SELECT v + 100000, key + 100000, 'forged', {names} "
    new += "FROM complaint_versions WHERE commit_n = (SELECT max(commit_n) FROM complaint_versions WHERE state = 0 "
    new += "AND requested_at < 1480525200000 AND id <> 'late') LIMIT 1"
    assert change(own_journal, new.replace("{names}", ", ".join(kept))) == 1
    verdict = checked(own_journal, city, pdf)
    assert "day/day.open" in {one.what for one in verdict.differences}


def test_another_program_is_remarked_and_nothing_more(
    own_journal: Path, city: CityFile, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "program_version", lambda: "9.9")
    verdict = checked(own_journal, city, pdf)
    assert verdict.agrees and len(verdict.remarks) == 1


def test_what_is_no_report_of_ours_is_named(own_journal: Path, city: CityFile) -> None:
    journal = Journal.open(str(own_journal))
    draft = make_draft(journal, city, "daily", DAY, "id").pdf
    journal.close()
    for wrong, why in ((b"no pdf", "can be read"), (b"%PDF-1.4 cut", "can be read"), (draft, "no report's id")):
        with pytest.raises(PocError, match=why):
            id_in(wrong)


def test_a_report_of_another_journal_is_unknown_here(own_journal: Path, city: CityFile, pdf: bytes) -> None:
    assert change(own_journal, "DELETE FROM reports") == 1
    with pytest.raises(PocError, match="holds no issued report"):
        checked(own_journal, city, pdf)
