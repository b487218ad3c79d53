"""The launch of 30 November 2016, retold: rubbish at an underpass and a baktor; a pothole, measured and patched."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from data_sources.simulator.city import City, Point
from data_sources.simulator.complaints import Complaint, Step, make_id
from data_sources.simulator.fleet import Vehicle, habit_of
from data_sources.simulator.graph import metres
from data_sources.simulator.world import World

POST_M = 1400.0
"""How far from the place the crew waits, along the way."""


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    point: Point


RUBBISH_AT, POTHOLE_AT = "underpass", "chairil anwar"
"""Words in the names of the landmarks where the two stories happened."""


def play(world: World) -> dict[str, str]:
    """Write both stories into the city, as of the simulation's start; returns the ids of the two cases."""
    rubbish, pothole = _sites(world)
    return {"rubbish": _rubbish(world, rubbish), "pothole": _pothole(world, pothole)}


def _sites(world: World) -> tuple[Site, Site]:
    """The places of the launch where the city has them; in another city two lanes of its first villages."""
    rubbish, pothole = _landmark(world.city, RUBBISH_AT), _landmark(world.city, POTHOLE_AT)
    if rubbish and pothole:
        return rubbish, pothole
    nodes = [world.graph.local[node][0] for node in world.graph.centres[:2]]
    first, second = (
        Site(f"Jl. Raya {v.name}", world.graph.points[n]) for v, n in zip(world.city.villages, nodes, strict=False)
    )
    return first, second


def _landmark(city: City, words: str) -> Site | None:
    """The landmark with these words in its name, addressed as people write it."""
    marks = (mark for mark in city.landmarks if words in mark.name.lower())
    return next((Site(m.name.replace("Jalan ", "Jl. "), (m.lat, m.lon)) for m in marks), None)


def _rubbish(world: World, site: Site) -> str:
    t0 = world.clock.starts
    baktor = _crew(world, "baktor", site)
    arrives = _send(world, baktor, site, t0 + 75, 180, 260)
    story = [
        (t0 + 55, "open", "Laporan diterima dan diteruskan ke Dinas Kebersihan."),
        (t0 + 75, "in_progress", f"{baktor.name} ({baktor.plate}) dikirim ke lokasi."),
        (arrives + 20, "in_progress", "Baktor tiba di lokasi, sampah sedang diangkut."),
        (arrives + 190, "closed", "Sampah sudah diangkut, lokasi bersih."),
    ]
    text = "Tumpukan sampah liar di mulut underpass, baunya menyengat dan sudah memakan satu lajur."
    return _report(world, 9901, _code(world.city, "sampah", "liar"), t0 + 40, "Tumpukan sampah", text, site, story)


def _pothole(world: World, site: Site) -> str:
    t0 = world.clock.starts
    crew = _crew(world, "road_crew", site)
    arrives = _send(world, crew, site, t0 + 140, 170, 420)
    story = [
        (t0 + 115, "open", "Laporan diterima dan diteruskan ke Disbimarta."),
        (t0 + 140, "in_progress", f"{crew.name} ({crew.plate}) menuju lokasi untuk mengukur."),
        (arrives + 40, "in_progress", "Lubang diukur: 60 x 40 cm, dalam 8 cm. Rambu pengaman dipasang."),
        (arrives + 230, "closed", "Lubang ditambal cold mix, jalan aman dilalui."),
    ]
    text = "Lubang cukup dalam di lajur kiri, dua motor jatuh pagi ini. Mohon segera ditambal."
    return _report(world, 9902, _code(world.city, "jalan", "jalan"), t0 + 100, "Jalan berlubang", text, site, story)


def _report(
    world: World, serial: int, code: str, at: float, title: str, text: str, site: Site,
    story: list[tuple[float, str, str]],
) -> str:  # fmt: skip
    ident = make_id(datetime.fromtimestamp(at, world.city.zone).date(), serial)
    case = Complaint(
        ident, code, at, title, f"{title}. {text}", site.address, *site.point, expected=at + 86400, media=True
    )
    case.steps = [Step(float(int(t)), status, note, f"{ident}-{n}") for n, (t, status, note) in enumerate(story, 1)]
    world.book.add(case)
    return ident


def _code(city: City, topic: str, word: str) -> str:
    """The service of a topic whose name fits best."""
    fitting = [s for s in city.services if s.topic == topic] or list(city.services)
    return next((s.code for s in fitting if word in s.name.lower()), fitting[0].code)


def _crew(world: World, kind: str, site: Site) -> Vehicle:
    """The vehicle of a kind whose home is nearest; in a fleet without that kind, any."""
    able = [v for v in world.fleet if not v.silent]
    fitting = [v for v in able if habit_of(v.kind) == kind] or able
    return min(fitting, key=lambda v: metres(world.graph.points[v.home], site.point))


def _send(world: World, vehicle: Vehicle, site: Site, depart: float, travel_s: float, stand_s: float) -> float:
    """Let the crew wait at a post, then drive to the place in about `travel_s`; returns the arrival."""
    graph, tracks = world.graph, world.tracks
    goal = graph.nearest(site.point)[0]
    nodes = [*graph.centres, *(n for ring in graph.local.values() for n in ring)]
    post = min(nodes, key=lambda node: abs(_length(graph.way(node, goal)) - POST_M))
    early = depart - 2400
    here = tracks.point(vehicle, early)
    tracks.errand(vehicle, early, [here, *graph.way(graph.nearest(here)[0], post)], 7200, 40)
    line = [*graph.way(post, goal), site.point]
    return tracks.errand(vehicle, depart, line, stand_s, max(15.0, _length(line) / travel_s * 3.6))


def _length(line: list[Point]) -> float:
    return sum(metres(a, b) for a, b in pairwise(line))
