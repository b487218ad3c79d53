"""One photo as a card of fixed height: the picture or what stands for it; below or beside it what the checks say."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.i18n import Language
from app.views.photos import Look, PhotoLine
from widgets.fonts import font
from widgets.marks import pixmap
from widgets.photos.words import ODD, PART_WORDS, place_text, spoken, stand_in, time_text
from widgets.plain import tip
from widgets.theme import NIGHT, Size, Theme

HEIGHT, LINE = 136, 14
FOOT = 3 * LINE + Size.GAP[0]
WIDE = 260  # from this width on the words stand beside the picture
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
        room, foot = self._rooms()
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5), Size.RADIUS, Size.RADIUS)
        painter.fillPath(ground, QColor(self._theme.raised))
        if self._is_shown:
            painter.setClipPath(ground)
            self._paint_picture(painter, room)
            painter.setClipping(False)
        else:
            self._paint_stand_in(painter, room)
        if self.hasFocus() or (self.underMouse() and self.isEnabled()):
            painter.setPen(QColor(self._theme.accent))
            painter.drawPath(ground)
        self._paint_words(painter, foot)
        painter.end()

    @property
    def _is_shown(self) -> bool:
        return self.line is not None and self.line.look is Look.SHOWN and not self._image.isNull()

    def _rooms(self) -> tuple[QRect, QRect]:
        """Where the picture stands, and where its words."""
        gap = Size.GAP[1]
        if self.width() < WIDE:
            return QRect(0, 0, self.width(), HEIGHT - FOOT), QRect(
                2, HEIGHT - FOOT + Size.GAP[0], self.width() - 4, FOOT
            )
        if not self._is_shown:
            return QRect(0, 0, self.width(), HEIGHT), QRect(gap, HEIGHT - LINE - gap, self.width() - 2 * gap, LINE)
        across = min(self.width() // 2, HEIGHT * self._image.width() // max(1, self._image.height()))
        words = QRect(across + gap, (HEIGHT - 3 * LINE) // 2, self.width() - across - gap, FOOT)
        return QRect(0, 0, across, HEIGHT), words

    def _paint_picture(self, painter: QPainter, room: QRect) -> None:
        """Fill the room with the picture's middle; where that would cut away too much, show it whole."""
        size, frame = self._image.size(), room.size()
        part = frame.scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
        if part.width() * part.height() >= LEAST_SEEN * size.width() * size.height():
            painter.drawImage(room, self._image, _centred(part, size))
        else:
            painter.drawImage(_centred(size.scaled(frame, Qt.AspectRatioMode.KeepAspectRatio), frame), self._image)

    def _paint_stand_in(self, painter: QPainter, room: QRect) -> None:
        assert self.line is not None
        mark = pixmap(_MARKS.get(self.line.look, "photo"), self._theme.faint, 20, self.devicePixelRatioF())
        painter.drawPixmap((room.width() - 20) // 2, 8, mark)
        painter.setPen(QColor(self._theme.secondary))
        painter.setFont(font(Size.SMALL))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room.adjusted(4, 32, -4, 0), flags, stand_in(self.line, self._words))

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        assert self.line is not None
        theme, words, line = self._theme, self._words, self.line
        told = [(words.text(PART_WORDS[line.part]), theme.text)]
        if line.look is Look.SHOWN:
            for text, check in ((place_text(line, words), line.place), (time_text(line, words), line.time)):
                told.append((text, theme.tinggi if check in ODD else theme.secondary))
        for n, (text, colour) in enumerate(told):
            painter.setFont(font(Size.SMALL, QFont.Weight.Normal if n else QFont.Weight.Medium))
            painter.setPen(QColor(colour))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.x(), room.y() + n * LINE, room.width(), LINE), Qt.AlignmentFlag.AlignLeft, cut)


def _centred(size: QSize, room: QSize) -> QRect:
    return QRect((room.width() - size.width()) // 2, (room.height() - size.height()) // 2, size.width(), size.height())
