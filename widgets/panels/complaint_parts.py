"""Building blocks of the complaint panel: labelled fields, folds, the photo's place, the place for actions."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.i18n import N_, Language
from widgets.marks import icon
from widgets.panels.complaint_block import TextBlock
from widgets.panels.complaint_words import Field
from widgets.plain import caption, text_label, tip
from widgets.theme import Size, Theme

LABEL_WIDTH = 96


class FieldGrid(QWidget):
    """Labels at the left, values at the right; rows are reused, so that an update moves nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Size.GAP[1])
        self._grid.setVerticalSpacing(Size.GAP[0] + 1)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, TextBlock]] = []

    def show_fields(self, fields: Sequence[Field], words: Language) -> None:
        """Show these fields and no others."""
        while len(self._rows) < len(fields):
            self._add_row()
        for at, (label, value) in enumerate(self._rows):
            shown = at < len(fields)
            label.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name = words.text(fields[at].label)
                label.setText(name)
                value.show_text(fields[at].value, name)
                value.set_alarming(fields[at].alarming)

    def _add_row(self) -> None:
        label, value = text_label(role="secondary"), TextBlock()
        row = len(self._rows)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        self._rows.append((label, value))


class Fold(QWidget):
    """A heading that opens and closes a text below it; closed at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QToolButton()
        self.button.setProperty("role", "fold")
        self.button.setCheckable(True)
        self.button.setMinimumHeight(Size.HIT)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setIconSize(QSize(10, 10))
        self.button.toggled.connect(self._on_toggled)
        self.text = TextBlock()
        self.text.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text)

    def show_text(self, heading: str, text: str) -> None:
        """Fill the fold; without a text it is not there."""
        caption(self.button, heading)
        self.text.show_text(text, heading)
        self.setVisible(bool(text))

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        self._show_arrow()

    def _on_toggled(self, is_open: bool) -> None:
        self.text.setVisible(is_open)
        self._show_arrow()

    def _show_arrow(self) -> None:
        shape = "chevron-down" if self.button.isChecked() else "chevron-right"
        self.button.setIcon(icon(shape, self._theme.secondary))


ACTIONS = ((N_("Send a unit"), "D"), (N_("Set status"), "S"), (N_("Write a note"), "N"), (N_("Pass to agency"), "L"))


class ActionPlace(QWidget):
    """Where acting will stand. Nothing can be done here yet, so every button is off and says when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Size.GAP[0] + 2)
        self.buttons: list[QPushButton] = []
        for at, (_, key) in enumerate(ACTIONS):
            button = QPushButton()
            button.setProperty("role", "action")
            button.setEnabled(False)
            button.setMinimumHeight(Size.HIT + 6)
            inner = QHBoxLayout(button)
            inner.setContentsMargins(0, 0, Size.GAP[1], 0)
            inner.addStretch(1)
            hint = text_label(key, "key")
            hint.setFixedHeight(18)
            inner.addWidget(hint)
            grid.addWidget(button, at // 2, at % 2)
            self.buttons.append(button)

    def set_words(self, words: Language) -> None:
        """Use another language."""
        for button, (name, key) in zip(self.buttons, ACTIONS, strict=True):
            caption(button, words.text(name))
            tip(button, words.text("Acting on complaints arrives with a later release"), key)
