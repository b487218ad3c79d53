"""Safety rules L1 and L2: one JSON line an event, and no secret in anything we write."""

import json
import logging
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from app.settings.logs import JsonLines, configure, remove
from app.settings.redact import HIDDEN, Redactor

CANARY = "k4n4ri-9f8e7d6c/+="


def line_of(message: Any, *args: Any, redactor: Redactor | None = None, **extra: Any) -> str:
    record = logging.makeLogRecord({"msg": message, "args": args, "name": "app.test", "levelname": "INFO", **extra})
    return JsonLines(redactor or Redactor()).format(record)


@pytest.mark.parametrize(
    "text", ["\n2016-11-30 INFO admin logged in", "\x1b[2J", "a\u2028b\u2029c", "\x00\x7f\x9b31m", "\r"]
)
def test_L1_one_event_is_one_line_and_control_characters_are_escaped(text: str) -> None:
    line = line_of("vehicle %s", text)
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["event"] == f"vehicle {text}"


@given(st.text())
def test_L1_holds_for_any_text(text: str) -> None:
    line = line_of("%s", text, thing=text)
    assert line.isprintable()
    assert line.isascii()
    assert isinstance(json.loads(line), dict)


def test_L1_a_traceback_stays_inside_its_line() -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        line = line_of("failed", exc_info=(type(error), error, error.__traceback__))
    assert len(line.splitlines()) == 1
    assert "first\nsecond" in json.loads(line)["exception"]


@pytest.mark.parametrize(
    "text",
    [
        f"GET http://127.0.0.1/positions?token={CANARY}&id=1",
        f"Authorization: Bearer {CANARY}",
        f"{{'Authorization': 'Basic {CANARY}'}}",
        f"postgresql+psycopg://poc:{CANARY}@db/poc",
        f"connect failed: host=db password={CANARY} user=poc",
        f'{{"api_key": "{CANARY}"}}',
        f"Cookie: JSESSIONID={CANARY}",
    ],
)
def test_L2_what_has_the_shape_of_a_secret_is_hidden_though_nobody_named_it(text: str) -> None:
    text = text.replace("/+=", "")
    hidden = Redactor().text(text)
    assert "k4n4ri" not in hidden
    assert HIDDEN in hidden


@pytest.mark.parametrize(
    "text", ["GET http://127.0.0.1/requests.json?page=2", "author: Ana", "3 tokens of 4", "12:30:00"]
)
def test_L2_ordinary_text_is_left_alone(text: str) -> None:
    assert Redactor().text(text) == text


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    redactor = Redactor()
    redactor.learn(CANARY)
    redactor.learn(f"operator:{CANARY}")
    handlers = configure(redactor, tmp_path / "logs")
    yield tmp_path / "logs"
    remove(handlers)


def test_L2_no_file_holds_the_secret_however_it_was_logged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("poc.test")
    log.info("sent %s", CANARY)
    log.info("headers %r", {"X-Key": CANARY}, extra={"answer": {"deep": [CANARY, {"password": "h"}]}})
    log.info("basic %s", b64encode(f"operator:{CANARY}".encode()).decode())
    log.info("quoted %s", "k4n4ri-9f8e7d6c%2F%2B%3D")
    structlog.wrap_logger(log, wrapper_class=structlog.stdlib.BoundLogger).info("bound", key=CANARY)
    try:
        raise RuntimeError(f"refused with {CANARY}")
    except RuntimeError:
        log.info("failed", exc_info=True)
    written = "".join(p.read_text() for p in folder.iterdir())
    assert len(written.splitlines()) == 6
    assert "refused with" in written
    assert "k4n4ri" not in written
    assert b64encode(f"operator:{CANARY}".encode()).decode() not in written


def test_a_line_tells_when_how_grave_where_and_the_values() -> None:
    line = json.loads(line_of("polled", records=3, threadName="poll-sorot"))
    assert line.pop("at").endswith("+00:00")
    assert line == {"event": "polled", "level": "info", "logger": "app.test", "records": 3, "thread": "poll-sorot"}
