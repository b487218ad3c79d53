"""Paging, windows, history, changes: how a whole city of complaints is read from servers that disagree (H7)."""

import json
from datetime import timedelta

import pytest
from werkzeug import Response

from app.errors import SourceAsksToWait, SourceError
from tests.data_sources.complaint_desk import Desk, row, rows

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SMALL = "options = { page_size = 10 }"


def ids(count: int) -> set[str]:
    return {f"r{i}" for i in range(count)}


@pytest.mark.parametrize("paging", ["0", "1", "last", "none"])
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20, 35])
def test_H7_every_kind_of_paging_brings_every_record_once(far_end, now, paging, count):
    far = Desk(rows(count, now), paging=paging).attach(far_end("open311", SMALL))
    seen = far.poll_all(now)
    assert set(seen.complaints) == ids(count)
    assert len(far.calls("requests.json")) < 60


def test_where_pages_begin_is_found_out_and_remembered(far_end, now):
    for paging, base in (("0", 0), ("1", 1), ("last", 1)):
        far = Desk(rows(35, now), paging=paging).attach(far_end("open311", SMALL))
        far.poll_all(now)
        assert far.cursor["page_base"] == base
        far.forget()


@pytest.mark.parametrize("base", [0, 1])
def test_where_pages_begin_can_be_told(far_end, now, base):
    far = Desk(rows(25, now), paging=str(base)).attach(
        far_end("open311", f"options = {{ page_size = 10, page_base = {base} }}")
    )
    seen = far.poll_all(now)
    assert set(seen.complaints) == ids(25)
    assert far.calls("requests.json")[0]["page"] == str(base)


def test_without_paging_no_page_is_asked_for(far_end, now):
    far = Desk(rows(5, now)).attach(far_end("open311", 'options = { page_base = "none" }'))
    far.poll_all(now)
    assert not [query for query in far.calls("requests.json") if {"page", "page_size"} & set(query)]


@pytest.mark.parametrize("size", [3, 50])
def test_a_server_with_its_own_page_size_is_read_to_the_end(far_end, now, size):
    far = Desk(rows(137, now), paging="1", size=size).attach(far_end("open311"))
    assert set(far.poll_all(now, most=400).complaints) == ids(137)


def test_a_silent_cut_is_found_by_halving(far_end, now):
    far = Desk(rows(130, now), paging="none", ceiling=50).attach(far_end("open311"))
    seen = far.poll_all(now)
    assert set(seen.complaints) == ids(130)
    assert [batch.complete_live for batch in seen.batches].count(True) == 1


def test_H7_a_server_that_ignores_everything_is_not_asked_for_ever(far_end, now):
    far = Desk(rows(30, now - 400 * DAY), ignores_query=True).attach(far_end("open311"))
    seen = far.poll_all(now)
    assert set(seen.complaints) == ids(30)
    assert len(far.calls("requests.json")) <= 8
    assert "answers every window alike" in seen.notes


def test_H7_halving_stops_at_a_server_that_ignores_the_window(far_end, now):
    far = Desk(rows(50, now - 400 * DAY), ignores_query=True, ceiling=50).attach(far_end("open311"))
    assert set(far.poll_all(now).complaints) == ids(50)
    assert len(far.calls("requests.json")) <= 14


def test_a_static_server_stays_quiet_from_poll_to_poll(far_end, now):
    far = Desk(rows(30, now), ignores_query=True).attach(far_end("open311"))
    first = far.poll_all(now).complaints
    again = far.poll_all(now + timedelta(minutes=1)).complaints
    assert again == first


def test_H7_a_next_link_is_followed_verbatim_and_only_at_home(far_end, now):
    far = far_end("open311")
    link = f'<{far.server.url_for("/api/requests.json")}?after=r0&x=%2B>; rel="next"'

    def answer(query):
        if "after" in query:
            return [row("r1", now - 2 * HOUR)]
        response = Response(json.dumps([row("r0", now - HOUR)]), content_type="application/json")
        response.headers["Link"] = link
        return response

    far.serves("requests.json", answer)
    assert set(far.poll_all(now).complaints) == {"r0", "r1"}
    assert {"after": "r0", "x": "+"} in far.calls("requests.json")
    link = '<http://elsewhere.invalid/requests.json>; rel="next"'
    with pytest.raises(SourceError, match="another server"):
        far.poll_all(now + timedelta(minutes=1))


