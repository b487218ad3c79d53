"""A stranger's address of a photo makes this program call nobody it should not (safety rows S1, S2)."""

import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from pydantic import ValidationError
from pytest_httpserver import HTTPServer
from werkzeug import Response

from app.errors import SourceError
from app.settings import SourceSpec
from data_sources import photo_line
from data_sources.photo_line import NotAdmitted, PhotoLine, is_public
from tests.data_sources.far_end import Wild
from tests.photos.pictures import photo

Make = Callable[..., PhotoLine]
JPEG = "Content-Type: image/jpeg"


@pytest.fixture
def line(httpserver: HTTPServer) -> Iterator[Make]:
    """A line of a source at the test's own server."""
    made: list[PhotoLine] = []

    def make(url: str = "", deadline_s: float = 3.0, cap_bytes: int = 100_000, **more: Any) -> PhotoLine:
        spec = SourceSpec(id="sorot", protocol="open311", url=url or httpserver.url_for("/api"), **more)
        made.append(PhotoLine(spec, deadline_s, cap_bytes))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def wild() -> Iterator[Wild]:
    """A raw socket server, which counts who comes."""
    server = Wild()
    yield server
    server.close()


def names(monkeypatch: pytest.MonkeyPatch, **found: list[str]) -> list[str]:
    """Let names stand for addresses; returns what was asked."""
    asked: list[str] = []

    def resolve(host: str, port: int, *_more: Any, **_named: Any) -> list[Any]:
        asked.append(host)
        if host not in found and not host[0].isdigit():
            raise socket.gaierror
        return [(2, 1, 6, "", (address, port)) for address in found.get(host, [host])]

    monkeypatch.setattr(photo_line.socket, "getaddrinfo", resolve)
    return asked


