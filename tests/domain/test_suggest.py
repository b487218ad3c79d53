"""Who may be sent, one reason each, and how soon they would be there."""

from math import nan

import numpy as np
import pytest

from app.domain.suggest import Fleetwide, Out, Rule, screened, soonest, wait_s, way_s

RULE = Rule(detour=1.4, fix_within_s=600, most_orders=2, order_s=1800)


def units(**changes: list[object]) -> Fleetwide:
    columns = {
        "fits": [True],
        "works": [True],
        "fix_age_s": [5.0],
        "load": [0],
        "here": [False],
    } | changes
    return Fleetwide(**{name: np.array(column) for name, column in columns.items()})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, Out.FIT),
        ({"fits": [False]}, Out.OTHER_KIND),
        ({"here": [True], "load": [1]}, Out.ON_THIS_CASE),
        ({"fix_age_s": [nan]}, Out.NEVER_SEEN),
        ({"fix_age_s": [600.1]}, Out.OLD_FIX),
        ({"fix_age_s": [600.0]}, Out.FIT),
        ({"works": [False]}, Out.OFF_SHIFT),
        ({"load": [1]}, Out.FIT),
        ({"load": [2]}, Out.BUSY),
    ],
)
def test_a_unit_is_left_out_for_one_stated_reason(change: dict[str, list[object]], why: Out) -> None:
    assert screened(units(**change), RULE).tolist() == [why]


def test_of_several_reasons_the_first_is_counted_so_that_counts_add_up() -> None:
    all_at_once = units(fits=[False], works=[False], fix_age_s=[nan], load=[9], here=[True])
    assert screened(all_at_once, RULE).tolist() == [Out.OTHER_KIND]
    assert screened(units(works=[False], fix_age_s=[nan], load=[9]), RULE).tolist() == [Out.NEVER_SEEN]


def test_a_way_is_the_straight_line_times_the_factor_at_the_units_speed() -> None:
    assert way_s(np.array([5000.0]), np.array([28.0]), 1.4).tolist() == pytest.approx([900.0])
    assert wait_s(np.array([0, 1]), RULE).tolist() == [0, 1800]


@pytest.mark.parametrize("most", [1, 3, 9, 200])
def test_the_soonest_are_those_a_full_sort_gives_with_unknown_ones_last(most: int) -> None:
    ready = np.random.default_rng(1).integers(0, 40, 100).astype(float)
    ready[::7] = nan
    assert soonest(ready, most).tolist() == np.argsort(ready, kind="stable")[:most].tolist()


def test_unknown_times_only_are_given_in_their_order() -> None:
    assert soonest(np.full(50, nan), 3).tolist() == [0, 1, 2]
    assert soonest(np.array([]), 3).tolist() == []
