"""Words for what a person looks at."""

import pytest

from app.journal.store import Journal
from app.journal.texts import complaint_record, complaint_texts, trail, vehicle_record
from tests.journal.facts import T0, after, complaint, fix, vehicle


@pytest.fixture
def told(journal: Journal) -> Journal:
    """Complaints with words."""
    journal.append(
        [
            complaint("101", title="Lubang 100% di jalan", description="dalam sekali"),
            complaint("102", title="Sampah_menumpuk", address="Jl. Ahmad Yani"),
            complaint("103", title="sampah liar", description="dekat 'pasar' \\ kali"),
        ]
    )
    return journal


def test_texts_are_the_current_words(told: Journal) -> None:
    told.append([complaint("103", 5, "closed", title="selesai", description="x" * 500)])
    found = complaint_texts(told, [3, 99])
    assert list(found) == [3]
    assert (found[3].id, found[3].title, found[3].status, len(found[3].description_head)) == (
        "103",
        "selesai",
        "closed",
        200,
    )
    assert complaint_texts(told, []) == {}


def test_a_record_has_all_versions_up_to_a_commit(told: Journal) -> None:
    told.append([complaint("103", 5, "closed")], at=after(9))
    versions = complaint_record(told, 3).versions
    assert [(v.commit, v.recorded_at, v.complaint.status) for v in versions] == [
        (1, T0, "open"),
        (2, after(9), "closed"),
    ]
    assert len(complaint_record(told, 3, up_to=1).versions) == 1
    assert complaint_record(told, 99).versions == ()


def test_a_trail_is_the_usable_fixes_in_order(journal: Journal) -> None:
    journal.append([vehicle("7"), fix("7", 5, -6.3), fix("7", 1, -6.2), fix("7", 3, flags=("speed",)), fix("8", 2)])
    start, end = int(T0.timestamp() * 1000), int(after(10).timestamp() * 1000)
    assert [round(lat, 6) for lat, _, _ in trail(journal, 1, start, end)] == [-6.2, -6.3]
    assert vehicle_record(journal, 1) == vehicle("7")
    assert vehicle_record(journal, 99) is None
