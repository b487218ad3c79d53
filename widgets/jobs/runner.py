"""Runs the jobs of one window and shows each as a note: how far it is, cancel, then open or show in its folder."""

from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_documents_path
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.errors import PocError
from app.i18n import N_
from reports.tables import free_path
from widgets.group import Group
from widgets.jobs.export import ExportJob
from widgets.jobs.job import Job
from widgets.jobs.note import JobNote
from widgets.jobs.report import ReportJob
from widgets.jobs.wishes import ExportWish, ReportWish
from widgets.toast import Toasts

FOLDER = "Patriot Operation Center"  # in the user's documents
_END_S = 2.0


class Jobs(QObject):
    """`report` is the command line of the report program without the report's own words; empty where there is none."""

    def __init__(
        self, group: Group, toasts: Toasts, window: QWidget, *, report: Sequence[str] = (), folder: Path | None = None
    ) -> None:
        super().__init__(window)
        self._group, self._toasts, self._window = group, toasts, window
        self.report = tuple(report)
        self.folder = folder or user_documents_path() / FOLDER
        self._running: dict[Job, tuple[JobNote, str]] = {}
        group.job_requested.connect(self.on_wish)
        group.file_opened.connect(self.open)

    def on_wish(self, wish: ExportWish | ReportWish) -> None:
        """Begin what a panel wishes."""
        words = self._group.language
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            job, title = self._job(wish)
        except (OSError, PocError) as fault:
            why = fault.what if isinstance(fault, PocError) else fault.strerror or str(fault)
            self._toasts.say(words.text("It could not be saved: {why}", why=words.text(why)), grave=True)
            return
        note = JobNote(title, job.path, self._group, self._window)
        note.cancelled.connect(job.cancel)
        note.opened.connect(self.open)
        job.progressed.connect(note.show_part)
        job.ended.connect(self._on_ended)
        self._running[job] = (note, wish.owner)
        self._toasts.add(note)
        job.start()

    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._running

    def stop(self) -> bool:
        """Take everything back and wait for it; whether all ended in time. Nothing half written is left behind."""
        jobs = list(self._running)
        for job in jobs:
            job.cancel()
        ended = [job.join(_END_S) for job in jobs]
        self._running.clear()
        return all(ended)

    def open(self, path: str) -> None:
        """Open a file or a folder with the program of the desktop."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            self._toasts.say(self._group.language.text("No program of this computer opens it: {path}", path=path))

    def _job(self, wish: ExportWish | ReportWish) -> tuple[Job, str]:
        words = self._group.language
        if isinstance(wish, ExportWish):
            path = free_path(self.folder, wish.name, wish.suffix)
            return ExportJob(wish.table, path, self), words.text("Saving {name}", name=path.name)
        if not self.report:
            raise PocError("report", N_("This desk has no report program."))
        path = free_path(self.folder, f"{wish.report}-{wish.day}-{wish.language}", ".pdf")
        command = [*self.report[:_VERB], wish.report, "--date", wish.day.isoformat(), "--language", wish.language]
        command += [*self.report[_VERB:], "--progress", "json", "--output", str(path)]
        return ReportJob(command, path, self), words.text("Making {name}", name=path.name)

    def _on_ended(self, path: Path | None, why: str) -> None:
        job = self.sender()
        if not isinstance(job, Job) or job not in self._running:
            return
        note, owner = self._running.pop(job)
        note.show_end(path, why)
        if path is not None:
            self._group.job_done.emit(owner, str(path))
        job.deleteLater()


_VERB = 3  # program, main.py, "report"; then come the report's words, then its options
