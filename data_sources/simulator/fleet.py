"""The city's vehicles: kinds, names, plates, homes and working habits."""

from dataclasses import dataclass

from data_sources.simulator.city import City, FleetKind
from data_sources.simulator.graph import Graph
from data_sources.simulator.noise import chooser


@dataclass(frozen=True, slots=True)
class Habit:
    """A day of a kind of vehicle. Hours are local; `reach`: lanes = own village, city = anywhere, dump = to the tip."""

    words: tuple[str, ...]
    label: str
    category: str
    model: str
    share: float
    shifts: tuple[tuple[float, float], ...]
    speed_kmh: float
    stop_s: tuple[float, float]
    reach: str


HABITS: dict[str, Habit] = {
    "baktor": Habit(("baktor", "gerobak", "motor"), "Baktor", "motorcycle", "Viar Karya 200", 0.30,
                    ((5.8, 11.2), (13.0, 16.5)), 12, (150, 540), "lanes"),
    "dump_truck": Habit(("truck", "truk", "armroll", "compactor", "sampah"), "Truk Sampah", "truck", "Hino Dutro 130",
                        0.25, ((5.0, 14.5),), 29, (900, 2700), "dump"),
    "road_crew": Habit(("road", "jalan", "urc", "bina"), "URC Jalan", "pickup", "Isuzu Traga", 0.10,
                       ((7.5, 16.5),), 29, (2100, 5000), "city"),
    "tree_crew": Habit(("tree", "pohon", "tangga", "crane", "taman"), "Mobil Tangga", "crane", "Canter", 0.06,
                       ((7.5, 16.0),), 27, (2100, 5400), "city"),
    "ambulance": Habit(("ambul", "psc", "medis"), "Ambulans", "van", "Toyota Hiace", 0.10,
                       ((0.2, 23.2),), 41, (420, 1100), "calls"),
    "fire": Habit(("fire", "damkar", "pemadam"), "Damkar", "fire", "Hino FM 260", 0.07,
                  ((0.5, 22.5),), 43, (1200, 3200), "rare"),
    "pool": Habit(("pool", "dinas", "operasional", "car", "mobil"), "Mobil Dinas", "pool", "Toyota Avanza", 0.12,
                  ((7.2, 17.2),), 33, (1800, 9000), "city"),
}  # fmt: skip
_FIRST = ("ambulance", "fire", "tree_crew", "road_crew", "baktor", "dump_truck", "pool")
_SUFFIX = "QTUKLMNPR"


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One device of the fleet server. `id` is Traccar's; `home` is the graph node it starts and ends its day at."""

    id: int
    name: str
    unique_id: str
    plate: str
    kind: str
    habit: Habit
    group: int
    home: int
    silent: str = ""


def habit_of(kind: str) -> str:
    """The habit that fits a fleet kind of a city file; an unknown kind drives like a pool car."""
    key = kind.lower()
    if key in HABITS:
        return key
    return next((name for name in _FIRST if any(word in key for word in HABITS[name].words)), "pool")


def groups_of(city: City) -> list[FleetKind]:
    """Fleets of the city file and habits it has none for (pool cars). A group id is its place here, from 1."""
    known = {habit_of(fleet.kind) for fleet in city.fleets}
    return [*city.fleets, *(FleetKind(key, habit.label) for key, habit in HABITS.items() if key not in known)]


def category_of(kind: str) -> str:
    """Traccar's device category: the habit's word, or the kind itself where a city splits a habit finer (armroll)."""
    return HABITS[kind].category if kind in HABITS else kind


def build_fleet(city: City, graph: Graph, seed: int, scale: float, size: int = 120) -> list[Vehicle]:
    """`size`·`scale` vehicles shared out over the fleets; two of a hundred are silent or were never heard."""
    rng, total, out = chooser(seed, "fleet"), max(1, round(size * scale)), list[Vehicle]()
    fleets = [(n, fleet.kind, habit_of(fleet.kind)) for n, fleet in enumerate(groups_of(city), 1)]
    names = {n: fleet.name for n, fleet in enumerate(groups_of(city), 1)}
    same = {h: sum(1 for _, _, other in fleets if other == h) for _, _, h in fleets}
    weights = [HABITS[h].share / same[h] for _, _, h in fleets]
    quota = [max(1, round(total * w / sum(weights))) for w in weights]
    quota[quota.index(max(quota))] += total - sum(quota)
    for (group, kind, habit_key), count in zip(fleets, quota, strict=True):
        for serial in range(1, max(0, count) + 1):
            ident, habit = len(out) + 1, HABITS[habit_key]
            plate = f"B {9000 + ident % 1000} K{_SUFFIX[ident // 1000 % 9]}{_SUFFIX[serial % 9]}"
            silent = {57: "lost", 91: "never"}.get(ident % 100, "")
            home = graph.centres[(serial * 7 + group * 3) % len(graph.centres)]
            if habit.reach != "lanes":
                home = rng.choice([graph.centres[group * 5 % len(graph.centres)], home])
            unique = f"{35_000_000_0000000 + ident * 7919:015d}"
            village = city.villages[graph.centres.index(home)].name if habit.reach == "lanes" else ""
            out.append(
                Vehicle(
                    ident,
                    f"{names[group]} {serial:02d} {village}".rstrip(),
                    unique,
                    plate,
                    kind,
                    habit,
                    group,
                    home,
                    silent,
                )
            )
    return out
