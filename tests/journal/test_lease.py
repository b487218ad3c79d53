"""Leadership: one at a time, fenced by its epoch, never held by one who froze."""

import pytest

from app.errors import LeaseLost
from app.journal import lease
from app.journal.reader import newest_commit
from app.journal.store import Journal
from tests.journal.facts import complaint


def test_one_leads_at_a_time_and_the_next_gets_a_higher_epoch(journal: Journal) -> None:
    assert lease.look(journal) is None
    assert lease.take(journal, "a") == 1
    assert lease.take(journal, "b") is None
    lease.release(journal, 1)
    assert lease.take(journal, "b") == 2
    found = lease.look(journal)
    assert found is not None
    assert (found.holder, found.epoch, found.alive) == ("b", 2, True)


def test_a_lease_that_was_not_renewed_passes_on_and_the_old_holder_is_refused(journal: Journal) -> None:
    assert lease.take(journal, "frozen", life_s=0) == 1
    assert lease.take(journal, "next") == 2
    assert not lease.renew(journal, 1)
    with pytest.raises(LeaseLost):
        journal.append([complaint("1")], epoch=1)
    assert newest_commit(journal) == 0
    assert journal.append([complaint("1")], epoch=2).commit == 1


def test_a_renewed_lease_stays(journal: Journal) -> None:
    lease.take(journal, "a", life_s=0)
    assert lease.renew(journal, 1)
    assert lease.take(journal, "b") is None


def test_what_people_write_is_not_fenced(journal: Journal) -> None:
    lease.take(journal, "a")
    assert journal.append([complaint("1")]).commit == 1
