"""A new agency joins without code: a block of the city file and a JSON or CSV nobody ever saw become figures."""

import csv
import io
import json
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.journal.export import export_rows
from app.journal.store import Journal
from app.settings import load_city
from data_sources.commands import building
from data_sources.connector import check_options
from data_sources.once import collect_once
from tests.program.far_ends import serving
from tests.program.program import run, write_city

EUROPE = "[50.0, 20.0, 55.0, 30.0]"
WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL_0123456789 éß.-/()", min_size=1, max_size=12)
KEYS = WORDS.map(str.strip).filter(lambda key: key and not key.isdigit() and key.casefold() not in ("total", "jumlah"))
LABELS = st.text("abcdefghijklmnopqrstuvwxyz ABC-9", min_size=1, max_size=12).map(lambda w: f"x{w}".strip())
VALUES = st.none() | st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9).map(lambda f: round(f, 2))
DAYS = st.dates(date(2000, 1, 1), date(2020, 12, 31))


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["day"].isoformat(), row["label"]


@st.composite
def agencies(draw: st.DrawFn) -> dict[str, Any]:
    """An agency with its own names for everything, and its figures."""
    folded = draw(st.lists(KEYS, min_size=3, max_size=3, unique_by=lambda key: " ".join(key.split()).casefold()))
    rows = draw(
        st.lists(st.fixed_dictionaries({"day": DAYS, "label": LABELS, "value": VALUES}), max_size=8, unique_by=_key)
    )
    return {
        "day": folded[0],
        "label": folded[1],
        "value": folded[2],
        "rows": rows,
        "name": draw(st.from_regex(r"[a-z][a-z_]{2,15}", fullmatch=True)),
        "above": draw(st.lists(st.from_regex(r"[a-z]{2,6}", fullmatch=True), max_size=2)),
        "form": draw(st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d"])),
        "written": draw(st.sampled_from(["number", "id", "en"])),
        "delimiter": draw(st.sampled_from([",", ";", "\t"])),
    }


def _number(value: float | None, written: str) -> Any:
    if value is None or written == "number":
        return value
    english = f"{value:,.2f}"
    return english if written == "en" else english.translate(str.maketrans(",.", ".,"))


def _records(agency: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            agency["day"]: row["day"].strftime(agency["form"]),
            agency["label"]: row["label"],
            agency["value"]: _number(row["value"], agency["written"]),
        }
        for row in agency["rows"]
    ]


def _as_json(agency: dict[str, Any]) -> bytes:
    content: Any = _records(agency)
    for name in reversed(agency["above"]):
        content = {"ok": True, name: content}
    return json.dumps(content).encode()


def _as_csv(agency: dict[str, Any]) -> bytes:
    out = io.StringIO()
    names = [agency["day"], agency["label"], agency["value"]]
    writer = csv.DictWriter(out, names, delimiter=agency["delimiter"])
    writer.writeheader()
    writer.writerows(_records(agency))
    return out.getvalue().encode()


def _block(agency: dict[str, Any], records: str) -> str:
    """The agency's options as one line of TOML; strings of JSON are strings of TOML."""
    fields = f"fields = {{ period = {json.dumps(agency['day'])}, value = {json.dumps(agency['value'])} }}"
    labels = f"labels = {{ jenis = {json.dumps(agency['label'])} }}"
    notation = "en" if agency["written"] != "id" else "id"
    constants = f'constants = {{ name = "{agency["name"]}", agency = "baru", unit = "orang" }}'
    return f'{{ {fields}, {labels}, {constants}, notation = "{notation}", records = "{records}" }}'


def _wanted(agency: dict[str, Any]) -> dict[tuple[str, str], float | None]:
    return {_key(row): None if row["value"] is None else float(row["value"]) for row in agency["rows"]}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(agencies())
def test_the_figures_of_any_new_agency_arrive_from_its_json_and_its_csv(agency: dict[str, Any]) -> None:
    answers = {"/a": _as_json(agency), "/b": _as_csv(agency)}
    with serving(answers) as url, tempfile.TemporaryDirectory() as folder:
        json_ = f"a json_feed {url}/a {_block(agency, '.'.join(agency['above']))}"
        csv_ = f'b json_feed {url}/b {_block(agency, "")[:-2]}, format = "csv" }}'
        city = load_city(write_city(Path(folder) / "city.toml", EUROPE, json_, csv_), check_options)
        journal = Journal.create(str(Path(folder) / "j.sqlite"))
        outcomes = collect_once(journal, city, building(journal.clock))
        rows = list(export_rows(journal, "indicators"))
        rejected = list(export_rows(journal, "rejected"))
        journal.close()
    assert [outcome.trouble for outcome in outcomes] == [None, None]
    assert rejected == []
    for source in "ab":
        mine = [row for row in rows if row["source"] == source]
        assert {(row["period_from"], row["labels"]["jenis"]): row["value"] for row in mine} == _wanted(agency)
        assert all(row["name"] == agency["name"] and row["agency"] == "baru" for row in mine)
        assert all(row["unit"] == "orang" and row["period_to"] == row["period_from"] for row in mine)


