"""Lays out one page of a scene for its distance: tiles above, the chart or the lines below."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from widgets.chart.series import ChartSpec, Look
from widgets.chart.view import ChartView
from widgets.explain.asks import Asks
from widgets.explain.tile import FigureTile
from widgets.group import Group
from widgets.plain import text_label
from widgets.scenes.pages import Page
from widgets.scenes.parts import LineRow, sized
from widgets.scenes.scene import MOST_LINES, MOST_TILES, Scene
from widgets.viewing import Viewing

_NARROW = 40  # letters
EPOCH = datetime.fromtimestamp(0, UTC)


class SceneView(QWidget):
    """Made for one viewing; another distance or screen makes a new one."""

    def __init__(self, group: Group, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group, self._viewing = group, viewing
        px, figure = viewing.text_px, viewing.figure_px
        self.tiles = [FigureTile(group, self, value_px=figure, text_px=px, is_card=True) for _ in range(MOST_TILES)]
        self.chart = ChartView(group, self, text_px=px, bare=True)
        self.rows = [LineRow(group, px, self) for _ in range(MOST_LINES)]
        self.part, self.empty = text_label("", "", self), text_label("", "", self)
        self._scene, self._now = Scene(""), EPOCH
        self._grid = QGridLayout()
        self._fill(px)
        Asks(self.chart, group, lambda: self._scene.chart_figure, lambda: self._now)
        Asks(self.part, group, lambda: self._scene.part_figure, lambda: self._now)

    def show_page(self, scene: Scene, page: Page, now: datetime) -> None:
        """Show one page of a scene."""
        self._scene, self._now = scene, now
        self.part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scene.part_figure else Qt.FocusPolicy.NoFocus)
        self._show_tiles(scene, page, now)
        has_chart = page.has_chart and scene.chart is not None
        self.chart.setVisible(has_chart)
        if has_chart:
            self.chart.show_spec(self._fitting(scene.chart))
        shown = scene.lines[page.first_line : page.first_line + page.lines]
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(shown))
            if at < len(shown):
                row.show_line(shown[at], below=page.lines_below)
        self.part.setText(scene.part)
        self.part.setVisible(bool(shown) and bool(scene.part))
        self.empty.setText(scene.empty)
        self.empty.setVisible(not scene.lines and scene.chart is None)
        theme, px = self._group.theme, self._viewing.text_px
        sized(self.part, px, theme.text, 500)
        sized(self.empty, px, theme.secondary)

    def _fitting(self, spec: ChartSpec | None) -> ChartSpec | None:
        """On a small screen seen from afar only this year and what may come have room."""
        if spec is None or self.width() / self._viewing.text_px >= _NARROW:
            return spec
        few = tuple(series for series in spec.series if series.look in (Look.MAIN, Look.FORECAST))
        return replace(spec, series=few, marks=())

    def is_painted(self) -> bool:
        """Whether the chart in sight is there."""
        return not self.chart.isVisible() or self.chart.is_painted()

    def _show_tiles(self, scene: Scene, page: Page, now: datetime) -> None:
        shown = scene.tiles[page.first : page.first + page.tiles]
        for at, widget in enumerate(self.tiles):
            widget.setVisible(at < len(shown))
            if at < len(shown):
                self._grid.addWidget(widget, at // page.columns, at % page.columns)
                widget.set_value_px(round(page.figure * self._viewing.text_px))
                tile = shown[at]
                widget.show_figure(tile.figure, now, name=tile.name, below=tile.below, value=tile.value, also=tile.also)
        for column in range(MOST_TILES):
            self._grid.setColumnStretch(column, 1 if shown and column < page.columns else 0)

    def _fill(self, px: int) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px // 2)
        self._grid.setSpacing(px // 2)
        column.addLayout(self._grid)
        column.addWidget(self.chart, 100)
        column.addWidget(self.empty, 100)
        column.addWidget(self.part)
        for row in self.rows:
            column.addWidget(row, 2)
            row.setMaximumHeight(round(px * 4))
        column.addStretch(1)
