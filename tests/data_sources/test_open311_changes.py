"""What changed in older cases: overlap, open ids asked again, the updates extension (safety row H9)."""

from datetime import timedelta

import pytest

from app.domain.complaint import State
from app.domain.kind import Kind
from tests.data_sources.complaint_desk import Desk, row, rows

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_new_cases_are_seen_within_the_overlap(far_end, now):
    desk = Desk(rows(3, now))
    far = desk.attach(far_end("open311", 'history = "1d"'))
    far.poll_all(now)
    desk.rows.append(row("terlambat", now - timedelta(minutes=50)))  # the server learnt of it late
    assert "terlambat" in far.poll_all(now + timedelta(seconds=20)).complaints


def test_changes_are_found_by_asking_our_open_ids_again(far_end, now):
    desk = Desk(rows(120, now, every=HOUR))
    far = desk.attach(far_end("open311"))
    far.poll_all(now)
    assert far.cursor["updates"] == "by_id"
    desk.rows[100] |= {"status": "closed", "updated_datetime": (now + timedelta(seconds=10)).isoformat()}
    seen = far.poll_all(now + timedelta(seconds=20))
    assert seen.complaints["r100"].state is State.CLOSED
    asked = [
        query["service_request_id"].split(",") for query in far.calls("requests.json") if "service_request_id" in query
    ]
    assert max(map(len, asked)) == 50
    assert "r100" not in far.cursor["open"]


def test_H9_a_record_that_vanishes_is_gone_after_three_full_answers(far_end, now):
    desk = Desk(rows(3, now, every=5 * HOUR))
    far = desk.attach(far_end("open311", 'history = "1d"'))
    far.poll_all(now)
    del desk.rows[2]
    gone = [
        [one for batch in far.poll_all(now + i * timedelta(seconds=20)).batches for one in batch.gone]
        for i in range(1, 6)
    ]
    assert gone == [[], [], [(Kind.COMPLAINT, "r2")], [], []]


def asked_round_by_round(far, now, rounds):
    """What was gone in each of the next live rounds."""
    return [
        [one for batch in far.poll_all(now + i * timedelta(seconds=20)).batches for one in batch.gone] for i in rounds
    ]


@pytest.mark.parametrize("updates", [None, []], ids=["by_id", "extension"])
def test_H9_a_record_that_vanished_and_came_back_stands_again_wherever_changes_are_told(far_end, now, updates):
    desk = Desk(rows(3, now, every=5 * HOUR), updates=updates)
    far = desk.attach(far_end("open311", 'history = "1d"'))
    far.poll_all(now)
    lost = desk.rows.pop(2)
    assert asked_round_by_round(far, now, range(1, 5)) == [[], [], [(Kind.COMPLAINT, "r2")], []]
    desk.rows.append(lost)
    assert far.poll_all(now + timedelta(minutes=2)).complaints["r2"].state is State.OPEN
    assert "r2" in far.cursor["open"] and "r2" not in far.cursor["gone"]
    desk.rows.remove(lost)
    assert asked_round_by_round(far, now, range(10, 14))[2] == [(Kind.COMPLAINT, "r2")]


def test_H9_the_last_open_record_may_vanish_too(far_end, now):
    desk = Desk(rows(1, now, every=5 * HOUR))
    far = desk.attach(far_end("open311", 'history = "1d"'))
    far.poll_all(now)
    desk.rows.clear()
    assert asked_round_by_round(far, now, range(1, 4))[2] == [(Kind.COMPLAINT, "r0")]


def test_H9_an_empty_answer_to_a_list_of_ids_says_nothing_where_none_was_ever_answered(far_end, now):
    desk = Desk(rows(2, now, every=5 * HOUR))
    far = desk.attach(far_end("open311", 'history = "1d"'))
    far.serves("requests.json", lambda query: [] if "service_request_id" in query else desk.requests(query))
    far.server.handlers.insert(0, far.server.handlers.pop())
    far.poll_all(now)
    assert asked_round_by_round(far, now, range(1, 6)) == [[]] * 5


@pytest.mark.parametrize("mode", ["by_id", "extension", "auto"])
def test_H9_a_server_that_ignores_lists_of_ids_makes_nothing_vanish(far_end, now, mode):
    desk = Desk(rows(120, now, every=HOUR), ceiling=60, updates=[], ignores_query=True)
    far = desk.attach(far_end("open311", f'options = {{ updates_mode = "{mode}" }}'))
    far.poll_all(now)
    desk.rows = desk.rows[:50]
    assert asked_round_by_round(far, now, range(1, 6)) == [[]] * 5
    assert len([q for q in far.calls("requests.json") if "service_request_id" in q]) == 1


