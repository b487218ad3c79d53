"""Pictures are taken when there is something to see, of every screen and every panel."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from widgets import shots
from widgets.shots import has_content, save_shots


def test_one_colour_is_no_content(app):
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#182128"))
    assert not has_content(image)
    for x in range(200):
        image.setPixelColor(x, 96, QColor("#ffffff"))
    assert has_content(image)
    assert not has_content(QImage())


def test_every_screen_and_panel_is_saved(open_desk, tmp_path):
    desk = open_desk()
    saved = list(save_shots(desk, tmp_path / "out", QSize(1366, 768)))
    assert {path.name for path in saved} == {"desk.png", *(f"panel-{name}.png" for name in desk.panels)}
    assert (QImage(str(saved[0])).width(), QImage(str(saved[0])).height()) == (1366, 768)
    assert all(has_content(QImage(str(path))) for path in saved)


def test_what_came_while_waiting_for_the_web_view_is_waited_for_too(app, qtbot, monkeypatch):
    told, panel = iter([True, False, False, True]), QWidget()
    asked: list[bool] = []
    monkeypatch.setattr(shots, "is_painted", lambda _panel: asked.append(next(told)) or asked[-1])
    shots.settle([panel], 1.0)
    assert asked == [True, False, False, True]
    panel.deleteLater()
