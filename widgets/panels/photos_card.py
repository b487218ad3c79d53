"""One photo as a card of fixed height: the picture, or what stands for it, and below it what the checks say."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.i18n import Language
from app.views.photos import Look, PhotoLine
from widgets.fonts import font
from widgets.marks import pixmap
from widgets.panels.photos_words import ODD, PART_WORDS, place_text, spoken, stand_in, time_text
from widgets.plain import tip
from widgets.theme import NIGHT, Size, Theme

PICTURE, LINE = 120, 16
HEIGHT = PICTURE + 3 * LINE + Size.GAP[0]
LEAST_SEEN = 0.6  # of a picture
_MARKS = {Look.COVERED: "eye", Look.MASKED: "lock", Look.FAILED: "warning", Look.REFUSED: "warning"}


class PhotoCard(QAbstractButton):
    """Shows one line; pressed to look or to enlarge. Text is painted, never markup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line: PhotoLine | None = None
        self._image, self._words, self._theme = QImage(), Language("id"), NIGHT
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_line(self, line: PhotoLine, image: QImage | None, words: Language) -> None:
        """Show a photo; an unchanged one is not painted anew."""
        image = image or QImage()
        if (line, words) == (self.line, self._words) and image.cacheKey() == self._image.cacheKey():
            return
        self.line, self._image, self._words = line, image, words
        said = spoken(line, words)
        self.setAccessibleName(said)
        tip(self, said)
        can = line.look in (Look.COVERED, Look.SHOWN)
        self.setEnabled(can)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.line is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(0.5, 0.5, self.width() - 1, PICTURE - 1)
        ground = QPainterPath()
        ground.addRoundedRect(frame, Size.RADIUS, Size.RADIUS)
        painter.fillPath(ground, QColor(self._theme.raised))
        if self.line.look is Look.SHOWN and not self._image.isNull():
            painter.save()
            painter.setClipPath(ground)
            self._paint_picture(painter)
            painter.restore()
        else:
            self._paint_stand_in(painter)
        if self.hasFocus() or (self.underMouse() and self.isEnabled()):
            painter.setPen(QColor(self._theme.accent))
            painter.drawPath(ground)
        self._paint_words(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        """Fill the frame with the picture's middle; where that would cut away too much, show it whole."""
        size, frame = self._image.size(), QSize(max(1, self.width()), PICTURE)
        part = frame.scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
        if part.width() * part.height() >= LEAST_SEEN * size.width() * size.height():
            painter.drawImage(_centred(frame, frame), self._image, _centred(part, size))
        else:
            whole = size.scaled(frame, Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(_centred(whole, frame), self._image)

    def _paint_stand_in(self, painter: QPainter) -> None:
        assert self.line is not None
        mark = pixmap(_MARKS.get(self.line.look, "photo"), self._theme.faint, 24, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - 24) // 2, 18, mark)
        painter.setPen(QColor(self._theme.secondary))
        painter.setFont(font(Size.SMALL))
        room = QRect(Size.GAP[1], 48, self.width() - 2 * Size.GAP[1], PICTURE - 52)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, stand_in(self.line, self._words))

    def _paint_words(self, painter: QPainter) -> None:
        assert self.line is not None
        theme, words, line = self._theme, self._words, self.line
        told = [(words.text(PART_WORDS[line.part]), theme.text, QFont.Weight.Medium)]
        if line.look is Look.SHOWN:
            for text, check in ((place_text(line, words), line.place), (time_text(line, words), line.time)):
                told.append((text, theme.tinggi if check in ODD else theme.secondary, QFont.Weight.Normal))
        for n, (text, colour, weight) in enumerate(told):
            painter.setFont(font(Size.SMALL, weight))
            painter.setPen(QColor(colour))
            room = QRect(2, PICTURE + Size.GAP[0] + n * LINE, self.width() - 4, LINE)
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)


def _centred(size: QSize, room: QSize) -> QRect:
    return QRect((room.width() - size.width()) // 2, (room.height() - size.height()) // 2, size.width(), size.height())
