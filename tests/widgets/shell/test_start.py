"""How a desk starts: work aside while the event loop turns, one dressing, panels put into docks that stay."""

import gc
import threading
import weakref
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from maps import gpu
from widgets.aside import aside
from widgets.collection import Collection
from widgets.stylesheet import dress
from widgets.theme import DAY, NIGHT


def test_work_aside_leaves_the_event_loop_turning(qtbot: Any) -> None:
    turned = threading.Event()
    QTimer.singleShot(0, turned.set)
    assert aside(lambda: (turned.wait(5), threading.current_thread() is threading.main_thread())) == (True, False)


def test_what_work_aside_raises_comes_back(qtbot: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        aside(lambda: 1 // 0)


class Dressed(QLabel):
    times = 0

    def changeEvent(self, event: QEvent) -> None:
        """Count how often Qt looked at us again."""
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


def test_a_theme_that_is_worn_already_polishes_nothing_again(qtbot: Any) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress(app, NIGHT)
    label = Dressed("x")
    qtbot.addWidget(label)
    label.show()
    label.times = 0
    dress(app, NIGHT)
    assert label.times == 0
    dress(app, DAY)
    assert label.times > 0


class Knot(QObject):
    """A Qt object in a cycle, that notes in which thread it dies."""

    def __init__(self, deaths: list[str]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: deaths.append(threading.current_thread().name))


def test_the_search_for_cycles_leaves_what_the_start_made_alone_and_goes_on_in_the_gui_thread_only(qtbot: Any) -> None:
    """A lane that destroyed a Qt object would stand still for ever, and the window with it."""
    deaths: list[str] = []
    collection = Collection()
    try:
        collection.resume()
        assert not gc.isenabled() and gc.get_freeze_count() > 1_000
        Knot(deaths)
        made: list[list[int]] = []
        busy = threading.Thread(target=lambda: made.extend([] for _ in range(100_000)), name="lane")
        busy.start()
        busy.join()
        assert deaths == [], "many objects made in a lane begin no search there"
        qtbot.waitUntil(lambda: deaths == [threading.current_thread().name], timeout=20_000)
    finally:
        collection.stop()
    assert gc.get_freeze_count() == 0


def test_without_a_graphics_card_nothing_is_probed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QUICK_BACKEND", raising=False)
    monkeypatch.setattr(gpu, "has_device", lambda: False)
    monkeypatch.setattr(gpu, "_renderer", lambda: pytest.fail("probed"))
    assert gpu.choose_graphics() == gpu.GraphicsPath(True, gpu.NO_DEVICE)
