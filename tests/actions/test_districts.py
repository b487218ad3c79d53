"""Limits by district: official boundaries decide, the schematic never does."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.actions.care import Note
from app.actions.districts import district_finder
from app.actions.perform import Acting
from app.actions.room import Refused
from app.command_line import DEFAULT_CITY
from app.domain.case import CaseId
from app.settings import load_city
from app.settings.city_file import CityFile, MapSettings
from tests.actions.conftest import OPERATOR

TIMUR = (-6.2375, 107.0232)  # Durenjaya


@pytest.fixture
def bekasi(fixtures: Path) -> CityFile:
    """The shipped city with its official boundaries."""
    official = fixtures / "boundaries" / "kota_bekasi_kelurahan_clean.geojson"
    return load_city(DEFAULT_CITY).model_copy(update={"map": MapSettings(boundaries=official)})


def test_official_boundaries_tell_the_district(bekasi: CityFile) -> None:
    district = district_finder(bekasi)
    assert district(*TIMUR) == "32.75.01"
    assert district(-6.0, 106.0) == district(None, None) == ""


def test_the_schematic_never_decides() -> None:
    assert district_finder(load_city(DEFAULT_CITY))(*TIMUR) == ""


def test_R1_a_person_of_other_districts_is_refused(acting: Acting, bekasi: CityFile) -> None:
    room = replace(acting, area_code=district_finder(bekasi))
    west = replace(OPERATOR, person=replace(OPERATOR.person, areas=("32.75.02",)))
    with pytest.raises(Refused, match="other agencies or districts"):
        room.perform(west, Note(CaseId("sorot", "1"), "x"))
    own = district_finder(bekasi)(-6.24, 107.0)
    there = replace(OPERATOR, person=replace(OPERATOR.person, areas=(own,)))
    assert own and room.perform(there, Note(CaseId("sorot", "1"), "x")).case.version == 1
