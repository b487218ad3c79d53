"""Building blocks of the complaint panel: labelled fields, folds, the photo's place, the place for actions."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.i18n import Language
from widgets.commands import Commands
from widgets.marks import icon
from widgets.panels.complaint_words import Field
from widgets.plain import caption, text_label, tip
from widgets.text_block import TextBlock
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


class ActionPlace(QWidget):
    """What can be done to the case: the desk's own commands as buttons. What cannot be is off and says why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actions")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(Size.GAP[3], Size.GAP[1], Size.GAP[3], Size.GAP[2])
        self._grid.setSpacing(Size.GAP[0] + 2)
        self._commands: Commands | None = None
        self.buttons: dict[str, QPushButton] = {}
        self.hide()

    def take(self, commands: Commands, names: Sequence[str]) -> None:
        """Show these commands, two in a row."""
        self._commands = commands
        for at, name in enumerate(names):
            button = self.buttons[name] = self._button()
            button.clicked.connect(commands.actions[name].trigger)
            commands.actions[name].changed.connect(lambda name=name: self._follow(name))
            self._grid.addWidget(button, at // 2, at % 2)
            self._follow(name)

    def suggest(self, name: str) -> None:
        """Mark what this case most likely wants next."""
        for each, button in self.buttons.items():
            role = "primary" if each == name else ""
            if button.property("stress") != role:
                button.setProperty("stress", role)
                button.style().unpolish(button)
                button.style().polish(button)

    def _button(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "action")
        button.setMinimumHeight(Size.HIT + 6)
        inner = QHBoxLayout(button)
        inner.setContentsMargins(0, 0, Size.GAP[1], 0)
        inner.addStretch(1)
        hint = text_label("", "key")
        hint.setFixedHeight(18)
        inner.addWidget(hint)
        return button

    def _follow(self, name: str) -> None:
        """Be as the command is: its words, its key, whether it is on, and why not."""
        button, commands = self.buttons[name], self._commands
        if commands is None:
            return
        text, key = commands.actions[name].text().replace("&&", "&"), commands.key(name)
        caption(button, commands.short(name))
        button.setAccessibleName(text)
        button.setEnabled(commands.actions[name].isEnabled())
        tip(button, commands.why_off(name) or text, key)
        hint = button.findChild(QLabel)
        if isinstance(hint, QLabel):
            hint.setText(key)
            hint.setVisible(bool(key))
