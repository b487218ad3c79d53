"""Feeds: any JSON or CSV mapped in the city file, what is no answer, paging, and what an agency changes."""

import base64
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from werkzeug import Response

from app.domain.complaint import State
from app.domain.vehicle import Vehicle
from app.errors import SourceError
from data_sources.connector import check_options, probe
from tests.data_sources.far_end import FarEnd

FIGURES = """
[source.options]
path = "x.json"
{more}
[source.options.fields]
period = "minggu"
value = "jumlah.baru"
remark = "Catatan petugas"
[source.options.labels]
kecamatan = "wilayah"
[source.options.constants]
name = "dbd_kasus"
unit = "kasus"
"""
RECORDS = [
    {"minggu": "2016-W46", "jumlah": {"baru": 12}, "wilayah": "Pondokgede", "Catatan petugas": "naik"},
    {"minggu": "2016-W47", "jumlah": {"baru": "1.234"}, "wilayah": "Jatiasih"},
    {"minggu": "2016-W48", "jumlah": {"baru": None}, "wilayah": "Jatiasih"},
]


def figures(far_end, more: str = "", answer: object = RECORDS, mime: str = "") -> FarEnd:
    far = far_end("json_feed", FIGURES.format(more=more))
    far.serves("x.json", answer, mime)
    return far


def test_records_become_figures_by_path_by_name_and_by_constant(far_end, now):
    batch = figures(far_end).poll(now)
    assert batch.complete_live and not batch.more and not batch.rejected
    first, second, third = batch.facts
    assert (first.agency, first.name, first.unit, first.value) == ("dinas", "dbd_kasus", "kasus", 12)
    assert (first.period_from, first.period_to) == (date(2016, 11, 14), date(2016, 11, 20))
    assert first.valid_at == datetime(2016, 11, 20, 17, tzinfo=UTC)
    assert (dict(first.labels), first.extra) == ({"kecamatan": "Pondokgede"}, {"remark": "naik"})
    assert (second.value, third.value) == (1234, None)
    assert third.valid_at == now, "a week that is not over is as of now"


def test_an_unchanged_feed_makes_no_facts(far_end, now):
    far = figures(far_end)
    assert len(far.poll(now).facts) == 3
    later = far.poll(now + timedelta(minutes=1))
    assert (list(later.facts), later.complete_live) == ([], True)


def test_a_changed_mapping_reads_the_same_answer_anew(far_end, now):
    far = figures(far_end)
    far.poll(now)
    other = figures(far_end, "scale = 2")
    other.cursor = far.cursor
    assert other.poll(now).facts[0].value == 24


@pytest.mark.parametrize("records", ["data.rows", "data.rows[?minggu!='2016-W48']", "data.rows[]"])
def test_records_stand_anywhere_in_the_answer(far_end, now, records):
    far = figures(far_end, f'records = "{records}"', {"ok": True, "data": {"rows": RECORDS}})
    assert len(far.poll(now).facts) == (2 if "?" in records else 3)


def test_one_record_may_come_without_a_list(far_end, now):
    assert len(figures(far_end, "", RECORDS[0]).poll(now).facts) == 1
    assert len(figures(far_end, 'records = "a"', {"a": RECORDS[0]}).poll(now).facts) == 1


@pytest.mark.parametrize(
    "answer,records",
    [
        ("", ""),
        ("<html>Masuk</html>", ""),
        ("<a/>", ""),
        ("[1,", ""),
        ('{"data": null}', "data"),
        ('{"error": "x"}', "data"),
        ('{"data": {"rows": 5}}', "data.rows[0].x"),
        ('{"error": "wartung"}', ""),
        ("[007]", ""),
    ],
)
def test_H4_what_is_no_list_is_never_an_empty_one(far_end, now, answer, records):
    far = figures(far_end, f'records = "{records}"', answer)
    with pytest.raises(SourceError):
        far.poll(now)
    assert far.cursor == {}


@pytest.mark.parametrize("answer,records", [("[]", ""), ('{"data": []}', "data"), ('{"data": []}', "data[]")])
def test_H4_an_empty_list_is_an_answer(far_end, now, answer, records):
    batch = figures(far_end, f'records = "{records}"', answer).poll(now)
    assert (list(batch.facts), batch.complete_live) == ([], True)


def test_one_bad_record_is_kept_with_its_reason_and_spoils_no_other(far_end, now):
    text = json.dumps([*RECORDS, {**RECORDS[0], "minggu": "kapan"}, {**RECORDS[0], "jumlah": {"baru": "dua"}}])
    far = figures(far_end, "", text[:-1] + ', {"minggu": "2016-W45", "minggu": "2016-W44"}, [5]]')
    batch = far.poll(now)
    assert len(batch.facts) == 3
    assert sorted((one.field, one.reason) for one in batch.rejected) == [
        ("", "no object"),
        ("minggu", "duplicate key"),
        ("period", "not a period"),
        ("value", "not an amount"),
    ]


