"""The nearest fit units among thousands, against a loop over records and against an index of places built anew.

Vehicles move every few seconds, so an index has to be built for every question; the peers only rank by distance.
"""

from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt

import numpy as np
from shapely import STRtree, points

from app.domain.order import Order, OrderState
from app.picture.picture import Picture
from app.views.suggest import MOST, suggest_units
from tests.benchmarks.city import END, city
from tests.benchmarks.columns import frame, picture_of
from tests.benchmarks.figure import Figure
from tests.benchmarks.measure import alternate, say
from tests.benchmarks.sizes import Sizes, thousands

AIM_MS = 16.0  # one frame of the screen: it is asked in the window's own thread
ORDERS = 300  # open ones, so that there is a load to count


def haversine_m(a: float, b: float, c: float, d: float) -> float:
    """Great-circle distance in metres between two places in degrees."""
    a, b, c, d = map(radians, (a, b, c, d))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12_742_017.6 * asin(sqrt(h))


def records_of(picture: Picture) -> list[tuple[float, float, float]]:
    """The vehicles as a program without columns holds them."""
    v = picture.vehicles
    return list(zip(v.lat.tolist(), v.lon.tolist(), v.fix_at.tolist(), strict=True))


class Asked:
    """One question, another complaint each time, put to ours and to both peers."""

    def __init__(self, units: int) -> None:
        self.picture, self.city, self.turn = picture_of(1_000, units), city(), 0
        self.records = records_of(self.picture)
        ids = np.random.default_rng(5).integers(1, units + 1, ORDERS)
        self.picture.vehicles.source[:] = self.picture.words.code("armada")
        self.orders = [
            Order(f"P-{n}", END, f"sorot/{n}", f"armada/{id_}", "", "", OrderState.SENT, "rina")
            for n, id_ in enumerate(ids.tolist())
        ]

    def place(self) -> tuple[float, float]:
        """Where the present complaint lies."""
        c = self.picture.complaints
        return float(c.lat[self.turn % c.n]), float(c.lon[self.turn % c.n])

    def ours(self) -> None:
        """Kind, shift, load, freshness, distance, and why the others are not among them."""
        self.turn += 1
        key = 1 + self.turn % self.picture.complaints.n
        suggest_units(self.picture, frame(), self.city, key, "sorot/1", self.orders)

    def loop(self) -> None:
        """Distance alone, one record after the other, then a sort."""
        lat, lon = self.place()
        sorted(haversine_m(lat, lon, here[0], here[1]) for here in self.records)[:MOST]

    def tree(self) -> None:
        """Distance alone, by an index of places."""
        v = self.picture.vehicles
        lat, lon = self.place()
        tree = STRtree(points(v.lon, v.lat))
        near = tree.query(points([lon], [lat])[0], predicate="dwithin", distance=0.03)
        sorted(haversine_m(lat, lon, float(v.lat[i]), float(v.lon[i])) for i in near)[:MOST]


def run(sizes: Sizes) -> Iterator[Figure]:
    """Medians of one question."""
    say(f"{thousands(sizes.units)} vehicles, {ORDERS} open orders")
    asked = Asked(sizes.units)
    ours, loop, tree = alternate(20 * sizes.rounds, asked.ours, asked.loop, asked.tree)
    size, aim, met = f"{thousands(sizes.units)} vehicles", f"{AIM_MS:g} ms", ours <= AIM_MS
    yield Figure("nearest fit units", size, ours, "ms", "Python loop and sort", loop, aim=aim, met=met)
    yield Figure(
        "nearest fit units", size, ours, "ms", "shapely STRtree", tree, note="the tree ranks by distance alone"
    )