def test_H7_an_endless_next_link_ends(far_end, now):
    far = far_end("open311")

    def answer(query):
        response = Response(json.dumps([row("r0", now - HOUR)]), content_type="application/json")
        response.headers["Link"] = f'<{far.server.url_for("/api/requests.json")}?again=1>; rel="next"'
        return response

    far.serves("requests.json", answer)
    assert set(far.poll_all(now).complaints) == {"r0"}


def test_H7_pages_without_end_stop_at_max_pages(far_end, now):
    far = far_end("open311", "options = { page_size = 2, page_base = 0, max_pages = 7 }")
    far.serves("requests.json", lambda q: [row(f"{q.get('page')}-{i}", now - HOUR) for i in range(2)])
    seen = far.poll_all(now, most=500)
    assert "no end after 7 pages" in seen.notes
    assert len(far.calls("requests.json")) < 300


def test_live_comes_first_then_history_newest_first(far_end, now):
    far = Desk(rows(60, now, every=12 * HOUR)).attach(far_end("open311", 'history = "30d"'))
    seen = far.poll_all(now)
    assert set(seen.complaints) == ids(60)
    done = next(i for i, batch in enumerate(seen.batches) if batch.complete_live)
    assert all(fact.requested_at >= now - DAY - HOUR for batch in seen.batches[: done + 1] for fact in batch.facts)
    later = [max(f.requested_at for f in batch.facts) for batch in seen.batches[done + 1 :] if batch.facts]
    assert later == sorted(later, reverse=True)
    assert not seen.batches[-1].more


def test_history_goes_back_as_far_as_told_and_90_days_otherwise(far_end, now):
    everything = rows(130, now, every=DAY)
    for more, count in (('history = "10d"', 10), ("", 90)):
        far = Desk(everything).attach(far_end("open311", more))
        assert set(far.poll_all(now).complaints) == ids(count)
        far.forget()


def test_windows_of_history_grow_and_stay_within_the_longest_span(far_end, now):
    far = Desk(rows(90, now, every=DAY)).attach(far_end("open311", "options = { max_span_days = 2 }"))
    far.poll_all(now)
    starts = [query["start_date"] for query in far.calls("requests.json") if "start_date" in query]
    assert 40 <= len(set(starts)) <= 75


def test_the_live_round_goes_on_while_history_is_fetched(far_end, now):
    desk = Desk(rows(90, now, every=DAY))
    far = desk.attach(far_end("open311"))
    while not far.poll(now).complete_live:
        pass
    assert not far.poll(now).complete_live  # a piece of history in between
    desk.rows.insert(0, row("baru", now + timedelta(seconds=5)))
    seen = far.poll_all(now + timedelta(seconds=21))
    order = [fact.id for fact in seen.facts]
    assert order[0] == "baru"
    assert seen.complaints.keys() >= {"r80"}


def test_a_failing_history_leaves_the_live_picture_alone(far_end, now):
    desk = Desk(rows(10, now, every=DAY), bad={"r5"})
    far = desk.attach(far_end("open311", 'history = "8d"'))
    seen = far.poll_all(now)
    assert "History could not be read" in seen.notes
    desk.rows.insert(0, row("baru", now))
    assert "baru" in far.poll_all(now + timedelta(seconds=21)).complaints
    moment = now
    for _ in range(60):  # one bad row: the window is halved, later, and its piece left out in the end
        moment += HOUR
        seen.batches += far.poll_all(moment).batches
    assert set(seen.complaints) >= ids(8) - {"r5"}
    assert "was left out" in seen.notes
    assert far.cursor["gaps"] == []


def test_a_bad_row_in_the_live_window_is_asked_around(far_end, now):
    far = Desk([row("baik", now - HOUR), row("rusak", now - 20 * HOUR)], bad={"rusak"}).attach(far_end("open311"))
    for _ in range(3):
        with pytest.raises(SourceError, match="500"):
            far.poll_all(now)
    assert "baik" in far.poll_all(now).complaints


