"""The timeline counts what the picture holds, and is not driven by every single change."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.source import LinkState
from app.i18n import Language
from app.journal.reader import Axis
from app.picture.frame import Frame, Mode
from app.views.intake import BIN_S, BINS, intake_view
from tests.widgets.fakes import NOW
from widgets.panels.timeline import TimelinePanel
from widgets.panels.timeline_paint import field_of


def test_the_day_ends_with_the_bin_of_now_and_counts_each_complaint_once(live):
    view = intake_view(live.picture, live.frame(), live.city)
    requested = live.picture.complaints.requested
    inside = (requested >= view.start) & (requested <= NOW.timestamp())
    assert len(view.counts) == BINS
    assert view.end - view.start == 86_400
    assert view.start < NOW.timestamp() < view.end
    assert view.counts.sum() == inside.sum() > 0


def test_complaints_without_a_time_or_of_the_future_count_nowhere(live):
    c = live.picture.complaints
    before = intake_view(live.picture, live.frame(), live.city).counts.sum()
    inside = [i for i in range(c.n) if NOW.timestamp() - c.requested[i] < 80_000]
    c.requested[inside[0]] = float("nan")
    c.requested[inside[1]] = NOW.timestamp() + 60
    assert intake_view(live.picture, live.frame(), live.city).counts.sum() == before - 2


@pytest.fixture
def panel(live, group):
    group.set_language(Language("en"))
    made = TimelinePanel(live, group)
    made.resize(1200, 130)
    yield made
    made.deleteLater()


def test_D20_a_thousand_changes_are_counted_a_few_times(panel, live, monkeypatch, qtbot):
    counted: list[int] = []
    monkeypatch.setattr("widgets.panels.timeline.intake_view", lambda *a: counted.append(1) or intake_view(*a))
    first = panel.headline
    for _ in range(1_000):
        live.add_complaint()
    assert counted == []
    qtbot.waitUntil(lambda: panel.headline != first)
    assert len(counted) == 1


def test_it_says_its_sum_to_screen_readers_and_in_its_headline(panel):
    assert panel.headline.endswith("complaints in 24 hours")
    assert panel.accessibleDescription() == panel.headline
    assert panel.is_painted()


def test_a_silent_source_makes_its_span_unknown_not_zero(panel, live):
    assert intake_view(live.picture, live.frame(), live.city).silent_since is None
    quiet = NOW - timedelta(hours=2)
    live.set_source("sorot", state=LinkState.DOWN, last_good=quiet)
    panel.refresh()
    assert intake_view(live.picture, live.frame(), live.city).silent_since == quiet.timestamp()
    assert panel.headline.endswith("no answer since 08.42")
    now = int((NOW.timestamp() - panel._view.start) // BIN_S)
    assert "unknown" in panel.bar_words(now)
    assert "unknown" not in panel.bar_words(now - 24)


def test_a_silent_fleet_leaves_the_complaints_known(panel, live):
    live.set_source("armada", state=LinkState.DOWN, last_good=NOW - timedelta(hours=2))
    assert intake_view(live.picture, live.frame(), live.city).silent_since is None


def test_the_hatching_is_painted(panel, live):
    before = panel.grab().toImage()
    live.set_source("sorot", state=LinkState.DOWN, last_good=NOW - timedelta(hours=6))
    panel.refresh()
    after = panel.grab().toImage()
    y = 20
    changed = [x for x in range(132, 1020) if before.pixel(x, y) != after.pixel(x, y)]
    assert changed and min(changed) > 700


@pytest.fixture
def asked(group):
    """Instants asked for; they are shown at once, as if the city had been read."""
    wishes: list[tuple[datetime, Axis]] = []

    def answer(at: datetime, axis: Axis) -> None:
        wishes.append((at, axis))
        group.set_frame(Frame(at, axis, Mode.REPLAY))

    group.instant_requested.connect(answer)
    return wishes


def x_of(panel, at: datetime) -> int:
    field = field_of(panel.size())
    return round(field.left() + field.width() * (at.timestamp() - panel._view.start) / BINS / BIN_S)


def press(panel, at: datetime) -> None:
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(x_of(panel, at), 60))


def test_a_press_in_the_bars_asks_for_that_instant(panel, asked, qtbot):
    press(panel, NOW - timedelta(hours=5))
    qtbot.waitUntil(lambda: bool(asked))
    assert abs(asked[0][0] - (NOW - timedelta(hours=5))) < timedelta(minutes=2)
    assert asked[0][1] is Axis.KNOWN
    assert panel.controls.live.isEnabled() and panel.controls.axes.isVisibleTo(panel)


def test_a_drag_asks_once_it_rests(panel, asked, qtbot):
    field = QPoint(x_of(panel, NOW - timedelta(hours=9)), 60)
    QTest.mousePress(panel, Qt.MouseButton.LeftButton, pos=field)
    for step in range(20):
        QTest.mouseMove(panel, field + QPoint(step, 0))
    qtbot.waitUntil(lambda: bool(asked))
    qtbot.wait(300)
    assert len(asked) == 1


def test_now_and_the_keys_and_the_button_go_back_to_live(panel, asked, group, qtbot):
    for back in (
        lambda: press(panel, NOW + timedelta(minutes=4)),
        lambda: QTest.keyClick(panel, Qt.Key.Key_Escape),
        panel.controls.live.click,
    ):
        panel.go_to(NOW - timedelta(hours=2))
        qtbot.waitUntil(lambda: group.frame is not None)
        back()
        assert group.frame is None and not panel.controls.live.isEnabled()


def test_enter_goes_to_the_chosen_bar_and_then_the_arrows_step(panel, asked, qtbot):
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Return):
        QTest.keyClick(panel, key)
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert asked[0][0].timestamp() == panel._view.start + BIN_S
    QTest.keyClick(panel, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1][0] - asked[0][0] == timedelta(seconds=BIN_S)


def test_the_other_axis_asks_for_the_same_instant_again(panel, asked, qtbot):
    panel.go_to(NOW - timedelta(hours=2))
    qtbot.waitUntil(lambda: len(asked) == 1)
    panel.controls.axes.click()
    assert asked[1] == (asked[0][0], Axis.TRUE)


def test_an_earlier_day_is_reached_and_live_brings_today_back(panel, live, asked, qtbot):
    today = panel._view.start
    panel.controls.earlier.click()
    assert panel._view.start == today - 86_400
    assert "until" in panel.headline
    panel.go_live()
    assert panel._view.start == today and not panel.controls.later.isEnabled()


def test_the_instant_shown_is_painted(panel, asked, qtbot):
    before = panel.grab().toImage()
    panel.go_to(NOW - timedelta(hours=6))
    qtbot.waitUntil(lambda: bool(asked))
    after = panel.grab().toImage()
    x = x_of(panel, NOW - timedelta(hours=6))
    colours = {after.pixelColor(x + dx, 60).name() for dx in (-1, 0, 1)}
    assert panel._group.theme.replay in colours
    assert before.pixel(x + 60, 40) != after.pixel(x + 60, 40)


def test_bars_are_read_by_keys(panel, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr("widgets.panels.timeline.announce", lambda widget, text: said.append(text))
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(panel, key)
    assert panel.chosen == BINS - 2
    assert len(said) == 5
    assert said[1] == panel.bar_words(1)
    assert panel.focusPolicy() is Qt.FocusPolicy.StrongFocus
