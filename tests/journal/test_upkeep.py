"""Checking and rebuilding a journal, citizens' data, schema versions."""

import io
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.domain.case import CaseId
from app.domain.complaint import Personal
from app.domain.person import Person, Role, Signed
from app.errors import JournalError
from app.journal import migrate, tables, upkeep
from app.journal.engine import journal_url, make_engine, reading, writing
from app.journal.retention import expire_personal, forget, personal_of
from app.journal.store import Journal
from tests.journal.facts import T0, after, complaint, fix, vehicle

SUPERVISOR = Signed(Person("budi", "Budi", Role.SUPERVISOR), "meja-2")
WRONG = {
    "a head of nothing": (
        tables.complaint_heads.insert().values(key=9, source="s", id="x", v=9, valid_at=1, hash=1),
        "outdated",
    ),
    "no head": (tables.complaint_heads.delete(), "missing"),
    "an outdated head": (tables.complaint_heads.update().values(v=1), "missing or wrong"),
    "a row of no commit": (tables.positions.update().values(commit_n=99), "positions"),
    "a hole in the numbers": (tables.commits.update().where(tables.commits.c.n == 2).values(n=7), "numbered"),
    "a time that went back": (tables.commits.update().where(tables.commits.c.n == 2).values(recorded_at=0), "before"),
}


def told(journal: Journal) -> None:
    """Something of each kind."""
    journal.append([complaint("1"), complaint("2"), vehicle("7"), fix("7")])
    journal.append([complaint("1", 5, "closed")])


@pytest.mark.parametrize("what", WRONG)
def test_check_finds_what_does_not_agree(journal: Journal, what: str) -> None:
    told(journal)
    assert upkeep.check(journal) == []
    statement, word = WRONG[what]
    with writing(journal.engine) as connection:
        connection.execute(statement)
    assert any(word in finding for finding in upkeep.check(journal))


def test_rebuild_makes_lost_heads_again(journal: Journal) -> None:
    told(journal)
    journal.append([vehicle("7", 9, last_update=after(9)), complaint("1", 3600, lat=-6.3, requested_at=after(3600))])
    before = heads(journal)
    with writing(journal.engine) as connection:
        connection.execute(tables.complaint_heads.delete())
        connection.execute(tables.vehicle_heads.update().values(v=0, hash=0))
    assert upkeep.rebuild(journal) == 4
    assert heads(journal) == before


def heads(journal: Journal) -> list[object]:
    """All heads."""
    with reading(journal.engine) as connection:
        both = (tables.complaint_heads, tables.vehicle_heads)
        return [sorted(map(tuple, connection.execute(sa.select(table)))) for table in both]


def test_the_command_answers_with_its_exit_code(journal: Journal) -> None:
    told(journal)
    out = io.StringIO()
    assert upkeep.command("upgrade", journal.url, out) == 0
    assert upkeep.command("check", journal.url, out) == 0
    with writing(journal.engine) as connection:
        connection.execute(tables.complaint_heads.delete())
    assert upkeep.command("check", journal.url, out) == 1
    assert upkeep.command("rebuild", journal.url, out) == 0
    assert upkeep.command("check", journal.url, out) == 0
    assert "run: journal rebuild" in out.getvalue()


def test_a_forgotten_citizen_stays_forgotten_however_often_the_source_sends_them(journal: Journal) -> None:
    sent = [Personal("sorot", "1", {"name": "Siti"}), Personal("sorot", "2", {"name": "Budi"})]
    journal.append([complaint("1")], personal=sent)
    assert forget(journal, SUPERVISOR, [CaseId("sorot", "1")]) == 1
    assert forget(journal, SUPERVISOR, [CaseId("sorot", "1")]) == 0
    journal.append([complaint("1", 5, "closed")], personal=sent)
    assert personal_of(journal, "sorot", "1") == {}
    assert personal_of(journal, "sorot", "2") == {"name": "Budi"}


def test_nothing_of_a_forgotten_citizen_is_left_in_the_file(tmp_path: Path) -> None:
    journal = Journal.create(str(tmp_path / "j"))
    journal.append([complaint("1")], personal=[Personal("sorot", "1", {"name": "Siti Nurhaliza Tersembunyi"})])
    assert any(b"Tersembunyi" in path.read_bytes() for path in tmp_path.glob("j*"))
    forget(journal, SUPERVISOR, [CaseId("sorot", "1")])
    assert not any(b"Tersembunyi" in path.read_bytes() for path in tmp_path.glob("j*"))
    journal.close()


def test_retention_counts_from_the_first_receipt(journal: Journal) -> None:
    sent = [Personal("sorot", "1", {"name": "Siti"})]
    journal.append([complaint("1")], personal=sent)
    journal.append(
        [complaint("1", 5, "closed")], personal=[Personal("sorot", "1", {"name": "Siti N."})], at=after(86_400 * 300)
    )
    assert personal_of(journal, "sorot", "1") == {"name": "Siti N."}
    assert expire_personal(journal, after(86_400 * 365), 365) == 0
    assert expire_personal(journal, after(86_400 * 365 + 1), 365) == 1
    assert personal_of(journal, "sorot", "1") == {}


def test_B16_a_journal_of_a_newer_program_is_refused_in_words(journal: Journal) -> None:
    with writing(journal.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for attempt in (Journal.open, Journal.create):
        with pytest.raises(JournalError, match="9999 of a newer program"):
            attempt(journal.url)


def test_B16_an_empty_or_missing_store_is_said_to_be_so(journal_url: str, tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"is empty|does not exist"):
        Journal.open(journal_url)
    with pytest.raises(JournalError, match="does not exist"):
        upkeep.upgrade(str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


BROKEN_MIGRATION = """
import os
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = "9000", "BEFORE", None, None
def upgrade():
    op.create_table("half_done", sa.Column("x", sa.Integer))
    op.execute("DELETE FROM commits")
    os._exit(9)
"""


@pytest.fixture
def newer_program(tmp_path: Path) -> str:
    """Code of a program whose next migration dies half-way."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    ours = Path(migrate.__file__).parent / "migrations"
    for path in (ours / "env.py", *(ours / "versions").glob("0*.py")):
        (folder / path.relative_to(ours)).write_text(path.read_text())
    (folder / "versions" / "9000_next.py").write_text(BROKEN_MIGRATION.replace("BEFORE", migrate.newest()))
    return (
        "import sys; from pathlib import Path; from app.journal import migrate, upkeep\n"
        f"migrate._FOLDER = Path({str(folder)!r})\n"
        "upkeep.upgrade(sys.argv[1])\n"
    )


def test_B16_a_migration_killed_half_way_changes_nothing(journal: Journal, newer_program: str) -> None:
    told(journal)
    ended = subprocess.run([sys.executable, "-c", newer_program, journal.url], timeout=60)
    assert ended.returncode == 9
    assert upkeep.check(journal) == []
    engine = make_engine(journal_url(journal.url))
    assert migrate.current(engine) == migrate.newest()
    assert "half_done" not in sa.inspect(engine).get_table_names()
    engine.dispose()
    if engine.dialect.name == "sqlite":
        assert complaints_in(f"{engine.url.database}.before-9000") == 3


def complaints_in(path: str) -> int:
    """How many complaint versions a copy holds."""
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM complaint_versions").fetchone()[0])
    finally:
        connection.close()


def test_the_citys_clock_is_written_once(journal: Journal) -> None:
    again = Journal.create(journal.url)
    assert again.clock.now() == journal.clock.now() == T0
    assert again.id == journal.id != ""
    again.close()
