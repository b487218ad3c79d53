"""A journal of one open complaint with a photo, on either store, and who leads it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import Clock
from app.journal import lease
from app.journal.store import Journal
from tests.journal.facts import T0, complaint

URL = "http://127.0.0.1:1/foto/1.jpg"


@pytest.fixture(params=["sqlite"])
def journal_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store; tests that say so run on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def journal(journal_url: str) -> Iterator[Journal]:
    """City time stands still at T0."""
    opened = Journal.create(journal_url, Clock.starting(T0, speed=0))
    opened.append([complaint("1", media=(URL,)), complaint("2")])
    yield opened
    opened.close()


@pytest.fixture
def epoch(journal: Journal) -> int:
    """We lead."""
    taken = lease.take(journal, "test")
    assert taken is not None
    return taken