def test_H9_a_key_that_no_record_has_is_a_failure_that_names_the_nearest(far_end, now):
    far = figures(far_end, "", [{"mingu": "2016-W46", "jumlah": {"baru": 1}, "wilayah": "x"}])
    with pytest.raises(SourceError, match=r"No record has 'minggu'.*Was 'mingu' meant"):
        far.poll(now)
    far = figures(far_end, "", [{"minggu": "2016-W46", "jumlah": {"lama": 1}, "wilayah": "x"}])
    with pytest.raises(SourceError, match=r"No record has 'jumlah.baru'"):
        far.poll(now)


@pytest.mark.expects_log("far: The columns changed: new 'shift' .text.; changed 'wilayah' .text to number.")
def test_H9_schema_drift_of_a_feed_is_shown_and_warned_of_once(far_end, now, caplog):
    answer = [RECORDS[:1]]
    far = figures(far_end, "", lambda _: answer[0])
    assert not far.poll(now).notes
    answer[0] = [{**RECORDS[0], "wilayah": 3, "shift": "pagi", "phone": "0812"}]
    for minute in (1, 2):
        (note,) = far.poll(now + timedelta(minutes=minute)).notes
        assert note.startswith("The columns changed: new 'shift' (text)") and "0812" not in note
    assert sum("The columns changed" in one.getMessage() for one in caplog.records) == 1
    answer[0] = [{key: RECORDS[0][key] for key in ("minggu", "jumlah", "wilayah")}]
    far.cursor |= {"fields": None, "drift": None}
    far.poll(now)
    answer[0] = RECORDS
    assert not far.poll(now).notes or "Catatan" in str(far.cursor["drift"])


def test_H9_personal_keys_go_apart_and_unknown_ones_are_kept(far_end, now):
    (fact,) = (
        figures(far_end, "", [{**RECORDS[1], "shift": "pagi", "contact": "Siti", "n": {"phone": "1"}}]).poll(now).facts
    )
    assert fact.extra == {"shift": "pagi", "n": {}}


def test_a_wide_feed_is_molten(far_end, now):
    more = 'melt = { columns = ["Masuk", "Terbit"], into = "name" }'
    words = 'words = { name = { masuk = "izin_masuk" } }'
    far = far_end("json_feed", f'[source.options]\npath = "f"\n{more}\nfields = {{ period = "hari" }}\n{words}')
    far.serves("f", [{"hari": "2016-11-29", "Masuk": 40, "Terbit": 31}])
    assert {fact.name: fact.value for fact in far.poll(now).facts} == {"izin_masuk": 40, "Terbit": 31}


@pytest.mark.parametrize("how", ["link", "header", "number"])
def test_all_pages_are_read_until_one_repeats_or_is_empty(far_end, now, how):
    pages = [[RECORDS[0]], [RECORDS[1]], [RECORDS[2]]]

    def serve(query):
        number = int(query.get("page", 1))
        rows = pages[number - 1] if number <= 3 else []
        following = f"/api/x.json?page={number + 1}" if number < 3 else None
        body = json.dumps({"rows": rows, "next": following} if how == "link" else {"rows": rows})
        headers = {"Link": f'<{following}>; rel="next"'} if how == "header" and following else {}
        return Response(body, headers=headers, content_type="application/json")

    more = {"link": 'next = "next"', "header": "", "number": 'page_param = "page"'}[how]
    assert len(figures(far_end, f'records = "rows"\n{more}', serve).poll(now).facts) == 3


def test_H7_pages_without_end_end(far_end, now):
    same = {"rows": RECORDS, "next": "/api/x.json"}
    batch = figures(far_end, 'records = "rows"\nnext = "next"', same).poll(now)
    assert len(batch.facts) == 3

    def growing(query):
        n = int(query.get("p", 0)) + 1
        return {"rows": [{**RECORDS[0], "n": n}], "next": f"/api/x.json?p={n}"}

    batch = figures(far_end, 'records = "rows"\nnext = "next"\nmax_pages = 5', growing).poll(now)
    assert "no end after 5 pages" in " ".join(batch.notes)
    with pytest.raises(SourceError, match="another server"):
        figures(far_end, 'next = "next"', {"rows": [], "next": "http://127.0.0.2:9/"} | RECORDS[0]).poll(now)


COMPLAINTS = """
[source.options]
path = "f"
to = "complaints"
records = "laporan"
time_format = "%d/%m/%Y %H:%M"
fields = { id = "no", status = "st", requested_at = "masuk", updated_at = "ubah", service_code = "kode",
  description = "isi", lat = "posisi.lat", lon = "posisi.lng", agency = "opd.singkatan", media = "foto" }
[source.mapping]
services = { 12 = "jalan" }
status_map = { selesai = "closed" }
agencies = { "Bina Marga" = "disbimarta" }
"""


