"""A cover over everything a window shows."""

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from widgets.group import Group
from widgets.marks import draw

_PUBLIC = "floor"  # the mayor's screen and help pages: they hold nothing of a citizen


class Veil(QWidget):
    """As large as its window and above all else in it, whatever comes later. `woken`: somebody went to its window."""

    woken = Signal()

    def __init__(self, group: Group, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("veil")
        self._group = group
        self.setAccessibleName(group.language.text("This desk is locked"))
        self.setAutoFillBackground(True)
        window.installEventFilter(self)
        self.cover()
        self.show()

    def cover(self) -> None:
        """Lie over the whole window again."""
        self.setGeometry(self._window.rect())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; what comes into it later comes below."""
        if event.type() == QEvent.Type.WindowActivate:
            self.woken.emit()
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            QTimer.singleShot(0, self, self.cover)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing but the colour of the room and a lock."""
        painter, theme = QPainter(self), self._group.theme
        painter.fillRect(self.rect(), QColor(theme.window))
        size = 28
        place = QRect(0, 0, size, size)
        place.moveCenter(self.rect().center())
        place.moveTop(self.height() - 2 * size)
        draw(painter, "lock", place.toRectF(), theme.faint)


def windows_to_cover() -> list[QWidget]:
    """Every window of this program that shows something of the desk."""
    return [
        window
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
        and window.isWindow()
        and window.windowType() != window.windowType().ToolTip
        and window.objectName() != _PUBLIC
        and not window.property("spared")
    ]
