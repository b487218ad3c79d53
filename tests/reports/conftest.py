"""One told journal for the whole run; tests that change one take a copy."""

import shutil
from pathlib import Path

import pytest

from app.settings import CityFile
from tests.reports.town import told


@pytest.fixture(scope="session")
def told_journal(tmp_path_factory: pytest.TempPathFactory, city: CityFile) -> Path:
    """Read only."""
    return told(tmp_path_factory.mktemp("reports") / "journal.sqlite", city)


@pytest.fixture
def own_journal(told_journal: Path, tmp_path: Path) -> Path:
    """A copy to write in."""
    return Path(shutil.copyfile(told_journal, tmp_path / "journal.sqlite"))
