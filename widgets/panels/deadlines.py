"""Deadlines: by agency what is due today, missed, and forecast by the end of the week; below, which cases."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.domain.kind import Kind
from app.domain.visible import visible
from app.i18n import N_
from app.journal.texts import ComplaintText
from app.views.deadlines import DeadlineLine, DeadlinesView, LateCase
from app.views.figure_text import value_text
from reports.tables import Table
from widgets.case_words import one_line
from widgets.explain.tile import FigureTile
from widgets.figure_table import Column, FigureTable, TableRow
from widgets.figure_view import FigureTableView
from widgets.group import Group
from widgets.live import Live
from widgets.plain import text_label
from widgets.subject_panel import SubjectPanel
from widgets.theme import Size

TILES = ("missed", "today", "forecast", "open")
_NUMBER = 84
_LISTED = 200  # cases in the list; the rest is said in a line
_LINES = (
    Column(N_("Agency")),
    Column(N_("Open"), N_("Open complaints with a target; paused ones are left out"), True, _NUMBER),
    Column(N_("Today"), N_("Their target ends in what is left of this day"), True, _NUMBER),
    Column(N_("Missed"), N_("Their target has ended"), True, _NUMBER),
    Column(N_("Forecast"), N_("Missed by the end of the working week at the present pace"), True, _NUMBER),
    Column(N_("Pace"), N_("Finished a working hour, in the last seven days"), True, _NUMBER),
)
_CASES = (
    Column(N_("Number"), N_("Enter shows the complaint"), False, 140),
    Column(N_("Complaint")),
    Column(N_("Agency"), "", False, 230),
    Column(N_("Due"), N_("End of the target, pauses counted"), False, 132),
    Column(N_("Why"), N_("Missed already, due today, or forecast to be missed"), False, 84),
)
_KINDS = frozenset({Kind.COMPLAINT, Kind.ACTION, Kind.HEALTH})


class DeadlinesPanel(SubjectPanel):
    """Agencies above, cases below. Choosing a case selects its complaint; Enter brings its panel to the front."""

    def __init__(
        self, live: Live, group: Group, view: Callable[..., DeadlinesView], parent: QWidget | None = None
    ) -> None:
        super().__init__(live, group, "deadlines", _KINDS, parent)
        self._build = view
        self.view: DeadlinesView | None = None
        self._texts: dict[int, ComplaintText] = {}
        self.tiles = {name: FigureTile(group, self) for name in TILES}
        self.model, self.case_model = FigureTable(group, _LINES, self), FigureTable(group, _CASES, self)
        self.lines = FigureTableView(self.model, group, lambda: self.frame().at, self)
        self.cases = FigureTableView(self.case_model, group, lambda: self.frame().at, self)
        self._title, self._note = text_label("", "name", self), text_label("", "small", self)
        self._fill()
        self.cases.clicked.connect(self._on_case)
        self.cases.opened.connect(self.on_opened)
        live.texts_ready.connect(self._on_texts)
        self.connect_all()

    def show_view(self) -> None:
        """Build the view and show it."""
        self.view = view = self._build(self.live.picture, self.frame(), self.live.city)
        rows = [self._line(line) for line in view.lines]
        self.model.show([*rows, self._line(view.total, strong=True)] if rows else rows)
        listed = view.cases[:_LISTED]
        missing = [one.key for one in listed if one.key not in self._texts]
        if missing:
            self.live.want_texts(missing)
        self.case_model.show([self._case(one) for one in listed])
        for name, tile in self.tiles.items():
            tile.show_figure(getattr(view.total, name), self.frame().at, below=self._below(name))
        self._say()

    def on_opened(self, row: str) -> None:
        """Show the complaint of a row in its panel."""
        self.group.select("complaint", int(row))
        self.group.panel_requested.emit("complaint")

    def is_painted(self) -> bool:
        """Whether there is something to see."""
        return self.view is not None

    def table(self) -> Table | None:
        """Every agency in a row, as plain numbers."""
        if self.view is None or not self.view.lines:
            return None
        words, fields = self.group.language, ("open", "today", "missed", "forecast", "pace")
        lines = (*self.view.lines, self.view.total)
        rows = [(words.text(line.name), *(getattr(line, name).value for name in fields)) for line in lines]
        about = (words.text("Deadlines until {moment}", moment=words.moment(self.view.until)),)
        return Table(about[0], tuple(words.text(column.title) for column in _LINES), rows, about)

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        words = self.group.language
        self.lines.retranslate(words.text("Deadlines by agency"))
        self.cases.retranslate(words.text("Cases by their deadline"))
        self._title.setText(words.text("Cases by their deadline"))
        super().retranslate()

    def _line(self, line: DeadlineLine, *, strong: bool = False) -> TableRow:
        words = self.group.language
        name = words.text("Sum: {name}", name=words.text(line.name)) if strong else words.text(line.name)
        figures = (line.open, line.today, line.missed, line.forecast, line.pace)
        return TableRow(line.agency or "none", (visible(name, 120), *figures), strong)

    def _case(self, one: LateCase) -> TableRow:
        words, text = self.group.language, self._texts.get(one.key)
        number, title = (text.id, text.title or text.service_name or text.address) if text else ("", "")
        agency = visible(words.text(one.agency), 120)
        cells = (one_line(number, 60), one_line(title, 160), agency, self._short(one.due), words.text(one.late.value))
        return TableRow(str(one.key), cells)

    def _short(self, moment: datetime) -> str:
        words = self.group.language
        return f"{words.date(moment, 'EEE d MMM')} {words.time(moment)}"

    def _on_case(self, index: QModelIndex) -> None:
        row = self.case_model.row_at(index)
        if row:
            self.group.select("complaint", int(row))

    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        wanted = {one.key for one in self.view.cases[:_LISTED]} if self.view is not None else set()
        news = {key: text for key, text in texts.items() if key in wanted and self._texts.get(key) != text}
        if news:
            self._texts |= news
            self.refresh_soon()

    def _below(self, name: str) -> str:
        assert self.view is not None
        words = self.group.language
        if name == "forecast":
            return words.text("by {moment}", moment=self._short(self.view.until))
        if name == "open":
            return words.text("{pace} finished a working hour", pace=value_text(self.view.total.pace, words))
        return ""

    def _say(self) -> None:
        assert self.view is not None
        words, total = self.group.language, self.view.total
        said = N_("{n} missed"), N_("{n} due today"), N_("{n} forecast")
        told = zip((total.missed, total.today, total.forecast), said, strict=True)
        parts = [words.text(message, n=words.number(one.value)) for one, message in told if one.value]
        self.say_headline(" · ".join(parts))
        note = words.text("{n} more are not listed.", n=words.number(self._rest())) if self._rest() else ""
        if not self.view.lines:
            note = words.text("No open complaint has a target.")
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _rest(self) -> int:
        assert self.view is not None
        return self.view.more + max(0, len(self.view.cases) - _LISTED)

    def _fill(self) -> None:
        gap = Size.GAP
        head, grid = QHBoxLayout(), QGridLayout()
        for at, tile in enumerate(self.tiles.values()):
            grid.addWidget(tile, 0, at)
            grid.setColumnStretch(at, 1)
        head.addLayout(grid, 1)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        below = QWidget(self)
        inner = QVBoxLayout(below)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(gap[0])
        inner.addWidget(self._title)
        inner.addWidget(self.cases, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        for part in (self.lines, below):
            split.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap[2], gap[1], gap[2], gap[1])
        column.setSpacing(gap[1])
        column.addLayout(head)
        column.addWidget(split, 1)
        column.addWidget(self._note)
        self.setFocusProxy(self.lines)
