"""From the start of `run` to the first painted desk, against a bare PySide6 window with an empty web page.

The desk is painted when its window is shown, the queue has rows with the texts of all in sight, the map's page has
painted the layers of complaints and of vehicles from the journal, and complaint and timeline panels say that they show
what is known. Sources are behind the timeline's tab; their chips are in the top bar. The page itself says when it has
painted (two frames later), in both windows alike. Python's compiled modules are there, as from anybody's second start.
"""

import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figure import AS_LONG, Figure
from tests.benchmarks.measure import alternate, say
from tests.benchmarks.peer_window import first_picture
from tests.benchmarks.seed import Story, copy_of, kept_journal
from tests.benchmarks.servers import folder
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.watched import desk

AIM = 1.6


Moments = dict[str, float]


def ours(journal: Path, where: Path, kept: list[Moments]) -> float:
    """Milliseconds to the first painted desk; the moments on the way are added to `kept`."""
    with desk(journal, where, 0) as started:
        painted = started.first_picture()
        kept.append(started.moments)
        return painted


def way(kept: list[Moments]) -> str:
    """The time line in the median, in the order of what happened."""
    middle = {name: statistics.median(one[name] for one in kept if name in one) for name in kept[-1]}
    return ", ".join(f"{name} {middle[name]:.0f}" for name in sorted(middle, key=lambda name: middle[name])) + " ms"


def run(sizes: Sizes) -> Iterator[Figure]:
    """The median of both, in turn; the disk is warm."""
    story = Story(sizes.complaints, sizes.vehicles, sizes.days)
    with folder() as where:
        journal = copy_of(kept_journal(story), where)
        say(f"{sizes.starts + 1} starts of each")
        kept: list[Moments] = []
        mine, bare = alternate(sizes.starts, lambda: ours(journal, where, kept), lambda: first_picture(where))
    size = f"{story}, 1920x1040"
    yield Figure(
        "first painted desk",
        size,
        mine,
        "ms",
        "bare window, empty page",
        bare,
        AS_LONG,
        f"at most {AIM} times",
        mine <= AIM * bare,
        way(kept[1:]),
    )
