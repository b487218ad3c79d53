"""Letters as large as the distance asks for: the design's own table, and screens that do not know their size."""

from math import atan, degrees

import pytest

from widgets.viewing import CAPITAL, FIGURE_ARC, TEXT_ARC, Viewing, pitch_of

WALL_FHD = 0.634  # mm a pixel: 55 inches, 1920 wide
WALL_4K = 0.317


@pytest.mark.parametrize(
    ("distance", "pitch", "arc", "px"),
    [(4.0, WALL_4K, 20, 105), (4.0, WALL_FHD, 20, 53), (8.0, WALL_4K, 20, 210), (8.0, WALL_FHD, 20, 105)],
)
def test_sizes_agree_with_the_table_of_the_standard(distance, pitch, arc, px):
    assert Viewing(distance, pitch).px(arc) == pytest.approx(px, abs=1)


@pytest.mark.parametrize("distance", [0.7, 3.0, 8.0, 30.0])
@pytest.mark.parametrize("pitch", [0.1, 0.28, 0.634])
def test_a_capital_is_never_smaller_than_asked(distance, pitch):
    viewing = Viewing(distance, pitch)
    for px, arc in ((viewing.figure_px, FIGURE_ARC), (viewing.text_px, TEXT_ARC)):
        height = px * pitch * CAPITAL
        assert degrees(2 * atan(height / 2 / (distance * 1000))) * 60 >= arc - 1e-9


def test_a_screen_that_knows_its_size_is_measured():
    assert pitch_of(1920, 1080, 1218, 685) == pytest.approx(0.634, abs=0.001)
    assert pitch_of(2560, 1440, 597, 336) == pytest.approx(0.233, abs=0.001)


@pytest.mark.parametrize("mm", [(0, 0), (508, 285.75), (487.68, 274.32), (40, 22), (16_000, 9_000)])
def test_a_screen_that_does_not_know_its_size_is_taken_for_a_wall_of_55_inches(mm):
    assert pitch_of(1920, 1080, *mm) == pytest.approx(0.634, abs=0.001)
