"""The menu of a queue row: the same things as the keys beside its words."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QTableView

from app.i18n import Language


def row_menu(table: QTableView, words: Language, copy: Callable[[], None], show_on_map: Callable[[], None]) -> QMenu:
    """A menu for the rows selected in a table. Not shown yet."""
    menu = QMenu(table)
    menu.addAction(words.text("Copy as text") + "\tCtrl+C", copy)
    menu.addAction(words.text("Show on map") + "\tM", show_on_map)
    return menu


def open_row_menu(menu: QMenu, table: QTableView, at: QPoint) -> None:
    """Open the menu at a point of the table, where there is a row; it goes away by itself."""
    menu.aboutToHide.connect(menu.deleteLater)
    if table.rowAt(at.y()) >= 0:
        menu.popup(table.viewport().mapToGlobal(at))
