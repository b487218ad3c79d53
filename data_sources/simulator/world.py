"""Everything the far ends share: the city, its clock, its cases, its vehicles and what is broken at the moment."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data_sources.simulator.city import City, load_city
from data_sources.simulator.clock import SimClock
from data_sources.simulator.complaint_draw import DayDraw
from data_sources.simulator.complaints import ComplaintBook
from data_sources.simulator.dayplan import Planner
from data_sources.simulator.faults import FaultBoard
from data_sources.simulator.fleet import Vehicle, build_fleet
from data_sources.simulator.graph import Graph, build_graph
from data_sources.simulator.tracks import Tracks

LAUNCH = datetime.fromisoformat("2016-11-30T10:00+07:00")


@dataclass(frozen=True)
class Setup:
    """What a simulation is made of. Equal setups give equal cities."""

    city: Path | None = None
    starts: datetime = LAUNCH
    speed: float = 1.0
    scale: float = 1.0
    seed: int = 1
    complaint_days: int = 30
    track_days: int = 7
    scenario: bool = True
    api_key: str | None = None
    login: str | None = None
    token: str | None = None
    jurisdiction: str | None = None
    extended_status: bool = False
    keepalive_s: float = 55.0
    crew_secret: str | None = None


@dataclass
class World:
    setup: Setup
    city: City
    clock: SimClock
    board: FaultBoard
    graph: Graph
    book: ComplaintBook
    fleet: list[Vehicle]
    tracks: Tracks

    def now(self) -> float:
        return self.clock.now()

    def iso(self, at: float) -> str:
        """A moment in the city's own zone with seconds, as Open311 writes it."""
        return datetime.fromtimestamp(int(at), self.city.zone).isoformat()

    def vehicle(self, ident: int) -> Vehicle | None:
        return self.fleet[ident - 1] if 0 < ident <= len(self.fleet) else None


def build_world(setup: Setup) -> World:
    """Build a city; cheap, because days and plans are drawn when first asked for."""
    city, clock = load_city(setup.city), SimClock(setup.starts, setup.speed)
    graph = build_graph(city)
    fleet = build_fleet(city, graph, setup.seed, setup.scale)
    planner = Planner(graph, city.zone, setup.seed, _tip(city, graph))
    stride = 128 if len(fleet) < 128 else 1 << len(fleet).bit_length()
    book = ComplaintBook(city, DayDraw(city, setup.seed, setup.scale).day, clock.starts, setup.complaint_days)
    tracks = Tracks(planner, clock.starts, setup.track_days, stride)
    return World(setup, city, clock, FaultBoard(), graph, book, fleet, tracks)


def _tip(city: City, graph: Graph) -> int:
    """Where the garbage goes: the landmark that says so, else the southernmost village."""
    for name, node in graph.landmarks.items():
        if any(word in name.lower() for word in ("tpa", "tpst", "landfill")):
            return node
    return min(graph.centres, key=lambda node: graph.points[node][0])
