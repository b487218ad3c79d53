"""The table beside every chart: the same values in rows, for screen readers, for copying, and for doubters."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.views.figure_text import UNKNOWN
from widgets.chart.series import Array, ChartSpec
from widgets.guard_gui import assert_gui_thread

Index = QModelIndex | QPersistentModelIndex


class TwinModel(QAbstractTableModel):
    """One row a place, newest first; one column a line, and two for the band. Texts are made for the rows in sight."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spec: ChartSpec | None = None
        self._x: Array = np.empty(0)
        self._columns: list[tuple[str, Array, Array]] = []

    def show(self, spec: ChartSpec) -> None:
        """Show the values of a chart."""
        assert_gui_thread()
        self.beginResetModel()
        self._spec = spec
        lines = [series for series in spec.series if series.is_shown]
        self._columns = [(series.name, series.x, series.y) for series in lines]
        if spec.band is not None:
            for name, values in (("min", spec.band.low), ("max", spec.band.high)):
                self._columns.append((f"{spec.band.name} {name}", spec.band.x, values))
        places = [x[~np.isnan(y)] for _, x, y in self._columns]
        self._x = np.unique(np.concatenate(places))[::-1] if places else np.empty(0)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One row a place."""
        return 0 if parent.isValid() else len(self._x)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The place and its values."""
        return 0 if parent.isValid() or self._spec is None else len(self._columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the lines."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole or self._spec is None:
            return None
        return self._columns[section - 1][0] if section else self._spec.x_title

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A place or a value in words; a dash where nothing is known."""
        if self._spec is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        x = float(self._x[index.row()])
        if not index.column():
            return self._spec.say_x(x)
        _, places, values = self._columns[index.column() - 1]
        at = int(np.searchsorted(places, x))
        known = at < len(places) and places[at] == x and not np.isnan(values[at])
        return self._spec.say_y(float(values[at])) if known else UNKNOWN
