"""Limits by district: official boundaries decide, the schematic never does."""

from dataclasses import replace

import pytest

from app.actions.care import Note
from app.actions.districts import area_finder
from app.actions.perform import Acting
from app.actions.room import Refused
from app.domain.case import CaseId
from app.settings import CityFile
from tests.actions.conftest import OPERATOR

TIMUR = (-6.2375, 107.0232)  # Durenjaya


def district(city: CityFile, lat: float | None, lon: float | None) -> str:
    """The code of a place's kecamatan."""
    place = city.places.at(area_finder(city)(lat, lon))
    return place.kecamatan if place else ""


def test_official_boundaries_tell_the_district(with_boundaries: CityFile) -> None:
    assert district(with_boundaries, *TIMUR) == "32.75.01"
    assert district(with_boundaries, -6.0, 106.0) == district(with_boundaries, None, None) == ""


def test_the_schematic_never_decides(city: CityFile) -> None:
    assert district(city, *TIMUR) == ""


def test_R1_a_person_of_other_districts_is_refused(acting: Acting, with_boundaries: CityFile) -> None:
    room = replace(
        acting,
        city=acting.city.model_copy(update={"places": with_boundaries.places}),
        area_of=area_finder(with_boundaries),
    )
    west = replace(OPERATOR, person=replace(OPERATOR.person, areas=("32.75.02",)))
    with pytest.raises(Refused, match="other agencies or districts"):
        room.perform(west, Note(CaseId("sorot", "1"), "x"))
    own = district(with_boundaries, -6.24, 107.0)
    there = replace(OPERATOR, person=replace(OPERATOR.person, areas=(own,)))
    assert own and room.perform(there, Note(CaseId("sorot", "1"), "x")).case.version == 1
