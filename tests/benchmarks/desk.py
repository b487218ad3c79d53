"""The product's desk in a process of its own, watched: `python -m tests.benchmarks.desk JOURNAL FOLDER SECONDS`.

Starts what `main.py run` starts, without a collector. Says on stdout, as JSON lines: `painted` when the first desk is
on the screen (queue rows with their texts, both map layers), and at its end what the GUI thread went through.
"""

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

import main as wiring
from app.command_line import parser
from maps import environment
from tests.benchmarks.places import CITY, as_root
from tests.benchmarks.probe import Probe
from widgets.options import ConsoleOptions
from widgets.session import run_console


def main(journal: str, folder: str, seconds: str) -> int:
    """Run it and watch it."""
    args = parser().parse_args(["run", "--city", str(CITY), "--journal", journal])
    wiring._start_logging(args)
    city = wiring.city_of(args)
    environment.prepare(root=as_root())
    environment.register_scheme()
    app = QApplication(sys.argv[:1])
    probe = Probe(app, float(seconds))
    options = ConsoleOptions("bench", as_root=as_root(), save_to=Path(folder), size=(1920, 1040))
    started = time.monotonic()
    code = run_console(city, journal, options)
    probe.report(time.monotonic() - started)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
