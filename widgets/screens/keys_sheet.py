"""The sheet of keys (`?`): every command with its key under its heading, from the same list as menu and palette."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.i18n import Language
from widgets.commands import Commands, CommandSpec
from widgets.group import Group
from widgets.plain import caption, text_label, tip
from widgets.theme import Size

COLUMNS = 3
_AT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_ROW, _WIDE, _HIGH = 24, 330, 120  # pixels: a line, a column, what the dialog needs beside its lines


class KeysSheet(QDialog):
    """A dialog; Escape closes it. What is typed into its field narrows it. `change_wanted`: to the keys' own dialog."""

    change_wanted = Signal()

    def __init__(self, commands: Commands, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands, self._words = commands, group.language
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field, self.lines = QLineEdit(self), QScrollArea(self)
        self.change, self.shut = QPushButton(self), QPushButton(self)
        self._stand()
        self.field.textChanged.connect(self.show_keys)
        self.change.clicked.connect(self.change_wanted)
        self.change.clicked.connect(self.accept)
        self.shut.clicked.connect(self.accept)
        self.show_keys("")
        self._take_size()

    def show_keys(self, text: str) -> None:
        """Show the commands whose words or keys hold a text."""
        columns = spread(self._found(text.casefold().split()), COLUMNS)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, Size.GAP[1], 0)
        row.setSpacing(Size.GAP[3] * 2)
        for sections in columns:
            row.addLayout(self._column(sections), 1)
        self.lines.setWidget(page)

    def _found(self, wanted: list[str]) -> list[tuple[str, list[CommandSpec]]]:
        found = []
        for section, specs in self._commands.sections().items():
            title = self._words.text(section)
            kept = [spec for spec in specs if self._has(spec, title, wanted)]
            found += [(title, kept)] if kept else []
        return found

    def _has(self, spec: CommandSpec, section: str, wanted: list[str]) -> bool:
        key, words = self._commands.all_keys(spec.id), self._words
        if not wanted:
            return bool(key)
        said = f"{section} {self._commands.title(spec, words)} {words.text(spec.help) if spec.help else ''} {key}"
        return all(word in said.casefold() for word in wanted)

    def _column(self, sections: list[tuple[str, list[CommandSpec]]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Size.GAP[0])
        for title, specs in sections:
            column.addWidget(text_label(title, "caps"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(Size.GAP[2])
            grid.setVerticalSpacing(Size.GAP[0])
            grid.setColumnStretch(1, 1)
            grid.setColumnMinimumWidth(0, 92)
            for at, spec in enumerate(specs):
                grid.addWidget(_key(self._commands.all_keys(spec.id)), at, 0, _AT)
                grid.addWidget(_title(spec, self._commands, self._words), at, 1)
            column.addLayout(grid)
            column.addSpacing(Size.GAP[2])
        column.addStretch(1)
        return column

    def _stand(self) -> None:
        words = self._words
        title = words.text("Sheet of keys")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.field.setPlaceholderText(words.text("Search keys and commands…"))
        self.field.setAccessibleName(words.text("Search keys and commands"))
        self.field.setClearButtonEnabled(True)
        self.lines.setWidgetResizable(True)
        self.lines.setFrameShape(QFrame.Shape.NoFrame)
        self.lines.setAccessibleName(title)
        caption(self.change, words.text("Change keys"))
        caption(self.shut, words.text("Close"))
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(text_label(title, "title", self), 1)
        head.addWidget(self.field, 1)
        foot.addWidget(self.change)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(Size.GAP[3] + 8, Size.GAP[3], Size.GAP[3], Size.GAP[3])
        column.setSpacing(Size.GAP[2])
        column.addLayout(head)
        column.addWidget(self.lines, 1)
        column.addLayout(foot)

    def _take_size(self) -> None:
        """As large as its lines need, and no larger than its window."""
        columns = spread(self._found([]), COLUMNS)
        lines = max((sum(len(specs) + 2 for _, specs in column) for column in columns), default=1)
        room = (self.parentWidget() or self).size()
        self.resize(min(COLUMNS * _WIDE + 80, room.width() - 40), min(lines * _ROW + _HIGH, room.height() - 40))


def spread(sections: list[tuple[str, list[CommandSpec]]], columns: int) -> list[list[tuple[str, list[CommandSpec]]]]:
    """Sections in columns of about the same height, in their order; a section stands in one column."""
    whole = sum(len(specs) + 2 for _, specs in sections)
    found: list[list[tuple[str, list[CommandSpec]]]] = [[] for _ in range(columns)]
    at, used = 0, 0
    for section in sections:
        high = len(section[1]) + 2
        if found[at] and at < columns - 1 and used + high / 2 > whole / columns * (at + 1):
            at += 1
        found[at].append(section)
        used += high
    return found


def _key(text: str) -> QLabel:
    return text_label(text or "–", "key" if text else "faint")


def _title(spec: CommandSpec, commands: Commands, words: Language) -> QLabel:
    label = text_label(commands.title(spec, words))
    label.setWordWrap(True)
    tip(label, words.text(spec.help) if spec.help else "")
    return label
