"""Peer: a folium page rendered anew for every change, as its users do it, with Leaflet from the disk."""

import time
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineWidgets import QWebEngineView

from maps.assets import leaflet_folder
from tests.benchmarks.city import city
from tests.benchmarks.places import kept
from tests.benchmarks.window import after

COLOURS = ("#8fa5b7", "#f2d15c", "#ff9e2c", "#ff5a67")
PAINTED = "requestAnimationFrame(() => requestAnimationFrame(() => { document.title = 'painted'; }))"


class FoliumPage:
    """A view that shows a folium map; `show` renders it from nothing."""

    def __init__(self) -> None:
        self.view = QWebEngineView()
        self._file = kept("peers") / "folium.html"

    def show(self, lat: Any, lon: Any, style: Any) -> float:
        """Milliseconds from columns to the painted frame: document, file, load, paint."""
        start = time.perf_counter()
        self._render(lat.tolist(), lon.tolist(), style.tolist())
        after(self.view.loadFinished, lambda: self.view.load(QUrl.fromLocalFile(str(self._file))))
        page = self.view.page()
        after(self.view.titleChanged, lambda: page.runJavaScript(PAINTED), lambda title: title == "painted")
        return (time.perf_counter() - start) * 1000

    def _render(self, lat: list[float], lon: list[float], style: list[int]) -> None:
        import folium

        south, west, north, east = city().city.box
        world = folium.Map(((south + north) / 2, (west + east) / 2), zoom_start=12, tiles=None, prefer_canvas=True)
        world.default_js = [("leaflet", f"{leaflet_folder().as_uri()}/leaflet.js")]
        world.default_css = [("leaflet_css", f"{leaflet_folder().as_uri()}/leaflet.css")]
        for y, x, s in zip(lat, lon, style, strict=True):
            folium.CircleMarker((y, x), radius=4, weight=1, color="#11171d", fill=True, fill_color=COLOURS[s]).add_to(
                world
            )
        world.save(str(self._file))
