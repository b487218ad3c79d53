"""`demo` and `shots` as people start them, on a machine without a display: pictures, and nothing left behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.journal.store import Journal
from tests.program.program import MAIN, run, write_city
from widgets.panels.registry import PANELS
from widgets.scenes.registry import SCENES
from widgets.shots import has_content


def headless(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run `main.py` without a display, its temporary files below a folder of ours."""
    there = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    there = {**there, "TMPDIR": str(folder)}
    there.pop("QT_QPA_PLATFORM", None)
    return subprocess.run([sys.executable, str(MAIN), *words], env=there, capture_output=True, text=True, timeout=400)


def test_without_a_display_the_demo_says_so_and_saves_every_screen_and_panel(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    done = headless(tmp_path / "t", "demo", "--seconds", "1", "--scale", "0.1", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "There is no display" in done.stderr
    saved = sorted(path.name for path in (tmp_path / "out").iterdir())
    scenes = [name for name in saved if name.startswith("briefing-")]
    assert {f"briefing-{scene.name}.png" for scene in SCENES} <= set(scenes)
    assert saved == sorted(["desk.png", *scenes, *(f"panel-{panel.name}.png" for panel in PANELS)])
    assert all(has_content(QImage(str(tmp_path / "out" / name))) for name in saved)
    assert list((tmp_path / "t").glob("poc-demo-*")) == [], "the throw-away journal is thrown away"


def test_a_film_is_pictures_in_a_row_of_what_is_followed(tmp_path: Path) -> None:
    story = ("--film", "2", "--step", "30", "--speed", "20", "--follow", "underpass", "--settle", "2")
    done = headless(tmp_path, "shots", str(tmp_path / "out"), *story, "--size", "1366x768", "--language", "en")
    assert done.returncode == 0, done.stderr
    pictures = [QImage(str(tmp_path / "out" / f"film-0{n}.png")) for n in (1, 2)]
    assert all((picture.width(), picture.height()) == (1366, 768) for picture in pictures)
    assert all(map(has_content, pictures)) and pictures[0] != pictures[1]
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_size_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    done = headless(tmp_path, "shots", str(tmp_path / "out"), "--size", "huge")
    assert done.returncode == 2 and "1920x1080" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused")
def test_the_desk_refuses_root_with_advice(tmp_path: Path) -> None:
    city = write_city(tmp_path / "c.toml", "[-6.41, 106.88, -6.16, 107.06]", "a open311 http://127.0.0.1:9")
    Journal.create(str(tmp_path / "j.sqlite")).close()
    refused = run("run", "--language", "en", "--city", city, "--journal", tmp_path / "j.sqlite")
    assert refused.code == 1
    assert "Start it as an ordinary user." in refused.err and "Traceback" not in refused.err
