"""A simulated city for the tests of the simulator itself: one for a whole module, one for a test that changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.simulator import FarEnd, running

BEKASI = Path(__file__).parents[2] / "resources" / "cities" / "kota-bekasi.toml"


@pytest.fixture(scope="module")
def far() -> Iterator[FarEnd]:
    """A city nobody changes; the clock may only go on by itself."""
    with running(city=BEKASI) as far_end:
        yield far_end


@pytest.fixture
def own() -> Iterator[FarEnd]:
    """A small city of the test's own, to break and to move."""
    with running(city=BEKASI, complaint_days=3, track_days=2) as far_end:
        yield far_end
