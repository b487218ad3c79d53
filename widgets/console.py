"""A console put together: one desk, its guards, and its end in order. The live picture is handed in."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from widgets.collection import Collection
from widgets.fonts import load_fonts
from widgets.group import Group
from widgets.guard_stall import StallWatch
from widgets.hooks import Faults
from widgets.layout_store import LayoutStore
from widgets.live import Live
from widgets.panels.registry import PANELS, PanelSpec
from widgets.screens.desk import DeskWindow
from widgets.shutdown import Shutdown, Stage
from widgets.single import SingleDesk
from widgets.status_file import StatusFile
from widgets.stylesheet import dress

if TYPE_CHECKING:
    from widgets.screens.briefing import BriefingWindow

_log = logging.getLogger("poc.console")


class Console(QObject):
    """One desk window over a live picture. Make it after the QApplication; `start` shows it, `end` takes it down.

    Further things to end (the journal, a collector of our own) are added to `shutdown` by whoever made them.
    """

    ended = Signal()

    def __init__(
        self,
        live: Live,
        group: Group,
        *,
        desk: str,
        layout: Path,
        logs: Path,
        status: Path | None = None,
        panels: Sequence[PanelSpec] = PANELS,
        single: SingleDesk | None = None,
        report: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.live, self.group, self.shutdown, self.single = live, group, Shutdown(), single
        self.faults = Faults(self)
        self.faults.install()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            load_fonts()
            dress(app, group.theme)
        self.collection = Collection(self)
        self.watch = StallWatch(logs / "stalls.txt", self)
        self.desk = DeskWindow(live, group, desk=desk, store=LayoutStore(layout), panels=panels)
        self.desk.jobs.report = tuple(report)
        self.mayor: BriefingWindow | None = None
        self.status = StatusFile(status, desk, live, group, self) if status is not None else None
        if self.status is not None:
            self.desk.topbar.outbox.known_read.connect(self.status.on_outbox)
        self._connect()
        self._plan_end()

    def start(self, *, maximized: bool = True) -> None:
        """Show the desk where it was last, else over the whole screen, and begin to read the journal."""
        if maximized and not self.desk.layouts.restore_window():
            self.desk.showMaximized()
        else:
            self.desk.show()
        self.watch.start()
        self.collection.start()
        self.live.start()
        if self.status is not None:
            self.status.start()

    def end(self) -> bool:
        """End everything in order; True when all of it ended in time."""
        good = self.shutdown.run()
        self.ended.emit()
        return good

    def on_raise(self) -> None:
        """Somebody started the same desk again: show this one."""
        window = self.desk
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def open_briefing(self) -> "BriefingWindow":
        """Show the mayor's screen, in a group of its own, beside the desk or on a screen the desk does not use."""
        from widgets.briefing import briefing_group, open_briefing  # its scenes only when somebody wants them

        if self.mayor is None:
            from widgets.screens.briefing import BriefingWindow

            self.mayor = BriefingWindow(self.live, briefing_group(self.group.language))
            open_briefing(self.mayor, self.desk.screen())
        self.mayor.show()
        self.mayor.raise_()
        self.mayor.activateWindow()
        return self.mayor

    def on_fault(self, text: str, recent: int) -> None:
        """Say that something went wrong inside; the log has the rest."""
        words = self.group.language
        note = words.text("A fault inside the program was logged: {text}", text=text[:160])
        self.desk.toasts.say(note, grave=True)

    def on_too_many(self) -> None:
        """Too many faults in a minute."""
        self.desk.state.enter_safe_mode()

    def _connect(self) -> None:
        self.faults.met.connect(self.on_fault)
        self.faults.too_many.connect(self.on_too_many)
        self.desk.closing.connect(self.end)
        self.desk.briefing_wanted.connect(self.open_briefing)
        if self.single is not None:
            self.single.raise_wanted.connect(self.on_raise)

    def _plan_end(self) -> None:
        add = self.shutdown.add
        add(Stage.TIMERS, "stall watch", self.watch.stop)
        if self.status is not None:
            add(Stage.WORKERS, "status file", self.status.stop)
        add(Stage.TIMERS, "mayor's screen", self._end_briefing)
        add(Stage.WORKERS, "exports and reports", self.desk.jobs.stop)
        add(Stage.WORKERS, "operator's lane", self.desk.lane.stop)
        add(Stage.WORKERS, "person at the desk", self.desk.access.stop)
        add(Stage.WORKERS, "journal lanes", self.live.stop)
        add(Stage.PAGE, "panels", self._end_panels)
        add(Stage.PROFILE, "collection", self.collection.stop)
        add(Stage.PROFILE, "hooks", self.faults.remove)
        if self.single is not None:
            add(Stage.PROFILE, "desk lock", self.single.release)

    def _end_briefing(self) -> None:
        if self.mayor is not None:
            self.mayor.close()

    def _end_panels(self) -> None:
        for panel in self.desk.panels.values():
            end = getattr(panel, "shutdown", None)
            if end is not None:
                end()
