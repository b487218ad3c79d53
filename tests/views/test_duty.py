"""Who answers for a complaint: the agency of its kind, unless its kelurahan or kecamatan has one of its own."""

import numpy as np
import pytest

from app.settings import CityFile
from app.views.duty import Duty, duty_of
from tests.views.test_day import case, picture_of


def with_agencies(city: CityFile, category: str, areas: dict[str, str], agency: str) -> CityFile:
    """The city with a division of duties for one kind of complaint."""
    kinds = [
        kind.model_copy(update={"agency_in": areas, "agency": agency}) if kind.id == category else kind
        for kind in city.categories
    ]
    return city.model_copy(update={"categories": tuple(kinds)})


@pytest.mark.parametrize(
    "areas,wanted",
    [({}, "umum"), ({"kecamatan": "camat"}, "camat"), ({"kelurahan": "lurah", "kecamatan": "camat"}, "lurah")],
)
def test_the_smallest_area_that_has_an_agency_of_its_own_decides(
    city: CityFile, areas: dict[str, str], wanted: str
) -> None:
    picture, place = picture_of(city, [case(1, 60)]), city.places.kelurahan[3]
    kind = city.category_of(picture.words.text(int(picture.complaints.category[0])))
    assert kind is not None
    codes = {"kelurahan": place.code, "kecamatan": place.kecamatan}
    divided = with_agencies(city, kind.id, {codes[name]: agency for name, agency in areas.items()}, "umum")
    picture.complaints.area[:] = np.array([3])
    assert duty_of(picture, divided, 1) == Duty(wanted, kind.name, place.name if areas else "")
    picture.complaints.area[:] = np.array([-1]).astype(picture.complaints.area.dtype)
    found = duty_of(picture, divided, 1)
    assert found == Duty("umum", kind.name) and found.reason == f"tupoksi: {kind.name}"


def test_a_kind_for_which_nobody_answers_proposes_nobody(city: CityFile) -> None:
    picture = picture_of(city, [case(1, 60)])
    kind = city.category_of(picture.words.text(int(picture.complaints.category[0])))
    assert kind is not None
    assert duty_of(picture, with_agencies(city, kind.id, {}, ""), 1) is None
