"""The mayor's screen on a second monitor: it takes that one, fills it, turns, holds, and minds nobody else's group."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

LEFT, WALL = ("left", 0, 0, 1600, 900), ("wall", 1600, 0, 1920, 1080)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program saw: a process of its own, for a running one cannot be given another screen."""
    path: Path = tmp_path_factory.mktemp("screens") / "screens.json"
    fields = ("name", "x", "y", "width", "height")
    screens = [dict(zip(fields, one, strict=True)) | {"logicalDpi": 96, "dpr": 1} for one in (LEFT, WALL)]
    path.write_text(json.dumps({"screens": screens}))
    asked = [sys.executable, "-m", "tests.widgets.briefing.two_screens"]
    there = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={path}"}
    done = subprocess.run(asked, cwd=ROOT, env=there, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_it_fills_the_screen_the_desk_does_not_use(told: dict[str, Any]) -> None:
    assert told["screens"] == ["left", "wall"]
    assert told["place"] == [*WALL, True]
    assert told["desk"][0] == "left" and told["letters"] > 16


def test_it_turns_by_itself_holds_and_goes_on_and_back_by_key(told: dict[str, Any]) -> None:
    assert told["turned"] and told["held"] and told["previous"]
    assert told["next"] == 1


def test_it_minds_no_desks_instant_colours_language_or_selection(told: dict[str, Any]) -> None:
    assert told["own group"] == [True] * 5


def test_escape_makes_it_a_window_and_with_one_screen_it_is_one_from_the_start(told: dict[str, Any]) -> None:
    assert told["escape"]
    assert told["one screen"] == [False, 1280, 720]
