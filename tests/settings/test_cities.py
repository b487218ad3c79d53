"""The two cities that ship with the product hold what the screens need."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.deadline import Target
from app.errors import ConfigError
from app.settings import CityFile, load_city
from tests.conftest import CITIES

DAY_2016 = date(2016, 11, 30)


def test_bekasi_has_its_twelve_districts_and_56_sub_districts(city: CityFile) -> None:
    districts = Counter(k.kecamatan for k in city.places.kelurahan)
    assert len(city.places.kecamatan) == 12
    assert sum(districts.values()) == 56
    assert set(districts) == {k.code for k in city.places.kecamatan}
    assert all(k.code.startswith(k.kecamatan + ".1") for k in city.places.kelurahan)


def test_areas_are_those_of_the_city(city: CityFile) -> None:
    assert sum(k.area_km2 for k in city.places.kelurahan) == pytest.approx(213.04, rel=0.02)
    assert sum(k.area_km2 for k in city.places.kecamatan) == pytest.approx(213.04, rel=0.02)


def test_every_agency_named_anywhere_in_the_file_is_listed(city: CityFile) -> None:
    named = {c.agency for c in city.categories} | {f.agency for f in city.fleets} | {s.agency for s in city.sources}
    named |= {s for a in city.agencies for s in a.successors}
    assert named <= {a.id for a in city.agencies}


def test_every_service_code_leads_to_a_category(city: CityFile) -> None:
    services = next(s for s in city.sources if s.protocol == "open311").mapping.services
    assert set(services.values()) == {c.id for c in city.categories}
    fleet = next(s for s in city.sources if s.protocol == "traccar").mapping.vehicle_kinds
    assert set(fleet.values()) <= {f.kind for f in city.fleets}


def test_a_complaint_of_2016_keeps_the_agency_of_2016(city: CityFile) -> None:
    then, now = city.agency_at("kebersihan", DAY_2016), city.agency_at("kebersihan", date(2026, 1, 1))
    assert then is not None
    assert now is not None
    assert (then.short, now.short) == ("Kebersihan", "DLH")
    last_day, first_day = city.agency_at("dispenda", date(2016, 12, 31)), city.agency_at("dispenda", date(2017, 1, 1))
    assert last_day is not None
    assert first_day is not None
    assert (last_day.id, first_day.id) == ("dispenda", "bapenda")


def test_an_agency_without_an_end_stays_itself(city: CityFile) -> None:
    dishub = city.agency_at("dishub", date(2026, 1, 1))
    assert dishub is not None
    assert dishub.id == "dishub"
    assert city.agency_at("tidak-ada", DAY_2016) is None


@pytest.mark.parametrize(
    "category, targets",
    [
        ("tps", ("1h", "6h", None, "24h")),
        ("sampah", ("4h", "24h", None, "72h")),
        ("angkutan", ("4h", None, None, "24h")),
        ("jalan", ("1wd", "3d", None, "7d")),
        ("pohon", ("15m", "45m", "90m", "4h")),
        ("lampu", ("1wd", None, None, "72h")),
        ("banjir", ("5m", "30m", None, None)),
    ],
)
def test_targets_are_those_of_the_control_room(city: CityFile, category: str, targets: tuple[str | None, ...]) -> None:
    found = city.category_of(category)
    assert found is not None
    assert (found.first_answer, found.on_site, found.make_safe, found.done) == targets
    assert all(Target.parse(t) for t in targets if t)


@pytest.mark.parametrize("path", sorted(CITIES.glob("*.toml")), ids=lambda p: p.stem)
def test_every_city_that_ships_is_without_fault(path: Path) -> None:
    city = load_city(path)
    assert len(city.places.kecamatan) >= 6
    south, west, north, east = city.city.box
    assert all(south <= k.lat <= north and west <= k.lon <= east for k in city.places.kecamatan)


def test_the_margin_is_five_kilometres_on_every_side(city: CityFile) -> None:
    south, west, north, east = city.city.box_with_margin
    assert (city.city.box[0] - south) * 111.32 == pytest.approx(5)
    assert (north - city.city.box[2]) * 111.32 == pytest.approx(5)
    assert (east - city.city.box[3]) * 111.32 * 0.9937 == pytest.approx(5, abs=0.01)
    assert west == pytest.approx(city.city.box[1] - (east - city.city.box[3]))


def test_bekasi_names_what_may_be_sent_where_its_agency_has_vehicles_of_several_kinds(city: CityFile) -> None:
    rubbish, trees = city.category_of("sampah"), city.category_of("pohon")
    assert rubbish is not None
    assert trees is not None
    assert (rubbish.units, trees.units) == (("baktor", "dump_truck"), ("tree_crew",))


def test_a_kind_of_vehicle_that_is_no_fleet_is_a_fault(tmp_city: Callable[[str], CityFile]) -> None:
    with pytest.raises(ConfigError) as told:
        tmp_city(
            '[city]\nname = "K"\nzone = "Asia/Jakarta"\nbox = [-6.4, 106.8, -6.1, 107.1]\n[routing]\nurl = "ftp://x.id"\n'
            '[[source]]\nid = "s"\nprotocol = "open311"\nurl = "http://127.0.0.1:1"\n[[fleet]]\nkind = "baktor"\n'
            'name = "B"\n[[category]]\nid = "c"\nname = "C"\nunits = ["baktr"]\n'
        )
    by_key = {fault.key: fault for fault in told.value.faults}
    assert by_key["category 1 units"].nearest == "baktor"
    assert "no address of the web" in by_key["routing url"].what


def test_an_agency_for_an_area_that_is_none_is_a_fault(tmp_city: Callable[[str], CityFile]) -> None:
    with pytest.raises(ConfigError) as told:
        tmp_city(
            '[city]\nname = "K"\nzone = "Asia/Jakarta"\nbox = [-6.4, 106.8, -6.1, 107.1]\n'
            '[[source]]\nid = "s"\nprotocol = "open311"\nurl = "http://127.0.0.1:1"\n'
            '[[kecamatan]]\ncode = "32.75.01"\nname = "T"\nlat = -6.24\nlon = 107.0\narea_km2 = 15\n'
            '[[category]]\nid = "c"\nname = "C"\nagency_in = { "32.75.01" = "timur", "32.75.10" = "tidak" }\n'
        )
    [fault] = told.value.faults
    assert (fault.key, fault.nearest) == ("category 1 agency_in", "32.75.01") and "32.75.10" in fault.what
