"""What the panels of one subject have in common: a view built only when it is seen, and ways to save what is shown."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.domain.kind import Kind
from app.journal.reader import Changes
from app.picture.frame import Frame
from reports.tables import FORM_WORDS, Table
from widgets.group import Group
from widgets.jobs.wishes import ExportWish, ReportWish
from widgets.live import Live
from widgets.marks import icon
from widgets.plain import caption, tip
from widgets.theme import Size

_SOON_MS = 250  # at most four times a second, however much arrives
_AGES_S = 30  # so often ages are drawn anew
_KEPT = 5  # results a panel remembers


class SubjectPanel(QWidget):
    """A panel over one view. Its makers give `show_view`, and `table` and `report` for what can be saved.

    `name` is the panel's own, `kinds` what it depends on. Nothing is built while it is out of sight.
    """

    headline_changed = Signal(str)

    def __init__(
        self, live: Live, group: Group, name: str, kinds: frozenset[Kind], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.live, self.group, self.name, self.headline = live, group, name, ""
        self._kinds, self._is_due, self._seen_at = kinds, True, 0.0
        self._done: list[str] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self.more = QToolButton(self)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setProperty("role", "quiet")
        self.more.setMinimumHeight(Size.HIT)
        self.more.setIconSize(QSize(15, 15))

    def show_view(self) -> None:
        """Build the view and show it."""
        raise NotImplementedError

    def table(self) -> Table | None:
        """What is shown as a table ready to be written; None for nothing."""
        return None

    def report(self) -> str:
        """The report of the program that tells of this subject, "" for none."""
        return ""

    def report_day(self) -> Any:
        """The day a report would be of: that of the frame."""
        return self.frame().at.astimezone(self.live.city.city.tz).date()

    def retranslate(self) -> None:
        """Use the group's language and colours; also rebuilds what is in sight."""
        words = self.group.language
        caption(self.more, words.text("Save"))
        tip(self.more, words.text("Copy, export, or print what this panel shows"))
        self.more.setIcon(icon("more", self.group.theme.secondary))
        self._is_due = True
        self.refresh()

    def connect_all(self) -> None:
        """Follow the picture and the group; called once when the panel stands."""
        self.live.changed.connect(self._on_changed)
        self.live.picture_ready.connect(self.refresh_soon)
        self.live.sources_changed.connect(self.refresh_soon)
        self.live.ticked.connect(self._on_tick)
        self.group.language_changed.connect(self._on_dress)
        self.group.theme_changed.connect(self._on_dress)
        self.group.frame_changed.connect(self.refresh_soon)
        self.group.job_done.connect(self._on_job_done)
        self.retranslate()

    def frame(self) -> Frame:
        """The instant the group shows."""
        return self.group.frame or self.live.frame()

    def refresh(self, _anything: object = None) -> None:
        """Show the newest view, or remember to when the panel is seen."""
        if not self.isVisible():
            self._is_due = True
            return
        self._is_due, self._seen_at = False, self.frame().seconds
        self.show_view()

    def refresh_soon(self, _anything: object = None) -> None:
        """Show the newest view in a moment."""
        self._is_due = True
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def say_headline(self, text: str) -> None:
        """The line beside the panel's title."""
        if text != self.headline:
            self.headline = text
            self.headline_changed.emit(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while out of sight."""
        super().showEvent(event)
        if self._is_due:
            self.refresh()

    def remembered(self) -> dict[str, Any]:
        """The newest files saved from here, so that they are found after a restart."""
        return {"saved": self._done} if self._done else {}

    def recall(self, kept: dict[str, Any]) -> None:
        """Take back what was remembered; anything odd is ignored."""
        saved = kept.get("saved")
        if isinstance(saved, list):
            self._done = [path for path in saved if isinstance(path, str)][:_KEPT]

    def run(self, command: str) -> None:
        """A command of the panel, such as `revenue:pdf`."""
        what = command.partition(":")[2]
        if what == "pdf" and self.report():
            wish = ReportWish(self.name, self.report(), self.report_day(), self.group.language.code)
            self.group.job_requested.emit(wish)
        elif what == "copy":
            self.copy()
        elif f".{what}" in FORM_WORDS:
            self.export(f".{what}")

    def copy(self) -> None:
        """The table as lines with tabs into the clipboard."""
        table = self.table()
        if table is not None:
            rows = [table.columns, *table.rows]
            lines = ["\t".join("" if cell is None else str(cell) for cell in row) for row in rows]
            QGuiApplication.clipboard().setText("\n".join([*table.about, *lines]))

    def export(self, suffix: str) -> None:
        """The table into a file, beside the window."""
        table = self.table()
        if table is not None:
            self.group.job_requested.emit(ExportWish(self.name, table, table.title, suffix))

    def _fill_menu(self) -> None:
        words, menu = self.group.language, self._menu
        menu.clear()
        has_table = self.table() is not None
        self._entry(words.text("Copy the table"), "copy", enabled=has_table)
        for suffix, title in FORM_WORDS.items():
            self._entry(words.text(title), suffix[1:], enabled=has_table)
        if self.report():
            self._entry(words.text("PDF of this"), "pdf")
        if self._done:
            menu.addSeparator()
        for path in self._done:
            action = menu.addAction(words.text("Open {name}", name=Path(path).name).replace("&", "&&"))
            action.setData(path)
            action.setEnabled(Path(path).is_file())
            action.triggered.connect(self._on_open)

    def _entry(self, text: str, what: str, *, enabled: bool = True) -> None:
        action = self._menu.addAction(text)
        action.setObjectName(f"{self.name}:{what}")
        action.setEnabled(enabled)
        action.triggered.connect(self._on_entry)

    def _on_entry(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.run(action.objectName())

    def _on_open(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.group.file_opened.emit(str(action.data()))

    def _on_job_done(self, owner: str, path: str) -> None:
        if owner == self.name:
            self._done = [path, *(old for old in self._done if old != path)][:_KEPT]

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & self._kinds:
            self.refresh_soon()

    def _on_tick(self, now: datetime) -> None:
        if self.isVisible() and now.timestamp() - self._seen_at >= _AGES_S:
            self.refresh()

    def _on_dress(self, _new: object) -> None:
        self.retranslate()
