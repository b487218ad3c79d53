"""Safety row L2 on the whole program: a secret is in no file and no line, though the far end sends it back."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from tests.program.program import MAIN, run, write_city

KEY, PASSWORD = "Kn0w/n x+CANARY", "p:w CANARY"
BOX = "[-6.41, 106.88, -6.16, 107.06]"
FORMS = ("CANARY", "Q0FOQVJZ", "NBTkFSW", "DQU5BUl")  # as it is, and in base64 however it falls
SAID = ("html", "error", "500", "403", "redirect")


class Echo(BaseHTTPRequestHandler):
    """A server that tells whoever asks all that was sent to it, in the way the first part of the path names."""

    def do_GET(self) -> None:
        said = f"you sent {self.path} that is {unquote_plus(self.path)} and {self.headers.get('Authorization')}"
        mode = self.path.split("/")[1]
        status, kind, body = 200, "text/html", f"<html>{said}</html>"
        if mode == "error":
            told = {"code": 403, "description": f"{'.' * 150}{said}"}
            kind, body = "application/json", json.dumps(told if "/api/" in self.path else [told])
        elif mode.isdigit():
            status, kind, body = int(mode), "text/plain", said
        elif mode == "redirect":
            status = 302
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Location", f"ftp://x.invalid{self.path}")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def echo() -> Iterator[str]:
    """The address of such a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


SOURCES = """
[[source]]
id = "{mode}-a"
protocol = "open311"
url = "{echo}/{mode}"
secret_env = "POC_KEY"
options = {{ auth_mode = "query" }}
[[source]]
id = "{mode}-b"
protocol = "traccar"
url = "{echo}/{mode}/api"
secret_env = "POC_LOGIN"
"""


def test_L2_a_key_that_a_server_sends_back_is_in_nothing_we_write(echo: str, tmp_path: Path) -> None:
    city = write_city(tmp_path / "city.toml", BOX)
    with city.open("a", encoding="utf-8") as stream:
        stream.writelines(SOURCES.format(mode=mode, echo=echo) for mode in SAID)
    words = ("--verbose", "--city", str(city), "--journal", str(tmp_path / "j.sqlite"))
    there = {**os.environ, "POC_KEY": KEY, "POC_LOGIN": f"user@uji:{PASSWORD}", "XDG_STATE_HOME": str(tmp_path / "log")}
    for command in (("collect", "--once"), ("doctor",)):
        done = subprocess.run(
            [sys.executable, str(MAIN), *command, *words], env=there, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 1, "every source failed and was named"
        assert not any(form in done.stdout + done.stderr for form in FORMS), done.stdout + done.stderr
    for path in filter(Path.is_file, tmp_path.rglob("*")):
        assert not any(form.encode() in path.read_bytes() for form in FORMS), f"in {path.name}"
    health = run("export", "health", *words[1:]).rows
    assert {row["source"] for row in health} == {f"{mode}-{end}" for mode in SAID for end in "ab"}
    assert all(row["error"] for row in health)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://user:CANARY@127.0.0.1:1/poc", 1),
        ("mysql://user:CANARY@127.0.0.1/poc", 2),
        ("post gres://user:CANARY@127.0.0.1/poc", 2),
        ("sqlite:///", 2),
        ("", 2),
    ],
)
def test_L2_an_address_that_does_not_do_is_told_without_its_password(tmp_path: Path, address: str, code: int) -> None:
    city = write_city(tmp_path / "city.toml", BOX, "a open311 http://127.0.0.1:9")
    told = run("export", "complaints", "--verbose", "--city", city, "--journal", address)
    assert (told.code, told.out) == (code, "")
    assert told.err and "CANARY" not in told.err and "Traceback" not in told.err
