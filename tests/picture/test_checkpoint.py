"""The saved picture is read whole or not at all."""

import random
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.journal.store import Journal
from app.picture import checkpoint
from app.picture.open import live_picture
from app.picture.stored import read_arrays
from app.picture.writing import write
from app.settings import CityFile
from tests.journal.facts import complaint

NOW = datetime(2016, 11, 30, 4, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Complaints, some with a second version."""
    opened = Journal.create(str(tmp_path / "j.sqlite"))
    opened.append([complaint(str(n), lat=-6.2 - n / 1e5) for n in range(500)])
    opened.append([complaint(str(n), 60, "closed", lat=-6.2 - n / 1e5) for n in range(0, 500, 3)])
    yield opened
    opened.close()


def test_what_was_saved_is_read_as_it_was(journal: Journal, city: CityFile) -> None:
    path = write(journal, city, NOW)
    saved = checkpoint.newest(journal, with_old=True)
    assert saved is not None and saved.old is not None
    with np.load(path) as file:
        for name, column in saved.columns.items():
            np.testing.assert_array_equal(column, file[f"now_{name}"])
        for name, column in saved.old.items():
            np.testing.assert_array_equal(column, file[f"old_{name}"])
    assert all(column.flags.writeable for column in saved.columns.values())
    assert (len(saved.columns["lat"]), len(saved.old["key"])) == (500, 167)


def test_an_empty_journals_checkpoint_is_read_too(tmp_path: Path, city: CityFile) -> None:
    empty = Journal.create(str(tmp_path / "empty.sqlite"))
    path = write(empty, city, NOW)
    assert all(not len(column) for column in read_arrays(path, ["now_lat", "old_key"]))
    empty.close()


def test_a_checkpoint_damaged_anywhere_is_not_used_and_the_picture_is_the_same(
    journal: Journal, city: CityFile
) -> None:
    whole = live_picture(journal, city).complaints
    path = write(journal, city, NOW)
    sound, chance = path.read_bytes(), random.Random(4)
    with zipfile.ZipFile(path) as index:
        begins = [info.header_offset for info in index.infolist()]
    for at in [*begins, *(chance.randrange(len(sound)) for _ in range(150))]:
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 0x41]) + sound[at + 1 :])
        picture = live_picture(journal, city)
        for name in ("lat", "state", "commit", "valid"):
            np.testing.assert_array_equal(getattr(picture.complaints, name), getattr(whole, name))


@pytest.mark.parametrize("share", [0, 0.2, 0.9, 0.999])
def test_a_checkpoint_cut_short_is_not_used(journal: Journal, city: CityFile, share: float) -> None:
    path = write(journal, city, NOW)
    sound = path.read_bytes()
    path.write_bytes(sound[: int(len(sound) * share)])
    assert checkpoint.newest(journal) is None


def test_a_compressed_checkpoint_is_not_ours(journal: Journal, city: CityFile) -> None:
    path = write(journal, city, NOW)
    with np.load(path) as file:
        arrays = dict(file)
    np.savez_compressed(path, **arrays)
    assert checkpoint.newest(journal) is None