def test_a_photo_of_the_sources_own_server_comes(line: Make, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/foto/1.jpg").respond_with_data(photo(), content_type="text/html")
    assert line().fetch(httpserver.url_for("/foto/1.jpg")) == photo()


def test_the_sources_key_is_never_sent(line: Make, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/foto/1.jpg").respond_with_data(photo())
    line(secret_env="POC_KEY").fetch(httpserver.url_for("/foto/1.jpg"))
    sent = httpserver.log[-1][0]
    assert "Authorization" not in sent.headers and "api_key" not in sent.url


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/x.jpg",
        "http://127.0.0.1:{own}/x.jpg",
        "http://[::1]:{port}/x.jpg",
        "http://2130706433:{port}/x.jpg",
        "http://0177.1:{port}/x.jpg",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/x.jpg",
        "http://metadata.google.internal/x.jpg",
        "https://localhost:1/x.jpg",
        "http://user:pass@localhost:{own}/x.jpg",
        "file:///etc/passwd",
        "ftp://127.0.0.1:{own}/x.jpg",
        "data:image/png;base64,AAAA",
        "http://[",
        "//127.0.0.1:{port}/x.jpg",
    ],
)
def test_S1_only_the_sources_own_server_and_named_hosts_are_asked(
    address: str, line: Make, httpserver: HTTPServer, wild: Wild
) -> None:
    url = address.replace("{port}", wild.url.rpartition(":")[2]).replace("{own}", str(httpserver.port))
    with pytest.raises(SourceError):
        line().fetch(url)
    assert not wild.requests and not httpserver.log


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("224.0.0.1", "240.0.0.1", "198.18.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "ff02::1", "fec0::1"),
    ],
)
def test_S1_a_named_host_whose_name_stands_for_an_address_inside_is_refused(
    address: str, line: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_public(ip_address(address))
    names(monkeypatch, **{"foto.example.go.id": [address]})
    with pytest.raises(NotAdmitted, match="inside a network"):
        line(photo_hosts=("foto.example.go.id",)).fetch("http://foto.example.go.id/1.jpg")


def test_S1_one_answer_inside_among_public_ones_refuses_all(line: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, **{"foto.example.go.id": ["8.8.8.8", "127.0.0.1"]})
    with pytest.raises(NotAdmitted, match="inside a network"):
        line(photo_hosts=("foto.example.go.id",)).fetch("https://foto.example.go.id/1.jpg")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_S1_public_addresses_are_let_through(address: str) -> None:
    assert is_public(ip_address(address))


def test_S1_the_address_that_was_checked_is_the_one_that_is_called(
    line: Make, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/1.jpg").respond_with_data(photo())
    asked = names(monkeypatch, **{"sorot.example.go.id": ["127.0.0.1"]})
    url = f"http://sorot.example.go.id:{httpserver.port}"
    assert line(url=f"{url}/api", intranet=True).fetch(f"{url}/1.jpg") == photo()
    assert asked == ["sorot.example.go.id", "127.0.0.1"], "the name once, then the address alone"
    assert httpserver.log[-1][0].headers["Host"] == f"sorot.example.go.id:{httpserver.port}"


def test_S1_a_sources_own_name_inside_needs_the_city_files_word(
    line: Make, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, **{"sorot.example.go.id": ["127.0.0.1"]})
    url = f"http://sorot.example.go.id:{httpserver.port}"
    with pytest.raises(NotAdmitted, match="inside a network"):
        line(url=f"{url}/api").fetch(f"{url}/1.jpg")
    assert not httpserver.log


@pytest.mark.parametrize("address", ["169.254.169.254", "224.0.0.1", "0.0.0.0"])  # noqa: S104
def test_S1_also_in_an_intranet_some_addresses_are_never_called(
    address: str, line: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, **{"sorot.example.go.id": [address]})
    with pytest.raises(NotAdmitted):
        line(url="http://sorot.example.go.id/api", intranet=True).fetch("http://sorot.example.go.id/1.jpg")


@pytest.mark.parametrize("target", ["{wild}/x.jpg", "http://10.0.0.1/x.jpg", "file:///etc/passwd", "//[::1]:9/x"])
def test_S1_every_redirect_is_checked_again(target: str, line: Make, httpserver: HTTPServer, wild: Wild) -> None:
    to = target.replace("{wild}", wild.url)
    httpserver.expect_request("/1.jpg").respond_with_response(Response("", 302, {"Location": to}))
    with pytest.raises(SourceError):
        line().fetch(httpserver.url_for("/1.jpg"))
    assert not wild.requests


def test_S1_a_public_server_nobody_named_is_not_even_looked_up(
    line: Make, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = {"Location": "https://foto.example.org/1.jpg"}
    httpserver.expect_request("/1.jpg").respond_with_response(Response("", 302, to))
    asked = names(monkeypatch, **{"foto.example.org": ["8.8.8.8"], "localhost": ["127.0.0.1"]})
    for url in ("https://foto.example.org/1.jpg", httpserver.url_for("/1.jpg")):
        with pytest.raises(NotAdmitted, match="not the source's own"):
            line().fetch(url)
    assert "foto.example.org" not in asked


def test_S1_a_redirect_on_the_same_server_is_followed_twice_and_no_more(line: Make, httpserver: HTTPServer) -> None:
    for at in range(4):
        to = {"Location": f"/{at + 1}.jpg"}
        httpserver.expect_request(f"/{at}.jpg").respond_with_response(Response("", 302, to))
    httpserver.expect_request("/4.jpg").respond_with_data(photo())
    assert line().fetch(httpserver.url_for("/2.jpg")) == photo()
    with pytest.raises(SourceError, match="keeps sending us on"):
        line().fetch(httpserver.url_for("/1.jpg"))


def test_S1_a_photo_too_large_is_cut_off_while_it_comes(line: Make, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/1.jpg").respond_with_data(bytes(300_000))
    with pytest.raises(SourceError, match="larger than"):
        line().fetch(httpserver.url_for("/1.jpg"))


def test_S1_a_server_that_drips_is_cut_at_the_deadline(line: Make, wild: Wild) -> None:
    wild.scripts = [[b"HTTP/1.1 200 OK\r\n", 0.3, b"X: 1\r\n", 0.3, b"X: 2\r\n", 0.3, b"X: 3\r\n", 30.0]]
    with pytest.raises(SourceError, match="No whole answer"):
        line(url=f"{wild.url}/api", deadline_s=0.5).fetch(f"{wild.url}/1.jpg")


def test_at_their_usual_ports_http_and_https_of_one_name_are_one_server(line: Make) -> None:
    own = line(url="https://sorot.example.go.id/open311")
    assert own.resolve("http://sorot.example.go.id/1.jpg") == "http://sorot.example.go.id/1.jpg"
    assert own.resolve("foto/1.jpg") == "https://sorot.example.go.id/open311/foto/1.jpg"
    with pytest.raises(NotAdmitted):
        own.resolve("https://sorot.example.go.id:8443/1.jpg")


@pytest.mark.parametrize(("status", "kind"), [(404, NotAdmitted), (410, NotAdmitted), (500, SourceError)])
def test_what_is_gone_is_given_up_and_what_failed_is_not(
    status: int, kind: type[SourceError], line: Make, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/1.jpg").respond_with_data("", status=status)
    with pytest.raises(SourceError) as caught:
        line().fetch(httpserver.url_for("/1.jpg"))
    assert isinstance(caught.value, NotAdmitted) is (kind is NotAdmitted)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "https://x.go.id", "x.go.id:8080", "*.go.id", "2130706433"])
def test_S1_an_address_or_a_pattern_is_no_photo_host(host: str) -> None:
    with pytest.raises(ValidationError):
        SourceSpec(id="sorot", protocol="open311", url="https://sorot.example.go.id", photo_hosts=(host,))
