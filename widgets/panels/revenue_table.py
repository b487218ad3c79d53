"""The lower half of the revenue panel: kinds or kecamatan as chosen by two tabs, or the days of one of each."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import N_
from app.picture.frame import Frame
from app.views.revenue_lines import DayLine, RevenueLine, RevenueView
from widgets.chart.days import day_words
from widgets.figure_table import Column, FigureTable, TableRow
from widgets.figure_view import FigureTableView
from widgets.group import Group
from widgets.money_words import name_of
from widgets.plain import caption
from widgets.theme import Size

_MONEY = 112  # holds "Rp88.8 million*", the widest there is in both languages
LINES = (
    Column(N_("Name"), least=158),
    Column(N_("Today"), N_("Realised on this day"), True, _MONEY),
    Column(N_("To date"), N_("Realised since 1 January"), True, _MONEY),
    Column(N_("Target"), N_("Target in force"), True, _MONEY),
    Column(N_("%"), N_("Percent of the target"), True, 70),
    Column(N_("Remainder"), N_("Still to come; negative is more than the target"), True, _MONEY),
    Column(N_("Last year"), N_("Same day last year"), True, _MONEY),
    Column(N_("Pace"), N_("1.00 is as in former years"), True, 82),
    Column(N_("Projection"), N_("Where the year is likely to end"), True, _MONEY),
)
_DAYS = (Column(N_("Day"), "", False, 160), Column(N_("Realised"), N_("Realised on this day"), True, 160), Column(""))


class RevenueTables(QWidget):
    """`opened` carries what kind of row was opened ("kind" or "district") and its key."""

    opened = Signal(str, str)

    def __init__(self, group: Group, frame: Callable[[], Frame], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group, self._frame = group, frame
        self._view: RevenueView | None = None
        self._kind: str | None = None
        self._district: str | None = None
        self.model, self.days_model = FigureTable(group, LINES, self), FigureTable(group, _DAYS, self)
        self.lines = FigureTableView(self.model, group, self._now, self)
        self.days = FigureTableView(self.days_model, group, self._now, self)
        self.by_kind, self.by_district = QPushButton(self), QPushButton(self)
        self._stack = QStackedWidget(self)
        self._choice = QButtonGroup(self)
        self._fill()
        self.lines.opened.connect(self._on_opened)
        self._choice.buttonClicked.connect(self._on_choice)

    def show_view(self, view: RevenueView, kind: str | None, district: str | None, days: tuple[DayLine, ...]) -> None:
        """Show the lines one can go down to, or the days at the bottom."""
        deeper = (kind, district) != (self._kind, self._district)
        self._view, self._kind, self._district = view, kind, district
        at_days = kind is not None and district is not None
        for button, chosen in ((self.by_kind, kind), (self.by_district, district)):
            button.setVisible(chosen is None and not at_days)
        if deeper and not at_days:
            (self.by_district if kind is not None else self.by_kind).setChecked(True)
        self._stack.setCurrentWidget(self.days if at_days else self.lines)
        if at_days:
            self.days_model.show([self._day(line) for line in days])
        else:
            self._show_lines()

    def shows_districts(self) -> bool:
        """Whether the lines are kecamatan."""
        return self.by_district.isChecked()

    def focus_first(self) -> None:
        """Put the keyboard on the first line, where one has gone down to."""
        view = self.days if self._stack.currentWidget() is self.days else self.lines
        view.setFocus()
        view.setCurrentIndex(view.model().index(0, 0))

    def retranslate(self) -> None:
        """Use the group's language."""
        words = self._group.language
        caption(self.by_kind, words.text("By kind"))
        caption(self.by_district, words.text("By kecamatan"))
        self.lines.retranslate(words.text("Local taxes by line"))
        self.days.retranslate(words.text("Local taxes by day"))

    def _show_lines(self) -> None:
        assert self._view is not None
        lines = self._view.districts if self.shows_districts() else self._view.kinds
        rows = [self._line(line) for line in lines]
        self.model.show([*rows, self._line(self._view.total, strong=True)] if rows else [])

    def _line(self, line: RevenueLine, *, strong: bool = False) -> TableRow:
        words = self._group.language
        name = words.text("Sum: {name}", name=name_of(line, words)) if strong else name_of(line, words)
        figures = (line.today, line.to_date, line.target, line.percent, line.remainder, line.last_year)
        return TableRow("" if strong else line.key, (name, *figures, line.pace, line.projection), strong)

    def _day(self, line: DayLine) -> TableRow:
        return TableRow(line.day.isoformat(), (day_words(line.day, self._group.language), line.value, ""))

    def _now(self) -> datetime:
        return self._frame().at

    def _on_opened(self, key: str) -> None:
        if key:
            self.opened.emit("district" if self.shows_districts() else "kind", key)

    def _on_choice(self) -> None:
        if self._view is not None:
            self._show_lines()

    def _fill(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Size.GAP[0])
        for button in (self.by_kind, self.by_district):
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.setFixedHeight(Size.HIT)
            self._choice.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.by_kind.setChecked(True)
        for view in (self.lines, self.days):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP[0])
        column.addLayout(row)
        column.addWidget(self._stack, 1)
