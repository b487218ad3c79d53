"""A console from the command line: what must happen before Qt, the journal, the window, and pictures of it."""

import os
import signal
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from platformdirs import user_log_path, user_state_path

from app.errors import PocError
from app.i18n import Language
from app.journal.store import Journal
from app.settings import CityFile
from app.views.queue import queue_view
from maps.environment import prepare, register_scheme
from widgets.guard import refuse_bad_qt
from widgets.options import ConsoleOptions
from widgets.start_collector import open_or_wait

if TYPE_CHECKING:
    from widgets.console import Console

PRODUCT = "Patriot Operation Center"
FULL = 500  # complaints; with so many a picture of the desk shows what it is for


def run_console(city: CityFile, journal_url: str, options: ConsoleOptions) -> int:
    """Show the desk until it is closed; 0 when everything ended in time. Raises PocError when it cannot start."""
    if os.geteuid() == 0 and not options.as_root:
        raise PocError("run", "the map refuses to run as root.", "Start it as an ordinary user.")
    refuse_bad_qt()
    prepare(root=options.as_root)
    register_scheme()
    journal = open_or_wait(journal_url, options.collector, _tell, read_url=options.read_url)
    try:
        return _show(city, journal, options)
    finally:
        journal.close()


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _show(city: CityFile, journal: Journal, options: ConsoleOptions) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from maps.gpu import choose_graphics

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName(PRODUCT)
    choose_graphics()
    console = make_console(city, journal, options)
    if console is None:
        print("This desk is open already; its window was called to the front.", file=sys.stderr)
        return 0
    console.ended.connect(app.quit)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: console.desk.close())
    if options.size:
        console.desk.resize(*options.size)
    console.start(maximized=options.size is None)
    if options.shots:
        QTimer.singleShot(0, lambda: _take_shots(console, options))
    elif options.seconds:
        QTimer.singleShot(int(options.seconds * 1000), console.desk.close)
    app.exec()
    return 0 if console.end() else 1


def make_console(city: CityFile, journal: Journal, options: ConsoleOptions) -> "Console | None":
    """A console over this journal with everything of its own; None when this desk is open already."""
    from app.geo.boundaries import choose_areas
    from app.geo.points import Box
    from widgets.console import Console
    from widgets.group import Group
    from widgets.layout_store import default_path, slug
    from widgets.live import Live
    from widgets.single import SingleDesk
    from widgets.theme import DAY, NIGHT

    single = SingleDesk(options.desk, journal.url)
    if not single.take():
        return None
    areas = choose_areas(city.places.kelurahan, Box(*city.city.box), city.map.boundaries).areas
    live = Live(journal, city, options.desk, areas.index, areas.official)
    group = Group(Language(options.language, city.city.tz), DAY if options.theme == "day" else NIGHT)
    layout = options.save_to / "layout.json" if options.save_to else default_path(options.desk)
    logs = options.save_to or user_log_path("patriot-operation-center")
    state = options.save_to or user_state_path("patriot-operation-center")
    status = state / f"status-{slug(options.desk)}.json"
    return Console(live, group, desk=options.desk, layout=layout, logs=logs, status=status, single=single)


def _take_shots(console: "Console", options: ConsoleOptions) -> None:
    from PySide6.QtCore import QSize

    from widgets.film import film
    from widgets.shots import save_shots, turn, wait_until

    assert options.shots is not None
    live, group = console.live, console.group

    def is_full() -> bool:
        return live.is_loaded and live.picture.complaints.n > FULL and live.picture.vehicles.n > 0

    wait_until(is_full, options.settle_s)
    if live.picture.complaints.n and not group.selection[0]:
        group.select("complaint", int(queue_view(live.picture, live.frame(), live.city).keys[0]))
    turn(500)
    live.wait_until_idle()
    if options.film:
        step = timedelta(seconds=options.film_step_s)
        for _ in film(console, options.shots, options.film, step, options.follow):
            pass
        console.desk.close()
        return
    for path in save_shots(console.desk, options.shots, QSize(*(options.size or (1920, 1080)))):
        print(path, file=sys.stderr)
    console.desk.close()
