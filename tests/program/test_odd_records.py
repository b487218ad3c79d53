"""Named faults of single records: what is kept, what is flagged, what is rejected and why."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.source import Ask, LinkState, Request
from app.journal.export import export_rows
from data_sources.simulator import FarEnd, running
from tests.program.town import collecting, polled_once, until


@pytest.fixture(scope="module")
def far() -> Iterator[FarEnd]:
    """A small city in which nothing new is reported while a test looks."""
    with running(complaint_days=1, track_days=1, scale=0.1, speed=0.001) as far_end:
        yield far_end


@pytest.fixture(scope="module")
def good(far: FarEnd, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The complaints of the city without any fault, by id."""
    with polled_once(tmp_path_factory.mktemp("good"), far, "json") as polled:
        rows = polled.rows("complaints", "json")
    assert len(rows) > 10
    return {row["id"]: row for row in rows}


SAME = ("id", "status", "state", "service_code", "lat", "lon", "requested_at", "updated_at", "flags")


@pytest.mark.parametrize(
    ("name", "arg"),
    [
        ("duplicates", None),
        ("out_of_order", None),
        ("overlap", 3),
        ("last_page", None),
        ("same_page", None),
        ("ceiling", 50),
        ("page_base", 1),
        ("lists_of_one", None),
    ],
)
def test_H7_however_a_list_is_cut_each_complaint_arrives_once_and_the_same(
    far: FarEnd, good: dict[str, dict[str, Any]], tmp_path: Path, name: str, arg: Any
) -> None:
    far.fault("open311", name, arg)
    try:
        with polled_once(tmp_path, far, "json") as polled:
            assert polled.outcomes["json"].trouble is None
            rows = polled.rows("complaints", "json")
            assert [row["id"] for row in rows] == list(dict.fromkeys(row["id"] for row in rows))
            assert {row["id"]: [row[f] for f in SAME] for row in rows} == {
                ident: [row[f] for f in SAME] for ident, row in good.items()
            }
            assert polled.rows("rejected", "json") == []
    finally:
        far.clear()


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("no_zone", "tz_assumed"),
        ("local_dates", "tz_assumed"),
        ("epoch_ms", ""),
        ("updated_before", "updated_clamped"),
        ("zero_place", "no_place"),
        ("swapped", "swapped"),
        ("retype", ""),
        ("upper", ""),
        ("hostile", ""),
    ],
)
def test_H8_H9_odd_times_places_and_words_are_kept_and_flagged(
    far: FarEnd, good: dict[str, dict[str, Any]], tmp_path: Path, name: str, flag: str
) -> None:
    far.fault("open311", name)
    try:
        with polled_once(tmp_path, far, "json") as polled:
            rows = {row["id"]: row for row in polled.rows("complaints", "json")}
    finally:
        far.clear()
    assert set(rows) == set(good)
    flags = Counter(f for row in rows.values() for f in row["flags"] if f != "no_place" or flag == "no_place")
    assert not flag or flags[flag] > len(rows) / 2
    assert set(flags) <= {flag}
    if name in ("no_zone", "epoch_ms", "fractions"):
        assert all(rows[ident]["requested_at"] == row["requested_at"] for ident, row in good.items())
    if name in ("upper", "spaces"):
        assert all(rows[ident]["state"] == row["state"] for ident, row in good.items())
    if name == "swapped":
        assert all((rows[ident]["lat"], rows[ident]["lon"]) == (row["lat"], row["lon"]) for ident, row in good.items())


@pytest.mark.parametrize(
    ("name", "arg", "field", "reason"),
    [
        ("nan", None, "lat", "NaN is no JSON number"),
        ("overflow", None, "lat", "number out of range"),
        ("huge_int", None, "lat", "number out of range"),
        ("duplicate_keys", None, "description", "duplicate key"),
        ("blank_id", None, "service_request_id", "no id"),
    ],
)
def test_D2_H9_one_bad_record_is_rejected_with_why_and_all_others_stay(
    far: FarEnd, good: dict[str, dict[str, Any]], tmp_path: Path, name: str, arg: Any, field: str, reason: str
) -> None:
    far.fault("open311", name, arg, path="requests.json")
    try:
        with polled_once(tmp_path, far, "json") as polled:
            rejected = polled.rows("rejected", "json")
            assert {(row["field"], row["reason"]) for row in rejected} == {(field, reason)}
            assert all(row["raw"] and len(row["raw"]) <= 2_000 for row in rejected)
            assert polled.outcomes["json"].trouble is None
            assert polled.outcomes["json"].rejected == polled.statuses["json"].rejections == len(rejected)
            lost = set(good) - {row["id"] for row in polled.rows("complaints", "json")}
            assert len(lost) <= len(rejected) <= 4, "no more than the first record of each list"
    finally:
        far.clear()


def test_H9_what_lies_outside_the_city_is_rejected_and_the_link_is_well(far: FarEnd, tmp_path: Path) -> None:
    far.fault("*", "outside")
    try:
        with polled_once(tmp_path, far, "json", "fleet") as polled:
            for source, field in (("json", "lat"), ("fleet", "latitude")):
                rejected = polled.rows("rejected", source)
                assert {(row["field"], row["reason"]) for row in rejected} == {(field, "outside the city")}
                assert polled.statuses[source].state is LinkState.OK
            assert polled.rows("complaints", "json") == polled.rows("positions", "fleet") == []
            assert polled.rows("vehicles", "fleet")
    finally:
        far.clear()


