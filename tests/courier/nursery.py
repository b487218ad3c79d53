"""A process with the whole program imported that forks a child a command: a start costs milliseconds, not a second.

Each line in is JSON {"argv": [...], "out": file}; each line out the child's number. Children end up nowhere: the
kernel reaps them. What takes long by design (ten seconds for undo, looks twice a second, back-off) is short in here.
"""

import json
import os
import signal
import sys
from importlib import import_module

import app.actions.perform
import data_sources.courier
import data_sources.delivery
import main as program

NEEDED = (  # what commands import when they run
    *("alembic.command", "psycopg", "sqlalchemy.dialects.postgresql.psycopg", "app.actions.commands"),
    *("app.actions.districts", "app.actions.messenger", "app.geo.boundaries", "app.picture.writing"),
    *(
        "app.watch.catalogue",
        "app.watch.runner",
        "data_sources.chores",
        "data_sources.commands",
        "data_sources.way_answers",
    ),
)


def hasten() -> None:
    """Shorten what only costs a test time."""
    app.actions.perform.UNDO_S = 0  # type: ignore[attr-defined]
    data_sources.courier.LOOK_EVERY_S = 0.02
    data_sources.delivery.random.uniform = lambda _low, _high: 0.05  # type: ignore[attr-defined]


def bear(argv: list[str], out: str) -> int:
    """A child that runs one command of the program, its words in a file; its number."""
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    words = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (1, 2):
        os.dup2(words, stream)
    try:
        code = program.main(argv)
    finally:
        sys.stdout.flush()
    os._exit(code)


def serve() -> None:
    """Bear children until nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    hasten()
    for name in NEEDED:
        import_module(name)
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(bear(asked["argv"], asked["out"]), flush=True)
    os.killpg(0, signal.SIGKILL)  # children that a failed test left behind end with us


if __name__ == "__main__":
    serve()
