"""Every stream of a journal in both forms, whole, above a commit, and as of an instant on either axis."""

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.journal.export_rows import FIELDS
from data_sources.simulator import running
from tests.program.program import Ended, run, stored, write_city
from tests.program.town import BEKASI

STREAMS = ("complaints", "vehicles", "positions", "geofences", "rejected", "health")
AS_TABLES = ("complaints", "positions")


@dataclass
class Exported:
    """A journal of two polls an instant apart, and every export of it."""

    journal: tuple[str | Path, ...]
    case: str
    between: datetime
    after: datetime
    jsonl: dict[str, Ended]
    csv: dict[str, Ended]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    """Polled by the program twice; in between a case was closed."""
    folder = tmp_path_factory.mktemp("export")
    with running(complaint_days=1, track_days=1, scale=0.1) as far:
        city = write_city(folder / "c.toml", BEKASI, f"s open311 {far.open311}", f"fleet traccar {far.traccar}")
        journal = ("--city", city, "--journal", folder / "j.sqlite")
        starts = far.now().isoformat()
        assert run("collect", "--once", "--clock", starts, *journal).code == 0
        case = next(r["id"] for r in stored("complaints", folder / "j.sqlite") if r["state"] == "open")
        between = far.now() - timedelta(seconds=2)  # stamps are whole seconds
        assert far.update(case, "closed", "selesai")
        assert run("collect", "--once", *journal).code == 0
        with ThreadPoolExecutor(2) as pool:
            lines = pool.map(lambda stream: run("export", stream, *journal), STREAMS)
            tables = pool.map(lambda stream: run("export", stream, *journal, "--format", "csv"), AS_TABLES)
            jsonl, table = dict(zip(STREAMS, lines, strict=True)), dict(zip(AS_TABLES, tables, strict=True))
        yield Exported(journal, case, between, far.now(), jsonl, table)


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_has_its_fields_in_order_and_dates_in_utc(exported: Exported, stream: str) -> None:
    lines = exported.jsonl[stream]
    assert (lines.code, lines.err) == (0, "")
    assert bool(lines.rows) is (stream != "rejected")
    for row in lines.rows:
        assert list(row) == list(FIELDS[stream])
        assert isinstance(row["id"], str)
        for name in ("valid_at", "recorded_at"):
            moment = datetime.fromisoformat(row[name]).isoformat(timespec="milliseconds")
            assert moment.replace("+00:00", "Z") == row[name]


@pytest.mark.parametrize("stream", AS_TABLES)
def test_a_table_tells_the_same_as_the_lines(exported: Exported, stream: str) -> None:
    table, rows = exported.csv[stream], exported.jsonl[stream].rows
    assert (table.code, table.err) == (0, "")
    cells = list(csv.DictReader(io.StringIO(table.out)))
    assert list(cells[0]) == list(FIELDS[stream])
    for row, cell in zip(rows, cells, strict=True):
        assert {name: told(value) for name, value in row.items()} == {n: c.removeprefix("'") for n, c in cell.items()}


def told(value: Any) -> str:
    """A JSON value as a cell tells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value).removeprefix("'")


def test_what_is_above_a_commit_and_what_is_not_make_the_whole(exported: Exported) -> None:
    rows = exported.jsonl["complaints"].rows
    newest = max(r["commit"] for r in rows)
    assert rows[-1]["id"] == exported.case and rows[-1]["state"] == "closed"
    above = run("export", "complaints", *exported.journal, "--since", str(newest - 1)).rows
    assert above == [r for r in rows if r["commit"] > newest - 1]


def test_as_of_an_instant_each_entity_stands_once_by_what_was_known_then(exported: Exported) -> None:
    def state(at: datetime, axis: str) -> tuple[str, int]:
        words = ("export", "complaints", *exported.journal, "--at", at.isoformat(), "--axis", axis)
        rows = run(*words).rows
        assert len({(r["source"], r["id"]) for r in rows}) == len(rows)
        return next((r["state"] for r in rows if r["id"] == exported.case), "unknown yet"), len(rows)

    everything = len({r["id"] for r in exported.jsonl["complaints"].rows})
    assert state(exported.between, "true") == ("open", everything), "it was not yet closed"
    assert state(exported.between - timedelta(hours=2), "known") == ("unknown yet", 0), "nobody had asked yet"
    earlier = state(exported.between - timedelta(hours=2), "true")[1]
    assert 0 < earlier < everything, "but much was true already"
