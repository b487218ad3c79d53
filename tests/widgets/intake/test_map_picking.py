"""A click on the map while a place is wanted says the place and selects nothing; the next one selects again."""

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from tests.widgets.fakes import fake_group
from widgets.panels.map_picking import MapPicking


class FakeView(QObject):
    """What picking needs of a map."""

    place_clicked = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self.status, self.ring = "", (0.0, 0.0)

    def set_status(self, text: str) -> None:
        self.status = text

    def select(self, kind: str, key: int, lat: float, lon: float) -> None:
        self.ring = (lat, lon)


def test_the_next_click_says_the_place_once(qtbot: QtBot) -> None:
    group, view = fake_group("en"), FakeView()
    picking = MapPicking(group, view)  # type: ignore[arg-type]
    picked: list[tuple[float, float]] = []
    group.point_picked.connect(lambda lat, lon: picked.append((lat, lon)))
    view.place_clicked.emit(-6.2, 107.0)
    assert not picking.swallow()
    group.set_picking(True)
    assert view.status
    view.place_clicked.emit(-6.25, 107.01)
    assert picked == [(-6.25, 107.01)]
    assert picking.swallow()
    assert not picking.swallow()
    assert (group.is_picking, view.status, view.ring) == (False, "", (-6.25, 107.01))
