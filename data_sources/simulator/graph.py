"""The streets of the city: villages, landmarks and rough roads joined to their neighbours, and ways along them."""

import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from data_sources.simulator.city import City, Point
from data_sources.simulator.noise import chooser

METRES_PER_DEGREE = 111_320.0
_LOCAL = 5


def metres(a: Point, b: Point) -> float:
    """Distance on the flat, good to a metre inside one city."""
    dx = (b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(b[0] - a[0], dx) * METRES_PER_DEGREE


def marks_of(line: list[Point]) -> list[float]:
    """Metres from the beginning of a line at each of its points."""
    marks = [0.0]
    for a, b in pairwise(line):
        marks.append(marks[-1] + metres(a, b))
    return marks


def course(a: Point, b: Point) -> float:
    """Heading from a to b, degrees clockwise from north."""
    dx = (b[1] - a[1]) * math.cos(math.radians(a[0]))
    return math.degrees(math.atan2(dx, b[0] - a[0])) % 360


def beside(point: Point, metres_north: float, metres_east: float) -> Point:
    lat = point[0] + metres_north / METRES_PER_DEGREE
    return lat, point[1] + metres_east / METRES_PER_DEGREE / math.cos(math.radians(lat))


@dataclass
class Graph:
    """Nodes with places and neighbours. Ways are kept once found; each edge bends alike for everybody."""

    points: list[Point] = field(default_factory=list)
    near: list[dict[int, float]] = field(default_factory=list)
    centres: list[int] = field(default_factory=list)
    local: dict[int, list[int]] = field(default_factory=dict)
    landmarks: dict[str, int] = field(default_factory=dict)
    _trees: dict[int, tuple[list[int], list[float]]] = field(default_factory=dict)
    _routes: dict[tuple[int, int], tuple[list[Point], list[float]]] = field(default_factory=dict)
    _bends: dict[tuple[int, int], list[Point]] = field(default_factory=dict)

    def add(self, point: Point) -> int:
        self.points.append(point)
        self.near.append({})
        return len(self.points) - 1

    def join(self, a: int, b: int) -> None:
        if a != b:
            self.near[a][b] = self.near[b][a] = metres(self.points[a], self.points[b])

    def nearest(self, point: Point, among: Iterable[int] | None = None, count: int = 1) -> list[int]:
        nodes = range(len(self.points)) if among is None else among
        return heapq.nsmallest(count, nodes, key=lambda n: metres(self.points[n], point))

    def route(self, a: int, b: int) -> tuple[list[Point], list[float]]:
        """The bent line from node a to node b and the metres at each of its points; kept: do not change it."""
        if (a, b) not in self._routes:
            line = self.way(a, b)
            self._routes[a, b] = line, marks_of(line)
        return self._routes[a, b]

    def way(self, a: int, b: int) -> list[Point]:
        """The bent line from node a to node b."""
        (tree, _), nodes = self._tree(a), [b]
        while nodes[-1] != a:
            nodes.append(tree[nodes[-1]])
        nodes.reverse()
        line = [self.points[a]]
        for start, end in pairwise(nodes):
            line += self._bend(start, end)
        return line

    def distance(self, a: int, b: int) -> float:
        """About how long the way is, in metres, without drawing it."""
        return self._tree(a)[1][b] * 1.05

    def _tree(self, source: int) -> tuple[list[int], list[float]]:
        """Dijkstra's tree: for each node the one before it on the way from `source`, and how far it is."""
        if source not in self._trees:
            before, cost = [source] * len(self.points), [math.inf] * len(self.points)
            cost[source], queue = 0.0, [(0.0, source)]
            while queue:
                so_far, node = heapq.heappop(queue)
                if so_far > cost[node]:
                    continue
                for other, step in self.near[node].items():
                    if so_far + step < cost[other]:
                        cost[other], before[other] = so_far + step, node
                        heapq.heappush(queue, (cost[other], other))
            self._trees[source] = before, cost
        return self._trees[source]

    def _bend(self, a: int, b: int) -> list[Point]:
        """Points after a up to b; straight streets would look like a spider's web."""
        key = (min(a, b), max(a, b))
        if key not in self._bends:
            self._bends[key] = _bent(self.points[key[0]], self.points[key[1]], key)
        line = self._bends[key]
        return [*line[1:]] if a < b else [*reversed(line[:-1])]


def _bent(a: Point, b: Point, key: tuple[int, int]) -> list[Point]:
    rng, length = chooser("edge", *key), metres(a, b)
    count = min(4, int(length // 250))
    line, swing = [a], rng.choice((-1, 1)) * min(90.0, length * 0.09)
    for n in range(1, count + 1):
        part = n / (count + 1)
        mid = (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
        side = swing * math.sin(part * math.pi) + rng.uniform(-20, 20)
        heading = math.radians(course(a, b) + 90)
        line.append(beside(mid, side * math.cos(heading), side * math.sin(heading)))
    return [*line, b]


def build_graph(city: City) -> Graph:
    """Centroids to four neighbours, a ring of lanes in each village, landmarks and road corners to what is near."""
    graph = Graph()
    graph.centres = [graph.add((v.lat, v.lon)) for v in city.villages]
    for node in graph.centres:
        for other in graph.nearest(graph.points[node], graph.centres, 5)[1:]:
            graph.join(node, other)
    _join_parts(graph)
    for node, village in zip(graph.centres, city.villages, strict=True):
        graph.local[node] = _lanes(graph, node, village.radius_m)
    for road in city.roads:
        _lay_road(graph, road)
    for spot in city.landmarks:
        near = graph.nearest((spot.lat, spot.lon), count=2)
        graph.landmarks[spot.name] = node = graph.add((spot.lat, spot.lon))
        for other in near:
            graph.join(node, other)
    return graph


def _join_parts(graph: Graph) -> None:
    """Connect what the four-neighbour rule left apart."""
    while True:
        seen, queue = {graph.centres[0]}, [graph.centres[0]]
        while queue:
            fresh = [n for n in graph.near[queue.pop()] if n not in seen]
            seen.update(fresh)
            queue += fresh
        apart = [n for n in graph.centres if n not in seen]
        if not apart:
            return
        pairs = ((metres(graph.points[a], graph.points[b]), a, b) for a in apart for b in seen)
        _, a, b = min(pairs)
        graph.join(a, b)


def _lanes(graph: Graph, centre: int, radius_m: float) -> list[int]:
    rng, ring = chooser("lanes", centre), []
    for n in range(_LOCAL):
        angle, r = 2 * math.pi * (n + rng.uniform(-0.3, 0.3)) / _LOCAL, radius_m * rng.uniform(0.35, 0.8)
        ring.append(graph.add(beside(graph.points[centre], r * math.sin(angle), r * math.cos(angle))))
    for n, node in enumerate(ring):
        graph.join(node, ring[n - 1])
        if n % 2 == 0:
            graph.join(node, centre)
    return ring


def _lay_road(graph: Graph, road: tuple[Point, ...]) -> None:
    previous: int | None = None
    for point in road:
        node = graph.add(point)
        graph.join(node, graph.nearest(point, graph.centres)[0])
        if previous is not None:
            graph.join(previous, node)
        previous = node