def test_the_same_through_the_command_line(tmp_path: Path) -> None:
    day = date(2016, 11, 1)
    rows = [{"day": day + timedelta(days=n), "label": f"x{n}", "value": n * 1000.5} for n in range(3)]
    agency = {
        "day": "Tgl Lapor",
        "label": "Unit Kerja",
        "value": "Jml.",
        "rows": rows,
        "name": "hadir",
        "above": ["isi"],
    }
    agency |= {"form": "%d/%m/%Y", "written": "id", "delimiter": ";"}
    with serving({"/data.json": _as_json(agency)}) as url:
        block = f"baru json_feed {url}/data.json {_block(agency, 'isi')}"
        where = ("--city", write_city(tmp_path / "city.toml", EUROPE, block), "--journal", tmp_path / "j.sqlite")
        polled = run("collect", "--once", *where)
        assert polled.code == 0, polled.err
        looked = run("doctor", *where, "--language", "en")
        assert "3 records" in looked.out and "speaks json_feed" in looked.out
    found = run("export", "indicators", *where).rows
    assert [(row["period_from"], row["value"]) for row in found] == [
        ("2016-11-01", 0), ("2016-11-02", 1000.5), ("2016-11-03", 2001)
    ]  # fmt: skip


def test_recorded_tables_arrive_whole_and_what_cannot_be_taken_is_listed(fixtures: Path, tmp_path: Path) -> None:
    folder = fixtures / "ckan"
    search = "api/3/action/datastore_search"
    answers = {
        f"/js/{search}": folder / "ckanjs_datastore_search.json",
        f"/on/{search}": folder / "ontario_datastore_search.json",
    }
    js = '{ resource_id = "4f1299ab-a100-4e5f-ba81-e6d234a2f3bd", fields = { period = "date", value = "z" }'
    js += ', labels = { negara = "country", judul = "title" }, constants = { name = "z", agency = "a" } }'
    on = '{ resource_id = "8a89caa9-511c-4568-af89-7f2174b4378c", fields = { value = "total_doses_administered" }'
    on += ', constants = { name = "dosis", agency = "b", period = "2022-01-12" } }'
    bad = js.replace("date", "title").replace('a" }', 'c" }')
    with serving(answers) as url:
        sources = (f"js ckan {url}/js {js}", f"on ckan {url}/on {on}", f"bad ckan {url}/js {bad}")
        where = ("--city", write_city(tmp_path / "c.toml", EUROPE, *sources), "--journal", tmp_path / "j.sqlite")
        for _ in range(2):
            polled = run("collect", "--once", *where)
            assert polled.code == 0, polled.err
    rows = run("export", "indicators", *where).rows
    told = {
        (r["source"], r["labels"].get("judul")): (r["period_from"], r["value"], r["labels"].get("negara")) for r in rows
    }
    assert told == {
        ("js", "first"): ("2011-01-01", 3, "DE"),
        ("js", "second"): ("2011-02-02", 24, "UK"),
        ("js", "third"): ("2011-03-03", 9, "US"),
        ("js", "fourth"): ("2011-04-04", 6, "UK"),
        ("js", "fifth"): ("2011-05-04", 15, "UK"),
        ("js", "sixth"): ("2011-06-02", 18, "DE"),
        ("on", None): ("2022-01-12", 28853124, None),
    }
    assert len(rows) == 7, "a second poll of the same answers adds nothing"
    rejected = run("export", "rejected", *where).rows
    assert {(row["source"], row["id"], row["field"], row["reason"]) for row in rejected} == {
        ("bad", str(n), "period", "not a period") for n in range(1, 7)
    }
    assert len(rejected) == 6


@pytest.mark.parametrize("protocol", ["ckan", "json_feed"])
def test_an_agency_that_answers_with_a_page_is_failed_and_named(tmp_path: Path, protocol: str) -> None:
    fields = 'fields = { period = "t", value = "v" }, constants = { name = "n", agency = "a" }'
    more = ', resource_id = "x"' if protocol == "ckan" else ""
    pages = {"/api/3/action/datastore_search": b"<html>Masuk</html>", "/": b"<html>Masuk</html>"}
    with serving(pages, "text/html") as url:
        block = f"a {protocol} {url} {{ {fields}{more} }}"
        where = ("--city", write_city(tmp_path / "c.toml", EUROPE, block), "--journal", tmp_path / "j.sqlite")
        polled = run("collect", "--once", *where)
    assert polled.code == 1 and "HTML instead of data" in polled.err.replace("text/html", "HTML"), polled.err
