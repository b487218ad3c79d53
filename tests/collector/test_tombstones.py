"""Records that vanish at the source and come back (safety H9)."""

from dataclasses import replace

import pytest

from app.domain.kind import Kind
from app.domain.vehicle import Geofence, Vehicle
from app.journal.export import export_rows
from app.journal.reader import newest_commit
from app.journal.store import Journal
from app.journal.texts import complaint_record
from app.journal.tombstones import tombstones
from app.journal.watch_reader import stood_at
from tests.collector.stub import T0, complaint


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


VEHICLE = Vehicle("a", "12", T0, "Truk 12", status="online", attributes={"model": "Hino"})
YARD = Geofence("a", "3", T0, "Depo", {"type": "Point", "coordinates": [107.0, -6.2]})


@pytest.mark.parametrize("fact", [VEHICLE, YARD], ids=["vehicle", "geofence"])
def test_H9_a_vanished_vehicle_or_area_is_marked_and_stands_again(journal_url: str, fact: Vehicle | Geofence) -> None:
    journal = Journal.create(journal_url)
    journal.append([fact])
    gone = tombstones(journal, "a", [(fact.kind, fact.id), (fact.kind, "unknown"), (Kind.COMPLAINT, fact.id)])
    assert [(one.id, one.attributes["gone"], one.valid_at) for one in gone] == [(fact.id, True, T0)]
    journal.append(gone)
    assert tombstones(journal, "a", [(fact.kind, fact.id)]) == []
    journal.append([fact])
    stream = "vehicles" if isinstance(fact, Vehicle) else "geofences"
    rows = list(export_rows(journal, stream))
    assert [row["attributes"].get("gone", False) for row in rows] == [False, True, False]
    assert [row.get("status") for row in rows] in (["online", "unknown", "online"], [None] * 3)
    journal.close()


def test_H9_nobody_arrives_at_an_area_that_is_gone(journal_url: str) -> None:
    journal = Journal.create(journal_url)
    journal.append([YARD])
    for facts, areas in (([], [True]), (tombstones(journal, "a", [(YARD.kind, "3")]), [False]), ([YARD], [True])):
        journal.append(facts)
        newest = {row.key: row for row in stood_at(journal, newest_commit(journal)).geofences}
        assert [bool(row.area) for row in newest.values()] == areas
    journal.close()
