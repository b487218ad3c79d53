"""`./poc`, the door for people: tried in a folder with a space, with a system of our own making around it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checks.tree import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


def program(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone whose environment is already built: its Python only says what it was asked to run."""
    folder = tmp_path / "pusat operasi"
    program(folder / ".venv" / "bin" / "python", 'for word; do printf "<%s>" "$word"; done; exit 7')
    for name in ("poc", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def run(clone: Path, tmp_path: Path) -> Run:
    """Start poc with our programs before the system's; every library is there unless a test takes one away."""
    found = re.findall(r"(\S+\.so\S*) \S+", (ROOT / "poc").read_text().split("libraries='")[1].split("'\n")[0])
    program(tmp_path / "bin" / "ldconfig", "\n".join(f"printf '\\t{name} (libc6) => x\\n'" for name in found))
    program(tmp_path / "bin" / "sudo", "exit 1")
    program(tmp_path / "bin" / "apt-get", f'echo "$@" >>"{tmp_path}/apt"; exit 1')
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}

    def start(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(clone / "poc"), *words]
        return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=60)

    return start


def stamp(clone: Path, lock: str) -> None:
    sum_ = subprocess.run(f"cksum <'{clone / lock}'", shell=True, capture_output=True, text=True).stdout.strip()  # noqa: S602
    (clone / ".venv" / "poc.stamp").write_text(f"{sum_} {(clone / '.venv/bin/python').resolve()}\n")


def take_away(tmp_path: Path, library: str) -> None:
    path = tmp_path / "bin" / "ldconfig"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if library not in line))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_ready_environment_is_handed_over_to_at_once(clone: Path, run: Run, lock: str) -> None:
    stamp(clone, lock)
    done = run("collect", "--once", "--city", "kota ku.toml", "")
    assert done.stdout == f"<{clone}/main.py><collect><--once><--city><kota ku.toml><>"
    assert (done.returncode, done.stderr) == (7, "")


def test_check_wants_the_packages_of_the_larger_lock(clone: Path, run: Run) -> None:
    stamp(clone, "requirements-dev.lock")
    assert run("check", "types").stdout == "<-m><tests.checks><types>"
    stamp(clone, "requirements.lock")
    assert "adding the packages of requirements-dev.lock" in run("check").stderr


def test_an_interrupted_installation_is_never_trusted(clone: Path, run: Run) -> None:
    stamp(clone, "requirements.lock")
    assert "adding" in run("check").stderr  # pip, here our program, fails
    assert not (clone / ".venv" / "poc.stamp").exists()


def test_a_missing_library_is_asked_of_an_administrator_in_one_exact_line(
    clone: Path, run: Run, tmp_path: Path
) -> None:
    stamp(clone, "requirements.lock")
    take_away(tmp_path, "libxcb-cursor.so.0")
    program(tmp_path / "bin" / "id", "echo 1000")
    done = run("demo")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libxcb-cursor0"
    )
    assert not (tmp_path / "apt").exists()


@pytest.mark.parametrize(
    "glibc, package", [("2.36", "libasound2"), ("2.39", "libasound2t64"), ("2.41", "libasound2t64")]
)
def test_the_administrator_gets_it_from_apt_under_the_name_of_the_release(
    clone: Path, run: Run, tmp_path: Path, glibc: str, package: str
) -> None:
    stamp(clone, "requirements.lock")
    take_away(tmp_path, "libasound.so.2")
    program(tmp_path / "bin" / "id", "echo 0")
    program(tmp_path / "bin" / "getconf", f"echo glibc {glibc}")
    done = run("demo")
    assert (tmp_path / "apt").read_text().splitlines() == [
        "update -q",
        f"install -q -y --no-install-recommends {package}",
    ]
    assert done.returncode == 1
    assert f"apt-get could not install: {package}" in done.stderr


def test_set_up_never_writes_to_the_output(clone: Path, run: Run, tmp_path: Path) -> None:
    take_away(tmp_path, "libGL.so.1")
    assert run("simulate").stdout == ""


def names_and_versions(lock: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9-]+==\S+", (ROOT / lock).read_text(), re.M))


def test_the_larger_lock_holds_all_of_the_other() -> None:
    assert names_and_versions("requirements.lock") <= names_and_versions("requirements-dev.lock")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_of_a_lock_has_a_hash(lock: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text().strip())
    assert [b.splitlines()[0] for b in blocks if "--hash=sha256:" not in b] == []
    assert any(b.startswith("setuptools==") for b in blocks)