def test_a_wish_to_wait_in_history_is_passed_on_and_the_cursor_stays(far_end, now):
    desk = Desk(rows(9, now, every=DAY))
    far = desk.attach(far_end("open311"))
    while not far.poll(now).complete_live:
        pass
    before = dict(far.cursor)
    far.forget()
    far.serves("requests.json", Response("", 429, {"Retry-After": "30"}))
    with pytest.raises(SourceAsksToWait):
        far.poll(now)
    assert far.cursor == before


def test_an_outage_widens_the_window(far_end, now):
    desk = Desk(rows(3, now))
    far = desk.attach(far_end("open311", 'history = "1d"'))
    far.poll_all(now)
    desk.rows += [row("dalam jeda", now + 4 * HOUR), row("lama", now + HOUR)]
    seen = far.poll_all(now + 50 * HOUR)
    assert {"dalam jeda", "lama"} <= set(seen.complaints)
    assert far.cursor["gaps"] == []


@pytest.mark.parametrize(
    "form,written",
    [
        ("z", "2016-11-29T03:42:00Z"),
        ("offset", "2016-11-29T10:42:00+07:00"),
        ("local", "2016-11-29T10:42:00"),
        ("local_ms", "2016-11-29T10:42:00.000"),
    ],
)
def test_dates_are_written_as_the_server_wants_them(far_end, now, form, written):
    far = far_end("open311", f'options = {{ date_out = "{form}" }}')
    far.serves("requests.json", [])
    far.poll(now)
    assert far.calls("requests.json")[0]["start_date"] == written


def test_key_jurisdiction_headers_and_paths_go_out_as_told(far_end, now):
    options = 'jurisdiction_id = "bekasi", extra_headers = { X-Kota = "ya" }, accept_encoding = "", format = "xml"'
    paths = 'path_templates = { requests = "Requests?fmt={format}", services = "Services.{format}" }'
    far = far_end("open311", f"options = {{ {options}, {paths} }}", secret="kunci")
    far.serves("Requests", "<service_requests/>", "text/xml")
    far.poll(now)
    query = far.calls("Requests")[0]
    assert (query["jurisdiction_id"], query["api_key"], query["fmt"]) == ("bekasi", "kunci", "xml")
    request = far.server.log[-1][0]
    assert (request.headers["X-Kota"], request.headers["Accept-Encoding"]) == ("ya", "identity")


def test_the_format_is_found_out_once_and_remembered(far_end, now):
    far = far_end("open311")
    far.serves("requests.xml", "<service_requests/>", "text/xml")
    far.serves("requests.json", "<html>Masuk</html>", "text/html")
    far.poll_all(now)
    assert far.cursor["format"] == "xml"
    before = len(far.calls("requests.json"))
    far.poll_all(now + timedelta(seconds=20))
    assert len(far.calls("requests.json")) == before


def test_H9_a_list_of_services_that_changes_is_told(far_end, now):
    far = Desk(rows(1, now)).attach(far_end("open311", 'history = "1d"'))
    far.poll_all(now)
    far.forget()
    far.serves("services.json", [{"service_code": "020", "service_name": "Sampah"}])
    far.serves("requests.json", [])
    assert "list of services changed" in far.poll_all(now + 2 * HOUR).notes


def test_H5_nothing_of_a_broken_round_is_kept(far_end, now):
    far = Desk(rows(35, now), paging="0").attach(far_end("open311", SMALL))
    far.poll(now)
    before = dict(far.cursor)
    far.forget()
    far.serves("requests.json", '[{"service_request_id": "x"')
    with pytest.raises(SourceError, match="at byte"):
        far.poll(now)
    assert far.cursor == before
    assert far.cursor.get("live_at") is None


def test_the_servers_clock_is_compared_with_the_citys(far_end, now):
    far = Desk(rows(1, now)).attach(far_end("open311"))
    skews = [batch.skew_s for batch in far.poll_all(now).batches if batch.skew_s is not None]
    assert skews
    assert abs(skews[0]) < 5
