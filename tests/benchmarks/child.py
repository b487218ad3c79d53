"""One benchmark in a process of its own: `python -m tests.benchmarks.child NAME SIZES OUT`; figures go to OUT."""

import json
import signal
import sys
from importlib import import_module
from pathlib import Path

from tests.benchmarks.catalogue import BENCHMARKS
from tests.benchmarks.sizes import SIZES


def main(name: str, sizes: str, out: str) -> None:
    """Run it; each figure is written as soon as it is there, so that a later fault loses nothing."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whatever was started is ended on the way out
    module = next(one.module for one in BENCHMARKS if one.name == name)
    run = import_module(f"tests.benchmarks.{module}").run
    with Path(out).open("a", encoding="utf-8") as file:
        for figure in run(SIZES[sizes]):
            file.write(json.dumps(figure.as_dict()) + "\n")
            file.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
