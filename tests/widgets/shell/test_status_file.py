"""The state of the desk as a file for monitoring from outside."""

import json
from datetime import timedelta

import pytest

from app.domain.source import LinkState
from app.journal.undelivered import Undelivered
from tests.widgets.fakes import NOW
from widgets.status_file import StatusFile, replace_file


@pytest.fixture
def status(live, group, tmp_path):
    made = StatusFile(tmp_path / "deep" / "status-a.json", "a", live, group)
    made.start()
    yield made
    assert made.stop()


def _read(status, qtbot):
    qtbot.waitUntil(status.path.is_file)
    return json.loads(status.path.read_text(encoding="utf-8"))


def test_it_says_what_the_sources_panel_says(status, live, qtbot):
    live.set_source("armada", state=LinkState.DOWN, last_good=NOW - timedelta(hours=1), error="The answer ended early.")
    status.write()
    told = _read(status, qtbot)
    assert told["database"] | {"size_bytes": 0} == {
        "answers": True,
        "away_since": None,
        "product": "SQLite 3.45.1",
        "role": "primary",
        "size_bytes": 0,
        "disk_free_bytes": 80_000_000_000,
        "clock_drift_s": None,
    }
    worst = told["sources"][0]
    assert (worst["id"], worst["state"], worst["freshness"]) == ("armada", "down", "lost")
    assert worst["link_age_s"] == 3600
    assert worst["error"] == "The answer ended early.", "machines read one language"
    assert told["collector"] == "meja-1"
    assert told["written_at"].endswith("+00:00")


def test_it_counts_what_has_not_arrived_at_the_far_ends(status, qtbot):
    status.write()
    assert _read(status, qtbot)["outbox"] is None, "nobody has looked yet"
    status.on_outbox(Undelivered(3, 1))
    status.write()
    qtbot.waitUntil(lambda: _read(status, qtbot)["outbox"] == {"waiting": 3, "refused": 1})


def test_copying_details_writes_it_at_once(status, group, qtbot):
    group.details_copied.emit()
    assert _read(status, qtbot)["desk"] == "a"


def test_without_the_database_it_says_so_and_asks_nothing(status, live, qtbot, monkeypatch):
    live.database_away_since = NOW
    monkeypatch.setattr(live, "want_store", lambda: pytest.fail("asked a database that is away"))
    status.write()
    assert _read(status, qtbot)["database"]["answers"] is False


@pytest.mark.expects_log("could not be written")
def test_a_folder_that_cannot_be_written_costs_the_file_not_the_desk(tmp_path):
    (tmp_path / "file").write_text("x")
    replace_file(tmp_path / "file" / "status.json", "{}")
