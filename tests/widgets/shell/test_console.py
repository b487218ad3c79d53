"""A console put together: its faults are shown, its second start raises it, its end has an order."""

import pytest

from tests.widgets.fakes import FakeLive
from tests.widgets.shell.conftest import take_down, turn
from widgets.console import Console
from widgets.hooks import SAFE_MODE_AT
from widgets.shutdown import Stage
from widgets.single import SingleDesk


class RunningLive(FakeLive):
    """A made-up picture that can be started and stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def start(self) -> None:
        self.done.append("start")

    def stop(self) -> bool:
        self.done.append("stop")
        return True


@pytest.fixture
def console(group, specs, tmp_path):
    single = SingleDesk("meja", "journal", tmp_path)
    assert single.take()
    made = Console(
        RunningLive(), group, desk="meja", layout=tmp_path / "l.json", logs=tmp_path, panels=specs, single=single
    )
    made.start(maximized=False)
    turn()
    yield made
    made.end()
    take_down(made.desk)


@pytest.mark.qt_no_exception_capture
def test_D17_a_fault_is_a_note_on_the_desk_and_twenty_are_safe_mode(console, caplog, qtbot):
    console.faults.on_exception(ValueError, ValueError("<b>x</b>"), None)
    qtbot.waitUntil(lambda: len(console.desk.toasts.texts()) == 1)
    assert "ValueError: <b>x</b>" in console.desk.toasts.texts()[0]
    for _ in range(SAFE_MODE_AT):
        console.faults.on_exception(ValueError, ValueError("again"), None)
    qtbot.waitUntil(lambda: console.desk.state.safe)
    assert console.desk.isVisible()
    assert console.desk.bands.safe.isVisible()


def test_D21_the_second_start_brings_the_window_back(console, tmp_path, qtbot):
    console.desk.hide()
    assert not SingleDesk("meja", "journal", tmp_path).take()
    qtbot.waitUntil(console.desk.isVisible)


def test_D23_closing_the_window_ends_lanes_before_panels_before_the_lock(console, tmp_path, qtbot):
    console.desk.panels["map"].shutdown = lambda: console.live.done.append("page")
    console.shutdown.add(Stage.DATABASE, "journal", lambda: console.live.done.append("journal"))
    with qtbot.waitSignal(console.ended):
        console.desk.close()
    assert console.live.done == ["start", "stop", "journal", "page"]
    assert console.end()
    again = SingleDesk("meja", "journal", tmp_path)
    assert again.take()
    again.release()
