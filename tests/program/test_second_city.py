"""Another city is another file: nothing about the first one is in the code."""

import json
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.checks.tree import ROOT, project_files
from tests.conftest import CITIES
from tests.program.program import MAIN, run, stored

BOGOR = CITIES / "kota-bogor.toml"
DEFAULT_FILE = "kota-bekasi.toml"  # the default of `--city` is a file's name and no fact
DATA = ("resources/cities/", "resources/locale/", "resources/help/")
CODE_FILES = (".py", ".js", ".css", ".html", ".toml", ".json")
CODE = ("app", "data_sources", "maps", "widgets", "reports", "resources", "main.py")


def test_the_second_city_is_simulated_collected_and_exported(tmp_path: Path) -> None:
    words = [sys.executable, str(MAIN), "simulate", "--city", str(BOGOR)]
    words += ["--complaint-days", "2", "--track-days", "1", "--scale", "0.2"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as far:
        try:
            assert far.stdout is not None
            urls = json.loads(far.stdout.readline())
            journal = ("--city", BOGOR, "--journal", tmp_path / "j.sqlite")
            sources = ("--source-url", f"bogor-laporan={urls['open311']}")
            sources += ("--source-url", f"bogor-armada={urls['traccar']}")
            polled = run("collect", "--once", "--clock", "2016-11-30T10:00+07:00", *sources, *journal)
            assert polled.code == 0, polled.err
        finally:
            far.send_signal(signal.SIGTERM)
            assert far.wait(15) == 0
    rows = run("export", "complaints", *journal).rows
    assert len(rows) > 20 and {row["source"] for row in rows} == {"bogor-laporan"}
    south, west, north, east = tomllib.loads(BOGOR.read_text(encoding="utf-8"))["city"]["box"]
    placed = [row for row in rows if row["lat"] is not None]
    assert placed and all(south <= row["lat"] <= north and west <= row["lon"] <= east for row in placed)
    assert stored("positions", tmp_path / "j.sqlite") and not stored("rejected", tmp_path / "j.sqlite")
    assert "bekasi" not in str(rows).lower()


def test_no_code_names_a_place_of_the_first_city() -> None:
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names_of_the_first_city()), re.IGNORECASE)
    found = []
    for path in project_files():
        shown = path.relative_to(ROOT).as_posix()
        if path.suffix not in CODE_FILES or shown.split("/")[0] not in CODE or shown.startswith(DATA):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found += [f"{shown}:{number}: {name}" for name in pattern.findall(line.replace(DEFAULT_FILE, ""))]
    assert found == []


def names_of_the_first_city() -> set[str]:
    """The city, its districts, villages, landmarks and roads, as its own file tells them."""
    told: dict[str, Any] = tomllib.loads((CITIES / "kota-bekasi.toml").read_text(encoding="utf-8"))
    names = {"bekasi"}
    for table in ("kecamatan", "kelurahan", "landmark", "line"):
        names |= {str(entry["name"]) for entry in told[table]}
    assert len(names) > 70
    return names
