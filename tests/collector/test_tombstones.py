"""Records that vanish at the source and come back (safety H9)."""

from dataclasses import replace

from app.domain.kind import Kind
from app.journal.store import Journal
from app.journal.texts import complaint_record
from app.journal.tombstones import tombstones
from tests.collector.stub import complaint


def test_H9_a_vanished_record_is_marked_and_stands_again_when_it_returns(journal_url: str) -> None:
    journal = Journal.create(journal_url)
    journal.append([complaint(1)])
    gone = tombstones(journal, "a", [(Kind.COMPLAINT, "1"), (Kind.COMPLAINT, "unknown")])
    assert [c.flags for c in gone] == [("gone",)]
    journal.append(gone)
    assert tombstones(journal, "a", [(Kind.COMPLAINT, "1")]) == []
    journal.append([complaint(1)])
    versions = complaint_record(journal, 1).versions
    assert [v.complaint.flags for v in versions] == [(), ("gone",), ()]
    journal.close()


def test_H9_an_id_used_for_another_complaint_makes_a_new_one(journal_url: str) -> None:
    journal = Journal.create(journal_url)
    journal.append([complaint(1)])
    other = replace(complaint(500), id="1", lat=-6.3)
    journal.append([other])
    assert complaint_record(journal, 1).versions[0].complaint.lat == -6.2
    assert complaint_record(journal, 2).versions[0].complaint.flags == ("reused",)
    journal.close()
