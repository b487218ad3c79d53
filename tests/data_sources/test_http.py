"""The line to a source under everything a network does (safety rows H1-H6, S2, T1, L2)."""

import gzip
import socket
import threading
import time

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from app.clock import real_now
from app.errors import SourceAsksToWait, SourceError, SourceRefused
from data_sources.http import Http
from data_sources.http_trouble import BadStatus, WrongType, beginning, retry_after_s
from tests.data_sources.far_end import Wild, answer_of, eventually

CUT = r"No whole answer within 0\.6 s"
SILENT = f"{CUT}|stopped answering"  # the line's own patience and the wire's are about equally long

JSON = "Content-Type: application/json"
SECRET = "kunci-rahasia-9f3"


def test_H1_a_closed_port_says_so(line):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(SourceError, match="refused the connection"):
        line(f"http://127.0.0.1:{port}", deadline_s=5).get("requests.json")


def test_H1_a_name_that_is_unknown_says_so(line, monkeypatch):
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(SourceError, match="name was not found"):
        line("http://pengaduan.invalid", deadline_s=5).get("requests.json")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param([30.0], SILENT, id="black hole"),
        pytest.param([b"HTTP/1.1 200 OK\r\nX-A: ", *[b"a", 0.1] * 300], CUT, id="dripped headers"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", *[b"1", 0.1] * 300], CUT, id="dripped body"),
        pytest.param(
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"1\r\n1\r\n", 0.1] * 300], CUT, id="chunks"
        ),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[", 30.0], SILENT, id="silence in the body"),
    ],
)
def test_H2_a_call_ends_at_its_deadline(line, wild: Wild, script, said):
    wild.scripts = [script]
    began = time.monotonic()
    with pytest.raises(SourceError, match=said):
        line(wild.url, deadline_s=0.6).get("requests.json")
    assert time.monotonic() - began < 20  # the scripts last thirty seconds: without the guard this fails


def test_H2_a_handshake_that_never_ends_is_cut(line, wild: Wild):
    wild.scripts = [[30.0]]
    began = time.monotonic()
    with pytest.raises(SourceError, match=f"{SILENT}|did not answer"):
        line(wild.url.replace("http:", "https:"), deadline_s=0.6).get("requests.json")
    assert time.monotonic() - began < 20


def _wait_for(slow: Http) -> None:
    with pytest.raises(SourceError, match="stopped"):
        slow.get("requests.json")


def test_H2_one_slow_source_does_not_hold_up_another(line, wild: Wild, httpserver: HTTPServer):
    wild.scripts = [[30.0]]
    httpserver.expect_request("/api/requests.json").respond_with_json([])
    slow, quick = line(wild.url, deadline_s=30), line()
    waiting = threading.Thread(target=_wait_for, args=(slow,))
    waiting.start()
    assert eventually(lambda: bool(wild.requests))
    assert quick.get("requests.json").body == b"[]"
    slow.cancel()
    waiting.join(3)
    assert not waiting.is_alive()


def test_a_cancelled_line_stays_closed(line, httpserver: HTTPServer):
    httpserver.expect_request("/api/requests.json").respond_with_json([])
    http = line()
    http.cancel()
    with pytest.raises(SourceError, match="stopped"):
        http.get("requests.json")


def test_a_call_that_was_cancelled_as_it_began_never_leaves(line, httpserver: HTTPServer, monkeypatch):
    httpserver.expect_request("/api/requests.json").respond_with_json([])
    http, paced = line(), Http._keep_pace

    def cancelled_right_after(self: Http) -> None:
        paced(self)
        self.cancel()

    monkeypatch.setattr(Http, "_keep_pace", cancelled_right_after)
    with pytest.raises(SourceError, match="stopped"):
        http.get("requests.json")
    assert not httpserver.log


@pytest.mark.parametrize(
    "told,wait_s",
    [("5", 5), ("999999", 900), ("0", 0), ("-1", 60), ("morgen", 60), ("", 60), ("1e3", 60)],
)
def test_H3_the_server_asks_to_wait(line, httpserver: HTTPServer, told, wait_s):
    headers = {"Retry-After": told} if told else {}
    httpserver.expect_request("/api/requests.json").respond_with_data("", status=429, headers=headers)
    with pytest.raises(SourceAsksToWait, match="asked us to wait") as caught:
        line().get("requests.json")
    assert caught.value.wait_s == wait_s


def test_H3_a_date_is_counted_by_the_servers_own_clock():
    headers = {"Retry-After": "Wed, 30 Nov 2016 03:10:00 GMT", "Date": "Wed, 30 Nov 2016 03:00:00 GMT"}
    assert retry_after_s(headers, real_now()) == 600
    assert retry_after_s({"Retry-After": "Wed, 30 Nov 2016 03:10:00 GMT"}, real_now()) == 0


