"""`doctor` says what is well and what to do next; `journal` upgrades, checks and mends."""

import sqlite3
from pathlib import Path

from data_sources.simulator import running
from tests.program.program import run, stored, write_city
from tests.program.town import BEKASI, polled_once


def test_doctor_sees_every_part_and_ends_with_0_only_when_all_are_well(tmp_path: Path) -> None:
    with running(complaint_days=1, track_days=1, scale=0.1) as far:
        sources = (f"s open311 {far.open311}", f"fleet traccar {far.traccar}")
        city = write_city(tmp_path / "c.toml", BEKASI, *sources)
        journal = ("--city", city, "--journal", tmp_path / "j.sqlite")
        first = run("doctor", "--language", "id", *journal)
        assert first.code == 1, "there is no journal yet"
        assert "berkas kota" in first.out and "PERIKSA" in first.out and "→" in first.out, "said in Indonesian"
        assert not (tmp_path / "j.sqlite").exists()
        assert run("collect", "--once", "--clock", far.now().isoformat(), *journal).code == 0
        well = run("doctor", *journal)
        assert well.code == 0, well.out
        for thing in ("city file: Kota Uji, 2 sources", "source s: speaks open311", "source fleet: speaks traccar"):
            assert thing in well.out
        assert "newest" in well.out and "its clock differs by" in well.out and "graphics" in well.out
        far.fault("open311", "unauthorised")
        far.fault("traccar", "skew", 7200)
        sick = run("doctor", *journal)
        assert sick.code == 1
        assert "refused us (401)" in sick.out and "→ Ask the agency for a new key" in sick.out
        assert "→ Set one of the two clocks" in sick.out


def test_the_journal_is_checked_mended_and_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    with running(complaint_days=1, track_days=1, scale=0.1) as far:
        with polled_once(tmp_path, far, path=path):
            journal = ("--city", tmp_path / "town.toml", "--journal", path)
    before = stored("complaints", path)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM complaint_heads WHERE key IN (SELECT key FROM complaint_heads LIMIT 3)")
        connection.execute("UPDATE vehicle_heads SET valid_at = valid_at - 1000")
    connection.close()
    sick = run("journal", "check", *journal)
    assert sick.code == 1
    assert "complaint_heads: 3 heads missing" in sick.out and "journal rebuild" in sick.out
    assert "vehicle_heads" in sick.out
    mended = run("journal", "rebuild", *journal)
    assert mended.code == 0 and "heads made again" in mended.out
    well = run("journal", "check", *journal)
    assert (well.code, well.out) == (0, "journal: everything agrees\n")
    upgraded = run("journal", "upgrade", *journal)
    assert upgraded.code == 0 and upgraded.out.startswith("journal: schema ")
    assert stored("complaints", path) == before


def test_a_file_that_is_no_journal_is_1_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_bytes(b"these are my notes, not a database\n" * 40)
    before = path.read_bytes()
    city = write_city(tmp_path / "c.toml", BEKASI, "s open311 http://127.0.0.1:9")
    told = run("collect", "--once", "--city", city, "--journal", path)
    assert told.code == 1, told.err
    assert "Traceback" not in told.err and "not a database" in told.err
    assert path.read_bytes() == before