def test_what_a_server_could_not_do_is_tried_again_after_an_hour(far_end, now):
    desk = Desk(rows(120, now, every=HOUR), ceiling=60, ignores_query=True)
    far = desk.attach(far_end("open311"))
    far.poll_all(now)
    assert (far.cursor["updates"], far.cursor["by_id"]) == ("none", "no")
    desk.ignores_query = False
    desk.rows[0] |= {"requested_datetime": (now + HOUR).isoformat()}
    far.poll_all(now + HOUR)
    assert (far.cursor["updates"], far.cursor["by_id"]) == ("by_id", "yes")


def test_the_updates_extension_is_read_and_laid_over_the_record(far_end, now):
    at = (now - timedelta(minutes=5)).isoformat()
    update = {"update_id": "88", "service_request_id": "r1", "status": "In_Progress", "updated_datetime": at}
    update |= {
        "description": "Tim menuju lokasi",
        "external_status_code": "DSBM-3",
        "extras": {"assigned_user_email": "x@y"},
    }
    desk = Desk(rows(3, now, every=3 * HOUR), updates=[update])
    far = desk.attach(far_end("open311", 'history = "1d"'))
    seen = far.poll_all(now)
    complaint = seen.complaints["r1"]
    assert (complaint.status, complaint.state, complaint.status_notes) == (
        "In_Progress",
        State.OPEN,
        "Tim menuju lokasi",
    )
    assert complaint.valid_at == complaint.updated_at == now - timedelta(minutes=5)
    assert seen.personal["r1"] == {"extras.assigned_user_email": "x@y"}
    assert far.cursor["updates"] == "extension"
    (query, *_) = far.calls("servicerequestupdates.json")
    assert {"start_date", "end_date"} <= set(query)
    again = far.poll_all(now + timedelta(seconds=20)).complaints
    assert again["r1"] == complaint


@pytest.mark.parametrize(
    "word,status", [("unchanged", "open"), ("UNCHANGED", "open"), ("", "open"), ("aneh", "open"), ("FIXED", "FIXED")]
)
def test_an_update_of_unknown_status_changes_none(far_end, now, word, status):
    update = {
        "update_id": "1",
        "service_request_id": "r0",
        "status": word,
        "updated_datetime": now.isoformat(),
        "description": "x",
    }
    far = Desk(rows(1, now), updates=[update]).attach(far_end("open311", 'history = "1d"'))
    seen = far.poll_all(now)
    assert seen.complaints["r0"].status == status
    assert ("unknown status 'aneh'" in seen.notes) == (word == "aneh")


def test_an_older_update_gives_its_text_only(far_end, now):
    old = {"update_id": "1", "service_request_id": "r0", "status": "closed", "description": "lama"}
    old["updated_datetime"] = (now - HOUR).isoformat()
    far = Desk(rows(1, now), updates=[old]).attach(far_end("open311", 'history = "1d"'))
    complaint = far.poll_all(now).complaints["r0"]
    assert (complaint.state, complaint.status_notes) == (State.OPEN, "lama")


def test_updates_without_an_id_or_a_time_are_rejected(far_end, now):
    good = {"update_id": "1", "service_request_id": "", "fixmystreet_id": "7", "status": "closed", "description": ""}
    good["updated_datetime"] = now.isoformat()
    bad = [good | {"fixmystreet_id": ""}, good | {"updated_datetime": "x"}]
    far = Desk([row("7", now - HOUR)], updates=[good, *bad]).attach(far_end("open311", 'history = "1d"'))
    seen = far.poll_all(now)
    assert sorted(one.reason for one in seen.rejected.values()) == ["no id", "not a time"]
    assert seen.complaints["7"].state is State.CLOSED


def test_a_filter_on_the_update_time_is_used_when_told(far_end, now):
    desk = Desk(rows(5, now, every=5 * HOUR))
    far = desk.attach(far_end("open311", 'history = "2d"\noptions = { updates_mode = "updated_after" }'))
    far.poll_all(now)
    desk.rows[4] |= {"status": "closed", "updated_datetime": now.isoformat()}
    assert far.poll_all(now + timedelta(seconds=20)).complaints["r4"].state is State.CLOSED


def test_no_changes_are_asked_for_when_told_so(far_end, now):
    far = Desk(rows(2, now)).attach(far_end("open311", 'options = { updates_mode = "none" }'))
    far.poll_all(now)
    assert not far.calls("servicerequestupdates.json")
    assert not [query for query in far.calls("requests.json") if "service_request_id" in query]