def test_H3_a_busy_server_without_a_time_is_a_plain_failure(line, httpserver: HTTPServer):
    httpserver.expect_request("/api/requests.json").respond_with_data("", status=503)
    with pytest.raises(SourceError) as caught:
        line().get("requests.json")
    assert not isinstance(caught.value, SourceAsksToWait)


@pytest.mark.parametrize("status", [400, 500, 502, 204, 201])
def test_H4_another_status_is_a_failure(line, httpserver: HTTPServer, status):
    httpserver.expect_request("/api/requests.json").respond_with_data("[]", status=status)
    with pytest.raises(BadStatus) as caught:
        line().get("requests.json")
    assert caught.value.status == status


@pytest.mark.parametrize("status", [401, 403, 404])
def test_H4_a_refusal_needs_a_person(line, httpserver: HTTPServer, status):
    httpserver.expect_request("/api/requests.json").respond_with_data("tidak boleh", status=status)
    with pytest.raises(SourceRefused, match=f"{status}.*tidak boleh") as caught:
        line().get("requests.json")
    assert caught.value.next_step


@pytest.mark.parametrize("mime", ["text/html; charset=utf-8", "application/json", "image/png"])
def test_H4_html_login_page_is_a_failure(line, httpserver: HTTPServer, mime):
    page = b"\n<!DOCTYPE html><html><title>Masuk</title>" + b"x" * 500
    httpserver.expect_request("/api/requests.json").respond_with_data(page, content_type=mime)
    with pytest.raises(WrongType, match="Masuk") as caught:
        line().get("requests.json")
    assert len(caught.value.what) < 300


def test_H4_a_captive_portal_is_a_failure(line, httpserver: HTTPServer):
    httpserver.expect_request("/portal").respond_with_data("<html>Silakan masuk</html>", content_type="text/html")
    httpserver.expect_request("/api/requests.json").respond_with_data(
        "", status=302, headers={"Location": httpserver.url_for("/portal")}
    )
    with pytest.raises(WrongType, match="Silakan masuk"):
        line().get("requests.json")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([b'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[{"a":1}'], id="length"),
        pytest.param([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{"], id="chunk"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nContent-Encoding: gzip\r\n\r\nnogz"], id="not gzip"),
        pytest.param([b""], id="nothing at all"),
        pytest.param([b"GARBAGE\r\n\r\n"], id="no HTTP"),
    ],
)
def test_H5_an_answer_cut_short_is_a_failure(line, wild: Wild, answer):
    wild.scripts = [answer]
    with pytest.raises(SourceError):
        line(wild.url).get("requests.json")


def test_H6_a_body_above_the_cap_is_not_read(line, wild: Wild):
    block = b"x" * 65_536
    wild.scripts = [[b"HTTP/1.1 200 OK\r\nContent-Length: 314572800\r\n\r\n", *[block] * 400]]
    http = line(wild.url, deadline_s=5)
    http.cap_bytes = 1_000_000
    with pytest.raises(SourceError, match="larger than"):
        http.get("requests.json")


def test_H6_a_gzip_bomb_is_stopped_at_the_cap(line, wild: Wild):
    bomb = gzip.compress(b"0" * 300_000_000, 9)
    wild.scripts = [[answer_of(bomb, "Content-Encoding: gzip", JSON)]]
    with pytest.raises(SourceError, match="larger than 20 MB"):
        line(wild.url, deadline_s=10).get("requests.json")


def test_an_unchanged_answer_comes_from_memory(line, httpserver: HTTPServer):
    def handle(request: Request) -> Response:
        unchanged = request.headers.get("If-None-Match") == '"1"'
        return Response(
            b"" if unchanged else b"[1]", 304 if unchanged else 200, {"ETag": '"1"'}, mimetype="application/json"
        )

    httpserver.expect_request("/api/devices").respond_with_handler(handle)
    http = line()
    first, second = http.get("devices"), http.get("devices")
    assert (first.body, first.from_cache) == (b"[1]", False)
    assert (second.body, second.from_cache) == (b"[1]", True)


def test_304_to_a_first_question_is_a_failure(line, httpserver: HTTPServer):
    httpserver.expect_request("/api/devices").respond_with_data("", status=304)
    with pytest.raises(SourceError, match="304"):
        line().get("devices")


@pytest.mark.parametrize(
    "body,said",
    [
        (
            b'<?xml version="1.0"?>\n<errors><error><code>400</code><description>no key</description></error></errors>',
            "400 no key",
        ),
        (b"<html><body>x</body></html>", "<html><body>x</body></html>"),
        (b"<!DOCTYPE html><p>x", "<!DOCTYPE html><p>x"),
        (b'[{"code": 400}]', '[{"code": 400}]'),
    ],
)
def test_the_words_of_an_error_in_xml_are_told_without_its_marks(body, said):
    assert beginning(body, str) == said
