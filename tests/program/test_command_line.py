"""The command line: help that teaches, and exit codes that tell wrong use from failure."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.journal.store import Journal
from tests.program.program import MAIN, run, write_city

BOX = "[50.0, 20.0, 55.0, 30.0]"
COMMANDS = ("run", "demo", "collect", "simulate", "doctor", "export", "shots", "journal")


def test_help_names_every_command_the_codes_and_examples() -> None:
    told = run("--help")
    assert told.code == 0
    assert all(f"\n    {name} " in told.out for name in COMMANDS)
    assert "0 done, 1 failed, 2 wrong usage" in told.out
    assert "main.py demo" in told.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    told = run(command, "--help")
    assert told.code == 0
    assert "usage:" in told.out and "--city" in told.out
    assert told.err == ""


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("colect",),
        ("collect", "--onse"),
        ("export",),
        ("export", "complaints", "--axis", "maybe"),
        ("export", "complaints", "--since", "yesterday"),
        ("export", "complaints", "--format", "xlsx"),
        ("journal", "burn"),
        ("simulate", "--fault", "open311:htlm"),
        ("shots",),
    ],
)
def test_wrong_use_is_2_and_says_how_it_is_right(words: tuple[str, ...]) -> None:
    told = run(*words)
    assert told.code == 2
    assert "usage:" in told.err and "Traceback" not in told.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("export", "complaint"), "complaints, vehicles"),
        (("export", "complaints", "--at", "tomorrow"), "tomorrow"),
        (("collect", "--once", "--source", "nobody"), "there are far"),
    ],
)
def test_wrong_words_are_2_and_named(tmp_path: Path, words: tuple[str, ...], hint: str) -> None:
    city = write_city(tmp_path / "city.toml", BOX, "far open311 http://127.0.0.1:9")
    Journal.create(str(tmp_path / "j.sqlite")).close()
    told = run(*words, "--city", city, "--journal", tmp_path / "j.sqlite")
    assert (told.code, told.out) == (2, "")
    assert hint in told.err and "Traceback" not in told.err


def test_all_faults_of_a_city_file_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    lines = [
        "[city]",
        'name = "Kota Uji"',
        'zone = "Asia/Jakata"',
        "box = [-6.1, 106.8, -6.4, 107.1]",
        'colour = "blue"',
        "[[source]]",
        'id = "a"',
        'protocol = "opne311"',
        'url = "example.invalid"',
        'every = "soon"',
        "[[source]]",
        'id = "a"',
        'protocol = "traccar"',
        'url = "http://127.0.0.1:9"',
        "[source.options]",
        'auth_mod = "bearer"',
    ]
    bad.write_text("\n".join(lines), encoding="utf-8")
    told = run("collect", "--once", "--city", bad, "--journal", tmp_path / "j.sqlite")
    assert told.code == 2 and "Traceback" not in told.err
    for line in (3, 4, 5, 8, 9, 10, 12, 16):
        assert f"line {line}:" in told.err, told.err
    for word in ("'Asia/Jakarta'", "colour", "'open311'", "url", "every", "used twice", "'auth_mode'"):
        assert word in told.err
    assert not (tmp_path / "j.sqlite").exists()


def test_faults_of_protocol_and_options_are_told_with_the_nearest_spelling(tmp_path: Path) -> None:
    sources = ("a opne311 http://127.0.0.1:9", 'b traccar http://127.0.0.1:9 { auth_mod = "bearer" }')
    city = write_city(tmp_path / "city.toml", BOX, *sources)
    told = run("collect", "--once", "--city", city, "--journal", tmp_path / "j.sqlite")
    assert told.code == 2
    assert "did you mean 'open311'?" in told.err and "did you mean 'auth_mode'?" in told.err


@pytest.mark.parametrize("text", ["[city\n", None])
def test_a_file_that_is_no_city_file_is_2(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "odd.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    told = run("doctor", "--city", path, "--journal", tmp_path / "j.sqlite")
    assert told.code == 2
    assert "odd.toml" in told.err and "Traceback" not in told.err


def test_a_journal_that_is_not_there_is_1_with_the_next_step(tmp_path: Path) -> None:
    city = write_city(tmp_path / "city.toml", BOX, "far open311 http://127.0.0.1:9")
    told = run("export", "complaints", "--city", city, "--journal", tmp_path / "nowhere.sqlite")
    assert (told.code, told.out) == (1, "")
    assert "nowhere.sqlite" in told.err and "Traceback" not in told.err
    assert not (tmp_path / "nowhere.sqlite").exists()


def test_a_closed_pipe_ends_an_export_quietly(tmp_path: Path) -> None:
    city = write_city(tmp_path / "city.toml", BOX, "far open311 http://127.0.0.1:9")
    journal = ["--city", str(city), "--journal", str(tmp_path / "j.sqlite")]
    Journal.create(str(tmp_path / "j.sqlite")).close()
    words = [sys.executable, str(MAIN), "export", "health", *journal]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as exporting:
        assert exporting.stdout is not None and exporting.stderr is not None
        exporting.stdout.close()
        told = exporting.stderr.read()
        assert exporting.wait(30) == 0
    assert told == b""
