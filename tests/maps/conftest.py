"""A map to test: its environment must stand before the QApplication, and its page must end before the profile."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from maps import environment

environment.prepare(root=os.geteuid() == 0)
environment.register_scheme()

from PySide6.QtCore import QEvent, QEventLoop, QTimer  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from app.clock import monotonic  # noqa: E402
from app.settings import CityFile  # noqa: E402
from app.views.packed import PackedLayer  # noqa: E402
from maps.basemap import MapBase, map_base  # noqa: E402
from maps.gpu import choose_graphics  # noqa: E402
from maps.view import MapView  # noqa: E402
from tests.maps.city_layers import NIGHT, complaints, vehicles  # noqa: E402

WAIT_MS = 20_000
NO_CARD = "QRhi|Failed to create RHI|GPUInfo not initialized|GPU vendor|[Vv]ulkan"
"""What Qt says with the first view on a machine without a graphics card."""
WEB = [pytest.mark.webengine, pytest.mark.qt_log_ignore(NO_CARD, extend=True)]


@pytest.fixture(scope="session")
def base(city: CityFile, tmp_path_factory: pytest.TempPathFactory) -> MapBase:
    return map_base(city, tmp_path_factory.mktemp("skeleton"))


class Driver:
    """A map and the ways to look into its page."""

    def __init__(self, view: MapView) -> None:
        self.view = view
        self.painted: list[str] = []
        view.painted.connect(self._on_painted)

    def _on_painted(self, layer: str, _seq: int, _ms: float) -> None:
        self.painted.append(layer)

    def until(self, holds: Callable[[], Any], timeout_ms: int = WAIT_MS) -> None:
        end = monotonic() + timeout_ms / 1000
        while not holds():
            assert monotonic() < end, "the map did not come to the state waited for"
            self.wait(25)

    def wait(self, ms: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def js(self, script: str) -> Any:
        """Value of an expression in the page; numbers, text and booleans only."""
        answers: list[Any] = []
        self.view.page.runJavaScript(script, lambda answer: answers.append(answer))
        self.until(lambda: answers)
        return answers[0]

    def show(self, complaint_layer: PackedLayer | None = None, vehicle_layer: PackedLayer | None = None) -> None:
        self.painted.clear()
        self.view.set_layer("complaints", complaint_layer or complaints())
        self.view.set_layer("vehicles", vehicle_layer or vehicles())
        self.until(lambda: {"complaints", "vehicles"} <= set(self.painted))

    def colours(self) -> set[str]:
        image = self.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        words = np.frombuffer(image.constBits(), "<u4")
        return {f"#{word & 0xFFFFFF:06x}" for word in np.unique(words).tolist()}


@pytest.fixture
def driver(qapp: QApplication, base: MapBase) -> Iterator[Driver]:
    choose_graphics()
    view = MapView(base)
    view.resize(500, 400)
    view.set_theme(NIGHT)
    made = Driver(view)
    view.show()
    made.until(lambda: view.is_ready)
    yield made
    view.shutdown()
    view.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def tiles_folder(fixtures: Path) -> Path:
    return fixtures / "tiles"
