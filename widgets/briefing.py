"""The mayor's screen by itself or beside a desk: its group, its place, and a console that shows nothing else."""

import signal
import sys

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from app.i18n import Language
from app.journal.store import Journal
from app.settings import CityFile
from app.settings.areas import city_areas
from widgets.collection import Collection
from widgets.fonts import load_fonts
from widgets.group import Group
from widgets.hooks import Faults
from widgets.live import Live
from widgets.options import ConsoleOptions
from widgets.screens.briefing import BriefingWindow
from widgets.shutdown import Shutdown, Stage
from widgets.start_collector import open_or_wait
from widgets.stylesheet import dress
from widgets.theme import WALL


def briefing_group(language: Language) -> Group:
    """A group of its own: it stays live and in the wall's colours whatever a desk does."""
    return Group(language, WALL)


def open_briefing(window: BriefingWindow, taken: QScreen | None) -> None:
    """Show it full on a screen nobody uses, else as a window."""
    window.open_on(QGuiApplication.screens(), taken)


class BriefingConsole(QObject):
    """The mayor's screen alone, over a live picture; no map, no desk. `end` takes it down in order."""

    ended = Signal()

    def __init__(self, live: Live, group: Group, **more: object) -> None:
        super().__init__()
        self.live, self.shutdown = live, Shutdown()
        self.faults = Faults(self)
        self.faults.install()
        self.collection = Collection(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            load_fonts()
            dress(app, group.theme)
        self.window = BriefingWindow(live, group, **more)  # type: ignore[arg-type]
        self.window.closing.connect(self.end)
        self.shutdown.add(Stage.WORKERS, "journal lanes", live.stop)
        self.shutdown.add(Stage.PROFILE, "collection", self.collection.stop)
        self.shutdown.add(Stage.PROFILE, "hooks", self.faults.remove)

    def start(self) -> None:
        """Show it and begin to read the journal."""
        open_briefing(self.window, None)
        self.collection.start()
        self.live.start()

    def end(self) -> bool:
        """End everything in order; True when all of it ended in time."""
        good = self.shutdown.run()
        self.ended.emit()
        return good


def run_briefing(city: CityFile, journal_url: str, options: ConsoleOptions) -> int:
    """Show the mayor's screen until it is closed; 0 when everything ended in time."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    journal = open_or_wait(
        journal_url, options.collector, _tell, read_url=options.read_url, before_collector=options.before_collector
    )
    try:
        console = _console(city, journal, options)
        console.ended.connect(app.quit)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: console.window.close())
        console.start()
        if options.seconds:
            QTimer.singleShot(int(options.seconds * 1000), console.window.close)
        app.exec()
        return 0 if console.end() else 1
    finally:
        journal.close()


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _console(city: CityFile, journal: Journal, options: ConsoleOptions) -> BriefingConsole:
    live = Live(journal, city, options.desk, city_areas(city).areas)
    return BriefingConsole(live, briefing_group(Language(options.language, city.city.tz)))
