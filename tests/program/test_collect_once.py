"""`collect --once` and `export` on answers of real far ends, through the command line."""

from pathlib import Path

from tests.program.far_ends import serving
from tests.program.program import run, stored, write_city

EUROPE = "[50.0, 20.0, 55.0, 30.0]"


def test_a_record_outside_the_city_is_rejected_with_its_reason(fixtures: Path, tmp_path: Path) -> None:
    folder = fixtures / "open311"
    lists = {"/services.xml": folder / "sf_services.xml", "/requests.xml": folder / "sf_service_requests.xml"}
    with serving(lists) as url:
        city = write_city(tmp_path / "city.toml", "[-6.41, 106.88, -6.16, 107.06]", f"sf open311 {url}")
        journal = ("--city", city, "--journal", tmp_path / "j.sqlite")
        polled = run("collect", "--once", *journal)
    assert polled.code == 0
    assert "2 rejected" in polled.err
    rejected = run("export", "rejected", *journal).rows
    assert {row["id"] for row in rejected} == {"638344", "638349"}
    assert all(row["reason"] == "outside the city" and row["raw"] for row in rejected)
    assert stored("complaints", tmp_path / "j.sqlite") == []


def test_a_source_that_is_down_is_1_and_named(tmp_path: Path) -> None:
    city = write_city(tmp_path / "city.toml", EUROPE, "down open311 http://127.0.0.1:9")
    polled = run("collect", "--once", "--city", city, "--journal", tmp_path / "j.sqlite")
    assert (polled.code, polled.out) == (1, "")
    assert polled.err.startswith("down: failed: The server refused the connection.")


def test_zero_complaints_only_from_a_valid_empty_answer(tmp_path: Path) -> None:
    empty = {"/services.json": b"[]", "/requests.json": b"[]"}
    html = {"/services.json": b"[]", "/requests.json": b"<html>sign in</html>"}
    for answers, code in ((empty, 0), (html, 1)):
        with serving(answers, "" if code == 0 else "text/html") as url:
            city = write_city(tmp_path / f"{code}.toml", EUROPE, f"a open311 {url}")
            assert run("collect", "--once", "--city", city, "--journal", tmp_path / f"{code}.sqlite").code == code
