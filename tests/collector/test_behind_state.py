"""Whether a source's older records are missing yet: told by its connector, stored with it, known of every instant."""

from datetime import timedelta
from typing import Any

from app.clock import Clock
from app.journal import lease
from app.journal.moments import Moment
from app.journal.reader import newest_commit
from app.journal.status import source_statuses
from app.journal.status_at import statuses_at
from app.journal.store import Journal
from app.settings import CityFile
from data_sources.batch import Batch
from data_sources.worker import SourcePoller
from data_sources.writer import Writer
from tests.collector.stub import T0, complaint


class Filling:
    """Three polls: the newest records, then older ones, then the oldest."""

    def __init__(self) -> None:
        self.polls = 0

    def poll(self, cursor: dict[str, Any], now: Any) -> Batch:
        self.polls += 1
        behind = self.polls < 3
        return Batch([complaint(self.polls)], {}, more=behind, complete_live=self.polls == 1, behind=behind)


def test_behind_is_stored_with_the_source_and_with_its_recorded_health(tmp_city: Any, journal_url: str) -> None:
    city: CityFile = tmp_city(
        '[city]\nname = "X"\nzone = "Asia/Jakarta"\nbox = [-6.41, 106.88, -6.16, 107.06]\n'
        '[[source]]\nid = "a"\nprotocol = "open311"\nurl = "http://127.0.0.1:1/"\nevery = "1s"\n'
    )
    journal = Journal.create(journal_url, Clock.starting(T0 + timedelta(hours=1)))
    epoch = lease.take(journal, "me")
    assert epoch is not None
    writer = Writer(journal, epoch)
    writer.start()
    poller = SourcePoller(city.sources[0], Filling(), journal, writer, None)
    seen, commits = [], []
    for _ in range(4):
        assert poller.poll(1.0) is None
        seen.append(source_statuses(journal)["a"].behind)
        commits.append(newest_commit(journal))
    assert seen == [True, True, False, False]
    with journal.engine.connect() as connection:
        past = [statuses_at(connection, Moment(n), journal.clock.now())["a"].behind for n in commits]
    assert past == seen
    again = SourcePoller(city.sources[0], Filling(), journal, writer, source_statuses(journal)["a"])
    assert again.behind is False and writer.stop()
    journal.close()
