"""A city of two sources, an empty journal, and a wait for what other threads do."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.journal.store import Journal
from app.settings import CityFile, load_city

CITY = """
[city]
name = "Kota Uji"
zone = "Asia/Jakarta"
box = [-6.41, 106.88, -6.16, 107.06]
[[source]]
id = "a"
protocol = "open311"
url = "http://127.0.0.1:1/a"
every = "1s"
[[source]]
id = "b"
protocol = "open311"
url = "http://127.0.0.1:1/b"
every = "1s"
"""


@pytest.fixture
def two(tmp_path: Path) -> CityFile:
    """A city of two sources."""
    path = tmp_path / "city.toml"
    path.write_text(CITY, encoding="utf-8")
    return load_city(path)


@pytest.fixture
def journal(journal_url: str) -> Iterator[Journal]:
    """An empty journal on either store."""
    opened = Journal.create(journal_url)
    yield opened
    opened.close()


def until(true: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()
