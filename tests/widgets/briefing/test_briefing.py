"""The mayor's screen: sizes of type, contrast, keys, bands, pages, its own group, and that it changes nothing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from app.domain.kind import Kind
from app.domain.source import LinkState
from app.i18n import Language
from tests.widgets import money_views as mv
from tests.widgets.fakes import FakeLive, fake_group
from tests.widgets.shell.conftest import turn
from widgets.briefing import briefing_group
from widgets.contrast import contrast
from widgets.fonts import load_fonts
from widgets.scenes.agencies_funds import agencies_funds_scene
from widgets.scenes.revenue import revenue_scene
from widgets.scenes.scene import SceneSpec
from widgets.scenes.today import today_scene
from widgets.screens.briefing import BriefingWindow
from widgets.stylesheet import dress
from widgets.theme import NIGHT, WALL

KINDS = frozenset({Kind.INDICATOR})
SPECS = (
    SceneSpec("today", "Today", KINDS, lambda p, f, c, w: today_scene(mv.day_view(), w)),
    SceneSpec("revenue", "Revenue", KINDS, lambda p, f, c, w: revenue_scene(mv.revenue_view(), w)),
    SceneSpec(
        "agencies-funds", "A", KINDS, lambda p, f, c, w: agencies_funds_scene(mv.agencies_view(), mv.funds_view(), w)
    ),
)
WALL_55 = 0.634  # mm a pixel: 55 inches across 1920 x 1080
FINE, COARSE = 0.281, 1.235


@pytest.fixture
def live(qapp):
    load_fonts()
    dress(qapp, NIGHT)
    return FakeLive()


@pytest.fixture
def open_window(live):
    made: list[BriefingWindow] = []

    def make(size=(1920, 1080), **more) -> BriefingWindow:
        window = BriefingWindow(live, briefing_group(Language("id")), scenes=SPECS, **more)
        made.append(window)
        window.setFixedSize(*size)  # a window manager would take room for its frame
        window.show()
        turn()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    turn()


def each_page(window):
    for at in range(window.rotation.count):
        window.rotation.go(at)
        window.show_page()
        turn()
        yield at


def labels(window) -> list[QLabel]:
    return [label for label in window.findChildren(QLabel) if label.isVisible() and label.text()]


@pytest.mark.parametrize(("distance", "pitch"), [(3.0, WALL_55), (3.0, FINE), (6.0, WALL_55), (1.0, COARSE)])
def test_every_text_is_as_large_as_the_distance_asks(open_window, distance, pitch):
    window = open_window(distance_m=distance, pitch_mm=pitch)
    text, figure = window.viewing.text_px, window.viewing.figure_px
    assert text < figure
    seen = 0
    for _ in each_page(window):
        values = [tile.value for tile in window.view.tiles if tile.isVisible()]
        for label in labels(window):
            label.ensurePolished()
            least = figure if label in values else text
            assert label.fontInfo().pixelSize() >= least, f"{label.text()!r} is too small"
            seen += 1
        chart = window.view.chart
        if chart.isVisible():
            axes = chart._plot._axes
            assert all(axis.style["tickFont"].pixelSize() >= text for axis in axes)
    assert seen > 20


def test_the_explanation_is_as_large_too(open_window):
    window = open_window(pitch_mm=WALL_55)
    window.view.tiles[0].explain()
    sheet = window.explainer.sheet
    turn()
    assert sheet.isVisible()
    for label in sheet.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert label.fontInfo().pixelSize() >= window.viewing.text_px, label.text()
    sheet.dismiss()


def test_nothing_is_cut_on_a_wall_of_55_inches(open_window):
    window = open_window(pitch_mm=WALL_55)
    assert window.rotation.count == 3
    for _ in each_page(window):
        for tile in window.view.tiles:
            assert not tile.isVisible() or not (tile.value.is_cut or tile.name.is_cut), tile.name.text()
            assert not tile.isVisible() or tile.height() >= tile.sizeHint().height()


def test_every_ink_reads_seven_to_one_on_window_and_panel():
    for ink in ("text", "secondary", "faint", "accent", "kritis", "tinggi", "menengah", "rendah", "replay"):
        for ground in (WALL.window, WALL.panel):
            assert contrast(getattr(WALL, ink), ground) >= 7, ink


def test_it_has_a_group_and_colours_of_its_own(open_window):
    window, desk = open_window(), fake_group()
    assert window.group.theme is WALL
    desk.set_language(Language("en"))
    desk.set_theme(NIGHT)
    assert window.group.language.code == "id" and window.group.theme is WALL


def test_keys_of_a_presenter_turn_and_hold(open_window):
    window = open_window(pitch_mm=WALL_55)
    for key, at in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Right, 0), (Qt.Key.Key_PageUp, 2)):
        QTest.keyClick(window, key)
        assert window.rotation.at == at
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert window.rotation.held
    assert window.foot.held.text() == "ditahan"
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not window.rotation.held
    window.foot.before.click()
    assert window.rotation.at == 1
    window.foot.pause.click()
    assert window.rotation.held


def test_it_turns_by_itself_but_not_while_somebody_reads(open_window):
    window = open_window(pitch_mm=WALL_55)
    window.rotation._every_s = 0.1
    window._on_turn()
    assert window.rotation.at == 1
    window.view.tiles[0].explain()
    window._on_turn()
    assert window.rotation.at == 1
    window.explainer.sheet.dismiss()


def test_simulation_clock_day_and_sources_are_told(open_window, live):
    live.clock = replace(live.clock, speed=1.0)
    live.set_source(live.city.sources[0].id, state=LinkState.DOWN, last_good=None)
    window = open_window(pitch_mm=WALL_55)
    many = len(live.city.sources)
    assert window.bands.simulated.isVisible() == live.clock.simulated
    assert window.head.clock.text() == "10.42"
    assert window.head.day.text() == "Rabu, 30 November 2016"
    assert window.head.sources.text() == f"{many - 1} dari {many} sumber terkini"
    assert window.head.mark.isVisible()


def test_a_lost_database_is_a_band(open_window, live):
    window = open_window(pitch_mm=WALL_55)
    live.database_away_since = live.now
    live.database_changed.emit(False, live.now)
    assert "10.4" in window.bands.database.text() and window.bands.database.isVisible()


def test_a_small_screen_far_away_gets_more_pages_and_never_smaller_type(open_window):
    near, far = open_window(pitch_mm=WALL_55), open_window(pitch_mm=FINE)
    assert far.rotation.count > near.rotation.count
    assert "sumber terkini" in far.foot.held.text(), "the sources are told nowhere"


def test_it_only_shows(open_window, live):
    window = open_window(pitch_mm=WALL_55)
    assert not window.findChildren(QLineEdit)
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            button.click()
    for _ in each_page(window):
        pass
    assert live.asked == []


def test_question_mark_reaches_a_tile_and_a_line(open_window):
    window = open_window(pitch_mm=WALL_55)
    window.go_to_scene("agencies-funds")
    turn()
    row = window.view.rows[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Question)
    assert window.explainer.sheet.isVisible()
    assert dict(window.explainer.sheet.rows)["Nilai"] == "96,67%"
    window.explainer.sheet.dismiss()


def test_another_language_changes_every_word(open_window):
    window = open_window(pitch_mm=WALL_55)
    window.group.set_language(Language("en"))
    turn()
    assert window.head.title.text() == "Kota Bekasi · Today"
    assert "sources up to date" in window.head.sources.text()


def test_controls_have_names_and_are_large_enough(open_window):
    window = open_window(pitch_mm=COARSE)
    for button in (window.foot.before, window.foot.pause, window.foot.next):
        assert button.accessibleName()
        assert min(button.width(), button.height()) >= 28


def test_a_hostile_city_name_stays_inside(open_window, live):
    live.city = live.city.model_copy(update={"city": live.city.city.model_copy(update={"name": mv.EVIL})})
    window = open_window(pitch_mm=WALL_55)
    assert "\u202e" not in window.head.title.text()
    assert window.minimumSizeHint().width() <= 1920
    assert isinstance(window, QWidget)
