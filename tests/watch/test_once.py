"""One visit is told once, in whatever order its fixes become known: live, late, mixed, in slices, by two senders.

The judge is `tests.watch.reference`. Nobody knows what will be known: two arrivals in one stretch are allowed only
where all that was known at the second showed the vehicle gone in between.
"""

import json
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.journal.watch_rows import PositionRow
from app.settings import CityFile
from tests.watch.reference import Seen, seen, stretches
from tests.watch.scenes import FAR_M, Scene, complaint_row, row, since

CITY = CityFile.model_validate(
    {
        "city": {"name": "Kota", "zone": "Asia/Jakarta", "box": [-6.4, 106.8, -6.1, 107.1]},
        "source": [{"id": "sorot", "protocol": "open311", "url": "http://127.0.0.1:1/"}],
    }
)
STEP = 20
MARGIN = 140  # to be seen coming and going, a stay must lie so far inside its slice
METRES = st.sampled_from([10, 10, 40, 60, 79, 90, 300])


def tell(rows: Sequence[PositionRow]) -> list[float]:
    """When arrivals began, in the order they were told; each is judged by what was known at its commit."""
    scene = Scene(CITY)
    scene.see(complaints=[complaint_row()])
    told: list[float] = []
    for commit in sorted({fix.commit for fix in rows}):
        for _, at in since(scene.see([fix for fix in rows if fix.commit == commit])):
            known = stretches(seen(fix for fix in rows if fix.commit <= commit))
            [stretch] = [one for one in known if one.holds(at)]
            assert not [old for old in told if stretch.holds(old)], (at, told)
            told.append(at)
        scene.state = json.loads(json.dumps(scene.state))
    return told


@st.composite
def wild(draw):
    """A vehicle whose boxes contradict each other: any fixes at any instants, some twice, some without a satellite."""
    valid = st.sampled_from([True] * 9 + [False])
    many = draw(st.lists(st.tuples(st.integers(0, 60), METRES, st.integers(2, 8), valid), max_size=60))
    return [row(at * STEP, metres, commit, valid=valid) for at, metres, commit, valid in many]


@st.composite
def day(draw, shortest: int = 240):
    """A vehicle that comes and goes as vehicles do: at the place and away for minutes each, a fix every 20 s."""
    turns = draw(st.lists(st.integers(shortest // STEP, 40), min_size=2, max_size=8))
    is_there, metres = draw(st.booleans()), []
    for steps in turns:
        metres += [10.0 if is_there else FAR_M] * steps
        is_there = not is_there
    return [Seen(i * STEP, one) for i, one in enumerate(metres)]


@settings(max_examples=200, deadline=None)
@given(wild())
def test_no_visit_is_told_again_unless_all_that_is_known_shows_the_vehicle_gone(rows):
    tell(rows)


@settings(max_examples=100, deadline=None)
@given(day(), st.data())
def test_one_stay_is_one_arrival_in_whatever_order_any_of_its_fixes_become_known(true, data):
    size = len(true)
    commits = st.lists(st.integers(1, 9), min_size=size, max_size=size)  # 1 = nobody ever hears of it
    rows = [
        row(fix.at, fix.metres, commit)
        for sender in (data.draw(commits), data.draw(commits))
        for fix, commit in zip(true, sender, strict=True)
        if commit > 1
    ]
    told = tell(rows)
    stays = stretches(true)
    assert all(sum(stay.holds(at) for at in told) <= 1 for stay in stays)
    assert all(any(stay.holds(at) for stay in stays) for at in told)


@settings(max_examples=100, deadline=None)
@given(wild(), st.data())
def test_in_the_order_of_time_every_stay_is_told_with_its_first_fix(rows, data):
    rows = list({fix.fix_at: fix._replace(valid=True) for fix in rows}.values())
    rows = [fix._replace(commit=2 + i // 3) for i, fix in enumerate(sorted(rows, key=lambda fix: fix.fix_at))]
    assert tell(rows) == [stay.arrival for stay in stretches(seen(rows)) if stay.arrival is not None]


@settings(max_examples=150, deadline=None)
@given(day(), st.data())
def test_after_an_outage_every_stay_inside_a_slice_is_told_once_with_its_first_fix(true, data):
    end = len(true) * STEP
    cuts = sorted(data.draw(st.lists(st.integers(0, len(true)), min_size=2, max_size=5, unique=True)))
    slices = [(low * STEP, high * STEP) for low, high in pairwise(cuts)]
    begun, back = slices[0][0], slices[-1][1]
    live = [row(fix.at, fix.metres, 2) for fix in true if fix.at < begun]
    live += [row(fix.at, fix.metres, 3) for fix in true if fix.at >= back]
    if not live or any(_looks_as_if_it_stayed(true, begun, known) for _, known in slices):
        return  # the known limit: what was told as one visit and proves to be several
    late = [
        row(fix.at, fix.metres, 4 + n)
        for n, (low, high) in enumerate(reversed(slices))
        for fix in true
        if low <= fix.at < high
    ]
    told = tell([*live, *late])
    for stay in stretches(true):
        inside = [(0, begun), *slices, (back, end)]
        if any(low + MARGIN <= stay.begin and stay.end + MARGIN < high for low, high in inside):
            assert [at for at in told if stay.holds(at)] == [stay.arrival]


def _looks_as_if_it_stayed(true: Sequence[Seen], begun: float, known: float) -> bool:
    """At the place before an outage, and at it in the first two minutes of what is known after it."""
    before = [fix.metres for fix in true if fix.at < begun]
    after = [fix.metres for fix in true if known <= fix.at < known + 120]
    return bool(before) and before[-1] < 50 and any(metres < 50 for metres in after)
