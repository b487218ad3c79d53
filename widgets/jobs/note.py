"""The note of one job: a bar while it runs, then what to do with its file."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from app.domain.visible import visible
from widgets.group import Group
from widgets.plain import caption
from widgets.toast import Toast

_STAY_MS = 30_000
_BAR = 110


class JobNote(Toast):
    """Stays while the job runs. `opened` carries the path a person wants to open: the file or its folder."""

    cancelled = Signal()
    opened = Signal(str)

    def __init__(self, title: str, path: Path, group: Group, parent: QWidget) -> None:
        words = group.language
        super().__init__(title, words.text("Cancel"), False, group, parent)
        self._group, self._path = group, path
        self.is_running = True
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(_BAR, 6)
        self.bar.setAccessibleName(title)
        self.folder = QPushButton(self)
        caption(self.folder, words.text("Show in folder"))
        self.folder.hide()
        row = self.layout()
        assert row is not None
        row.insertWidget(1, self.bar)  # type: ignore[attr-defined]
        row.insertWidget(3, self.folder)  # type: ignore[attr-defined]
        self.button.clicked.connect(self._on_button)
        self.folder.clicked.connect(self._on_folder)

    @property
    def is_sticky(self) -> bool:
        """Whether newer notes must not push it out."""
        return self.is_running

    def show_part(self, part: float) -> None:
        """How far it is; below 0 nobody knows."""
        self.bar.setRange(0, 0 if part < 0 else 100)
        self.bar.setValue(int(part * 100))

    def show_end(self, path: Path | None, why: str) -> None:
        """What came of it."""
        words = self._group.language
        self.is_running = False
        self.bar.hide()
        if path is not None:
            self.say(words.text("Saved: {name}", name=path.name))
            caption(self.button, words.text("Open"))
            self.folder.show()
        elif why:
            self.say(words.text("It could not be saved: {why}", why=words.text(why)), grave=True)
            self.button.hide()
        else:
            self.say(words.text("Taken back; nothing was left behind."))
            self.button.hide()
        QTimer.singleShot(_STAY_MS, self, self.dismiss)

    def say(self, text: str, *, grave: bool = False) -> None:
        """Say something else."""
        self.set_text(visible(text, 300))
        self.setProperty("grave", grave)
        self.style().unpolish(self)
        self.style().polish(self)

    def _on_button(self) -> None:
        if self.is_running:
            self.button.setEnabled(False)
            self.cancelled.emit()
            return
        self.opened.emit(str(self._path))
        self.dismiss()

    def _on_folder(self) -> None:
        self.opened.emit(str(self._path.parent))
