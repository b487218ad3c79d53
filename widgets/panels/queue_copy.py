"""Copies cases as lines of plain text; waits for texts that are not read yet."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.domain.visible import visible
from app.i18n import Language
from widgets.panels.queue_model import QueueModel
from widgets.panels.queue_rows import spoken


class RowCopier(QObject):
    """One line a case: its number and what its row says. Control characters are written out, as on screen."""

    def __init__(self, model: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._waiting: list[int] = []

    def copy(self, keys: list[int], words: Language) -> None:
        """Put the cases on the clipboard, at once or when their texts have been read."""
        self._waiting = keys
        self._model.want_keys(keys)
        self.on_texts({}, words)

    def on_texts(self, _texts: Mapping[int, object], words: Language) -> None:
        """Texts came: copy if something waits and all of it is here."""
        if self._waiting and all(self._model.text_of(key) is not None for key in self._waiting):
            keys, self._waiting = self._waiting, []
            QGuiApplication.clipboard().setText("\n".join(self._line(key, words) for key in keys))

    def _line(self, key: int, words: Language) -> str:
        text, row = self._model.text_of(key), self._model.row(self._model.row_of(key))
        number = visible(text.id, 80) if text else str(key)
        return f"{number} · {spoken(row, words)}" if row else number
