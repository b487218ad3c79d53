"""A console from the command line: what must happen before Qt, the map, the journal, the window, and pictures of it.

The map's page is begun first: its engine starts in processes of its own while everything else is imported.
"""

import os
import signal
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.errors import PocError
from maps.environment import prepare, register_scheme
from widgets.guard import refuse_bad_qt
from widgets.options import ConsoleOptions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.geo.boundaries import Chosen
    from app.journal.store import Journal
    from app.settings import CityFile
    from maps.view import MapView
    from widgets.console import Console
    from widgets.panels.registry import PanelSpec

PRODUCT = "Patriot Operation Center"
FULL = 500  # complaints; with so many a picture of the desk shows what it is for


@dataclass(frozen=True, slots=True)
class Begun:
    """What was begun before the rest was imported: the city's areas and its map."""

    chosen: "Chosen"
    view: "MapView | None"  # None: it could not be begun; its panel will say why


def run_console(city: "CityFile", journal_url: str, options: ConsoleOptions) -> int:
    """Show the desk until it is closed; 0 when everything ended in time. Raises PocError when it cannot start."""
    if os.geteuid() == 0 and not (options.as_root or options.briefing):
        raise PocError("run", "the map refuses to run as root.", "Start it as an ordinary user.")
    refuse_bad_qt()
    if options.briefing:
        from widgets.briefing import run_briefing

        return run_briefing(city, journal_url, options)
    prepare(root=options.as_root)
    register_scheme()
    app = _application()
    begun = _begin(city)
    try:
        from widgets.aside import aside

        journal = aside(lambda: _opened(journal_url, options))
        try:
            return _show(app, city, journal, options, begun)
        finally:
            journal.close()
    finally:
        if begun.view is not None:
            begun.view.shutdown()


def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    from maps.gpu import choose_graphics
    from widgets.aside import plain_imports

    plain_imports()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName(PRODUCT)
    choose_graphics()
    return app


def _begin(city: "CityFile") -> Begun:
    from app.settings.areas import city_areas
    from maps.basemap import map_base
    from maps.view import MapView

    chosen = city_areas(city)
    try:
        return Begun(chosen, MapView(map_base(city, chosen=chosen)))
    except Exception:  # noqa: BLE001 - the panel meets it again and tells the one hook; it costs no more than the map
        return Begun(chosen, None)


def _opened(journal_url: str, options: ConsoleOptions) -> "Journal":
    """In a thread: import what the desk is made of, open the journal."""
    import widgets.console
    import widgets.panels.complaint
    import widgets.panels.map
    import widgets.panels.queue
    import widgets.panels.sources
    import widgets.panels.timeline  # noqa: F401
    from widgets.start_collector import open_or_wait

    return open_or_wait(
        journal_url,
        options.collector,
        _tell,
        read_url=options.read_url,
        before_collector=options.before_collector,
    )


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _show(app: "QApplication", city: "CityFile", journal: "Journal", options: ConsoleOptions, begun: Begun) -> int:
    from PySide6.QtCore import QTimer

    console = make_console(city, journal, options, begun)
    if console is None:
        print("This desk is open already; its window was called to the front.", file=sys.stderr)
        return 0
    console.ended.connect(app.exit)  # `quit` asks every window first, and a lock lets itself be closed by nobody
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: console.desk.close())
    if options.size:
        console.desk.resize(*options.size)
    console.start(maximized=options.size is None)
    if not options.shots:
        console.desk.access.begin()
    if options.shots:
        QTimer.singleShot(0, lambda: _take_shots(console, options))
    elif options.seconds:
        QTimer.singleShot(int(options.seconds * 1000), console.desk.close)
    app.exec()
    return 0 if console.end() else 1


def make_console(
    city: "CityFile", journal: "Journal", options: ConsoleOptions, begun: Begun | None = None
) -> "Console | None":
    """A console over this journal with everything of its own; None when this desk is open already."""
    from platformdirs import user_log_path, user_state_path

    from app.i18n import Language
    from app.journal.people import sign_in
    from widgets.console import Console
    from widgets.group import Group
    from widgets.layout_store import default_path, slug
    from widgets.live import Live
    from widgets.single import SingleDesk
    from widgets.theme import DAY, NIGHT

    single = SingleDesk(options.desk, journal.url)
    if not single.take():
        return None
    begun = begun or _begin(city)
    areas = begun.chosen.areas
    live = Live(journal, city, options.desk, areas)
    group = Group(Language(options.language, city.city.tz), DAY if options.theme == "day" else NIGHT)
    if options.signs_in is not None:
        group.set_operator(sign_in(journal, *options.signs_in, options.desk))
    layout = options.save_to / "layout.json" if options.save_to else default_path(options.desk)
    logs = options.save_to or user_log_path("patriot-operation-center")
    state = options.save_to or user_state_path("patriot-operation-center")
    status = state / f"status-{slug(options.desk)}.json"
    return Console(
        live,
        group,
        desk=options.desk,
        layout=layout,
        logs=logs,
        status=status,
        panels=_with_map(begun.view),
        single=single,
        report=options.report,
    )


def _with_map(view: "MapView | None") -> "tuple[PanelSpec, ...]":
    """The desk's panels; the map's takes over the map that was begun."""
    from widgets.panels.map import MapPanel
    from widgets.panels.registry import PANELS

    return tuple(
        replace(spec, build=lambda live, group: MapPanel(live, group, view=view))
        if spec.name == "map" and view is not None
        else spec
        for spec in PANELS
    )


def _take_shots(console: "Console", options: ConsoleOptions) -> None:
    from PySide6.QtCore import QSize

    from app.views.queue import queue_view
    from widgets.film import film
    from widgets.shots import save_briefing, save_shots, turn, wait_until, wait_while_growing

    assert options.shots is not None
    live, group = console.live, console.group

    def is_full() -> bool:
        return live.is_loaded and live.picture.complaints.n > FULL and live.picture.vehicles.n > 0

    wait_until(is_full, options.settle_s)
    wait_while_growing(lambda: live.picture.indicators.n, options.settle_s)
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
    size = QSize(*(options.size or (1920, 1080)))
    for path in (*save_shots(console.desk, options.shots, size), *save_briefing(console, options.shots, size)):
        print(path, file=sys.stderr)
    console.desk.close()
