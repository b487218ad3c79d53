"""Complaints panned as by a mouse, six pixels a frame in strokes: ours, and Leaflet's canvas markers."""

from collections.abc import Iterator
from typing import Any

from app.views.map_layers import complaint_layer
from tests.benchmarks.city import city
from tests.benchmarks.columns import frame, picture_of
from tests.benchmarks.figure import OF_RATE, Figure
from tests.benchmarks.map_stage import Stage, page_value
from tests.benchmarks.measure import say
from tests.benchmarks.peer_leaflet import LeafletPage
from tests.benchmarks.sizes import Sizes, thousands
from tests.benchmarks.window import SIZE, turn, until, web_app

SPAN_MS = 4_000
MOST_FOR_LEAFLET = 100_000
STROKE = 50  # frames of one drag of the mouse
PAN = """(() => {
  const world = %s, began = performance.now(), turns = [];
  window.panned = null;
  world.setZoom(world.getZoom() + 1, { animate: false });
  let n = 0, last = began;
  const step = (now) => {
    turns.push(now - last);
    last = now;
    if (now - began > %d) {
      window.panned = [n / ((now - began) / 1000), Math.max(...turns.slice(2))].join(" ");
      return;
    }
    if (n %% %d === 0) world.fire("movestart");
    world._rawPanBy(L.point(Math.floor(n / 100) %% 2 ? -6 : 6, 0));
    world.fire("move").fire("drag");
    n++;
    if (n %% %d === 0) world.fire("moveend");
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  return 0;
})()"""
OUR_MAP = "window[document.querySelector('.folium-map').id]"


def pan(page: Any, map_name: str) -> tuple[float, float]:
    """Frames a second and the longest frame in ms."""
    page_value(page, PAN % (map_name, SPAN_MS, STROKE, STROKE))
    turn(SPAN_MS)
    until(lambda: page_value(page, "window.panned !== null"), step_ms=200)
    rate, longest = page_value(page, "window.panned").split()
    return float(rate), float(longest)


def run(sizes: Sizes) -> Iterator[Figure]:
    """Frames a second while panning."""
    app = web_app()
    stage, n = Stage(), sizes.panned
    picture = picture_of(complaints=n)
    say(f"{thousands(n)} complaints")
    stage.painted(lambda: stage.map.set_layer("complaints", complaint_layer(picture, frame(), city())), "complaints")
    rate, longest = pan(stage.map.page, OUR_MAP)
    at_leaflet = min(n, MOST_FOR_LEAFLET)
    say(f"{thousands(at_leaflet)} by Leaflet")
    leaflet = LeafletPage()
    stage.add(leaflet.view)
    stage.front(leaflet.view)
    leaflet.load()
    c = picture.complaints
    leaflet.show(c.lat[:at_leaflet], c.lon[:at_leaflet], c.severity[:at_leaflet])
    theirs, _ = pan(leaflet.page, "map")
    peer = "Leaflet canvas" if at_leaflet == n else f"Leaflet canvas, {thousands(at_leaflet)}"
    size, aim = f"{thousands(n)} complaints, {SIZE[0]}x{SIZE[1]}", "5 frames/s at 1,000,000"
    met, note = (rate >= 5 if n >= 1_000_000 else None), f"longest frame {longest:.0f} ms"
    yield Figure("panned", size, rate, "frames/s", peer, theirs, OF_RATE, aim, met, note)
    stage.map.shutdown()
    app.quit()
