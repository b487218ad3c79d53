"""CKAN tables: paging, errors, what changes, and that an unchanged table costs one small question a poll."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from werkzeug import Response

from app.domain.indicator import Indicator
from app.errors import SourceError, SourceRefused
from tests.data_sources.far_end import FarEnd
from tests.data_sources.portal import Table, failure, options, row, table_of

SEARCH = "api/3/action/datastore_search"


def values(facts) -> dict[date, float | None]:
    return {fact.period_from: fact.value for fact in facts if isinstance(fact, Indicator)}


def whole(count: int) -> dict[date, float | None]:
    return {date(2016, 1, 1) + timedelta(days=n): (n + 1) * 1000.0 for n in range(count)}


def pages(far: FarEnd) -> list[dict[str, str]]:
    return [query for query in far.calls(SEARCH) if query.get("sort") != "_id desc"]


def test_a_row_is_a_figure_with_its_period_unit_and_labels(far_end, now):
    _, far = table_of(far_end, 3)
    fact = far.poll(now).facts[0]
    assert (fact.source, fact.agency, fact.name, fact.unit) == ("far", "dinas", "realisasi_pajak", "IDR")
    assert (fact.period_from, fact.period_to, fact.value) == (date(2016, 1, 3), date(2016, 1, 3), 3000)
    assert dict(fact.labels) == {"jenis": "PBB"}
    assert fact.valid_at == datetime(2016, 1, 3, 17, tzinfo=UTC)  # midnight in Jakarta
    assert fact.id == "dinas/realisasi_pajak/2016-01-03/2016-01-03/jenis=PBB"


@pytest.mark.parametrize("ceiling", [32_000, 4])
@pytest.mark.parametrize("knows_ids", [True, False])
@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 10, 11, 20, 34])
def test_every_row_arrives_whatever_the_paging(far_end, now, count, ceiling, knows_ids):
    _, far = table_of(far_end, count, ceiling=ceiling, knows_ids=knows_ids)
    assert values(far.poll_all(now).facts) == whole(count)


def test_the_first_answer_is_the_live_one_and_shows_the_newest_rows(far_end, now):
    _, far = table_of(far_end, 34)
    batch = far.poll(now)
    assert batch.complete_live and batch.more
    assert max(values(batch.facts)) == date(2016, 2, 3)


@pytest.mark.parametrize("knows_ids", [True, False])
def test_a_table_is_behind_until_all_its_rows_were_read_once(far_end, now, knows_ids):
    table, far = table_of(far_end, 34, knows_ids=knows_ids)
    told = [batch.behind for batch in far.poll_all(now).batches]
    assert told == [True] * (len(told) - 1) + [False]
    again = far.poll_all(now + timedelta(days=2)).batches
    assert len(again) > 2 and not any(batch.behind for batch in again), "a table read anew hides nothing"
    table.rows += [row(n) for n in range(35, 60)]
    missed = [batch.behind for batch in far.poll_all(now + timedelta(days=2, minutes=1)).batches]
    assert missed[0] and not missed[-1]


@pytest.mark.parametrize("knows_ids", [True, False])
def test_the_newest_rows_come_first_and_the_oldest_last(far_end, now, knows_ids):
    _, far = table_of(far_end, 34, knows_ids=knows_ids)
    came = [max(values(batch.facts)) for batch in far.poll_all(now).batches]
    assert came == sorted(came, reverse=True) and came[-1] == date(2016, 1, 10)


def test_ids_with_wide_holes_cost_few_questions(far_end, now):
    table, far = table_of(far_end, 5)
    table.rows = [row(n) | {"_id": _id} for n, _id in enumerate((3, 7, 500, 90_000, 90_001, 90_002, 900_000), 1)]
    assert values(far.poll_all(now, most=30).facts) == whole(7)


def test_an_unchanged_table_costs_one_small_question_a_poll_and_makes_no_facts(far_end, now):
    _, far = table_of(far_end, 34)
    far.poll_all(now)
    before = len(far.calls(SEARCH))
    for n in range(1, 4):
        batch = far.poll(now + timedelta(seconds=20 * n))
        assert (list(batch.facts), batch.more, batch.complete_live) == ([], False, True)
    asked = far.calls(SEARCH)[before:]
    assert [query["limit"] for query in asked] == ["5"] * 3


def test_the_whole_table_read_again_makes_no_facts_where_nothing_changed(far_end, now):
    table, far = table_of(far_end, 34)
    far.poll_all(now)
    table.rows[2]["Realisasi (Rp)"] = "Rp 1"
    later = far.poll_all(now + timedelta(days=1))
    assert values(later.facts)[date(2016, 1, 3)] == 1
    assert len(values(later.facts)) == 10  # one page of four


def test_a_correction_far_back_is_found_when_the_portal_says_the_table_changed(far_end, now):
    table, far = table_of(far_end, 34)
    far.poll_all(now)
    table.rows[2]["Realisasi (Rp)"], table.stamp = "-", "2016-11-30T10:00:00"
    assert values(far.poll_all(now + timedelta(minutes=1)).facts)[date(2016, 1, 3)] is None


def test_new_rows_come_with_the_next_poll_and_a_gap_is_filled_from_its_beginning(far_end, now):
    table, far = table_of(far_end, 34)
    far.poll_all(now)
    table.rows.append(row(35))
    later = far.poll_all(now + timedelta(minutes=1))
    assert max(values(later.facts)) == date(2016, 2, 4) and len(later.batches) == 1
    table.rows += [row(n) for n in range(36, 60)]
    before = len(far.calls(SEARCH))
    last = far.poll_all(now + timedelta(minutes=2))
    assert set(values(last.facts)) == {date(2016, 1, 1) + timedelta(days=n) for n in range(35, 59)}
    assert len(far.calls(SEARCH)) - before == 4  # the newest five, then three pages from row 36 on


def test_rows_that_vanish_are_reason_enough_to_read_the_whole_table(far_end, now):
    table, far = table_of(far_end, 34)
    far.poll_all(now)
    del table.rows[10:20]
    assert far.poll(now + timedelta(minutes=1)).more


def test_a_server_that_knows_neither_filter_nor_offset_ends(far_end, now):
    table, far = table_of(far_end, 34)
    table.ignores = True
    found = far.poll_all(now, most=10)
    assert len(values(found.facts)) == 15  # the newest and its first page: all it gives


def test_a_change_of_the_mapping_reads_everything_anew(far_end, now):
    table, far = table_of(far_end, 34)
    far.poll_all(now)
    other = table.attach(far_end("ckan", options("scale = 1000000")))
    other.cursor = far.cursor
    assert values(other.poll_all(now + timedelta(minutes=1)).facts)[date(2016, 1, 1)] == 1e9


def test_a_new_upload_with_a_new_id_is_followed(far_end, now):
    tables = {"a": Table([row(n) for n in range(1, 20)]), "b": Table([row(n) for n in range(1, 25)])}
    far = far_end("ckan", options('package = "p"\nresource = "Realisasi"').replace('resource_id = "t1"', ""))
    far.serves("api/3/action/datastore_search", lambda query: tables[query["resource_id"]].search(query))
    resources = [{"id": "z", "name": "Panduan"}, {"id": "a", "name": "realisasi ", "last_modified": "1"}]
    far.serves("api/3/action/package_show", lambda _: {"success": True, "result": {"resources": resources}})
    far.poll_all(now)
    assert far.cursor["resource"] == "a"
    resources[1] = {"id": "b", "name": "Realisasi", "last_modified": "2"}
    assert values(far.poll_all(now + timedelta(minutes=1)).facts) == whole(24)
    resources.clear()
    with pytest.raises(SourceError, match="no resource 'Realisasi'"):
        far.poll(now + timedelta(minutes=2))


TYPED = [
    (409, {"__type": "Validation Error", "resource_id": ["Not found"]}, SourceError, "Not found"),
    (403, {"__type": "Authorization Error", "message": "Access denied"}, SourceRefused, "Access denied"),
    (404, {"__type": "Not Found Error", "message": "Not found"}, SourceRefused, "Not found"),
    (200, {"__type": "Not Found Error", "message": "Tidak ada"}, SourceRefused, "Tidak ada"),
    (200, {"__type": "Validation Error", "sort": ["x"]}, SourceError, "sort: x"),
]


@pytest.mark.parametrize("status,error,kind,words", TYPED)
def test_an_error_is_told_in_the_portals_own_words(far_end, now, status, error, kind, words):
    far = far_end("ckan", options(""))
    far.serves(SEARCH, failure(status, error))
    with pytest.raises(kind, match=words):
        far.poll(now)


@pytest.mark.parametrize(
    "answer",
    [
        Response('"Bad request - JSON Error: Error decoding JSON data"', 400, content_type="application/json"),
        Response("<html>502</html>", 500, content_type="text/html"),
        Response("Internal Server Error", 500, content_type="text/plain"),
        Response("", 200, content_type="application/json"),
        Response("[]", 200, content_type="application/json"),
        Response('{"success": true}', 200, content_type="application/json"),
        Response('{"success": true, "result": {}}', 200, content_type="application/json"),
        Response('{"result": {"records": []}}', 200, content_type="application/json"),
        Response("<html>Masuk</html>", 200, content_type="text/html"),
    ],
)
def test_H4_what_is_no_answer_is_never_an_empty_table(far_end, now, answer):
    far = far_end("ckan", options(""))
    far.serves(SEARCH, answer)
    with pytest.raises(SourceError):
        far.poll(now)
    assert far.cursor == {}


def test_a_bare_string_is_quoted(far_end, now):
    far = far_end("ckan", options(""))
    far.serves(SEARCH, Response('"Bad request - JSON Error"', 400, content_type="application/json"))
    with pytest.raises(SourceError, match="Bad request"):
        far.poll(now)


def test_the_token_stands_alone_in_its_header(far_end, now, httpserver):
    table, _ = table_of(far_end, 3)
    far = table.attach(far_end("ckan", options(""), secret="s3cret"))
    far.poll(now)
    assert httpserver.log[-1][0].headers["Authorization"] == "s3cret"


def test_a_bad_row_is_rejected_with_its_reason_and_spoils_no_other(far_end, now):
    table, far = table_of(far_end, 4)
    table.rows[1]["Realisasi (Rp)"] = "dua ribu"
    table.rows[2]["Tanggal"] = "kemarin"
    found = far.poll_all(now)
    assert {(one.id, one.field, one.reason) for one in found.rejected.values()} == {
        ("2", "value", "not an amount"),
        ("3", "period", "not a period"),
    }
    assert len(values(found.facts)) == 2
    assert json.loads(found.rejected["2"].raw)["Realisasi (Rp)"] == "dua ribu"


def test_sums_and_blanks_are_left_out_and_told(far_end, now):
    table, far = table_of(far_end, 3)
    table.rows.append(row(4, **{"Jenis Pajak ": " TOTAL "}))
    table.rows.append(row(5, Tanggal="Jumlah Seluruhnya", **{"Jenis Pajak ": ""}))
    table.rows.append({"_id": 6, "Tanggal": "", "Jenis Pajak ": None, "Realisasi (Rp)": " "})
    found = far.poll_all(now)
    assert len(values(found.facts)) == 3 and not found.rejected
    told = ["1 blank rows were left out.", "2 total rows were left out."]
    assert list(found.batches[-1].notes) == told
    assert list(far.poll(now + timedelta(minutes=1)).notes) == told, "the note stands while the rows do"
