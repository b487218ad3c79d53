"""Where a report's file goes."""

import os
from pathlib import Path

import pytest

from app.errors import PocError
from reports.files import target_of, write_whole

NAMES = ("../../.bashrc", "CON", "a\0b", "x" * 300, ".hidden", "nul.pdf", "a/b\\c", "\u202egnp", "", "..", "C:\\x")


@pytest.mark.parametrize("name", NAMES)
def test_F1_a_name_of_ours_stays_inside_the_folder(tmp_path: Path, name: str) -> None:
    path = target_of(tmp_path, name)
    write_whole(path, b"isi")
    assert path.resolve().parent == tmp_path.resolve()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert not path.name.startswith(".") and path.suffix == ".pdf" and len(path.name) <= 84


@pytest.mark.parametrize("name", ["CON", "nul.pdf", "a\0b", "x" * 300, "a\nb"])
def test_F1_a_person_s_own_name_is_refused_when_no_system_takes_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(PocError):
        target_of(tmp_path / name, "nama")
    assert list(tmp_path.iterdir()) == []


def test_F1_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    secret, link = tmp_path / "secret", tmp_path / "link.pdf"
    secret.write_text("mine")
    link.symlink_to(secret)
    write_whole(target_of(link, "nama"), b"isi")
    assert secret.read_text() == "mine"
    assert not link.is_symlink() and link.read_bytes() == b"isi"


def test_F1_a_folder_that_is_not_there_and_a_thing_that_is_no_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(PocError, match="no folder"):
        target_of(tmp_path / "nowhere" / "a.pdf", "nama")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PocError, match="no file"):
        target_of(tmp_path / "pipe", "nama")


def test_F1_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(PocError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]
