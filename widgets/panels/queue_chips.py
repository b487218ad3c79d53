"""Filter chips: one a category with its count, several may be on; those that do not fit go into one menu."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from app.i18n import Language
from app.views.queue import Chip
from widgets.case_words import one_line
from widgets.plain import caption
from widgets.theme import Size

GAP = Size.GAP[0] + 2
ALL = "\0"  # no category has this name; "" is a category too: complaints without one


class ChipButton(QPushButton):
    """One chip; `category` is ALL for all."""

    def __init__(self, category: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.category = category
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setFixedHeight(Size.HIT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class ChipBar(QWidget):
    """The chips of the queue. They keep their order while counts change; `changed` carries the chosen categories."""

    changed = Signal(object)  # frozenset[str]
    made = Signal(object)  # a new ChipButton

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: Language
        self._chips: tuple[Chip, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._buttons: dict[str, ChipButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._more = QPushButton(self)
        self._more.setProperty("role", "chip")
        self._more.setFixedHeight(Size.HIT)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(Size.HIT)

    @property
    def chosen(self) -> frozenset[str]:
        """Categories that are on; empty means all."""
        return self._chosen

    def captions(self) -> str:
        """What the chips say, in their order."""
        return " | ".join(button.accessibleName() for button in self._buttons.values())

    def choose(self, categories: frozenset[str]) -> None:
        """Switch categories on from outside (a remembered filter); says nothing."""
        self._chosen = categories
        self._tick()

    def show_chips(self, chips: Sequence[Chip], words: Language) -> None:
        """Show counts. A known category stays where it is, a new one comes last."""
        self._words = words
        place = {chip.category: at for at, chip in enumerate(self._chips)}
        self._chips = tuple(sorted(chips, key=lambda chip: place.get(chip.category, len(place))))
        self._label(ALL, self._words.text("All"), sum(chip.count for chip in chips))
        for chip in self._chips:
            self._label(chip.category, self._name(chip), chip.count)
        for gone in self._buttons.keys() - {ALL} - {chip.category for chip in chips}:
            self._buttons.pop(gone).deleteLater()
        self._tick()
        self._fit()

    def _label(self, category: str, name: str, count: int) -> None:
        button = self._buttons.get(category)
        if button is None:
            button = self._buttons[category] = ChipButton(category, self)
            button.clicked.connect(self._on_clicked)
            self._row.insertWidget(len(self._buttons) - 1, button)
            self.made.emit(button)
        caption(button, self._text(name, count))

    def _name(self, chip: Chip) -> str:
        name = chip.name_en if self._words.code == "en" else chip.name
        return name or chip.name or self._words.text("Other")

    def _text(self, name: str, count: int) -> str:
        return f"{one_line(name, 24)} {self._words.number(count)}"

    def _tick(self) -> None:
        for category, button in self._buttons.items():
            button.setChecked(category in self._chosen if category != ALL else not self._chosen)

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, ChipButton):
            self._toggle(button.category)

    def _on_menu(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._toggle(str(action.data()))

    def _toggle(self, category: str) -> None:
        known = frozenset(chip.category for chip in self._chips)
        chosen = frozenset() if category == ALL else self._chosen ^ {category}
        self._chosen = frozenset() if chosen >= known else frozenset(chosen)
        self._tick()
        self._fit()
        self.changed.emit(self._chosen)

    # what fits
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _hidden(self) -> list[Chip]:
        """Chips that do not fit beside the button for the rest."""
        room = self.width() - self._buttons[ALL].sizeHint().width() - GAP
        widths = [self._buttons[chip.category].sizeHint().width() + GAP for chip in self._chips]
        if sum(widths) <= room + GAP:
            return []
        caption(self._more, self._words.text("{n} more", n=self._words.number(len(self._chips))))
        room -= self._more.sizeHint().width() + GAP
        shown = 0
        while shown < len(widths) and sum(widths[: shown + 1]) <= room:
            shown += 1
        return list(self._chips[shown:])

    def _fit(self) -> None:
        if ALL not in self._buttons:
            return
        hidden = {chip.category for chip in self._hidden()}
        for category, button in self._buttons.items():
            button.setVisible(category not in hidden)
        self._more.setVisible(bool(hidden))
        if hidden:
            chosen = len(hidden & self._chosen)
            text = self._words.text("{n} more", n=self._words.number(len(hidden)))
            caption(self._more, f"{text} · {self._words.number(chosen)}" if chosen else text)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for chip in self._hidden():
            action = self._menu.addAction(self._text(self._name(chip), chip.count).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(chip.category in self._chosen)
            action.setData(chip.category)
            action.triggered.connect(self._on_menu)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, Size.HIT)

    def focus_first(self) -> None:
        """Give the keyboard to the first chip."""
        if ALL in self._buttons:
            self._buttons[ALL].setFocus(Qt.FocusReason.ShortcutFocusReason)
