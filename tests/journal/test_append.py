"""Appending: numbers, idempotence, late news, reused ids."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.domain.kind import Flag, Kind
from app.domain.source import Ask, Derived, Rejected, Request
from app.journal import tables
from app.journal.engine import reading
from app.journal.reader import newest_commit, since
from app.journal.store import Journal
from app.journal.texts import ComplaintRecord, complaint_record
from tests.journal.facts import T0, after, complaint, fix, vehicle


def record(journal: Journal, key: int = 1) -> ComplaintRecord:
    """All versions of a complaint."""
    return complaint_record(journal, key)


def current(journal: Journal) -> list[str]:
    """The status of every complaint's newest version, by key."""
    h, v = tables.complaint_heads.c, tables.complaint_versions.c
    query = sa.select(v.status).join(tables.complaint_heads, h.v == v.v).order_by(h.key)
    with reading(journal.engine) as connection:
        return list(connection.execute(query).scalars())


def test_commits_are_numbered_one_by_one_and_an_unchanged_record_makes_none(journal: Journal) -> None:
    assert journal.append([complaint("1"), complaint("2")]).commit == 1
    assert journal.append([complaint("1"), complaint("2")]).commit is None
    assert journal.append([complaint("1", 5, "closed")]) == replace(journal.append([]), commit=2, stored=1)
    assert newest_commit(journal) == 2


def test_every_field_of_a_complaint_comes_back(journal: Journal) -> None:
    told = complaint(
        updated_at=after(1),
        expected_at=after(9),
        status_notes="n",
        service_code="010",
        service_name="Jalan",
        title="t",
        description="d",
        address="Jl. A",
        agency="dlh",
        media=("https://a/1.jpg",),
        flags=(Flag.SWAPPED.value,),
        extra={"x": [1, None, "é"]},
    )
    journal.append([told])
    assert record(journal).versions[0].complaint == told


def test_a_later_poll_of_the_same_record_is_no_news_though_its_time_is_the_polls(journal: Journal) -> None:
    journal.append([complaint(at=0)])
    assert journal.append([complaint(at=60)]).stored == 0


def test_a_status_that_goes_back_is_news_each_time(journal: Journal) -> None:
    for at, status in enumerate(("open", "closed", "open")):
        assert journal.append([complaint("1", at, status)]).stored == 1
    assert current(journal) == ["open"]


def test_a_status_that_goes_back_without_a_new_time_is_news_too(journal: Journal) -> None:
    for status in ("open", "closed", "open"):
        assert journal.append([complaint("1", 0, status)]).stored == 1
    assert current(journal) == ["open"]


def test_H7_an_older_version_takes_its_place_in_history_once_and_never_stands(journal: Journal) -> None:
    journal.append([complaint("1", 10, "closed")])
    assert journal.append([complaint("1", 5, "open")]).stored == 1
    assert journal.append([complaint("1", 5, "open")]).stored == 0
    assert current(journal) == ["closed"]


def test_H7_two_contents_of_one_instant_in_one_answer_do_not_grow_for_ever(journal: Journal) -> None:
    pair = [complaint("1", 0, "open"), complaint("1", 0, "planned")]
    assert journal.append(pair).stored == 2
    assert journal.append(pair).stored == 0
    assert journal.append(pair[::-1]).stored == 0


def test_H7_a_record_repeated_within_one_answer_is_stored_once(journal: Journal) -> None:
    answer = [complaint("1", 3, "closed"), complaint("1", 1), complaint("1", 3, "closed"), complaint("1", 1)]
    assert journal.append(answer).stored == 2


OTHER = {"requested_at": after(3600), "lat": -6.3}


def test_H9_an_id_used_again_for_another_complaint_makes_a_new_one(journal: Journal) -> None:
    journal.append([complaint("1", 0)])
    journal.append([complaint("1", 3600, **OTHER)])
    assert len(record(journal, 1).versions) == len(record(journal, 2).versions) == 1
    assert record(journal, 2).versions[0].complaint.flags == (Flag.REUSED.value,)
    assert record(journal, 1).versions[0].complaint.flags == ()