def test_H9_a_record_rejected_at_every_poll_is_listed_once(far: FarEnd, tmp_path: Path) -> None:
    far.fault("open311", "nan", path="requests.json")
    try:  # in one journal: what a slow poll asks for differs, for its live round may be due again in between
        with polled_once(tmp_path, far, "json", times=2) as polled:
            listed = polled.rows("rejected", "json")
            polled.again(), polled.again()
            assert listed and polled.rows("rejected", "json") == listed
    finally:
        far.clear()


def test_H9_new_personal_fields_reach_no_export(far: FarEnd, tmp_path: Path) -> None:
    far.fault("*", "new_field")
    try:
        with polled_once(tmp_path, far, "json", "fleet") as polled:
            told = str([polled.rows(stream, s) for stream in ("complaints", "vehicles") for s in ("json", "fleet")])
            told += str(list(export_rows(polled.journal, "positions")))
    finally:
        far.clear()
    for secret in ("Budi Santoso", "081234567890", "budi@example", "Pak Joko", "0812000111", "Siti"):
        assert secret not in told


def test_H9_a_complaint_that_vanishes_is_marked_after_three_asks_not_before(tmp_path: Path) -> None:
    with running(complaint_days=1, track_days=1, scale=0.1, speed=0.001) as own:
        own.fault("open311", "no_updates")  # then open cases are asked for by their ids
        with collecting(tmp_path, own) as led:

            def told() -> list[list[str]]:
                rows = export_rows(led.journal, "complaints")
                return [r["flags"] for r in rows if (r["source"], r["id"]) == ("json", victim)]

            opened = (r for r in export_rows(led.journal, "complaints") if r["source"] == "json")
            victim = next(r["id"] for r in opened if r["state"] == "open")
            polls = led.status("json").polls
            own.fault("open311", "vanish", victim)
            assert until(lambda: told()[-1:] == [["gone"]])
            assert led.status("json").polls >= polls + 3
            assert told() == [[], ["gone"]]
            assert led.states()["json"] is LinkState.OK


def test_H9_an_id_used_again_makes_another_complaint_and_not_one_a_poll(
    far: FarEnd, good: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    far.fault("open311", "reuse_id")
    try:  # in one journal, as above
        with polled_once(tmp_path, far, "json", times=2) as polled:
            rows = polled.rows("complaints", "json")
            assert {row["id"] for row in rows} == set(good)
            assert any("reused" in row["flags"] for row in rows)
            polled.again(), polled.again()
            assert polled.rows("complaints", "json") == rows
    finally:
        far.clear()


def test_H8_a_stamp_in_the_future_is_flagged_and_does_not_count_as_news(
    far: FarEnd, good: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    far.fault("open311", "future", 3600)
    try:
        with polled_once(tmp_path, far, "json") as polled:
            flagged = [row for row in polled.rows("complaints", "json") if "clock" in row["flags"]]
            newest = polled.statuses["json"].newest
            assert flagged and newest is not None and newest <= far.now()
    finally:
        far.clear()
    assert len(flagged) < len(good) / 2


@pytest.mark.parametrize(("name", "flag"), [("clock_1970", "clock"), ("clock_future", "clock"), ("speed", "speed")])
def test_H8_impossible_fixes_are_kept_with_their_flag(far: FarEnd, tmp_path: Path, name: str, flag: str) -> None:
    far.fault("traccar", name)
    try:
        with polled_once(tmp_path, far, "fleet") as polled:
            flags = [row["flags"] for row in polled.rows("positions", "fleet")]
            assert flags and all(flag in told for told in flags)
            assert polled.rows("rejected", "fleet") == []
    finally:
        far.clear()


def test_H4_no_complaints_comes_only_from_a_valid_empty_answer(far: FarEnd, tmp_path: Path) -> None:
    far.fault("open311", "empty")
    try:
        with polled_once(tmp_path, far, "json") as polled:
            assert polled.outcomes["json"].trouble is None
            assert polled.statuses["json"].state is LinkState.OK
            assert polled.statuses["json"].last_good is not None
            assert polled.rows("complaints", "json") == polled.rows("rejected", "json") == []
    finally:
        far.clear()


def test_H3_a_wish_to_wait_for_ever_is_a_quarter_of_an_hour_and_no_person_overrides_it(tmp_path: Path) -> None:
    with running(complaint_days=1, track_days=1, scale=0.1, speed=0.001) as own:
        with collecting(tmp_path, own) as led:
            own.fault("traccar", "retry_after", "999999")
            assert until(lambda: led.states()["fleet"] is LinkState.WAITING)
            status = led.status("fleet")
            assert status.last_try is not None and status.next_try is not None
            assert timedelta(minutes=15) <= status.next_try - status.last_try <= timedelta(minutes=17)
            own.clear()
            led.journal.append([Request("fleet", "1", led.journal.clock.now(), Ask.POLL_NOW, "op")])
            others = led.status("json").polls
            assert until(lambda: led.status("json").polls >= others + 6)
            assert (led.status("fleet").state, led.status("fleet").polls) == (LinkState.WAITING, status.polls)


def test_H1_a_link_that_stays_down_tells_it_once_and_keeps_what_it_knew(tmp_path: Path) -> None:
    with running(complaint_days=1, track_days=1, scale=0.1, speed=0.001) as own:
        with collecting(tmp_path, own) as led:
            own.fault("traccar", "reset")
            assert until(lambda: led.states()["fleet"] is LinkState.DOWN)
            polls = led.status("fleet").polls
            assert until(lambda: led.status("fleet").polls > polls, 40)
            told = [r["state"] for r in export_rows(led.journal, "health") if r["source"] == "fleet"]
            ok = told.index("degraded")  # told once while history is fetched, and once more when it is whole
            assert told[:ok] in (["ok"], ["ok", "ok"]) and told[ok:] == ["degraded", "down"]
            assert list(export_rows(led.journal, "positions"))
