"""A console brings a collector along when nobody leads, and waits for its journal.

Only `collect` and `journal upgrade` make or migrate a journal; a console never does.
"""

import os
import time
from collections.abc import Callable, Sequence

from app.clock import monotonic
from app.errors import JournalError
from app.journal import lease
from app.journal.store import Journal

PATIENCE_S = 20.0
_LOOK_EVERY_S = 0.2


def open_or_wait(
    url: str,
    collector: Sequence[str],
    tell: Callable[[str], None],
    patience_s: float = PATIENCE_S,
    read_url: str | None = None,
    before_collector: Callable[[], object] = tuple,
) -> Journal:
    """The journal, opened; `collector` is the command that starts one, empty for never.

    `read_url` is a copy that this console reads. `before_collector` may refuse to start a collector by raising. The
    collector it starts goes on when this console closes. `tell` gets a sentence before waiting. Raises JournalError
    when there is no usable journal, or none within `patience_s` of starting the collector.
    """
    if not collector:
        return Journal.open(url, read_url=read_url)
    try:
        journal = Journal.open(url, read_url=read_url)
    except JournalError as trouble:
        before_collector()
        started = _start(collector)
        tell(f"{trouble.thing}: {trouble.what} A collector was started; waiting for its journal…")
        return _wait(url, read_url, started, patience_s)
    try:
        leader = lease.look(journal)
        if leader is None or not leader.alive:
            before_collector()
            _start(collector)
    except BaseException:
        journal.close()
        raise
    return journal


def _start(collector: Sequence[str]) -> int:
    """Start it in a session of its own, so that it outlives us; its process id."""
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    return os.posix_spawn(collector[0], list(collector), os.environ, file_actions=quiet, setsid=True)


def _has_failed(process: int) -> bool:
    try:
        ended, status = os.waitpid(process, os.WNOHANG)
    except ChildProcessError:  # it ended well, and was asked before
        return False
    return ended != 0 and os.waitstatus_to_exitcode(status) != 0


def _wait(url: str, read_url: str | None, started: int, patience_s: float) -> Journal:
    end = monotonic() + patience_s
    while True:
        try:
            return Journal.open(url, read_url=read_url)
        except JournalError:
            if monotonic() > end or _has_failed(started):
                raise
        time.sleep(_LOOK_EVERY_S)
