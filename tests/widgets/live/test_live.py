"""The live picture over a real journal: independent questions, and a database that stops answering."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.journal.postgres import ProbeConnection
from app.journal.store import Journal
from app.settings import CityFile
from tests.journal.facts import T0, complaint
from tests.postgres import PostgresServer
from widgets.live import Live

Opener = Callable[[str], Live]


@pytest.fixture
def open_live(qapp: QApplication, city: CityFile) -> Iterator[Opener]:
    """Starts a live picture of a new journal; it is stopped and closed at the end."""
    made: list[Live] = []

    def start(url: str) -> Live:
        live = Live(Journal.create(url, Clock.starting(T0)), city)
        made.append(live)
        live.start()
        return live

    yield start
    for live in made:
        assert live.stop()
        live.journal.close()


def frozen(server: PostgresServer, database: str) -> list[int]:
    """Stop the server and every backend of a database, as a partition would: nothing answers, nothing obeys."""
    others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    said = server.sql(others, database)
    pids = [int((server.data / "postmaster.pid").read_text().split()[0]), *map(int, said.split())]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    return pids


def test_questions_of_two_askers_do_not_cancel_each_other(open_live: Opener, tmp_path: Path, qtbot: QtBot) -> None:
    live = open_live(str(tmp_path / "j.sqlite"))
    live.journal.append([complaint("1", title="Banjir besar"), complaint("2", title="Lubang")])
    answers: list[tuple[str, str, list[int]]] = []
    live.searched.connect(lambda asker, text, keys: answers.append((asker, text, keys.tolist())))
    live.search("banjir", "queue")
    live.search("lubang", "palette")
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == [("queue", "banjir", [1]), ("palette", "lubang", [2])]


def test_of_one_asker_only_the_newest_question_is_answered(open_live: Opener, tmp_path: Path, qtbot: QtBot) -> None:
    live = open_live(str(tmp_path / "j.sqlite"))
    live.journal.append([complaint("1", title="Banjir besar")])
    answers: list[str] = []
    live.searched.connect(lambda asker, text, keys: answers.append(text))
    live._searches["queue"] = "banjir"  # asked since; the lane meets the older question first
    live._search("b", "queue")
    live._search("banjir", "queue")
    assert answers == ["banjir"]


def test_the_store_tells_what_it_is(open_live: Opener, journal_url: str, qtbot: QtBot) -> None:
    live = open_live(journal_url)
    with qtbot.waitSignal(live.store_ready) as told:
        live.want_store()
    facts = told.args[0]
    assert facts.product.split()[0].lower() == journal_url.partition(":")[0].partition("+")[0]
    assert not facts.is_replica and facts.size > 0
    assert (facts.free is None) == (facts.drift_s is not None)


def test_B13_a_frozen_server_is_told_while_nobody_reads_and_again_when_it_answers(
    open_live: Opener,
    postgres_url: str,
    postgres_server: PostgresServer,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ProbeConnection, "call_s", 0.5)
    live = open_live(postgres_url)
    qtbot.waitUntil(lambda: live.is_loaded)
    live._reader.stop()  # what tells here is the probe alone
    told: list[bool] = []
    live.database_changed.connect(lambda answers, since: told.append(answers))
    qtbot.waitUntil(lambda: live._probe._probe._connection is not None)
    pids = frozen(postgres_server, postgres_url.rpartition("/")[2])
    try:
        qtbot.waitUntil(lambda: told == [False], timeout=30_000)
        assert live.database_away_since is not None
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: told == [False, True], timeout=30_000)
    assert live.database_away_since is None


def test_the_database_is_away_until_reader_and_probe_both_have_it(open_live: Opener, tmp_path: Path) -> None:
    live = open_live(str(tmp_path / "j.sqlite"))
    told: list[bool] = []
    live.database_changed.connect(lambda answers, since: told.append(answers))
    live._on_trouble_met("probe", T0)
    live._on_trouble_met("reader", T0)
    live._on_trouble_met("probe", None)
    assert told == [False] and live.database_away_since == T0
    live._on_trouble_met("reader", None)
    assert told == [False, True]
