"""The product's desk in a process of its own, watched: `python -m tests.benchmarks.desk JOURNAL FOLDER SECONDS`.

Starts what `main.py run` starts, without a collector. Says on stdout, as JSON lines: `painted` when the first desk is
on the screen, with the moments on the way there, and at its end what the GUI thread went through.
"""

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

BEGUN = time.monotonic()

import main as wiring  # noqa: E402 - the first moment is before anything of ours is imported
from app.command_line import parser  # noqa: E402
from tests.benchmarks.places import CITY, as_root  # noqa: E402

if TYPE_CHECKING:
    from tests.benchmarks.probe import Probe

STEPS = {  # a function of widgets.session -> the moment after it
    "_application": "application",
    "_begin": "map begun",
    "_opened": "imported, journal open",
    "make_console": "desk built",
}


class Watched:
    """Notes when each step of the start is done, and puts the probe beside the console."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.moments = seconds, {"interpreter": BEGUN}
        self.probe: Probe | None = None

    def note(self, moment: str) -> None:
        """It is now."""
        self.moments[moment] = time.monotonic()

    def step(self, work: Callable[..., Any], moment: str) -> Callable[..., Any]:
        """The same work, noted when it is done."""

        def done(*words: Any, **named: Any) -> Any:
            result = work(*words, **named)
            self.note(moment)
            if moment == "desk built":
                self._watch(result)
            return result

        return done

    def _watch(self, console: Any) -> None:
        from tests.benchmarks.probe import Probe

        self.probe = Probe(console, self.seconds, self.moments)


def main(journal: str, folder: str, seconds: str) -> int:
    """Run it and watch it."""
    gc.disable()  # as `run` does
    watched = Watched(float(seconds))
    args = parser().parse_args(["run", "--city", str(CITY), "--journal", journal])
    wiring._start_logging(args)
    city = wiring._city(args, None)
    watched.note("city read")
    from widgets import session
    from widgets.options import ConsoleOptions

    for name, moment in STEPS.items():
        setattr(session, name, watched.step(getattr(session, name), moment))
    options = ConsoleOptions("bench", as_root=as_root(), save_to=Path(folder), size=(1920, 1040))
    code = session.run_console(city, journal, options)
    if watched.probe is not None:
        watched.probe.report()
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
