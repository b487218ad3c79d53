"""How the table of the queue looks before it holds anything."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from widgets.panels.queue_model import AGENCY, CASE, DUE, MARK, STATUS
from widgets.theme import Size

WIDTHS = {MARK: 30, AGENCY: 94, STATUS: 100, DUE: 130}


def set_looks(table: QTableView) -> None:
    """Rows chosen as a whole, scrolled by the pixel, with a menu of their own."""
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setMouseTracking(True)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)


def set_columns(table: QTableView) -> None:
    """Rows of one height, columns of which the case's takes what is left."""
    rows, columns = table.verticalHeader(), table.horizontalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(Size.QUEUE_ROW)
    rows.setDefaultSectionSize(Size.QUEUE_ROW)
    columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    columns.setMinimumSectionSize(WIDTHS[MARK])
    columns.setHighlightSections(False)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    columns.setSectionResizeMode(CASE, QHeaderView.ResizeMode.Stretch)
    columns.setSectionsClickable(True)
    columns.setFixedHeight(Size.HIT)
    for column, width in WIDTHS.items():
        table.setColumnWidth(column, width)
