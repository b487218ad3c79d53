"""The CKAN far end as a client sees it: rows, order, limits, errors; and ckanapi as published reads it unchanged."""

import json
from datetime import UTC, datetime

import ckanapi
import pytest
import requests

from data_sources.simulator import FarEnd, running
from tests.simulator.portal import REVENUE, TARGETS, amount_of, ask, revenue

JAKARTA = "2016-11-30T10:00:00+07:00"


def test_the_packages_and_their_resources_are_told(far: FarEnd) -> None:
    assert ask(far, "package_list")["result"] == [REVENUE, TARGETS]
    shown = ask(far, "package_show", id=REVENUE)["result"]
    (table,) = [one for one in shown["resources"] if one["datastore_active"]]
    assert table["name"] == "Realisasi harian" and len(shown["resources"]) == 2
    assert ask(far, "resource_show", id=table["id"])["result"]["last_modified"] == table["last_modified"]
    assert revenue(far, resource_id=table["id"], limit=1)["total"] == revenue(far, limit=1)["total"]


def test_three_years_of_revenue_by_day_kind_and_district_with_sums(far: FarEnd) -> None:
    newest = revenue(far, sort="_id desc", limit=109)
    assert newest["total"] == 1065 * 109  # 1 January 2014 to 30 November 2016; nine kinds, twelve districts, one sum
    assert newest["records"][0]["Jenis Pajak "] == "JUMLAH"
    assert {row["Tanggal"] for row in newest["records"]} == {"30 November 2016"}
    assert len({row["Kecamatan"] for row in newest["records"]}) == 13
    first = revenue(far, sort="_id", limit=1)["records"][0]
    assert (first["_id"], first["Tanggal"], first["Jenis Pajak "]) == (1, "1 Januari 2014", "PBB-P2")
    assert all(isinstance(row["Realisasi (Rp) "], str) for row in newest["records"])


def _sums(far: FarEnd) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in revenue(far, filters={"Jenis Pajak": "JUMLAH"}, limit=32_000)["records"]:
        found[row["Tanggal"]] = amount_of(row["Realisasi (Rp) "])
    return found


def test_the_seasons_are_those_of_a_city(far: FarEnd) -> None:
    sums = _sums(far)
    years = {year: sum(v for day, v in sums.items() if day.endswith(str(year))) for year in (2014, 2015, 2016)}
    assert 0.8e12 < years[2014] < 0.95e12 < years[2015] < 1.2e12
    assert 0.95e12 < years[2016] < 1.16e12
    pbb = revenue(far, filters={"Jenis Pajak": "PBB-P2", "Kecamatan": "Bekasi Timur"}, sort="_id", limit=5_000)[
        "records"
    ]
    by_month: dict[str, int] = {}
    for row in pbb:
        if row["Tanggal"].endswith("2015"):
            month = row["Tanggal"].split()[1]
            by_month[month] = by_month.get(month, 0) + amount_of(row["Realisasi (Rp) "])
    assert max(by_month, key=by_month.__getitem__) in ("Agustus", "September")
    assert by_month["Agustus"] + by_month["September"] > 0.5 * sum(by_month.values())


def test_today_grows_with_the_clock_and_the_past_stands(own: FarEnd) -> None:
    before = revenue(own, sort="_id desc", limit=218)["records"]
    stamp = ask(own, "package_show", id=REVENUE)["result"]["metadata_modified"]
    own.advance(3600)
    after = revenue(own, sort="_id desc", limit=218)["records"]
    assert amount_of(after[0]["Realisasi (Rp) "]) > amount_of(before[0]["Realisasi (Rp) "])
    assert after[109:] == before[109:]
    assert ask(own, "package_show", id=REVENUE)["result"]["metadata_modified"] > stamp
    own.advance(24 * 3600)
    assert revenue(own, limit=1)["total"] == 1066 * 109


def test_the_revised_target_comes_on_its_day() -> None:
    with running(starts=datetime(2016, 11, 14, 3, tzinfo=UTC), complaint_days=1, track_days=1) as far:

        def bases() -> list[str]:
            found = ask(far, "datastore_search", resource_id=TARGETS, filters={"Tahun": "2016"})["result"]["records"]
            return [row["Dasar"] for row in found if row["Jenis Pajak"] == "Total"]

        assert bases() == ["murni"]
        far.advance(24 * 3600)
        assert bases() == ["murni", "perubahan"]


def test_limits_are_lowered_without_a_word(far: FarEnd) -> None:
    found = revenue(far, limit=50_000, fields="_id")
    assert (found["limit"], len(found["records"]), found["fields"]) == (32_000, 32_000, [{"id": "_id", "type": "int"}])
    assert revenue(far)["limit"] == 100
    assert "next" in revenue(far, offset=1065 * 109)["_links"] and revenue(far, offset=1065 * 109)["records"] == []


def test_filters_words_order_and_forms(far: FarEnd) -> None:
    tail = revenue(far, sort="_id", filters={"_id": {"gte": 1065 * 109 - 1}})
    assert [row["_id"] for row in tail["records"]] == [1065 * 109 - 1, 1065 * 109]
    assert {row["Kecamatan"] for row in revenue(far, filters={"Kecamatan": ["Jatiasih", "Rawalumbu"]})["records"]} == {
        "Jatiasih", "Rawalumbu"
    }  # fmt: skip
    assert revenue(far, q="hotel jatiasih", limit=1)["total"] == 1065
    assert revenue(far, q={"Kecamatan": "jati"}, limit=1)["total"] == 1065 * 18
    down = revenue(far, sort="Kecamatan desc nulls last, _id", limit=1)["records"][0]
    assert down["Kecamatan"] == "Rawalumbu" and down["_id"] < 109
    assert revenue(far, limit=1, fields=["_id", "Kecamatan"], records_format="lists")["records"] == [
        [1, "Bekasi Timur"]
    ]
    assert revenue(far, limit=1, fields="_id,Kecamatan", records_format="csv")["records"] == "1,Bekasi Timur\n"
    assert "total" not in revenue(far, limit=1, include_total="false")


