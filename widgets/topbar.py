"""The top bar: whose desk this is, search, the sources, language, colours, layout, and the clock."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from app.domain.visible import visible
from app.picture.frame import Frame
from widgets.access.person_button import PersonButton
from widgets.acting.outbox_badge import OutboxBadge
from widgets.clock_block import ClockBlock
from widgets.commands import Commands
from widgets.fonts import font
from widgets.group import Group
from widgets.live import Live
from widgets.marks import draw, icon
from widgets.plain import caption, text_label, tip
from widgets.source_chips import SourceChips
from widgets.theme import Size

_ROOM_FOR_DAY = 1100
PRODUCT = "Patriot Operation Center"  # a name, the same in every language


class SearchField(QLineEdit):
    """The field that opens the palette; its key stands in it while it is empty."""

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self.setFixedHeight(34)
        self.setMaxLength(200)
        self.setTextMargins(20, 0, 58, 0)
        self.key = text_label("Ctrl K", "key", self)
        self.key.setFixedHeight(20)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch()
        row.addWidget(self.key)
        self.textChanged.connect(self._on_text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the glass."""
        super().paintEvent(event)
        painter = QPainter(self)
        draw(painter, "search", QRectF(9, self.height() / 2 - 7, 14, 14), self._group.theme.faint)

    def _on_text(self, text: str) -> None:
        self.key.setVisible(not text)


class TopBar(QFrame):
    """52 pixels that never change their height."""

    def __init__(self, live: Live, group: Group, commands: Commands, desk: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setFixedHeight(Size.BAR)
        self._live, self._group, self._commands, self._desk = live, group, commands, desk
        self.search = SearchField(group, self)
        self.chips = SourceChips(live, group, self)
        self.outbox = OutboxBadge(live, group, self)
        self.clock = ClockBlock(group, self)
        self.person = PersonButton(group, commands, self)
        self.language = self._button("language")
        self.theme = self._button("theme")
        self.layouts = self._button("")
        self.menu = self._button("")
        self._name = text_label(PRODUCT, parent=self)
        self._name.setFont(font(Size.TITLE, QFont.Weight.Medium))
        self._place = text_label("", "small", self)
        self._fill()
        live.ticked.connect(self._on_ticked)
        group.frame_changed.connect(self._on_frame)
        group.language_changed.connect(self.retranslate)
        group.theme_changed.connect(self.on_theme)
        self.retranslate()
        self.on_theme()
        self.clock.show_time(live.frame().at)

    def set_command_menu(self, menu: QMenu) -> None:
        """What the menu button opens."""
        self.menu.setMenu(menu)
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def set_layout_menu(self, menu: QMenu) -> None:
        """What the layout button opens."""
        self.layouts.setMenu(menu)
        self.layouts.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def retranslate(self) -> None:
        """Use the group's language."""
        words = self._group.language
        city, desk = visible(self._live.city.city.name, 60), words.text("desk {name}", name=visible(self._desk, 40))
        self._place.setText(f"{city} · {desk}")
        self.search.setPlaceholderText(words.text("Find a complaint, vehicle, address, command…"))
        find = words.text("Find a complaint, vehicle, place or command")
        self.search.setAccessibleName(find)
        tip(self.search, find, self._commands.key("find"))
        self.chips.setAccessibleName(words.text("Sources"))
        caption(self.language, words.code.upper())
        for button, command in ((self.language, "language"), (self.theme, "theme")):
            title = words.text(next(spec.title for spec in self._commands.specs if spec.id == command))
            button.setAccessibleName(title)
            tip(button, title, self._commands.key(command))
        self.layouts.setAccessibleName(words.text("Panels and layout"))
        tip(self.layouts, words.text("Panels and layout"))
        self.menu.setAccessibleName(words.text("Menu of all commands"))
        tip(self.menu, words.text("Menu of all commands"), self._commands.key("menu"))

    def on_theme(self) -> None:
        """Use the group's colours."""
        theme = self._group.theme
        self.theme.setIcon(icon("sun" if theme.name == "night" else "moon", theme.secondary))
        self.language.setIcon(icon("language", theme.secondary))
        self.layouts.setIcon(icon("layout", theme.secondary))
        self.menu.setIcon(icon("more", theme.secondary))

    def _on_ticked(self, now: datetime) -> None:
        if self._group.frame is None:
            self.clock.show_time(now)

    def _on_frame(self, frame: Frame | None) -> None:
        self.clock.show_time((frame or self._live.frame()).at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow window the sources matter more than the day."""
        super().resizeEvent(event)
        self.clock.show_day(self.width() >= _ROOM_FOR_DAY)

    def _button(self, command: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setIconSize(QSize(17, 17))
        button.setMinimumSize(32, Size.HIT)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if command:
            button.clicked.connect(self._commands.actions[command].trigger)
        return button

    def _fill(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(8)
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addStretch()
        names.addWidget(self._name)
        names.addWidget(self._place)
        names.addStretch()
        row.addLayout(names)
        row.addSpacing(14)
        row.addWidget(self.search, 3)
        row.addSpacing(8)
        row.addWidget(self.chips, 4)
        row.addWidget(self.outbox)
        row.addSpacing(4)
        for button in (self.person, self.language, self.theme, self.layouts, self.menu):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.clock)
        self.search.setMinimumWidth(210)
        self.search.setMaximumWidth(330)
