"""Screens may read a replica; what a person does goes to the journal itself."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.clock import Clock
from app.domain.source import Ask, Request
from app.errors import JournalError
from app.journal.about import store_facts
from app.journal.engine import writing
from app.journal.reader import newest_commit, since
from app.journal.search import search_complaints
from app.journal.store import Journal
from app.journal.tail import Tail
from app.journal.texts import complaint_record, complaint_texts
from app.picture.open import live_picture
from app.settings import CityFile
from tests.journal.facts import T0, complaint
from tests.journal.replica import Replica, has_base_backup
from tests.postgres import PostgresServer


@pytest.fixture(scope="module")
def replica(postgres_server: PostgresServer) -> Iterator[Replica]:
    """A server that follows the tests' own."""
    if not has_base_backup(postgres_server.binaries):
        pytest.skip("this PostgreSQL has no pg_basebackup")
    follower = Replica(postgres_server)
    try:
        follower.create()
        yield follower
    finally:
        follower.remove()


@pytest.fixture
def desk(postgres_url: str, replica: Replica) -> Iterator[Journal]:
    """A journal opened as a desk does whose city file names a replica."""
    Journal.create(postgres_url, Clock.starting(T0, speed=0)).close()
    replica.catch_up()
    opened = Journal.open(postgres_url, read_url=replica.url(postgres_url.rpartition("/")[2]))
    yield opened
    opened.close()


def wish() -> Request:
    """What a desk writes."""
    return Request("sorot", "wish-1", T0, Ask.POLL_NOW, "ani")


def test_what_a_person_does_is_written_to_the_journal_and_read_from_the_replica(
    desk: Journal, replica: Replica
) -> None:
    replica.pause()
    assert desk.append([wish(), complaint("1", title="Lubang")]).commit == 1
    assert newest_commit(desk) == 0
    replica.resume()
    replica.catch_up()
    assert newest_commit(desk) == 1
    assert search_complaints(desk, "lubang") == [1]
    assert complaint_texts(desk, [1])[1].title == "Lubang"
    assert len(complaint_record(desk, 1).versions) == 1
    assert store_facts(desk).is_replica


def test_the_picture_of_a_replica_advances_as_that_of_the_journal(
    desk: Journal, replica: Replica, city: CityFile
) -> None:
    desk.append([complaint("1")])
    replica.catch_up()
    picture = live_picture(desk, city)
    assert (picture.commit, picture.complaints.n) == (1, 1)
    desk.append([complaint("2")])
    replica.catch_up()
    picture.apply(since(desk, picture.commit))
    assert (picture.commit, picture.complaints.n) == (2, 2)


def test_a_follower_of_a_replica_asks_by_itself_and_says_nothing(
    desk: Journal, replica: Replica, caplog: pytest.LogCaptureFixture
) -> None:
    tail = Tail(desk)
    with caplog.at_level(logging.INFO):
        assert tail.has_news()
        assert not tail.has_news()
        desk.append([complaint("1")])
        replica.catch_up()
        assert tail.has_news()
        assert not tail.has_news()
    tail.close()
    assert not caplog.records


def test_a_follower_of_a_journal_that_is_itself_a_replica_asks_too(desk: Journal) -> None:
    alone = Journal.open(desk.reads.url.render_as_string(hide_password=False))
    tail = Tail(alone)
    assert tail.has_news()
    assert not tail.has_news()
    with pytest.raises(JournalError, match=r"read-only|recovery"):
        alone.append([wish()])
    tail.close()
    alone.close()


def test_a_follower_finds_a_replica_again_that_was_restarted(desk: Journal, replica: Replica) -> None:
    tail = Tail(desk)
    tail.has_news()
    replica.restart("fast")
    with pytest.raises(JournalError):
        tail.has_news()
    assert tail.has_news()
    tail.close()


def test_a_copy_may_be_any_store_of_the_same_journal_that_lets_us_read(postgres_journal: Journal) -> None:
    with writing(postgres_journal.engine) as connection:
        database = postgres_journal.engine.url.database
        connection.execute(sa.text(f'CREATE ROLE "reader_{database}" LOGIN IN ROLE pg_read_all_data'))
    url = postgres_journal.engine.url.set(username=f"reader_{database}").render_as_string(hide_password=False)
    desk = Journal.open(postgres_journal.url, read_url=url)
    tail = Tail(desk)
    assert tail.has_news() and not tail.has_news()
    desk.append([wish()])
    assert tail.has_news()
    assert newest_commit(desk) == 1
    tail.close()
    desk.close()


def test_a_copy_of_another_journal_is_refused(journal: Journal, tmp_path: Path) -> None:
    other = str(tmp_path / "other.sqlite")
    Journal.create(other).close()
    with pytest.raises(JournalError, match="of another journal"):
        Journal.open(journal.url, read_url=other)
    with pytest.raises(JournalError, match="does not exist"):
        Journal.open(journal.url, read_url=str(tmp_path / "none"))


def test_without_a_copy_the_journal_itself_is_read(journal: Journal) -> None:
    same = Journal.open(journal.url, read_url=journal.url)
    assert same.reads is same.engine
    same.close()
