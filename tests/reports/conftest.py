"""One told journal for the whole run; tests that change one take a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import CityFile
from tests.reports.town import tell, told


@pytest.fixture(scope="session")
def told_journal(tmp_path_factory: pytest.TempPathFactory, city: CityFile) -> Path:
    """Read only."""
    return told(tmp_path_factory.mktemp("reports") / "journal.sqlite", city)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told_store(request: pytest.FixtureRequest, city: CityFile) -> Iterator[str]:
    """The address of the told journal in either store. Read only."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("told_journal"))
        return
    server = request.getfixturevalue("postgres_server")
    name = server.create_database()
    tell(server.url(name), city)
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def own_journal(told_journal: Path, tmp_path: Path) -> Path:
    """A copy to write in."""
    return Path(shutil.copyfile(told_journal, tmp_path / "journal.sqlite"))
