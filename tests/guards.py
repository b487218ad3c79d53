"""What fails a test although nobody looked: threads left running and warnings in our log."""

import gc
import logging
import re
import threading
import time
from collections.abc import Iterator

import pytest

from widgets.collection import collect_due

OURS = ("app", "data_sources", "maps", "widgets", "reports", "main", "poc")
NOT_OURS = ("thread_target", "pytest_timeout", "asyncio_waitpid")
"""Threads of the test tools themselves: pytest-httpserver keeps its server for the whole run."""
PATIENCE_S = 3.0


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """Fail when a thread that the test started is still alive a moment after its end."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE_S
    while (left := _new_threads(before)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not left, f"still running: {', '.join(sorted(t.name for t in left))}"


@pytest.fixture(autouse=True)
def no_search_for_cycles_in_a_thread() -> Iterator[None]:
    """As in the program: a thread that finds a Qt object among garbage may stand still for ever."""
    gc.disable()
    yield
    collect_due()


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    new = (t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread))
    return [t for t in new if not any(word in t.name for word in NOT_OURS)]


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".")[0] in OURS:
            self.seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on a warning of ours, unless the test is marked `expects_log("pattern")` or reads the log by `caplog`."""
    expected = [mark.args[0] for mark in request.node.iter_markers("expects_log")]
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    if "caplog" not in request.fixturenames:
        stray = [line for line in handler.seen if not any(re.search(pattern, line) for pattern in expected)]
        assert not stray, "unexpected in the log:\n" + "\n".join(stray)
