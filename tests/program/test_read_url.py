"""A desk reads the copy its city file names and writes to the journal itself."""

from pathlib import Path

import pytest

import main
from app.journal.reader import newest_commit
from app.journal.store import Journal
from app.settings import CityFile
from tests.journal.facts import complaint
from widgets import session
from widgets.options import ConsoleOptions
from widgets.start_collector import open_or_wait

CITY = """
[city]
name = "Kota Uji"
zone = "Asia/Jakarta"
box = [-6.41, 106.88, -6.16, 107.06]
[database]
url = "{url}"
read_url = "{read_url}"
[[source]]
id = "sorot"
protocol = "open311"
url = "http://127.0.0.1:9"
every = "20s"
stale_after = "2m"
"""


@pytest.mark.parametrize("words, read", [((), "the copy"), (("--journal", "another.sqlite"), None)])
def test_the_city_files_copy_is_read_unless_another_journal_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], read: str | None
) -> None:
    told: list[tuple[str, str | None]] = []

    def run_console(city: CityFile, url: str, options: ConsoleOptions) -> int:
        told.append((url, options.read_url))
        return main.DONE

    monkeypatch.setattr(session, "run_console", run_console)
    (tmp_path / "city.toml").write_text(CITY.format(url="the journal", read_url="the copy"), encoding="utf-8")
    assert main.main(["run", "--city", str(tmp_path / "city.toml"), *words]) == main.DONE
    assert told == [(words[1] if words else "the journal", read)]


def test_a_console_opens_both(tmp_path: Path) -> None:
    url, copy = str(tmp_path / "j.sqlite"), str(tmp_path / "copy.sqlite")
    made = Journal.create(url)
    made.append([complaint("1")])
    made.close()
    (tmp_path / "copy.sqlite").write_bytes((tmp_path / "j.sqlite").read_bytes())
    journal = open_or_wait(url, (), print, read_url=copy)
    assert journal.append([complaint("2")]).commit == 2
    assert newest_commit(journal) == 1
    journal.close()
