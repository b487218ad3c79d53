"""Local taxes: what is in, against the target and former years, by kind, by kecamatan and by day."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.domain.kind import Kind
from app.views.figure import INCOMPLETE
from app.views.figure_text import value_text
from app.views.revenue_lines import DayLine, RevenueView
from reports.tables import Table
from widgets.chart.days import day_words
from widgets.chart.revenue import revenue_chart
from widgets.chart.view import ChartView
from widgets.explain.asks import Asks
from widgets.explain.tile import FigureTile
from widgets.group import Group
from widgets.live import Live
from widgets.money_words import name_of
from widgets.panels.revenue_crumbs import Crumbs
from widgets.panels.revenue_table import RevenueTables
from widgets.panels.revenue_words import TILES, below_figures, below_words, days_table, lines_table, withheld_names
from widgets.plain import text_label
from widgets.subject_panel import SubjectPanel
from widgets.theme import Size

Views = Callable[..., RevenueView]
Days = Callable[..., tuple[DayLine, ...]]
_KINDS = frozenset({Kind.INDICATOR, Kind.HEALTH})
_COMPARED = 1  # former years shown at first


class RevenuePanel(SubjectPanel):
    """Tiles, chart and table of the city, of one kind, or of one kind in one kecamatan. Backspace goes up."""

    def __init__(self, live: Live, group: Group, view: Views, days: Days, parent: QWidget | None = None) -> None:
        super().__init__(live, group, "revenue", _KINDS, parent)
        self._build, self._build_days = view, days
        self.view: RevenueView | None = None
        self.days: tuple[DayLine, ...] = ()
        self.kind: str | None = None
        self.district: str | None = None
        self.year: int | None = None
        self._compared: set[int] | None = None
        self.crumbs, self.years = Crumbs(group, self), QComboBox(self)
        self.tiles = {name: FigureTile(group, self) for name in TILES}
        self.chart, self.tables = ChartView(group, self), RevenueTables(group, live.frame, self)
        self._note = text_label("", "small", self)
        self._fill()
        self.crumbs.chosen.connect(self.on_crumb)
        self.years.activated.connect(self._on_year)
        self.chart.toggled.connect(self.on_compare)
        self.tables.opened.connect(self.on_opened)
        Asks(self.chart, group, lambda: self.view.total.to_date if self.view is not None else None, self._now)
        self.connect_all()

    def show_view(self) -> None:
        """Build the view of what is chosen and show all of it."""
        live = self.live
        chosen: dict[str, Any] = {"year": self.year, "kind": self.kind, "district": self.district}
        self.view = self._build(live.picture, self.frame(), live.city, **chosen)
        self.days = ()
        if self.kind is not None and self.district is not None:
            self.days = self._build_days(
                live.picture, self.frame(), live.city, self.view.year, self.kind, self.district
            )
        self._show_years()
        self._show_tiles()
        self._show_chart()
        self.crumbs.show_path(self.view, self.kind, self.district)
        self.tables.show_view(self.view, self.kind, self.district, self.days)
        self._say()

    def _now(self) -> datetime:
        return self.frame().at

    def on_opened(self, level: str, key: str) -> None:
        """Go down: a kind, or a kecamatan of it."""
        if level == "kind":
            self.kind = key
        else:
            self.district = key
        self.refresh()
        self.tables.focus_first()

    def on_crumb(self, depth: int) -> None:
        """Go up to a part of the path: 0 all, 1 the first thing chosen."""
        if depth == 0:
            self.kind = self.district = None
        elif depth == 1 and self.kind is not None:
            self.district = None
        self.refresh()

    def go_up(self) -> bool:
        """One step up; False at the top."""
        if self.kind is None and self.district is None:
            return False
        self.on_crumb(1 if self.kind is not None and self.district is not None else 0)
        return True

    def on_compare(self, line: str) -> None:
        """Show or hide a former year."""
        if line.isdigit():
            self._compared = set(self._years_shown()) ^ {int(line)}
            self._show_chart()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace goes up."""
        if event.key() != Qt.Key.Key_Backspace or not self.go_up():
            super().keyPressEvent(event)

    def is_painted(self) -> bool:
        """Whether there is something to see."""
        return self.view is not None and self.chart.is_painted()

    def table(self) -> Table | None:
        """The lines in sight, or the days when one kecamatan of a kind is open."""
        if self.view is None:
            return None
        words = self.group.language
        if self.kind is not None and self.district is not None:
            return days_table(self.view, self.days, self.crumbs.text(), words)
        lines = self.view.districts if self.tables.shows_districts() else self.view.kinds
        return lines_table(self.view, lines, self.crumbs.text(), words) if lines else None

    def report(self) -> str:
        """The revenue report."""
        return "revenue"

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        words = self.group.language
        self.years.setAccessibleName(words.text("Year"))
        self.crumbs.setAccessibleName(words.text("Where you are"))
        self.tables.retranslate()
        super().retranslate()

    def remembered(self) -> dict[str, Any]:
        """Also which former years are compared."""
        return super().remembered() | ({"compared": sorted(self._compared)} if self._compared is not None else {})

    def recall(self, kept: dict[str, Any]) -> None:
        """Take it back."""
        super().recall(kept)
        compared = kept.get("compared")
        if isinstance(compared, list):
            self._compared = {year for year in compared if isinstance(year, int)}
            self.refresh_soon()

    def _years_shown(self) -> set[int]:
        if self._compared is not None:
            return self._compared
        curves = self.view.curves if self.view is not None else None
        return set(sorted(curves.years, reverse=True)[:_COMPARED]) if curves is not None else set()

    def _show_years(self) -> None:
        assert self.view is not None
        years = sorted({*self.view.years, self.view.year}, reverse=True)
        if [self.years.itemData(at) for at in range(self.years.count())] != years:
            self.years.clear()
            for year in years:
                self.years.addItem(str(year), year)
        self.years.setCurrentIndex(years.index(self.view.year))
        self.years.setEnabled(len(years) > 1)

    def _show_tiles(self) -> None:
        assert self.view is not None
        now, words = self.frame().at, self.group.language
        for name, tile in self.tiles.items():
            figure = getattr(self.view.total, name)
            tile.show_figure(
                figure, now, below=below_words(name, self.view, words), also=below_figures(name, self.view)
            )

    def _show_chart(self) -> None:
        assert self.view is not None
        words = self.group.language
        why = words.text("No revenue of {year} has come yet.", year=self.view.year)
        self.chart.show_spec(revenue_chart(self.view, words, self._years_shown()), why)

    def _say(self) -> None:
        assert self.view is not None
        view, words = self.view, self.group.language
        percent = view.total.percent
        total = words.text("{total} {year}", total=name_of(view.total, words), year=view.year)
        share = words.text("{percent} of the target", percent=value_text(percent, words))
        self.say_headline(total if percent.value is None else f"{total} · {share}")
        notes = [words.text("{total} alone, not PAD.", total=name_of(view.total, words))]
        if view.data_until is not None:
            notes.append(words.text("Data until {day}.", day=day_words(view.data_until, words)))
        if view.total.to_date.is_incomplete:
            notes.append(f"* {words.text(INCOMPLETE)}")
        if view.withheld:
            names = ", ".join(withheld_names(view, words))
            notes.append(words.text("Left out, for their source is lost: {names}.", names=names))
        self._note.setText(" ".join(notes))

    def _on_year(self, at: int) -> None:
        self.year = int(self.years.itemData(at))
        self.refresh()

    def _fill(self) -> None:
        gap = Size.GAP
        head = QHBoxLayout()
        head.addWidget(self.crumbs, 1)
        self.years.setMinimumWidth(84)
        self.years.setMinimumHeight(Size.HIT)
        head.addWidget(self.years)
        head.addWidget(self.more)
        grid = QGridLayout()
        grid.setHorizontalSpacing(gap[1])
        grid.setVerticalSpacing(gap[0])
        for at, tile in enumerate(self.tiles.values()):
            grid.addWidget(tile, at // 4, at % 4)
            grid.setColumnStretch(at % 4, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.chart)
        split.addWidget(self.tables)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.chart.setMinimumHeight(120)
        self.tables.setMinimumHeight(110)
        self._note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap[2], gap[1], gap[2], gap[1])
        column.setSpacing(gap[1])
        column.addLayout(head)
        column.addLayout(grid)
        column.addWidget(split, 1)
        column.addWidget(self._note)
        self.setFocusProxy(self.tables.lines)
