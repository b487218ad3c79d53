"""The names of a chart's lines, each with a stroke as it is drawn; former years are buttons that show or hide them."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from widgets.chart.series import FORMER_ROLES, ChartSpec, Look, Series
from widgets.group import Group
from widgets.plain import caption, text_label
from widgets.theme import Size, Theme

_DASHES = {Look.PLAN: [3.0, 2.0], Look.FORECAST: [0.1, 2.0], Look.ALARM: [3.0, 2.0]}


class Legend(QWidget):
    """One row; made anew only when the lines are others. `toggled` carries the id of a former year's line."""

    toggled = Signal(str)

    def __init__(self, group: Group, text_px: int, bare: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group, self._text_px, self._bare = group, text_px, bare
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 0, 0, 0)
        self._row.setSpacing(max(text_px, Size.GAP[2]))
        self._shown: tuple[object, ...] = ()
        self.buttons: dict[str, QPushButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_spec(self, spec: ChartSpec) -> None:
        """Name the lines of a chart."""
        wanted = (self._group.theme.name, *((s.id, s.name, s.is_shown) for s in spec.series))
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        roles = iter(FORMER_ROLES * 4)
        for series in spec.series:
            role = next(roles) if series.look is Look.FORMER else _role(series)
            if series.look is Look.FORMER and not self._bare:
                self._row.addWidget(self._button(series, role))
            elif series.is_shown:
                self._row.addWidget(self._stroke(series, role))
                self._row.addWidget(self._name(series))
        self._row.addStretch(1)

    def _button(self, series: Series, role: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "chip")
        button.setCheckable(True)
        button.setChecked(series.is_shown)
        button.setObjectName(series.id)
        caption(button, series.name)
        button.setIcon(QIcon(stroke(series.look, role, self._group.theme, self._text_px)))
        button.setIconSize(QSize(self._text_px * 2, self._text_px))
        button.setFixedHeight(Size.HIT)
        button.clicked.connect(self._on_clicked)
        self.buttons[series.id] = button
        return button

    def _stroke(self, series: Series, role: str) -> QLabel:
        label = text_label("", "", self)
        label.setPixmap(stroke(series.look, role, self._group.theme, self._text_px))
        return label

    def _name(self, series: Series) -> QLabel:
        label = text_label(series.name, "secondary", self)
        label.setStyleSheet(f"font-size: {self._text_px}px")
        return label

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.toggled.emit(button.objectName())


def _role(series: Series) -> str:
    return {Look.PLAN: "faint", Look.ALARM: "tinggi"}.get(series.look, "accent")


def stroke(look: Look, role: str, theme: Theme, text_px: int) -> QPixmap:
    """A short piece of a line, as the chart draws it."""
    width, height = text_px * 2, text_px
    made = QPixmap(QSize(width, height) * 2)
    made.setDevicePixelRatio(2)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(theme.tokens()[role]), text_px / 5 if look is not Look.BARS else text_px * 0.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if look is Look.FORECAST else Qt.PenCapStyle.FlatCap)
    if look in _DASHES:
        pen.setDashPattern(_DASHES[look])
    painter.setPen(pen)
    painter.drawLine(QPointF(2, height / 2), QPointF(width - 2, height / 2))
    painter.end()
    return made