def test_H9_both_complaints_of_a_reused_id_may_be_told_again_in_any_order(journal: Journal) -> None:
    both = [complaint("1", 0), complaint("1", 3600, **OTHER)]
    assert journal.append(both).stored == 2
    for again in (both, both[::-1], both[:1], both[1:]):
        assert journal.append(again).stored == 0
    assert journal.append([complaint("1", 7200, "closed")]).stored == 1
    assert current(journal) == ["closed", "open"]


@pytest.mark.parametrize(
    "moved",
    [
        {"lat": -6.3},
        {"requested_at": after(3600)},
        {"lat": None, "lon": None, "requested_at": after(3600)},
        {"lat": -6.3, "requested_at": after(3600), "flags": (Flag.REQUESTED_FROM_UPDATED.value,)},
    ],
)
def test_H9_a_corrected_place_or_date_alone_is_the_same_complaint(journal: Journal, moved: dict[str, object]) -> None:
    journal.append([complaint("1", 0), complaint("1", 5, **moved)])
    assert len(record(journal, 1).versions) == 2


def test_an_unchanged_vehicle_makes_no_row_but_its_head_learns_when_it_spoke(journal: Journal) -> None:
    journal.append([vehicle(last_update=after(0))])
    assert journal.append([vehicle(at=9, last_update=after(9))]).stored == 0
    assert journal.append([vehicle(at=10, last_update=after(3))]).stored == 0
    with reading(journal.engine) as connection:
        spoke = connection.execute(sa.select(tables.vehicle_heads.c.last_update)).scalar_one()
    assert spoke == (after(9).timestamp()) * 1000


def test_a_fix_of_an_unknown_vehicle_makes_it_known_by_its_id_until_it_is_described(journal: Journal) -> None:
    journal.append([fix("9", at=10**9)])
    assert [row[6] for row in since(journal, 0).vehicles] == ["9"]
    journal.append([vehicle("9", at=0, name="B 9 XY")])
    journal.append([vehicle("9", at=1, name="B 9 XYZ")])
    with reading(journal.engine) as connection:
        query = sa.select(tables.vehicle_versions.c.name).where(
            tables.vehicle_versions.c.v == sa.select(tables.vehicle_heads.c.v).scalar_subquery()
        )
        assert connection.execute(query).scalar_one() == "B 9 XYZ"


def test_a_fix_is_known_by_its_time_and_number(journal: Journal) -> None:
    assert journal.append([fix(at=1), fix(at=1), fix(at=1, id="other"), fix(at=2)]).stored == 3
    assert journal.append([fix(at=1), fix(at=2)]).stored == 0


def test_small_streams_know_their_facts_by_their_own_keys(journal: Journal) -> None:
    request = Request("sorot", "r1", T0, Ask.POLL_NOW, "op")
    rejected = Rejected("sorot", "x", T0, "no date", "requested_datetime", "{}")
    derived = Derived("arrived", 1, "vehicle/1", 3, T0, "arrived", {"at": "x"})
    assert journal.append([request, rejected, derived]).stored == 3
    assert journal.append([request, rejected, replace(derived, version=2)]).stored == 0


def test_recording_times_never_go_back_though_the_clock_does(journal: Journal) -> None:
    journal.append([complaint("1")], at=after(100))
    journal.append([complaint("2")], at=after(50))
    with reading(journal.engine) as connection:
        times = list(connection.execute(sa.select(tables.commits.c.recorded_at)).scalars())
    assert times == sorted(times)


def test_since_tells_the_kinds_that_hold_no_columns(journal: Journal) -> None:
    journal.append([complaint("1")])
    journal.append([Request("sorot", "r1", T0, Ask.PAUSE, "op")])
    assert since(journal, 1).kinds == {Kind.REQUEST}
    assert since(journal, 2).kinds == frozenset()
