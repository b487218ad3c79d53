"""A console brings a collector along when nobody leads, and waits for its journal.

Only `collect` and `journal upgrade` make or migrate a journal; a console never does.
"""

import subprocess
import time
from collections.abc import Callable, Sequence

from app.clock import monotonic
from app.errors import JournalError
from app.journal import lease
from app.journal.store import Journal

PATIENCE_S = 20.0
_LOOK_EVERY_S = 0.2


def open_or_wait(
    url: str, collector: Sequence[str], tell: Callable[[str], None], patience_s: float = PATIENCE_S
) -> Journal:
    """The journal, opened; `collector` is the command that starts one, empty for never.

    The collector it starts goes on when this console closes. `tell` gets a sentence before waiting. Raises
    JournalError when there is no usable journal, or none within `patience_s` of starting the collector.
    """
    if not collector:
        return Journal.open(url)
    try:
        journal = Journal.open(url)
    except JournalError as trouble:
        started = _start(collector)
        tell(f"{trouble.thing}: {trouble.what} A collector was started; waiting for its journal…")
        return _wait(url, started, patience_s)
    leader = lease.look(journal)
    if leader is None or not leader.alive:
        _start(collector)
    return journal


def _start(collector: Sequence[str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(list(collector), stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def _wait(url: str, started: subprocess.Popen[bytes], patience_s: float) -> Journal:
    end = monotonic() + patience_s
    while True:
        try:
            return Journal.open(url)
        except JournalError:
            if monotonic() > end or started.poll() not in (None, 0):
                raise
        time.sleep(_LOOK_EVERY_S)
