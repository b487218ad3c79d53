"""Logs as JSON lines: one line an event, control characters escaped (L1), secrets hidden (L2).

Standard library loggers and handlers throughout; structlog only shapes the line.
"""

import logging
import sys
from collections.abc import Callable, MutableMapping
from functools import cached_property
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from app.clock import real_now
from app.settings.redact import Redactor

FILE_BYTES = 10_000_000
FILES_KEPT = 5

Event = MutableMapping[str, Any]


class JsonLines(logging.Formatter):
    """Turns every record into exactly one line of JSON. structlog is loaded when the first record comes."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    @cached_property
    def _shape(self) -> logging.Formatter:
        return _structured(self._redactor)

    def format(self, record: logging.LogRecord) -> str:
        """One line, without a line's end."""
        return self._shape.format(record)


def _structured(redactor: Redactor) -> logging.Formatter:
    import structlog

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder()],
        processors=[
            _plain_event,
            structlog.processors.format_exc_info,
            structlog.processors.StackInfoRenderer(),
            _hider(redactor),
            structlog.processors.JSONRenderer(sort_keys=True, ensure_ascii=True),
            _delete_escaped,
        ],
    )


def configure(redactor: Redactor, folder: Path | None = None, level: int = logging.INFO) -> list[logging.Handler]:
    """Send all loggers to stderr, and to rotating files in `folder`; returns the handlers so they can be removed."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(
            RotatingFileHandler(folder / "poc.jsonl", maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
        )
    formatter = JsonLines(redactor)
    for handler in handlers:
        handler.setFormatter(formatter)
        logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(level)
    return handlers


def remove(handlers: list[logging.Handler]) -> None:
    """Undo `configure`; files are closed."""
    for handler in handlers:
        logging.getLogger().removeHandler(handler)
        handler.close()


def _plain_event(_logger: Any, _method: str, event: Event) -> Event:
    """The record's own facts: when (real time), how grave, where; the message is already formatted with its values."""
    record: logging.LogRecord = event.pop("_record")
    event.pop("_from_structlog", None)
    event["at"] = real_now().isoformat(timespec="milliseconds")
    event["level"], event["logger"] = record.levelname.lower(), record.name
    if record.threadName != "MainThread":
        event["thread"] = record.threadName
    return event


def _hider(redactor: Redactor) -> Callable[[Any, str, Event], Event]:
    def hide(_logger: Any, _method: str, event: Event) -> Event:
        hidden: Event = redactor.value(dict(event))
        return hidden

    return hide


def _delete_escaped(_logger: Any, _method: str, line: Any) -> str:
    """JSON escapes every control character but U+007F."""
    return str(line).replace("\x7f", "\\u007f")