def test_complaints_come_from_any_json(far_end, now):
    far = far_end("json_feed", COMPLAINTS.replace("{ 12 =", '{ "12" =').replace(",\n ", ","))
    one = {"no": "007", "st": "Selesai", "masuk": "29/11/2016 08:15", "ubah": "29/11/2016 09:00", "kode": 12,
           "isi": "Lubang", "posisi": {"lat": "-6.24", "lng": 106.99}, "opd": {"singkatan": "Bina Marga"},
           "foto": ["https://x.example/a.jpg", "javascript:alert(1)"], "contact_name": "Budi", "rt": "003"}  # fmt: skip
    far.serves("f", {"laporan": [one, {"no": "", "masuk": "29/11/2016 08:15"}, {"no": "8", "masuk": "besok"}]})
    batch = far.poll(now)
    (fact,) = batch.facts
    assert (fact.id, fact.state, fact.category, fact.agency) == ("007", State.CLOSED, "jalan", "disbimarta")
    assert fact.requested_at == datetime(2016, 11, 29, 1, 15, tzinfo=UTC)
    assert fact.valid_at == datetime(2016, 11, 29, 2, 0, tzinfo=UTC)
    assert (fact.lat, fact.lon, fact.media) == (-6.24, 106.99, ("https://x.example/a.jpg",))
    assert fact.flags == ("tz_assumed",) and fact.extra["rt"] == "003" and "contact_name" not in fact.extra
    assert [dict(one.fields) for one in batch.personal] == [{"contact_name": "Budi"}]
    assert sorted(one.reason for one in batch.rejected) == ["no id", "not a time"]


def test_positions_come_from_any_json_with_their_vehicles(far_end, now):
    more = """[source.options]
path = "f"
to = "positions"
fields = { vehicle = "plat", time = "ts", lat = "y", lon = "x", speed_kmh = "v", vehicle_kind = "jenis" }
[source.mapping.vehicle_kinds]
truk = "dump_truck"
"""
    far = far_end("json_feed", more)
    good = {"plat": "B 9001 KA", "ts": 1480477200, "y": -6.24, "x": 106.99, "v": "32,5", "jenis": "truk"}
    far.serves("f", [good, {**good, "y": 0, "x": 0}, {**good, "y": 51.5, "x": -0.1}, {**good, "ts": ""}])
    batch = far.poll(now)
    position, vehicle = batch.facts
    assert isinstance(vehicle, Vehicle) and vehicle.vehicle_kind == "dump_truck"
    assert (position.vehicle, position.speed_kmh, position.lat) == ("B 9001 KA", 32.5, -6.24)
    assert position.valid_at == datetime(2016, 11, 30, 3, 40, tzinfo=UTC)
    assert sorted(one.reason for one in batch.rejected) == ["no place", "no time", "outside the city"]


def test_readings_come_from_a_wide_csv(far_end, now):
    more = """[source.options]
path = "f"
to = "readings"
fields = { station = "pos", time = "waktu" }
constants = { unit = "cm" }
melt = { columns = ["tma", "hujan"], into = "parameter" }
"""
    far = far_end("json_feed", more)
    far.serves("f", 'pos,waktu,tma,hujan\nP2C,2016-11-30T10:00+07:00,"350,5",-\n', "text/csv")
    first, second = far.poll(now).facts
    assert (first.station, first.parameter, first.value, first.unit) == ("P2C", "tma", 350.5, "cm")
    assert first.valid_at == datetime(2016, 11, 30, 3, tzinfo=UTC)
    assert (second.parameter, second.value) == ("hujan", None)


@pytest.mark.parametrize(
    "mode,header",
    [
        ("bearer", ("Authorization", "Bearer kunci")),
        ("basic", ("Authorization", "Basic " + base64.b64encode(b"kunci").decode())),
        ("header", ("X-Api-Key", "kunci")),
    ],
)
def test_the_secret_goes_where_the_agency_wants_it(far_end, now, httpserver, mode, header):
    far = far_end("json_feed", FIGURES.format(more=f'auth_mode = "{mode}"'), secret="kunci")
    far.serves("x.json", RECORDS)
    far.poll(now)
    assert httpserver.log[-1][0].headers[header[0]] == header[1]
    far = far_end(
        "json_feed", FIGURES.format(more='auth_mode = "query"\nauth_name = "k"\nquery = { a = 1 }'), secret="kunci"
    )
    far.serves("x.json", RECORDS)
    far.poll(now)
    assert far.calls("x.json") == [{"a": "1", "k": "kunci"}]


@pytest.mark.parametrize(
    "wrong",
    ['to = "trees"', 'records = "a["', 'next = "]"', 'encoding = "latin-99"', 'delimiter = ";;"', 'format = "xml"',
     'to = "readings"', 'to = "complaints"', 'auth_mode = "digest"', "max_pages = 0"],
)  # fmt: skip
def test_options_that_make_no_sense_are_faults(source, wrong):
    assert check_options(source("json_feed", FIGURES.format(more=wrong)).sources[0])


def test_a_look_for_doctor_reads_the_feed_once(far_end, now):
    far = figures(far_end)
    found = probe(far.spec, far.city, now)
    assert (found.reachable, found.speaks, found.records) == (True, True, 3)
    assert len(far.calls("x.json")) == 1
