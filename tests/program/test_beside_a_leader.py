"""`collect --once` beside a collector that leads: it keeps out, names the leader, and says what to do."""

from pathlib import Path

from app.journal import lease
from app.journal.reader import newest_commit
from app.journal.store import Journal
from tests.program.program import run, write_city


def test_a_full_poll_keeps_out_while_another_leads(tmp_path: Path) -> None:
    city = write_city(tmp_path / "c.toml", "[37.6, -122.6, 37.9, -122.3]", "a open311 http://127.0.0.1:9")
    journal = Journal.create(str(tmp_path / "j.sqlite"))
    assert lease.take(journal, "server-2:4711") == 1
    before = newest_commit(journal)
    told = run("collect", "--once", "--city", city, "--journal", tmp_path / "j.sqlite")
    assert told.code == 1
    assert "server-2:4711 leads. Stop it first; if it has died, try again in 20 s." in told.err
    assert newest_commit(journal) == before
    leader = lease.look(journal)
    assert leader is not None and (leader.holder, leader.epoch, leader.alive) == ("server-2:4711", 1, True)
    journal.close()
