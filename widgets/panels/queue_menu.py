"""Opening a menu that goes away by itself."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu


def open_menu(menu: QMenu, at: QPoint) -> None:
    """Open a menu at a global point; it is deleted when it closes."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
