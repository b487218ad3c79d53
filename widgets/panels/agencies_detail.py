"""One indicator in full: its value as a tile, its chart with the line of alarm, its parts, and the owner's remark."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.visible import visible
from app.picture.frame import Frame
from app.views.agencies import AgencyLine, IndicatorLine
from app.views.figure_text import value_text
from widgets.chart.days import day_words
from widgets.chart.indicator import indicator_chart
from widgets.chart.view import ChartView
from widgets.explain.tile import FigureTile
from widgets.group import Group
from widgets.money_words import name_of, title_of
from widgets.plain import breakable, text_label
from widgets.theme import Size

_SIDE = 230
_PARTS = 8  # parts shown beside the chart


class IndicatorDetail(QWidget):
    """Shows one line; nothing for a heading."""

    def __init__(self, group: Group, frame: Callable[[], Frame], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group, self._frame = group, frame
        self.tile, self.chart = FigureTile(group, self), ChartView(group, self)
        self.parts = [FigureTile(group, self, value_px=Size.BASE + 1, text_px=Size.SMALL) for _ in range(_PARTS)]
        self.running = FigureTile(group, self, value_px=Size.BASE + 3, text_px=Size.SMALL)
        self._remark = text_label("", "secondary", self)
        self._fill()

    def show_line(self, agency: AgencyLine, line: IndicatorLine) -> None:
        """Show an indicator of an agency."""
        words, now = self._group.language, self._frame().at
        parts = [visible(name_of(agency, words), 60)]  # last, for it is the part that may be cut
        self.tile.setVisible(True)
        name = visible(title_of(line, words), 60)
        if line.whole is not None and line.judged_day is not None:
            parts.insert(0, day_words(line.judged_day, words))
        if line.target is not None:
            parts.insert(0, words.text("target {value}", value=value_text(line.target, words)))
        also = () if line.target is None else (line.target,)
        self.tile.show_figure(line.judged, now, name=name, below=" · ".join(parts), also=also)
        self.running.setVisible(line.whole is not None)
        if line.whole is not None:
            self.running.show_figure(line.value, now, name=words.text("The period that is running"))
        self._remark.setText(breakable(visible(line.remark, 300)))
        why = words.text("There are not enough values for a chart.")
        self.chart.show_spec(indicator_chart(line, words), why)
        shown = line.by_label[:_PARTS]
        for at, tile in enumerate(self.parts):
            tile.setVisible(at < len(shown))
            if at < len(shown):
                tile.show_figure(shown[at], now, name=visible(words.text(shown[at].name), 40))

    def show_nothing(self) -> None:
        """A heading is selected."""
        for part in (self.tile, self.running, *self.parts):
            part.setVisible(False)
        self._remark.setText("")
        self.chart.show_spec(None, self._group.language.text("Choose an indicator to see it in time."))

    def _fill(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(Size.GAP[0])
        side.addWidget(self.tile)
        side.addWidget(self.running)
        self.running.hide()
        self._remark.setWordWrap(True)
        self._remark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._remark.setContentsMargins(8, 0, 0, 0)
        side.addWidget(self._remark)
        for tile in self.parts:
            side.addWidget(tile)
            tile.hide()
        side.addStretch(1)
        column = QWidget(self)
        column.setLayout(side)
        column.setFixedWidth(_SIDE)
        side.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP[1])
        row.addWidget(column)
        row.addWidget(self.chart, 1)
        self.setMinimumHeight(140)
