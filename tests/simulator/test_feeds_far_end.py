"""The agencies' own feeds: each in its own shape, a year long, and moving with the clock."""

import csv
import io
from typing import Any

import pytest
import requests

from data_sources.simulator import FarEnd, running


def text(far: FarEnd, path: str) -> str:
    answer = requests.get(f"{far.json_feed}/{path}", timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.text


def content(far: FarEnd, path: str) -> Any:
    return requests.get(f"{far.json_feed}/{path}", timeout=20).json()


def table(far: FarEnd, path: str, sign: str, skip: int = 0) -> list[dict[str, str]]:
    lines = text(far, path).splitlines()[skip:]
    return list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter=sign))


def test_dengue_by_week_and_district_with_the_owners_last_remark(far: FarEnd) -> None:
    weeks = content(far, "dinkes/dbd.json")["data"]["mingguan"]
    assert len({row["minggu"] for row in weeks}) == 53 and len(weeks) == 53 * 12
    assert weeks[-1]["minggu"] == "2016-W48" and next(row for row in weeks if "catatan" in row)["minggu"] == "2016-W48"
    by_week: dict[str, int] = {}
    for row in weeks:
        by_week[row["minggu"]] = by_week.get(row["minggu"], 0) + row["kasus"]
    assert by_week["2016-W07"] > 3 * by_week["2016-W32"], "the rains bring the fever"


def test_beds_progress_systems_permits_and_waste(far: FarEnd) -> None:
    beds = content(far, "dinkes/tempat-tidur.json")
    assert len(beds) == 366 * 3 and all(0 < row["terisi"] <= row["tersedia"] for row in beds)
    systems = content(far, "telematika/sistem.json")["sistem"]
    assert len(systems) == 366 * 9 and {row["aktif"] for row in systems} == {0, 1}
    assert all("keterangan" in row for row in systems if row["aktif"] == 0)
    permits = table(far, "bppt/izin.csv", ";", skip=2)
    assert permits[-1]["Tanggal"] == "30/11/2016" and len(permits) > 250
    assert all(int(row["Tepat Waktu"]) <= int(row["Terbit"]) for row in permits)
    waste = table(far, "kebersihan/angkutan.csv", ",")
    assert waste[-1]["Tanggal"] == "Jumlah" and waste[0]["Terangkut (ton)"].count(",") == 1


def test_progress_comes_in_pages_with_links_until_the_last(far: FarEnd) -> None:
    path, rows = "/feeds/bappeda/kemajuan.json", list[Any]()
    while path:
        page = requests.get(far.json_feed.removesuffix("/feeds") + path, timeout=20).json()
        rows += page["items"]
        path = page["next"]
    assert len(rows) == 53 * 5 and rows[-1]["minggu"] == "Minggu 48 2016"
    assert float(rows[-1]["fisik"].removesuffix(" %").replace(",", ".")) > 75


def test_the_funds_know_their_complaints(far: FarEnd) -> None:
    entries = content(far, "bpkad/dana-tanggap.json")["dana_tanggap"]
    assert len({entry["nomor"] for entry in entries}) == len(entries)
    bound = [entry for entry in entries if entry["aduan"]]
    assert len(bound) > 200
    for entry in bound[:: len(bound) // 5]:
        case = requests.get(f"{far.open311}/requests/{entry['aduan']}.json", timeout=20).json()[0]
        assert case["service_request_id"] == entry["aduan"]
        assert entry["jenis"] == "komitmen" or case["status"] == "closed"
    share = {}
    for agency in {entry["skpd"] for entry in entries}:
        mine = [e for e in entries if e["skpd"] == agency and e["periode"].startswith("2016")]
        (ceiling,) = [e["nilai"] for e in mine if e["jenis"] == "pagu"]
        share[agency] = sum(e["nilai"] for e in mine if e["jenis"] == "belanja") / ceiling
    assert share["dpppju"] > 0.8 > share["kebersihan"] > 0.3


def test_today_moves_with_the_clock_and_equal_minutes_give_304(own: FarEnd) -> None:
    before = table(own, "kebersihan/angkutan.csv", ",")[-2]
    first = requests.get(f"{own.json_feed}/dinkes/dbd.json", timeout=20)
    again = requests.get(
        f"{own.json_feed}/dinkes/dbd.json", headers={"If-None-Match": first.headers["etag"]}, timeout=20
    )
    assert again.status_code == 304
    own.advance(3600)
    assert table(own, "kebersihan/angkutan.csv", ",")[-2] != before
    assert table(own, "kebersihan/angkutan.csv", ",")[0] == table(own, "kebersihan/angkutan.csv", ",")[0]


def test_equal_seeds_give_equal_feeds(own: FarEnd) -> None:
    with running(seed=2, complaint_days=1, track_days=1) as other:
        assert content(own, "dinkes/tempat-tidur.json")[:900] != content(other, "dinkes/tempat-tidur.json")[:900]
    with running(complaint_days=1, track_days=1) as same:
        assert content(own, "dinkes/tempat-tidur.json")[:900] == content(same, "dinkes/tempat-tidur.json")[:900]


@pytest.mark.parametrize("fault", ["html", "stack_trace", "truncate", "cut_json", "empty", "bad_amount", "new_field"])
def test_faults_reach_the_feeds_too(own: FarEnd, fault: str) -> None:
    right = text(own, "telematika/sistem.json")
    own.fault("json_feed", fault)
    try:
        assert requests.get(f"{own.json_feed}/telematika/sistem.json", timeout=20).text != right
    except requests.RequestException:
        pass
