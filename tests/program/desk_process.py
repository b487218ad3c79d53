"""A desk in a process of its own that says in JSON lines what its window does.

It is what `main.py run` starts, but for the refusal to run as root. Words: city file, journal, desk, folder.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any


def say(**what: Any) -> None:
    """One line for whoever started us."""
    print(json.dumps(what), flush=True)


def main(city: str, journal: str, desk: str, folder: str) -> int:
    """Show the desk until SIGTERM; minimized once it has the picture, so that being raised can be seen.

    One that is locked stays as it is.
    """
    from app.settings import load_city
    from widgets import session
    from widgets.console import Console
    from widgets.options import ConsoleOptions

    raised, made = Console.on_raise, session.make_console

    def on_raise(console: Console) -> None:
        raised(console)
        say(raised=console.desk.isVisible() and not console.desk.isMinimized())

    def make_console(*words: Any) -> Console | None:
        console = made(*words)
        if console is not None:
            live = console.live
            live.picture_ready.connect(lambda: None if console.desk.access.lock.is_on else console.desk.showMinimized())
            live.picture_ready.connect(lambda: say(commit=live.picture.commit))
            live.changed.connect(lambda _: say(commit=live.picture.commit))
        return console

    Console.on_raise, session.make_console = on_raise, make_console  # type: ignore[method-assign]
    options = ConsoleOptions(desk, as_root=os.geteuid() == 0, save_to=Path(folder))
    return session.run_console(load_city(Path(city)), journal, options)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    raise SystemExit(main(*sys.argv[1:]))
