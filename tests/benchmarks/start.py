"""From the start of `run` to the first painted desk, against a bare PySide6 window with an empty web page."""

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


def ours(journal: Path, where: Path) -> float:
    """Milliseconds to the first painted desk."""
    with desk(journal, where, 0) as started:
        return started.first_picture()


def run(sizes: Sizes) -> Iterator[Figure]:
    """The median of both, in turn; the disk is warm."""
    story = Story(sizes.complaints, sizes.vehicles, sizes.days)
    with folder() as where:
        journal = copy_of(kept_journal(story), where)
        say(f"{sizes.starts + 1} starts of each")
        mine, bare = alternate(sizes.starts, lambda: ours(journal, where), lambda: first_picture(where))
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
    )