@pytest.mark.parametrize(
    "action,params,status,kind",
    [
        ("datastore_search", {}, 409, "Validation Error"),
        ("datastore_search", {"resource_id": REVENUE, "limit": "x"}, 409, "Validation Error"),
        ("datastore_search", {"resource_id": REVENUE, "sort": "harga"}, 409, "Validation Error"),
        ("datastore_search", {"resource_id": REVENUE, "filters": '{"harga": 1}'}, 409, "Validation Error"),
        ("datastore_search", {"resource_id": "nothing"}, 404, "Not Found Error"),
        ("package_show", {"id": "nothing"}, 404, "Not Found Error"),
        ("datastore_search_sql", {"sql": "select 1"}, 403, "Authorization Error"),
    ],
)
def test_errors_are_those_of_a_portal(far: FarEnd, action: str, params: dict[str, str], status: int, kind: str) -> None:
    answer = requests.get(f"{far.ckan}/api/3/action/{action}", params, timeout=20)
    assert (answer.status_code, answer.json()["success"], answer.json()["error"]["__type"]) == (status, False, kind)


def test_an_unknown_action_and_a_body_that_is_no_json_are_bare_strings(far: FarEnd) -> None:
    unknown = requests.get(f"{far.ckan}/api/3/action/nothing", timeout=20)
    wrong = requests.post(f"{far.ckan}/api/3/action/package_list", data=b"{", timeout=20)
    assert [one.status_code for one in (unknown, wrong)] == [400, 400]
    assert unknown.json().startswith("Bad request") and wrong.json().startswith("Bad request - JSON Error")


def test_ckanapi_as_published_reads_everything(far: FarEnd) -> None:
    with ckanapi.RemoteCKAN(far.ckan) as portal:
        assert portal.action.package_list() == [REVENUE, TARGETS]
        package = portal.action.package_show(id=REVENUE)
        ident = next(one["id"] for one in package["resources"] if one["datastore_active"])
        found = portal.action.datastore_search(
            resource_id=ident, filters={"Kecamatan": "Jatiasih"}, limit=5, sort="_id desc"
        )
        assert len(found["records"]) == 5 and found["total"] == 1065 * 9
        assert portal.call_action("status_show")["ckan_version"]
        with pytest.raises(ckanapi.NotFound):
            portal.action.package_show(id="nothing")
        with pytest.raises(ckanapi.ValidationError):
            portal.action.datastore_search(resource_id=ident, sort="harga")
        with pytest.raises(ckanapi.NotAuthorized):
            portal.action.datastore_search_sql(sql="select 1")
    with ckanapi.RemoteCKAN(far.ckan, get_only=True) as portal:
        assert portal.action.datastore_search(resource_id=ident, limit=3)["limit"] == 3


def test_the_dump_is_the_whole_table(far: FarEnd) -> None:
    lines = requests.get(f"{far.ckan}/datastore/dump/{TARGETS}", timeout=20).text.splitlines()
    assert lines[0] == "_id,No,Tahun,Jenis Pajak,Dasar,Berlaku Sejak,Target (Rp)" and len(lines) == 61


def test_equal_seeds_give_equal_cities_and_other_seeds_others(far: FarEnd) -> None:
    mine = revenue(far, sort="_id desc", limit=500)["records"][109:]
    with running(complaint_days=1, track_days=1) as same, running(seed=2, complaint_days=1, track_days=1) as other:
        assert revenue(same, sort="_id desc", limit=500)["records"][109:] == mine
        assert revenue(other, sort="_id desc", limit=500)["records"][109:] != mine


@pytest.mark.parametrize(
    "name", ["html", "too_many", "stack_trace", "truncate", "reset", "cut_json", "nan", "need_key"]
)
def test_faults_reach_this_far_end_too(own: FarEnd, name: str) -> None:
    own.fault("ckan", name)
    try:
        answer = requests.get(f"{own.ckan}/api/3/action/datastore_search", {"resource_id": REVENUE}, timeout=20)
        spoilt = answer.status_code != 200 or "html" in answer.headers["content-type"] or not _is_json(answer.text)
    except requests.RequestException:
        spoilt = True
    assert spoilt
    own.clear()
    assert revenue(own, limit=1)["records"]


def _is_json(text: str) -> bool:
    def refuse(word: str) -> None:
        raise ValueError(word)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return True


def test_what_portals_do_to_tables_can_be_switched_on(own: FarEnd) -> None:
    before = ask(own, "package_show", id=REVENUE)["result"]["resources"][1]["id"]
    own.fault("ckan", "new_upload")
    assert ask(own, "package_show", id=REVENUE)["result"]["resources"][1]["id"] != before
    assert ask(own, "datastore_search", resource_id=before)["error"]["__type"] == "Not Found Error"
    own.fault("ckan", "new_field")
    own.fault("ckan", "retype")
    found = revenue(own, limit=3)
    assert {"id": "Petugas", "type": "text"} in found["fields"] and found["fields"][4]["type"] == "numeric"
    assert isinstance(found["records"][0]["Realisasi (Rp) "], float)
    own.fault("ckan", "old_filters")
    refused = ask(own, "datastore_search", resource_id=REVENUE, filters={"_id": {"gte": 5}})
    assert refused["error"]["__type"] == "Validation Error"
