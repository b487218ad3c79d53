"""A whole console as `main.py run` puts it together, in the test's own process, so that a test can look into it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.journal.store import Journal
from app.settings import CityFile
from maps.gpu import choose_graphics
from tests.maps.conftest import Driver
from widgets.console import Console
from widgets.options import ConsoleOptions
from widgets.panels.complaint import ComplaintPanel
from widgets.panels.map import MapPanel
from widgets.panels.queue import QueuePanel
from widgets.session import make_console

BUSY = "poc.stall"
"""Expected in the log: map, desk and more in one process; that a picture may wait a second is no matter of a test."""


class RealDesk:
    """A console over a journal, its panels by name, and the ways to look into its map."""

    def __init__(self, console: Console) -> None:
        self.console, self.live, self.group, self.window = console, console.live, console.group, console.desk
        panels: dict[str, Any] = self.window.panels
        self.queue: QueuePanel = panels["queue"]
        self.map: MapPanel = panels["map"]
        self.complaint: ComplaintPanel = panels["complaint"]
        self._driver = Driver(self.map.view)

    def until(self, holds: Callable[[], Any], seconds: float = 30.0) -> None:
        """Let the event loop run until something is true; fails when it never is."""
        self._driver.until(holds, int(seconds * 1000))

    def js(self, script: str) -> Any:
        """What an expression in the map's page is."""
        return self._driver.js(script)

    def colours(self) -> set[str]:
        """Every colour of the map, `#rrggbb`."""
        return self._driver.colours()

    def wait(self, ms: int) -> None:
        """Let the event loop run."""
        self._driver.wait(ms)


@contextmanager
def real_desk(
    city: CityFile, journal_url: str, folder: Path, name: str = "meja", language: str = "id"
) -> Iterator[RealDesk]:
    """Open a desk and wait until its map is painted; at the end it is closed and everything ended in time."""
    choose_graphics()
    journal = Journal.open(journal_url)
    options = ConsoleOptions(name, language, as_root=os.geteuid() == 0, save_to=folder)
    console = make_console(city, journal, options)
    assert console is not None, "a desk of this name is open already"
    try:
        console.desk.resize(1600, 900)
        console.start(maximized=False)
        desk = RealDesk(console)
        desk.until(lambda: desk.live.is_loaded and desk.map.is_painted())
        yield desk
    finally:
        console.desk.close()
        ended = console.end()
        console.desk.deleteLater()
        journal.close()
    assert ended
