"""The mayor's screen: scenes that rotate, in letters as large as the distance asks for. It only shows."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.journal.reader import Changes
from app.views.figure_text import value_text
from widgets.explain.explainer import Explainer
from widgets.group import Group
from widgets.live import Live
from widgets.scenes.pages import Page, pages_of
from widgets.scenes.registry import chosen
from widgets.scenes.rotation import Rotation
from widgets.scenes.scene import Scene, SceneSpec
from widgets.scenes.view import SceneView
from widgets.screens.briefing_frame import Foot, Head, WallBands, wall_sheet
from widgets.stylesheet import palette
from widgets.viewing import Viewing, viewing

_TURN_MS = 500
_SOON_MS = 400
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Down)
_BEFORE = (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Up)
_NARROW = 40  # letters; below it day and sources have no room above
_WINDOW = (1280, 720)  # where there is one screen only


class BriefingWindow(QWidget):
    """A window and a group of its own. `pitch_mm` a pixel stands for a screen that is not there."""

    closing = Signal()

    def __init__(
        self,
        live: Live,
        group: Group,
        *,
        scenes: Sequence[SceneSpec] | None = None,
        distance_m: float | None = None,
        pitch_mm: float | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("floor")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.live, self.group = live, group
        settings = live.city.briefing
        self.specs = tuple(scenes if scenes is not None else chosen(settings.scenes))
        self._distance, self._pitch_mm = distance_m or settings.viewing_distance_m, pitch_mm
        self.rotation = Rotation(settings.rotate.total_seconds())
        self._scenes: dict[str, Scene] = {}
        self._pages: list[tuple[SceneSpec, Page]] = []
        self.viewing: Viewing | None = None
        self.view: SceneView | None = None
        self._column = QVBoxLayout(self)
        self.bands, self.head, self.foot = WallBands(group, self), Head(live, group, self), Foot(group, self)
        self.explainer: Explainer | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._turn = QTimer(self)
        self._turn.setInterval(_TURN_MS)
        self._fill()
        self._connect()
        self._dress()

    def open_on(self, screens: Sequence[QScreen], taken: QScreen | None = None) -> None:
        """Show on a screen nobody uses, full; with one screen only as a window, or full when that screen is free."""
        free = [screen for screen in screens if screen is not taken]
        if free:
            self.setGeometry(free[-1].geometry())
            self.showFullScreen()
        else:
            self.resize(*_WINDOW)
            self.show()

    def refresh(self, _anything: object = None) -> None:
        """Make every scene anew and show the one in turn."""
        if not self.isVisible() or self.viewing is None:
            return
        words = self.group.language
        frame = self.group.frame or self.live.frame()
        self._scenes = {s.name: s.build(self.live.picture, frame, self.live.city, words) for s in self.specs}
        self._lay_out()
        self.show_page()

    def show_page(self) -> None:
        """Show the page in turn."""
        if self.view is None or not self._pages:
            return
        spec, page = self._pages[self.rotation.at]
        scene = self._scenes[spec.name]
        now = self.live.frame().at
        self.head.show_title(scene.title, now)
        self.foot.show_state(self.rotation.count, self.rotation.at, self.rotation.held)
        self.view.show_page(scene, page, now)
        self.setAccessibleName(scene.title)

    def is_painted(self) -> bool:
        """Whether the page in turn is there."""
        return self.view is not None and bool(self._pages) and self.view.is_painted()

    def pages(self) -> list[tuple[str, int]]:
        """Every page by its scene's name and its number in that scene, from 0."""
        names = [spec.name for spec, _ in self._pages]
        return [(name, names[:at].count(name)) for at, name in enumerate(names)]

    def move_by(self, by: int) -> None:
        """The next page, or the one before."""
        self.rotation.move(by)
        self.show_page()

    def hold(self) -> None:
        """Stop turning, or go on."""
        self.rotation.hold()
        self.show_page()

    def go_to_scene(self, name: str, page: int = 0) -> bool:
        """A page of a scene; False when there is none such."""
        places = [at for at, (spec, _) in enumerate(self._pages) if spec.name == name]
        if page >= len(places):
            return False
        self.rotation.go(places[page])
        self.show_page()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and a presenter's keys turn, Space holds, F11 fills the screen, Escape leaves it."""
        key = Qt.Key(event.key())
        if key in _NEXT:
            self.move_by(1)
        elif key in _BEFORE:
            self.move_by(-1)
        elif key == Qt.Key.Key_Space:
            self.hold()
        elif key == Qt.Key.Key_F11 or (key == Qt.Key.Key_Escape and self.isFullScreen()):
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The screen is known now."""
        super().showEvent(event)
        self._measure()
        self._turn.start()
        self.setFocus()  # no figure is chosen until a person chooses one
        handle = self.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self._on_screen, Qt.ConnectionType.UniqueConnection)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room: other pages."""
        super().resizeEvent(event)
        if self._scenes:
            self._lay_out()
            self.show_page()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop turning."""
        self._turn.stop()
        self.closing.emit()
        super().closeEvent(event)

    def _measure(self) -> None:
        """The size of letters on this screen; another one makes the parts anew."""
        found = viewing(self.screen(), self._distance, self._pitch_mm)
        if found == self.viewing and self.view is not None:
            self.refresh()
            return
        self.viewing = found
        px = found.text_px
        if self.view is not None:
            self._column.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
        self.view = SceneView(self.group, found, self)
        self._column.insertWidget(2, self.view, 1)
        self._column.setContentsMargins(px, px // 2, px, px // 2)
        self._column.setSpacing(px // 2)
        for part in (self.bands, self.head, self.foot):
            part.set_size(px)
        if self.explainer is not None:
            self.explainer.deleteLater()
        self.explainer = Explainer(self.live, self.group, self, text_px=px)
        self.refresh()

    def _lay_out(self) -> None:
        """Which pages there are in this room."""
        if self.viewing is None:
            return
        px, words = self.viewing.text_px, self.group.language
        wide = self.width() / px - 2
        frame = sum(part.height_for(px) for part in (self.bands, self.head, self.foot))
        high = (self.height() - frame) / px - 3
        is_narrow = wide < _NARROW
        self.head.set_narrow(is_narrow)
        self.foot.say_sources(self.head.sources_text() if is_narrow else "")
        least = self.viewing.figure_px / px
        self._pages = []
        for spec in self.specs:
            scene = self._scenes[spec.name]
            longest = max((len(tile.value or value_text(tile.figure, words)) for tile in scene.tiles), default=1)
            self._pages += [(spec, page) for page in pages_of(scene, wide, high, least, longest)]
        self.rotation.set_pages([(s.name, page.first, page.first_line, page.has_chart) for s, page in self._pages])

    def _fill(self) -> None:
        self._column.addWidget(self.bands)
        self._column.addWidget(self.head)
        self._column.addWidget(self.foot)

    def _connect(self) -> None:
        self._soon.timeout.connect(self.refresh)
        self._turn.timeout.connect(self._on_turn)
        self.live.changed.connect(self._on_changed)
        self.live.picture_ready.connect(self._on_news)
        self.live.sources_changed.connect(self._on_news)
        self.live.ticked.connect(self._on_tick)
        self.live.database_changed.connect(self._on_database)
        self.group.language_changed.connect(self._on_dress)
        self.group.theme_changed.connect(self._on_dress)
        self.foot.next.clicked.connect(self._on_next)
        self.foot.before.clicked.connect(self._on_before)
        self.foot.pause.clicked.connect(self.hold)

    def _dress(self) -> None:
        theme = self.group.theme
        self.setPalette(palette(theme))
        self.setStyleSheet(wall_sheet(theme))
        self.setWindowTitle(self.group.language.text("The mayor's screen"))
        self.bands.show_state(self.live, self.group)
        self.head.on_theme()
        self.foot.retranslate()

    def _on_dress(self, _new: object) -> None:
        self._dress()
        self.refresh()

    def _on_turn(self) -> None:
        """Half a second more; it stands still while somebody reads an explanation."""
        reading = self.explainer is not None and self.explainer.sheet is not None and self.explainer.sheet.isVisible()
        if not reading and self.rotation.pass_time(_TURN_MS / 1000):
            self.show_page()

    def _on_tick(self, now: datetime) -> None:
        self.head.show_time(now)
        if now.second % 30 == 0:
            self.refresh()

    def _on_changed(self, changes: Changes) -> None:
        if any(changes.kinds & spec.depends_on for spec in self.specs) and not self._soon.isActive():
            self._soon.start()

    def _on_news(self) -> None:
        self.head.show_sources()
        if not self._soon.isActive():
            self._soon.start()

    def _on_database(self, _available: bool, _since: object) -> None:
        self.bands.show_state(self.live, self.group)
        self._lay_out()

    def _on_screen(self, _screen: QScreen) -> None:
        """Moved to another screen, or its own was taken away: letters for the one it is on, and never out of sight."""
        if self.screen() not in QGuiApplication.screens():
            self.setGeometry(QRect(QGuiApplication.primaryScreen().geometry()))
        self._measure()

    def _on_next(self) -> None:
        self.move_by(1)

    def _on_before(self) -> None:
        self.move_by(-1)
