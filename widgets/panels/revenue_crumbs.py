"""The path one went down: all kinds › a kind › a kecamatan. Each part but the last is a button that goes back to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.domain.visible import visible
from app.views.revenue_lines import RevenueView
from widgets.group import Group
from widgets.money_words import name_of
from widgets.plain import caption, text_label
from widgets.theme import Size

_CAP = 48  # characters of a part


class Crumbs(QWidget):
    """`chosen` carries how deep the part stands that a person wants to go back to."""

    chosen = Signal(int)

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Size.GAP[0])
        self._shown: tuple[str, ...] = ()
        self.buttons: list[QPushButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(Size.HIT)

    def show_path(self, view: RevenueView, kind: str | None, district: str | None) -> None:
        """Name the way to what is shown."""
        words = self._group.language
        parts = [f"{name_of(view.total, words)} {view.year}"] if kind is None and district is None else []
        if not parts:
            parts = [words.text("All kinds")]
            parts += [name_of(line, words) for line in view.kinds if line.key == kind] or ([kind] if kind else [])
            names = [name_of(line, words) for line in view.districts if line.key == district]
            parts += names or ([district] if district else [])
        shown = tuple(visible(part, _CAP) for part in parts)
        if shown != self._shown:
            self._shown = shown
            self._make()

    def text(self) -> str:
        """The path without its beginning, for the name of a file; "" at the top."""
        return " ".join(self._shown[1:])

    def _make(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        last = len(self._shown) - 1
        for depth, part in enumerate(self._shown):
            self._row.addWidget(self._last(part) if depth == last else self._button(part, depth))
            if depth != last:
                self._row.addWidget(text_label("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", "faint", self))
        self._row.addStretch(1)

    def _last(self, part: str) -> QLabel:
        return text_label(part, "name", self)

    def _button(self, part: str, depth: int) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "quiet")
        button.setProperty("depth", depth)
        button.setMinimumHeight(Size.HIT)
        caption(button, part)
        button.clicked.connect(self._on_clicked)
        self.buttons.append(button)
        return button

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.chosen.emit(int(button.property("depth")))
