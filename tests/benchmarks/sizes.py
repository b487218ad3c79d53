"""How large everything is: `tiny` tries the benchmarks themselves, `small` ends in ten minutes, `full` is the aims'."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Sizes:
    """The numbers of one run."""

    name: str
    painted: tuple[int, ...] = (10_000, 100_000)  # changed points from picture to painted frame
    folium: int = 10_000
    moving: int = 100_000
    move_s: float = 10.0
    panned: int = 100_000
    rounds: int = 5  # of what is measured one by one
    queue: int = 100_000
    table: int = 100_000  # rows of the QTableWidget
    ingest: int = 20_000  # complaints, each with a second version; five times as many positions
    operator_s: float = 8.0
    bulk: int = 500  # cases of one decision
    pressed: int = 40  # keys that do a deed
    kills: int = 2  # consoles killed
    starts: int = 5
    complaints: int = 100_000
    vehicles: int = 20
    days: int = 30
    block_s: float = 12.0
    instants: int = 15
    report: int = 100_000  # complaints behind the daily summary
    memory_s: float = 120.0
    readings: int = 525_600  # ten years, one every ten minutes
    units: int = 5_000  # vehicles to choose from
    day_load: int = 20  # times the load of an ordinary day


SMALL = Sizes("small")
FULL = replace(
    SMALL,
    name="full",
    move_s=30.0,
    panned=1_000_000,
    rounds=9,
    queue=1_000_000,
    ingest=100_000,
    operator_s=30.0,
    pressed=200,
    kills=10,
    starts=9,
    vehicles=200,
    block_s=60.0,
    instants=31,
    report=1_000_000,
    memory_s=600.0,
)
TINY = replace(
    SMALL,
    name="tiny",
    painted=(1_000, 5_000),
    folium=1_000,
    moving=5_000,
    move_s=4.0,
    panned=5_000,
    rounds=2,
    queue=5_000,
    table=5_000,
    ingest=2_000,
    operator_s=2.0,
    bulk=30,
    pressed=5,
    starts=2,
    complaints=5_000,
    vehicles=4,
    days=4,
    block_s=4.0,
    instants=3,
    readings=20_000,
    report=5_000,
    memory_s=12.0,
)
SIZES = {sizes.name: sizes for sizes in (TINY, SMALL, FULL)}


def thousands(n: float) -> str:
    """A number as the tables write it: 100,000."""
    return f"{n:,.0f}"
