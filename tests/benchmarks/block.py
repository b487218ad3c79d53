"""The GUI thread's longest block while changes arrive, against the same desk while nothing happens."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.figure import AS_LONG, Figure
from tests.benchmarks.measure import say
from tests.benchmarks.seed import Story, copy_of, kept_journal
from tests.benchmarks.servers import folder
from tests.benchmarks.sizes import Sizes, thousands
from tests.benchmarks.watched import desk, load

FIXES, VERSIONS = 4_500, 500
AIM_MS = 50.0
VEHICLES = 200


def quiet(journal: Path, where: Path, seconds: float) -> dict[str, Any]:
    """What the GUI thread goes through while nothing comes."""
    with desk(journal, where, seconds) as started:
        started.first_picture()
        return started.end()


def busy(journal: Path, where: Path, seconds: float) -> tuple[dict[str, Any], float]:
    """What it goes through under the load, and how many facts a second came."""
    with desk(journal, where, seconds) as started:
        started.first_picture()
        with load(journal, seconds + 2, FIXES, VERSIONS, VEHICLES) as writer:
            said = started.end()
            assert writer.stdout is not None
            rate = float(writer.stdout.read() or 0)
    return said, rate


def run(sizes: Sizes) -> Iterator[Figure]:
    """The longest block, the most the thread itself worked in one, the block one in a thousand exceeds, its share.

    Where other programs want the cores too, a block is longer than the work in it; the aim is of the block.
    """
    story = Story(sizes.complaints, sizes.vehicles, sizes.days)
    with folder() as where:
        journal = copy_of(kept_journal(story), where)
        say(f"{sizes.block_s:.0f} s of nothing")
        alone = quiet(journal, where, sizes.block_s)
        say(f"{sizes.block_s:.0f} s of {thousands(FIXES + VERSIONS)} changes a second")
        said, rate = busy(journal, where, sizes.block_s)
    size, peer = f"{story}, {thousands(rate)} changes/s for {sizes.block_s:.0f} s", "no changes"
    longest, all_but = said["longest"], said["thousandth"]
    met, aim = longest <= AIM_MS, f"{AIM_MS:.0f} ms"
    yield Figure("longest block", size, longest, "ms", peer, alone["longest"], AS_LONG, aim, met, said["where"])
    yield Figure("most work in one block", size, said["work"], "ms", peer, alone["work"], AS_LONG)
    yield Figure("999 of 1,000 beats within", size, all_but, "ms", peer, alone["thousandth"], AS_LONG)
    yield Figure("GUI thread", size, said["share"], "% of a core", peer, alone["share"], AS_LONG)
