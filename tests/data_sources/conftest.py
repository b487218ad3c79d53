"""Far ends for connectors: files served like a static server would, and sockets that misbehave."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from app.settings import CityFile
from data_sources.http import Http
from tests.data_sources.far_end import FarEnd, Wild

BEKASI = "[-6.41, 106.88, -6.16, 107.06]"
SAN_FRANCISCO = "[37.6, -122.6, 37.9, -122.3]"


@pytest.fixture
def now() -> datetime:
    """The city's time in these tests: Wednesday 30 November 2016, 10.42 WIB."""
    return datetime(2016, 11, 30, 3, 42, tzinfo=UTC)


@pytest.fixture
def source(tmp_city: Callable[[str], CityFile], httpserver: HTTPServer) -> Callable[..., CityFile]:
    """A city of one source at the test's HTTP server; `more` is TOML of its [[source]] table."""

    def make(protocol: str, more: str = "", box: str = BEKASI, url: str = "") -> CityFile:
        url = url or httpserver.url_for("/api").rstrip("/")
        return tmp_city(
            f'[city]\nname = "Kota"\nzone = "Asia/Jakarta"\nbox = {box}\n'
            f'[[source]]\nid = "far"\nagency = "dinas"\nprotocol = "{protocol}"\nurl = "{url}"\nevery = "20s"\n{more}\n'
        )

    return make


@pytest.fixture
def far_end(source: Callable[..., CityFile], httpserver: HTTPServer) -> Iterator[Callable[..., FarEnd]]:
    """A connector at the test's HTTP server, with a cursor that survives as JSON between polls."""
    made: list[FarEnd] = []

    def make(protocol: str, more: str = "", box: str = BEKASI, secret: str | None = None) -> FarEnd:
        made.append(FarEnd(source(protocol, more, box), httpserver, secret))
        return made[-1]

    yield make
    httpserver.clear()
    for one in made:
        one.http.close()


@pytest.fixture
def line(source: Callable[..., CityFile]) -> Iterator[Callable[..., Http]]:
    """A line to an address, with this deadline."""
    made: list[Http] = []

    def make(url: str = "", deadline_s: float = 10.0, secret: str | None = None, **more: object) -> Http:
        spec = source("open311", url=url).sources[0].model_copy(update=more)
        made.append(Http(spec, secret, deadline_s=deadline_s))
        return made[-1]

    yield make
    for http in made:
        http.close()


@pytest.fixture
def wild() -> Iterator[Wild]:
    """A raw socket server that does as a script says."""
    server = Wild()
    yield server
    server.close()


@pytest.fixture
def recorded(fixtures: Path) -> Callable[[str], bytes]:
    """A recorded answer by its path below the fixtures folder."""
    return lambda name: (fixtures / name).read_bytes()
