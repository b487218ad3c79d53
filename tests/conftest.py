"""Fixtures for every test. Nothing here touches the user's own folders, keyring or screen."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.settings import CityFile, MapSettings, load_city
from tests.guards import no_search_for_cycles_in_a_thread, no_thread_left_behind, no_unexpected_warning
from tests.own_process import (
    pytest_collection_modifyitems,
    pytest_runtest_logreport,
    pytest_runtest_protocol,
    pytest_xdist_make_scheduler,
)
from tests.postgres import PostgresServer, find_binaries

__all__ = [
    "no_search_for_cycles_in_a_thread",
    "no_thread_left_behind",
    "no_unexpected_warning",
    "pytest_collection_modifyitems",
    "pytest_runtest_logreport",
    "pytest_runtest_protocol",
    "pytest_xdist_make_scheduler",
]

ROOT = Path(__file__).parent.parent
CITIES = ROOT / "resources" / "cities"


def pytest_configure(config: pytest.Config) -> None:
    """A home of its own, no keyring, and a platform that needs no screen when there is none."""
    home = tempfile.TemporaryDirectory(prefix="poc-test-home-")
    config.add_cleanup(home.cleanup)
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(Path(home.name) / name.lower())
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of real recorded answers (POC_FIXTURES); tests that need it skip where it is not."""
    folder = Path(os.environ.get("POC_FIXTURES") or ROOT.parent / "shared" / "fixtures")
    if not folder.is_dir():
        pytest.skip(f"no recorded answers at {folder}: set POC_FIXTURES to their folder")
    return folder


@pytest.fixture(scope="session")
def vectors(fixtures: Path) -> dict[str, Any]:
    """Worked examples of the city's rules by subject; tests that need them skip where they are not."""
    path = fixtures.parent / "domain-vectors.json"
    if not path.is_file():
        pytest.skip(f"no worked examples at {path}")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def city() -> CityFile:
    """Kota Bekasi as the product ships it."""
    return load_city(CITIES / "kota-bekasi.toml")


@pytest.fixture(scope="session")
def with_boundaries(city: CityFile, fixtures: Path) -> CityFile:
    """The shipped city with its official boundaries."""
    official = fixtures / "boundaries" / "kota_bekasi_kelurahan_clean.geojson"
    return city.model_copy(update={"map": MapSettings(boundaries=official)})


@pytest.fixture
def tmp_city(tmp_path: Path) -> Callable[[str], CityFile]:
    """Read a city file from a TOML text."""

    def read(toml_text: str) -> CityFile:
        path = tmp_path / "city.toml"
        path.write_text(toml_text, encoding="utf-8")
        return load_city(path)

    return read


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running PostgreSQL of this run; skips where Debian's package `postgresql` is not installed."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = PostgresServer(binaries)
    try:
        server.create()
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def journal_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh, empty store; every test that takes it runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
