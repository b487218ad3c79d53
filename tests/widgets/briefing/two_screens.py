"""Run as a program with two screens in memory: opens the mayor's screen beside a desk and tells what became of it."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import Language
from tests.widgets.briefing.test_briefing import SPECS
from tests.widgets.fakes import FakeLive, fake_group
from widgets.briefing import briefing_group, open_briefing
from widgets.fonts import load_fonts
from widgets.scenes.rotation import Rotation
from widgets.screens.briefing import BriefingWindow
from widgets.theme import DAY


def until(holds: Any, ms: int = 30_000) -> bool:
    for _ in range(ms // 20):
        if holds():
            return True
        QTest.qWait(20)
    return False


def place(window: QWidget) -> list[Any]:
    at, screen = window.geometry(), window.screen()
    return [screen.name(), at.x(), at.y(), at.width(), at.height(), window.isFullScreen()]


def main() -> None:
    app = QApplication(sys.argv[:1])
    load_fonts()
    live, group, mayors = FakeLive(), fake_group(), briefing_group(Language("id"))
    desk = QWidget()
    desk.setGeometry(app.screens()[0].geometry())
    desk.show()
    window = BriefingWindow(live, mayors, scenes=SPECS)
    window.rotation = Rotation(0.6)
    told: dict[str, Any] = {"screens": [screen.name() for screen in app.screens()]}
    open_briefing(window, desk.screen())
    until(window.is_painted)
    told["place"], told["desk"] = place(window), place(desk)
    told["letters"] = window.viewing.text_px if window.viewing else 0
    told["turned"] = until(lambda: window.rotation.at == 1)
    QTest.keyClick(window, Qt.Key.Key_Space)
    held_at = window.rotation.at
    QTest.qWait(1_500)
    told["held"] = window.rotation.held and window.rotation.at == held_at
    QTest.keyClick(window, Qt.Key.Key_Right)
    told["next"] = (window.rotation.at - held_at) % window.rotation.count
    QTest.keyClick(window, Qt.Key.Key_Left)
    told["previous"] = window.rotation.at == held_at
    title, colours = window.accessibleName(), mayors.theme.name
    group.go_to(datetime(2016, 11, 29, 3, tzinfo=UTC))
    group.set_theme(DAY)
    group.set_language(Language("en"))
    group.select("complaint", 3)
    QTest.qWait(50)
    told["own group"] = [mayors.frame is None, mayors.theme.name == colours, window.accessibleName() == title]
    told["own group"] += [mayors.selection == ("", 0), mayors.language.code == "id"]
    QTest.keyClick(window, Qt.Key.Key_Escape)
    told["escape"] = not window.isFullScreen() and window.isVisible()
    alone = BriefingWindow(live, briefing_group(Language("id")), scenes=SPECS)
    alone.open_on([app.screens()[0]], app.screens()[0])
    until(alone.is_painted)
    told["one screen"] = [alone.isFullScreen(), alone.width(), alone.height()]
    print(json.dumps(told))


if __name__ == "__main__":
    main()
