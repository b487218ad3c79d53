"""What frames every scene: bands, title, day, sources and clock above; dots and small controls below."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.domain.severity import Severity
from app.domain.visible import visible
from app.i18n import N_
from app.views.sources import sources_view
from widgets.contrast import readable_on
from widgets.elided import Elided
from widgets.group import Group
from widgets.live import Live
from widgets.marks import SEVERITY_MARKS, icon, pixmap
from widgets.plain import text_label, tip
from widgets.scenes.parts import sized
from widgets.source_words import grade
from widgets.stylesheet import stylesheet
from widgets.theme import Theme

_HEAD, _FOOT, _BAND = 2.2, 1.5, 1.5  # heights in parts of the text
_MOST_DOTS = 12


def wall_sheet(theme: Theme) -> str:
    """The style sheet of a wall: as a desk's, but no text stands on raised or selection."""
    more = """
#sheet, #sheet QAbstractItemView, QPushButton, QToolButton, QToolTip { background: $panel; }
QPushButton:pressed, QToolButton:pressed { background: $panel; }
""".replace("$panel", theme.panel)
    return stylesheet(theme) + more


class WallBands(QWidget):
    """What must not be overlooked about everything below: simulated, or the database is away."""

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self.simulated, self.database = text_label("", "", self), text_label("", "", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for band in (self.database, self.simulated):
            band.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(band)
        self._px = 16

    def show_state(self, live: Live, group: Group) -> None:
        """Say what holds now."""
        words, since = group.language, live.database_away_since
        self.simulated.setText(words.text("SIMULATION") if live.clock.simulated else "")
        lost = (
            ""
            if since is None
            else words.text("DATABASE LOST since {time}", time=words.time(live.clock.city_time(since)))
        )
        self.database.setText(lost)
        self.set_size(self._px)

    def set_size(self, px: int) -> None:
        """Letters of this size."""
        self._px, theme = px, self._group.theme
        for band, ground in ((self.simulated, theme.window), (self.database, theme.faint)):
            ink = readable_on(ground, theme.window, theme.text)
            band.setStyleSheet(f"font-size: {px}px; font-weight: 500; color: {ink}; background: {ground}")
            band.setFixedHeight(round(px * _BAND))
            band.setVisible(bool(band.text()))

    def height_for(self, px: int) -> int:
        """How high the bands are."""
        return sum(round(px * _BAND) for band in (self.simulated, self.database) if band.text())


class Head(QWidget):
    """The title of the scene, the day, how many sources are up to date, and the clock."""

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group, self._px, self._is_narrow = live, group, 16, False
        self.title, self.day = Elided("", self), Elided("", self)
        self.mark, self.sources, self.clock = (text_label("", "", self) for _ in range(3))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.title, 3)
        self._row.addWidget(self.day, 2)
        for part in (self.mark, self.sources, self.clock):
            self._row.addWidget(part)

    def show_title(self, title: str, now: datetime) -> None:
        """Whose figures these are, and of which day."""
        city = visible(self._live.city.city.name, 60)
        self.title.setText(title if self._is_narrow else f"{city} · {title}")
        self.show_time(now)
        self.show_sources()

    def show_time(self, now: datetime) -> None:
        """The minute."""
        self.clock.setText(self._group.language.time(now))
        self.day.setText(self._group.language.date(now, "full"))

    def set_narrow(self, narrow: bool) -> None:
        """With little room only the scene's name and the clock stand here."""
        self._is_narrow = narrow
        for part in (self.day, self.sources):
            part.setVisible(not narrow)
        self.show_sources()

    def sources_text(self) -> str:
        """12 of 13 sources up to date"""
        return self.sources.text()

    def show_sources(self) -> None:
        """12 of 13 sources up to date; the mark is the worst source's."""
        words, theme = self._group.language, self._group.theme
        lines = sources_view(self._live.picture, self._live.frame(), self._live.city)
        grades = [found for line in lines if (found := grade(line)) is not None]
        text = words.text("{n} of {all} sources up to date", n=len(lines) - len(grades), all=len(lines))
        self.sources.setText(text)
        worst = max(grades, default=Severity.RENDAH)
        sized(self.sources, self._px, theme.severity(worst) if grades else theme.secondary)
        self.mark.setVisible(bool(grades) and not self._is_narrow)
        self.mark.setPixmap(pixmap(SEVERITY_MARKS[worst], theme.severity(worst), round(self._px * 0.8), 2.0))

    def on_theme(self) -> None:
        """Use the group's colours."""
        self.set_size(self._px)

    def set_size(self, px: int) -> None:
        """Letters of this size."""
        self._px, theme = px, self._group.theme
        self._row.setSpacing(px // 2)
        sized(self.title, round(px * 1.15), theme.text, 500)
        sized(self.day, px, theme.secondary)
        sized(self.clock, round(px * 1.5), theme.text, 300)
        self.setFixedHeight(self.height_for(px))
        self.show_sources()

    def height_for(self, px: int) -> int:
        """How high it is."""
        return round(px * _HEAD)


class Foot(QWidget):
    """A dot for each page, and what one can press: before, hold, next. Small, but never below 28 pixels."""

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group, self._px = group, 16
        self._state, self._sources = (0, 0, False), ""
        self.held = text_label("", "", self)
        self.before, self.pause, self.next = (QToolButton(self) for _ in range(3))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.held)
        row.addStretch(1)
        for button in (self.before, self.pause, self.next):
            button.setProperty("role", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # arrows and Space are the window's
            row.addWidget(button)

    def show_state(self, count: int, at: int, held: bool) -> None:
        """Which of the pages is shown, and whether they stand still."""
        if (count, at, held) != self._state:
            self._state = (count, at, held)
            self.retranslate()

    def say_sources(self, text: str) -> None:
        """Where there is no room above, the sources are told here."""
        if text != self._sources:
            self._sources = text
            self.retranslate()

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        words, theme, held = self._group.language, self._group.theme, self._state[2]
        shapes = (("chevron-left", N_("Before"), "PgUp"), ("play" if held else "pause", N_("Hold"), "Space"))
        for button, (shape, title, key) in zip(
            (self.before, self.pause, self.next), (*shapes, ("chevron-right", N_("Next"), "PgDn")), strict=True
        ):
            button.setIcon(icon(shape, theme.secondary))
            button.setAccessibleName(words.text(title))
            tip(button, words.text(title), key)
        said = (self._sources, words.text("held") if held else "")
        self.held.setText(" · ".join(part for part in said if part))
        sized(self.held, self._px, theme.secondary)
        page = words.text("Page {n} of {all}", n=self._state[1] + 1, all=self._state[0])
        self.setAccessibleName(page)
        self.update()

    def set_size(self, px: int) -> None:
        """Controls of this size."""
        self._px = px
        side = max(round(px * 1.4), 28)
        for button in (self.before, self.pause, self.next):
            button.setFixedSize(side, side)
            button.setIconSize(QSize(px, px))
        self.setFixedHeight(self.height_for(px))
        self.retranslate()

    def height_for(self, px: int) -> int:
        """How high it is."""
        return max(round(px * _FOOT), 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dots in the middle."""
        count, at, _ = self._state
        many = min(count, _MOST_DOTS)
        painter, theme = QPainter(self), self._group.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        size = self._px * 0.32
        left = max(self.width() / 2 - many * size * 1.1, self.held.geometry().right() + self._px)
        for dot in range(many):
            painter.setBrush(QColor(theme.accent if dot == at else theme.line))
            painter.drawEllipse(QRectF(left + dot * size * 2.2, self.height() / 2 - size / 2, size, size))
