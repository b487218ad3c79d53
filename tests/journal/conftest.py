"""An empty journal on either store."""

from collections.abc import Iterator

import pytest

from app.clock import Clock
from app.journal.store import Journal
from tests.journal.facts import T0


@pytest.fixture
def journal(journal_url: str) -> Iterator[Journal]:
    """An empty journal whose city time starts at T0 and stands still."""
    opened = Journal.create(journal_url, Clock.starting(T0, speed=0))
    yield opened
    opened.close()


@pytest.fixture
def postgres_journal(postgres_url: str) -> Iterator[Journal]:
    """An empty journal on PostgreSQL."""
    opened = Journal.create(postgres_url)
    yield opened
    opened.close()
