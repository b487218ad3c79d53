"""Changed points from picture to painted frame: our layers, a folium page rendered anew, Leaflet fed with JSON."""

from collections.abc import Iterator

from app.picture.picture import Picture
from app.views.map_layers import complaint_layer
from tests.benchmarks.city import city
from tests.benchmarks.columns import frame, picture_of, shift_complaints
from tests.benchmarks.figure import Figure
from tests.benchmarks.map_stage import Stage
from tests.benchmarks.measure import alternate, say
from tests.benchmarks.peer_folium import FoliumPage
from tests.benchmarks.peer_leaflet import LeafletPage
from tests.benchmarks.sizes import Sizes, thousands
from tests.benchmarks.window import SIZE, web_app

AIM = "at least 100 times folium"


class Painting:
    """The window, its peers and a picture that changes before every round."""

    def __init__(self) -> None:
        self.stage, self.leaflet, self.folium = Stage(), LeafletPage(), FoliumPage()
        for peer in (self.leaflet.view, self.folium.view):
            self.stage.add(peer)
        self.stage.front(self.leaflet.view)
        self.leaflet.load()
        self.picture, self.turns = Picture(city()), 0

    def take(self, n: int) -> None:
        """Use a picture of `n` complaints from now on."""
        self.picture = picture_of(complaints=n)

    def _change(self) -> None:
        self.turns += 1
        shift_complaints(self.picture, self.turns)

    def ours(self) -> float:
        """Milliseconds of our map."""
        self._change()
        self.stage.front(self.stage.map)

        def show() -> None:
            self.stage.map.set_layer("complaints", complaint_layer(self.picture, frame(), city()))

        return self.stage.painted(show, "complaints")

    def by_leaflet(self) -> float:
        """Milliseconds of Leaflet fed with JSON."""
        self._change()
        self.stage.front(self.leaflet.view)
        c = self.picture.complaints
        return self.leaflet.show(c.lat, c.lon, c.severity)

    def by_folium(self) -> float:
        """Milliseconds of a folium page."""
        self._change()
        self.stage.front(self.folium.view)
        c = self.picture.complaints
        return self.folium.show(c.lat, c.lon, c.severity)


def run(sizes: Sizes) -> Iterator[Figure]:
    """Figures for each number of points; folium at its own one only."""
    app = web_app()
    painting = Painting()
    window = f"{SIZE[0]}x{SIZE[1]}"
    for n in sizes.painted:
        say(f"{thousands(n)} points")
        painting.take(n)
        ours, leaflet = alternate(sizes.rounds, painting.ours, painting.by_leaflet)
        size = f"{thousands(n)} points, {window}"
        yield Figure("change painted", size, ours, "ms", "Leaflet canvas, JSON", leaflet)
    say(f"{thousands(sizes.folium)} points by folium")
    painting.take(sizes.folium)
    ours, folium = alternate(min(3, sizes.rounds), painting.ours, painting.by_folium)
    size = f"{thousands(sizes.folium)} points, {window}"
    met = folium / ours >= 100
    yield Figure("change painted", size, ours, "ms", "folium re-render", folium, aim=AIM, met=met)
    painting.stage.map.shutdown()
    app.quit()
