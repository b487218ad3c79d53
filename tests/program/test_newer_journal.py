"""Safety row B16 on the whole program: a journal of a newer program is refused in words by every command."""

import sqlite3
import sys
from pathlib import Path

import pytest

from app.errors import JournalError
from app.journal.store import Journal
from tests.program.program import MAIN, run, write_city
from widgets.start_collector import open_or_wait

COMMANDS = (
    ("collect", "--once"),
    ("collect",),
    ("export", "complaints"),
    ("journal", "check"),
    ("journal", "upgrade"),
    ("journal", "rebuild"),
    ("doctor",),
)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A journal whose schema this program does not know."""
    path = tmp_path / "j.sqlite"
    Journal.create(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    return path


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_B16_a_newer_journal_is_refused_in_words_and_left_alone(
    newer: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    city = write_city(tmp_path / "c.toml", "[37.6, -122.6, 37.9, -122.3]", "a open311 http://127.0.0.1:9")
    before = newer.read_bytes()
    told = run(*words, "--city", city, "--journal", newer)
    assert told.code == 1
    said = told.out + told.err
    assert "schema 9999 of a newer program" in said and "Update this program." in said and "Traceback" not in said
    assert newer.read_bytes() == before
    assert [path.name for path in tmp_path.glob("j.sqlite.before*")] == []


def test_B16_a_desk_neither_waits_for_it_nor_changes_it(newer: Path, tmp_path: Path) -> None:
    city = write_city(tmp_path / "c.toml", "[37.6, -122.6, 37.9, -122.3]", "a open311 http://127.0.0.1:9")
    collector = (sys.executable, str(MAIN), "collect", "--city", str(city), "--journal", str(newer))
    before = newer.read_bytes()
    with pytest.raises(JournalError, match="of a newer program"):
        open_or_wait(str(newer), collector, print)
    assert newer.read_bytes() == before
