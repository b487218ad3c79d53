"""The sources in the top bar: worst first, each with its age; a click lists them all."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from app.views.figure import Figure
from app.views.source_figures import source_figure
from app.views.sources import SourceLine, sources_view
from widgets.explain.asks import Asks
from widgets.group import Group
from widgets.live import Live
from widgets.marks import icon
from widgets.plain import caption, tip
from widgets.source_words import age_words, error_words, mark_of, source_name, state_word, step_words
from widgets.theme import Size

_GAP = 8
_MOST = 6


class SourceChips(QWidget):
    """As many chips as there is room for; the last one counts the rest."""

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group = live, group
        self._chips = [self._chip() for _ in range(_MOST)]
        self._rest = self._chip()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addStretch()
        for chip in (*self._chips, self._rest):
            row.addWidget(chip)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lines: tuple[SourceLine, ...] = ()
        live.ticked.connect(self.on_tick)
        live.sources_changed.connect(self.refresh)
        group.language_changed.connect(self.refresh)
        group.theme_changed.connect(self.refresh)
        self.refresh()

    def on_tick(self, _now: datetime) -> None:
        """Show the ages of this second."""
        self.refresh()

    def refresh(self, _changed: object = None) -> None:
        """Read the sources again and draw them."""
        self._lines = tuple(sources_view(self._live.picture, self._live.frame(), self._live.city))
        for chip, line in zip(self._chips, self._lines, strict=False):
            self._show(chip, line)
        self._fit()

    def list_menu(self) -> QMenu:
        """Every source with its state and what is wrong, and the way to the panel."""
        words, menu = self._group.language, QMenu(self)
        for line in self._lines:
            parts = (source_name(line), state_word(line, words), age_words(line, words), error_words(line, words, 120))
            action = menu.addAction(self._icon(line), " · ".join(p for p in parts if p)[:120].replace("&", "&&"))
            action.triggered.connect(self._on_panel)
        menu.addSeparator()
        menu.addAction(words.text("Open the sources panel")).triggered.connect(self._on_panel)
        menu.setAccessibleName(words.text("Sources"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many chips as fit now."""
        super().resizeEvent(event)
        self._fit()

    def _chip(self) -> QPushButton:
        chip = QPushButton(self)
        chip.setProperty("role", "chip")
        chip.setIconSize(QSize(12, 12))
        chip.hide()
        chip.clicked.connect(self._on_clicked)
        Asks(chip, self._group, lambda: self._figure(chip), lambda: self._live.frame().at)
        return chip

    def _figure(self, chip: QPushButton) -> Figure | None:
        """The age a chip shows; that which counts the rest tells those it does not name."""
        ages = [source_figure(line, "link_age_s") for line in self._lines]
        if chip in self._chips:
            at = self._chips.index(chip)
            return ages[at] if at < len(ages) else None
        rest = ages[sum(not one.isHidden() for one in self._chips) :]
        return replace(rest[0], parts=tuple(rest[1:])) if rest else None

    def _icon(self, line: SourceLine) -> QIcon:
        mark = mark_of(line, self._group.theme)
        return icon(*mark) if mark else QIcon()

    def _show(self, chip: QPushButton, line: SourceLine) -> None:
        words = self._group.language
        text = f"{source_name(line)} {age_words(line, words)}"
        if chip.text() != text:
            caption(chip, text)
        self._mark(chip, line)
        tip(chip, f"{state_word(line, words)}\n{error_words(line, words)}\n{step_words(line, words)}".strip())

    def _mark(self, chip: QPushButton, line: SourceLine) -> None:
        mark = mark_of(line, self._group.theme)
        look = f"{mark} {self._group.theme.name}"
        if chip.property("look") != look:
            chip.setProperty("look", look)
            chip.setIcon(self._icon(line))
            chip.setStyleSheet(f"color: {mark[1]}" if mark else "")

    def _fit(self) -> None:
        lines, words = len(self._lines), self._group.language
        caption(self._rest, words.text("+{n} sources", n=lines))
        room = self.width() - self._rest.sizeHint().width() - _GAP
        shown = 0
        for chip in self._chips[:lines]:
            room -= chip.sizeHint().width() + _GAP
            shown += room >= 0
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < shown)
        caption(self._rest, words.text("+{n} sources", n=lines - shown))
        self._rest.setVisible(lines > shown)
        if lines > shown:
            self._mark(self._rest, self._lines[shown])  # the worst of those not shown

    def _on_clicked(self) -> None:
        chip = self.sender()
        at = chip.mapToGlobal(QPoint(0, Size.HIT + 4)) if isinstance(chip, QWidget) else QPoint()
        self.list_menu().popup(at)

    def _on_panel(self) -> None:
        self._group.panel_requested.emit("sources")
