"""Response funds: what is left of each agency's, how long it lasts, and what was paid for which complaint."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.domain.kind import Kind
from app.domain.visible import visible
from app.i18n import N_
from app.journal.texts import ComplaintText
from app.views.figure_text import value_text
from app.views.funds import FundLine, FundsView, Spending
from app.views.funds_cases import CaseMoney
from reports.tables import Table
from widgets.chart.days import day_words
from widgets.explain.tile import FigureTile
from widgets.figure_table import Column, FigureTable, TableRow
from widgets.figure_view import FigureTableView
from widgets.group import Group
from widgets.live import Live
from widgets.panels.funds_table import funds_table
from widgets.plain import text_label
from widgets.subject_panel import SubjectPanel
from widgets.theme import Size

_HERE = "here."  # begins the id of a row this room made
TILES = ("ceiling", "spent", "remaining", "days_of_cover")
_MONEY = 124
_CASES = 100  # complaints with money of this room that are listed
_CANDIDATES = 20  # complaints whose words hold the id; one of them bears it
_PAYMENTS = (
    Column(N_("Day"), "", False, 110),
    Column(N_("Amount"), N_("What was paid"), True, _MONEY),
    Column(N_("For what"), N_("The agency's own words")),
    Column(N_("Agency"), N_("Whose fund paid"), False, 190),
    Column(N_("Complaint"), N_("The complaint it was paid for; Enter shows it"), False, 150),
)
_KINDS = frozenset({Kind.INDICATOR, Kind.HEALTH, Kind.COMPLAINT, Kind.ACTION})


def fund_columns(limit: float) -> tuple[Column, ...]:
    """The columns of the funds; the bar has its mark at the limit of the city file."""
    return (
        Column(N_("Agency"), least=180),
        Column(N_("Ceiling"), N_("What the agency may use this year"), True, _MONEY),
        Column(N_("Committed"), N_("What is promised, paid or not"), True, _MONEY),
        Column(N_("Spent"), N_("What was paid"), True, _MONEY),
        Column(N_("Remaining"), N_("What is left"), True, _MONEY),
        Column(N_("Used"), N_("Percent used, with the mark of the city file"), True, 110, limit),
        Column(N_("Cover"), N_("Days the rest lasts at the pace of the last 30 days"), True, 90),
    )


class FundsPanel(SubjectPanel):
    """Funds above, payments below. Choosing a payment that is bound to a complaint selects the complaint."""

    def __init__(self, live: Live, group: Group, view: Callable[..., FundsView], parent: QWidget | None = None) -> None:
        super().__init__(live, group, "funds", _KINDS, parent)
        self._build = view
        self.view: FundsView | None = None
        self._wanted = ""  # the id of the complaint a person asked for
        self._case_ids: dict[int, str] = {}  # of complaints this room bound money to, by key
        self.tiles = {name: FigureTile(group, self) for name in TILES}
        self.model = FigureTable(group, fund_columns(live.city.funds.watch_percent), self)
        self.paid_model = FigureTable(group, _PAYMENTS, self)
        self.lines = FigureTableView(self.model, group, lambda: self.frame().at, self)
        self.paid = FigureTableView(self.paid_model, group, lambda: self.frame().at, self)
        self._title, self._note = text_label("", "name", self), text_label("", "small", self)
        self._fill()
        self.paid.clicked.connect(self._on_payment)
        self.paid.opened.connect(self.on_opened)
        live.searched.connect(self._on_searched)
        live.texts_ready.connect(self._on_texts)
        self.connect_all()

    def show_view(self) -> None:
        """Build the view and show it."""
        self.view = self._build(self.live.picture, self.frame(), self.live.city)
        total = self.view.total
        rows = [self._fund(line) for line in self.view.lines]
        self.model.show([*rows, self._fund(total, strong=True)] if total is not None and rows else rows)
        names = {line.agency: line.name for line in self.view.lines}
        self._ask_names()
        ours = [self._bound_here(one, names) for one in self.view.cases[:_CASES]]
        self.paid_model.show([*ours, *(self._payment(at, one, names) for at, one in self._numbered())])
        for name, tile in self.tiles.items():
            tile.setVisible(total is not None)
            if total is not None:
                also = {"spent": (total.committed,), "remaining": (total.percent,)}.get(name, ())
                tile.show_figure(getattr(total, name), self.frame().at, below=self._below(name, total), also=also)
        self._say()

    def on_opened(self, row: str) -> None:
        """Show the complaint a payment is bound to."""
        if self._find(row):
            self.group.panel_requested.emit("complaint")

    def is_painted(self) -> bool:
        """Whether there is something to see."""
        return self.view is not None

    def table(self) -> Table | None:
        """Every fund in a row."""
        return funds_table(self.view, self.group.language) if self.view is not None and self.view.lines else None

    def report(self) -> str:
        """The daily summary tells of the funds."""
        return "daily"

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        words = self.group.language
        self.lines.retranslate(words.text("Response funds by agency"))
        self.paid.retranslate(words.text("Payments"))
        self._title.setText(words.text("Payments"))
        super().retranslate()

    def _fund(self, line: FundLine, *, strong: bool = False) -> TableRow:
        words = self.group.language
        name = words.text("Sum: {name}", name=words.text(line.name)) if strong else line.name
        figures = (line.ceiling, line.committed, line.spent, line.remaining, line.percent, line.days_of_cover)
        return TableRow(line.agency, (visible(name, 120), *figures), strong)

    def _numbered(self) -> list[tuple[str, Spending]]:
        """Payments with an id of their own, stable while no other payment came between."""
        assert self.view is not None
        return [(one.amount.id or str(at), one) for at, one in enumerate(self.view.spending)]

    def _payment(self, id_: str, one: Spending, names: dict[str, str]) -> TableRow:
        words = self.group.language
        cells = (day_words(one.day, words), one.amount, visible(one.purpose, 200), names.get(one.agency, one.agency))
        return TableRow(id_, (*cells, visible(one.complaint, 60)))

    def _bound_here(self, one: CaseMoney, names: dict[str, str]) -> TableRow:
        what = self.group.language.text(one.what)
        told = visible(self._case_ids.get(one.key, ""), 60)
        return TableRow(f"{_HERE}{one.key}", ("", one.amount, what, names.get(one.agency, one.agency), told))

    def _ask_names(self) -> None:
        assert self.view is not None
        missing = [one.key for one in self.view.cases[:_CASES] if one.key not in self._case_ids]
        if missing:
            self.live.want_texts(missing)

    def _on_payment(self, index: QModelIndex) -> None:
        self._find(self.paid_model.row_at(index))

    def _find(self, row: str) -> bool:
        """Ask for the complaint of a payment; False for a payment that is bound to none."""
        if row.startswith(_HERE):
            self._wanted = ""
            self.group.select("complaint", int(row.removeprefix(_HERE)))
            return True
        bound = self._wanted = next((one.complaint for id_, one in self._numbered() if id_ == row), "")
        if bound:
            self.live.search(bound, self.name)
        return bool(bound)

    def _on_searched(self, asker: str, text: str, keys: np.ndarray) -> None:
        if asker == self.name and text == self._wanted:
            self.live.want_texts([int(key) for key in keys[:_CANDIDATES]])
            if not len(keys):
                self._say_missing()

    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        """Select the one that bears just this id; show the numbers of complaints with money of this room."""
        ours = {one.key for one in self.view.cases} if self.view is not None else set()
        named = {key: text.id for key, text in texts.items() if key in ours}
        if named.keys() - self._case_ids.keys():
            self._case_ids |= named
            self.refresh_soon()
        found = [key for key, text in texts.items() if self._wanted and text.id == self._wanted]
        if found:
            self._wanted = ""
            self.group.select("complaint", found[0])

    def _say_missing(self) -> None:
        words = self.group.language
        self._note.setText(words.text("No complaint {id} has come here.", id=visible(self._wanted, 60)))
        self._note.setVisible(True)

    def _below(self, name: str, total: FundLine) -> str:
        words = self.group.language
        if name == "spent":
            return words.text("committed {amount}", amount=value_text(total.committed, words))
        if name == "remaining":
            return words.text("{percent} used", percent=value_text(total.percent, words))
        return words.text("at the pace of the last 30 days") if name == "days_of_cover" else ""

    def _say(self) -> None:
        assert self.view is not None
        words, view = self.group.language, self.view
        marked = sum(bool(line.mark) for line in view.lines)
        head = words.text("Response funds {year}", year=view.year)
        if marked:
            head += " · " + words.plural("{n} near its ceiling", "{n} near their ceiling", marked)
        self.say_headline(head)
        note = ""
        if view.withheld:
            note = words.text("Left out, for their source is lost: {names}.", names=", ".join(view.withheld))
        elif not view.lines:
            note = words.text("No fund of {year} has come yet.", year=view.year)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _fill(self) -> None:
        gap = Size.GAP
        head = QHBoxLayout()
        grid = QGridLayout()
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
        inner.addWidget(self.paid, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.lines)
        split.addWidget(below)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap[2], gap[1], gap[2], gap[1])
        column.setSpacing(gap[1])
        column.addLayout(head)
        column.addWidget(split, 1)
        column.addWidget(self._note)
        self.setFocusProxy(self.lines)
