"""The one rule for places."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data_sources.places import OutsideTheCity, Place, read_place

BOX = (-6.46, 106.83, -6.11, 107.11)
ANY = some.one_of(some.floats(), some.integers(), some.text(max_size=12), some.none(), some.lists(some.floats()))


@pytest.mark.parametrize("lat,lon", [("-6.2383", "106.9756"), (-6.2383, 106.9756), (["-6.2383"], ["106.9756"])])
def test_a_place_in_the_city_is_taken(lat, lon):
    assert read_place(lat, lon, BOX) == Place(-6.2383, 106.9756)


@pytest.mark.parametrize("lat,lon", [("", ""), (None, None), (0, 0), ("0.0", "0"), ([], []), ({}, "106.9"), (-6.2, "")])
def test_empty_or_zero_is_no_place(lat, lon):
    assert read_place(lat, lon, BOX) == Place(flags=("no_place",))


def test_exchanged_coordinates_are_corrected_and_flagged():
    assert read_place("106.9756", "-6.2383", BOX) == Place(-6.2383, 106.9756, ("swapped",))


@pytest.mark.parametrize("lat,lon", [(37.76, -122.46), (-6.2383, 0), (0, 106.97), (6.2383, 106.9756), ("1e200", "1")])
def test_a_place_elsewhere_is_outside(lat, lon):
    with pytest.raises(OutsideTheCity):
        read_place(lat, lon, BOX)


@pytest.mark.parametrize("lat", ["abc", "NaN", "inf", True, "-6,23,1", {"a": 1, "b": 2}, "1e999", "0x10"])
def test_what_is_no_number_is_no_place_and_told(lat):
    assert read_place(lat, 106.9756, BOX) == Place(flags=("no_place",), unreadable=True)


@given(ANY, ANY)
def test_any_two_values_are_in_the_box_or_no_place_or_outside(lat, lon):
    try:
        place = read_place(lat, lon, BOX)
    except OutsideTheCity:
        return
    assert place.lat is None or (BOX[0] <= place.lat <= BOX[2] and BOX[1] <= (place.lon or 0) <= BOX[3])
