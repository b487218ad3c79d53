"""The checks of `./poc check` find what they are for."""

from pathlib import Path

import pytest

from tests.checks.addresses import HOSTS, SETTINGS, WORKPLACE, stray_words
from tests.checks.imports import broken_rules
from tests.checks.safety import faults_of_the_list, safety_rows


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "path, line",
    [
        ("app/domain/tax.py", "import pydantic"),
        ("app/domain/tax.py", "from app.geo import area"),
        ("data_sources/simulator/fleet.py", "from app.domain.vehicle import Vehicle"),
        ("data_sources/simulator/fleet.py", "from data_sources.http import Http"),
        ("data_sources/collector.py", "from data_sources.simulator import serve"),
        ("data_sources/open311_parse.py", "from data_sources import traccar"),
        ("data_sources/traccar.py", "from .open311_parse import parse"),
        ("widgets/panels/queue.py", "from widgets.panels.map import MapPanel"),
        ("widgets/panels/queue_table.py", "from .complaint import ComplaintPanel"),
        ("app/clock.py", "import main"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, path: str, line: str) -> None:
    write(tmp_path, path, f'"""Text."""\n{line}\n')
    found = broken_rules(tmp_path)
    assert [entry.split(": ")[0] for entry in found] == [f"{path}:2"]


@pytest.mark.parametrize(
    "path, line",
    [
        ("app/domain/tax.py", "from app.domain.kind import Kind\nimport datetime"),
        (
            "data_sources/simulator/fleet.py",
            "import starlette\nfrom .city import City\nfrom data_sources.simulator import a",
        ),
        ("data_sources/connector.py", "from data_sources import open311, traccar"),
        ("data_sources/open311.py", "from data_sources.open311_parse import parse\nfrom data_sources.http import Http"),
        ("widgets/panels/queue.py", "from widgets.panels.queue_table import Table\nfrom widgets.marks import mark"),
        ("widgets/panels/registry.py", "from widgets.panels.map import MapPanel\nfrom widgets.panels.queue import Q"),
        ("main.py", "from data_sources.simulator import serve"),
    ],
)
def test_an_allowed_import_is_left_alone(tmp_path: Path, path: str, line: str) -> None:
    write(tmp_path, path, line + "\n")
    assert broken_rules(tmp_path) == []


@pytest.mark.parametrize("word", [*HOSTS, *SETTINGS, *WORKPLACE])
def test_an_address_or_word_is_found_in_any_file(tmp_path: Path, word: str) -> None:
    write(tmp_path, "deep/er/notes.txt", f"first\nsee {word.upper()} there\n")
    assert stray_words(tmp_path) == [f"deep/er/notes.txt:2: {word}"]


def test_files_that_are_made_for_registries_are_found(tmp_path: Path) -> None:
    write(tmp_path, "pip.conf", "")
    write(tmp_path, "picture.png", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"))
    assert [line.split(":")[0] for line in stray_words(tmp_path)] == ["pip.conf"]


ROWS = """
[[issue]]
number = 2
title = "a"
finished = true
[[issue]]
number = 3
title = "b"
finished = false
[[row]]
id = "X1"
issue = 2
about = "one"
[[row]]
id = "X2"
issue = 2
about = "two"
[[row]]
id = "0.1"
issue = 2
about = "guard"
[[row]]
id = "P1"
issue = 3
about = "three"
"""


def test_a_row_of_a_finished_issue_without_test_is_missing_and_the_rest_is_counted(tmp_path: Path) -> None:
    write(tmp_path, "tests/safety_rows.toml", ROWS)
    write(
        tmp_path,
        "tests/deep/test_a.py",
        "def test_X1_text():\n    pass\n\nasync def test_0_1_guard(): ...\ndef test_X21_no(): ...",
    )
    rows = safety_rows(tmp_path)
    assert rows.missing == ["X2 (issue 2): two"]
    assert (rows.open, rows.tested) == (["P1"], 2)


def test_a_row_listed_twice_or_of_no_issue_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path, "tests/safety_rows.toml", ROWS + '[[row]]\nid = "X1"\nissue = 9\nabout = "again"\n')
    assert faults_of_the_list(tmp_path) == ["X1 is listed twice", "X1: no issue 9"]


def test_the_list_of_the_product_is_sound() -> None:
    assert faults_of_the_list() == []
