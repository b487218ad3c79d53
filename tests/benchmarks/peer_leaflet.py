"""Peer: a plain Leaflet page whose canvas markers are fed with JSON."""

import json
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView

from maps.assets import leaflet_folder
from tests.benchmarks.city import city
from tests.benchmarks.places import kept
from tests.benchmarks.window import after

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>0</title>
<link rel="stylesheet" href="{leaflet}/leaflet.css"><script src="{leaflet}/leaflet.js"></script>
<style>html, body, #map {{ height: 100%; margin: 0; }}</style></head><body><div id="map"></div><script>
const map = L.map("map", {{ preferCanvas: true, fadeAnimation: false }}).setView({centre}, 12);
const colours = ["#8fa5b7", "#f2d15c", "#ff9e2c", "#ff5a67"];
let markers = [];
function painted(seq) {{
  requestAnimationFrame(() => requestAnimationFrame(() => {{ document.title = String(seq); }}));
}}
function show(points, seq) {{
  while (markers.length > points.length) markers.pop().remove();
  points.forEach(([lat, lon, style], i) => {{
    if (i < markers.length) markers[i].setLatLng([lat, lon]).setStyle({{ fillColor: colours[style] }});
    else markers.push(L.circleMarker([lat, lon], {{ radius: 4, weight: 1, fillOpacity: 1,
      color: "#11171d", fillColor: colours[style] }}).addTo(map));
  }});
  painted(seq);
}}
</script></body></html>"""


class LeafletPage:
    """The page in a view; `show` feeds it and waits for the painted frame."""

    def __init__(self) -> None:
        south, west, north, east = city().city.box
        file = kept("peers") / "leaflet.html"
        centre = json.dumps([(south + north) / 2, (west + east) / 2])
        file.write_text(PAGE.format(leaflet=leaflet_folder().as_uri(), centre=centre), encoding="utf-8")
        self.view, self._seq = QWebEngineView(), 0
        self._file = file

    @property
    def page(self) -> QWebEnginePage:
        """Its page."""
        return self.view.page()

    def load(self) -> None:
        """Open it; the view must be in sight."""
        after(self.view.loadFinished, lambda: self.view.load(QUrl.fromLocalFile(str(self._file))))

    def show(self, lat: Any, lon: Any, style: Any) -> float:
        """Milliseconds from columns to the painted frame."""
        self._seq += 1

        def feed() -> None:
            points = list(zip(lat.round(6).tolist(), lon.round(6).tolist(), style.tolist(), strict=True))
            self.page.runJavaScript(f"show({json.dumps(points, separators=(',', ':'))},{self._seq})")

        return after(self.view.titleChanged, feed, lambda title: title == str(self._seq))
