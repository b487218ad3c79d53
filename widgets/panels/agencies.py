"""The agencies: their own indicators against target and in time, and who does not answer."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.domain.kind import Kind
from app.domain.severity import Severity
from app.domain.visible import visible
from app.i18n import N_
from app.views.agencies import AgenciesView, AgencyLine, IndicatorLine
from app.views.silence import silence_words
from reports.tables import Table
from widgets.explain.asks import Asks
from widgets.figure_table import Column, FigureTable, Said, TableRow, Trend
from widgets.figure_view import FigureTableView
from widgets.group import Group
from widgets.live import Live
from widgets.marks import SEVERITY_MARKS, pixmap
from widgets.money_words import name_of, title_of
from widgets.panels.agencies_detail import IndicatorDetail
from widgets.panels.agencies_words import agencies_table, silent_words, trend_words
from widgets.plain import text_label
from widgets.subject_panel import SubjectPanel
from widgets.theme import Size

COLUMNS = (
    Column(N_("Agency and indicator"), least=180),
    Column(N_("Value"), N_("The newest value; of what grows through its period, that of the last one over"), True, 112),
    Column(N_("So far"), N_("The period that is not over yet, as far as it has come; it is not judged"), True, 112),
    Column(N_("Target"), N_("The target of the city file"), True, 84),
    Column(N_("Trend"), N_("The last values; a gap where none came"), False, 100),
    Column(N_("Age"), N_("Age of the newest value"), True, 76),
    Column(N_("Owner"), N_("Who answers for it"), False, 118),
    Column(N_("Remark"), N_("The owner's last remark"), False, 100),
)
_KINDS = frozenset({Kind.INDICATOR, Kind.HEALTH})


class AgenciesPanel(SubjectPanel):
    """A heading for each agency, a line for each indicator; the selected one is told in full below."""

    def __init__(
        self, live: Live, group: Group, view: Callable[..., AgenciesView], parent: QWidget | None = None
    ) -> None:
        super().__init__(live, group, "agencies", _KINDS, parent)
        self._build = view
        self.view: AgenciesView | None = None
        self._remarks: dict[int, str] = {}
        self._asked: frozenset[int] = frozenset()
        self.model = FigureTable(group, COLUMNS, self)
        self.lines = FigureTableView(self.model, group, lambda: self.frame().at, self)
        self.detail = IndicatorDetail(group, self.frame, self)
        self._silent, self._mark = text_label("", "", self), text_label("", "", self)
        self._fill()
        Asks(self._silent, group, lambda: self.view.answers if self.view is not None else None, self._now)
        self.lines.selectionModel().currentRowChanged.connect(self._on_row)
        live.remarks_ready.connect(self._on_remarks)
        self.connect_all()

    def show_view(self) -> None:
        """Build the view and show it; the selected indicator stays selected."""
        self.view = self._build(self.live.picture, self.frame(), self.live.city, self._remarks)
        self._ask_remarks()
        words = self.group.language
        self.model.show([row for agency in self.view.agencies for row in self._rows(agency)])
        self.lines.span_headings()
        if not self.lines.currentIndex().isValid():
            self._select_first()
        self._show_silent()
        self._show_detail()
        answering, of = words.number(self.view.answering), words.number(self.view.of)
        self.say_headline(words.text("{n} of {all} agencies answer", n=answering, all=of))

    def _now(self) -> datetime:
        return self.frame().at

    def is_painted(self) -> bool:
        """Whether there is something to see."""
        return self.view is not None and self.detail.chart.is_painted()

    def table(self) -> Table | None:
        """Every indicator in a row."""
        return agencies_table(self.view, self.group.language) if self.view and self.view.agencies else None

    def report(self) -> str:
        """The daily summary tells of the agencies."""
        return "daily"

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        self.lines.retranslate(self.group.language.text("Indicators of the agencies"))
        super().retranslate()

    def line(self, row_id: str) -> tuple[AgencyLine, IndicatorLine] | None:
        """The indicator of a row, None for a heading."""
        for agency in self.view.agencies if self.view is not None else ():
            for line in agency.indicators:
                if row_id == f"{agency.id}.{line.name}":
                    return agency, line
        return None

    def _ask_remarks(self) -> None:
        """The picture holds numbers; the owners' words are read for the records in sight."""
        assert self.view is not None
        lines = [line for agency in self.view.agencies for line in agency.indicators]
        keys = frozenset(
            int(key)
            for line in lines
            for facts in line.value.inputs
            if facts.kind is Kind.INDICATOR
            for key in facts.keys
        )
        if keys and keys != self._asked:
            self._asked = keys
            self.live.want_remarks(sorted(keys))

    def _on_remarks(self, remarks: dict[int, str]) -> None:
        if remarks != self._remarks:
            self._remarks = remarks
            self.refresh_soon()

    def _rows(self, agency: AgencyLine) -> list[TableRow]:
        words = self.group.language
        head = visible(name_of(agency, words), 120)
        if agency.days_silent is not None:
            silent = words.text("silent: {since}", since=silence_words(agency.days_silent, words))
            head = f"{head} · {silent}"
        return [TableRow(agency.id, (head,), True), *(self._row(agency, line) for line in agency.indicators)]

    def _row(self, agency: AgencyLine, line: IndicatorLine) -> TableRow:
        words = self.group.language
        age = words.text("never seen") if line.age_s is None else words.age(line.age_s)
        trend = Trend(line.trend, trend_words(line, words), line.judged)
        name = "    " + visible(title_of(line, words), 120)
        so_far = line.value if line.whole is not None else None
        told = (line.judged, so_far, line.target, trend, Said(age, line.age))
        cells = (name, *told, visible(line.owner, 80), visible(line.remark, 200))
        return TableRow(f"{agency.id}.{line.name}", cells)

    def _select_first(self) -> None:
        """The worst indicator first: what is abnormal is what one looks for."""
        found = [
            (line.mark or Severity.RENDAH, f"{agency.id}.{line.name}")
            for agency in (self.view.agencies if self.view is not None else ())
            for line in agency.indicators
        ]
        if found:
            worst = max(mark for mark, _ in found)
            self.lines.select_row(next(id_ for mark, id_ in found if mark == worst))

    def _on_row(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        found = self.line(self.model.row_at(self.lines.currentIndex()))
        if found is None:
            self.detail.show_nothing()
        else:
            self.detail.show_line(*found)

    def _show_silent(self) -> None:
        assert self.view is not None
        words, theme = self.group.language, self.group.theme
        self._silent.setText(silent_words(self.view, words))
        self._silent.setAccessibleName(self._silent.text())
        for part in (self._silent, self._mark):
            part.setVisible(bool(self.view.silent))
        self._mark.setPixmap(pixmap(SEVERITY_MARKS[Severity.TINGGI], theme.tinggi, 12, 2.0))

    def _fill(self) -> None:
        gap = Size.GAP
        head = QHBoxLayout()
        head.setSpacing(gap[1])
        self._silent.setWordWrap(True)
        head.addWidget(self._mark)
        head.addWidget(self._silent, 1)
        head.addStretch(0)
        head.addWidget(self.more)
        self.lines.setIconSize(QSize(12, 12))
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.lines)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap[2], gap[1], gap[2], gap[1])
        column.setSpacing(gap[1])
        column.addLayout(head)
        column.addWidget(split, 1)
        self.setFocusProxy(self.lines)
