"""Limits by district: official boundaries decide, the schematic never does; the database finds the same ground."""

import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from app.actions.care import Note
from app.actions.commands import grants
from app.actions.districts import area_finder, grounds, limits_agree
from app.actions.intake import Channel, Intake
from app.actions.moves import Refer
from app.actions.perform import Acting
from app.actions.room import Refused
from app.domain.case import CaseId
from app.geo.areas import Area, Areas, rings
from app.geo.points import Box
from app.journal.cases import action_named
from app.journal.engine import reading
from app.journal.grants import grant
from app.journal.reach import Ground, put_districts
from app.journal.store import Journal
from app.settings import Category, CityFile
from app.settings.areas import city_areas
from tests.actions.conftest import OPERATOR

TIMUR, BARAT = (-6.2375, 107.0232), (-6.2267, 106.9585)  # Durenjaya, Bintara


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


@pytest.fixture
def ground(postgres_url: str) -> Iterator[Connection]:
    """A database that is told of boundaries."""
    journal = Journal.create(postgres_url)
    grant(postgres_url)
    with journal.engine.connect() as connection:
        yield connection
    journal.close()


def found_by_sql(connection: Connection, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> list[str]:
    """The districts of points as the database finds them."""
    asked = "SELECT poc_district(lat, lon) FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS t(lat, lon, n)"
    return list(connection.exec_driver_sql(f"{asked} ORDER BY n", (lat.tolist(), lon.tolist())).scalars())


def found_by_us(areas: Areas, codes: list[str], lat: NDArray[np.float64], lon: NDArray[np.float64]) -> list[str]:
    """The same as the program finds them."""
    return [codes[i] if i >= 0 else "" for i in areas.index(lat, lon)]


def test_holes_islands_and_overlaps_are_the_same_ground_to_the_database(ground: Connection) -> None:
    ring = shapely.Point(107.0, -6.3).buffer(0.02).difference(shapely.Point(107.0, -6.3).buffer(0.01))
    shapes = [ring.union(shapely.Point(107.0, -6.3).buffer(0.004)), shapely.box(106.985, -6.31, 107.0, -6.29)]
    shapes += [shapely.box(106.97 + 0.002 * i, -6.32, 107.0 + 0.002 * i, -6.30) for i in range(9, -1, -1)]
    areas = Areas(tuple(Area(str(i), "", shape) for i, shape in enumerate(shapes)), True, Box(-6.4, 106.9, -6.2, 107.1))
    codes = [str(i) for i in range(len(shapes))]
    put_districts(ground, [Ground(code, tuple(rings(shape))) for code, shape in zip(codes, shapes, strict=True)])
    points = np.random.default_rng(1).uniform((-6.33, 106.96), (-6.27, 107.03), (3000, 2)).T
    ours = found_by_us(areas, codes, *points)
    assert found_by_sql(ground, *points) == ours
    assert {"", "0", "1", "2", "11"} <= set(ours)


def test_official_boundaries_are_the_same_ground_to_the_database_even_beside_an_edge(
    ground: Connection, with_boundaries: CityFile
) -> None:
    areas = city_areas(with_boundaries).areas
    put_districts(ground, grounds(with_boundaries, areas))
    random = np.random.default_rng(1)
    corners = np.concatenate([shapely.get_coordinates(area.shape) for area in areas.areas])[:, ::-1]
    beside = random.choice(corners, 2000) + random.normal(0, 1e-6, (2000, 2))  # about 10 cm
    points = np.concatenate([random.uniform((-6.42, 106.87), (-6.15, 107.07), (1000, 2)), beside]).T
    codes = [place.kecamatan for place in with_boundaries.places.kelurahan]
    ours = found_by_us(areas, codes, *points)
    assert found_by_sql(ground, *points) == ours
    assert len(set(ours)) == 1 + len(with_boundaries.places.kecamatan)
    assert area_finder(with_boundaries)(*points[:, -1]) == areas.index(*points[:, -1:])[0]


def test_the_command_says_by_what_people_are_held_to_their_districts(
    postgres_url: str, city: CityFile, with_boundaries: CityFile
) -> None:
    Journal.create(postgres_url).close()
    told = io.StringIO()
    assert limits_agree(postgres_url, city) is None
    grants(postgres_url, with_boundaries, told)
    assert limits_agree(postgres_url, with_boundaries) is True and limits_agree(postgres_url, city) is False
    grants(postgres_url, city, told)
    assert limits_agree(postgres_url, city) is None and limits_agree(postgres_url, with_boundaries) is False
    assert "districts go by the official boundaries" in told.getvalue()
    assert "nobody is held to districts: the city file names no official" in told.getvalue()


def test_a_journal_in_a_file_and_one_that_does_not_answer_hold_nobody_to_districts(city: CityFile) -> None:
    assert limits_agree("poc.sqlite", city) is None
    assert limits_agree("postgresql+psycopg://nobody@127.0.0.1:1/none", city) is None


def test_a_case_passed_on_without_an_agency_goes_by_the_division_of_duties_with_the_reason(
    acting: Acting, with_boundaries: CityFile
) -> None:
    kind = Category(id="jalan", name="Jalan rusak", agency="disbimarta", agency_in={"32.75.01": "camat"})
    here = acting.city.model_copy(update={"places": with_boundaries.places, "categories": (kind,)})
    room = replace(acting, city=here, area_of=area_finder(with_boundaries))
    found = []
    for lat, lon in (TIMUR, BARAT):
        taken = room.take_in(OPERATOR, Intake("jalan", "Lubang", Channel.TELEPHONE, lat=lat, lon=lon))
        passed = room.perform(OPERATOR, Refer(taken.case.id))
        with reading(room.journal.engine) as connection:
            done = action_named(connection, passed.operation)
        found.append((passed.case.agency, done[1].said["reason"] if done else ""))
    assert found == [("camat", "tupoksi: Jalan rusak, Durenjaya"), ("disbimarta", "tupoksi: Jalan rusak")]
    assert room.perform(OPERATOR, Refer(CaseId("sorot", "1"), "dlh")).case.agency == "dlh"
