"""The units offered for a case: which, in which order, and what is said of all the others."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.order import Order, OrderState
from app.domain.suggest import Out
from app.journal.store import Journal
from app.picture.frame import Frame
from app.picture.open import live_picture
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.suggest import Suggestions, Way, suggest_units
from app.views.suggest_kinds import Fit
from tests.journal.facts import T0, after, complaint, fix, vehicle

BASE = """
[city]
name = "Kota"
zone = "Asia/Jakarta"
box = [-6.41, 106.88, -6.16, 107.06]
[[source]]
id = "sorot"
protocol = "open311"
url = "http://127.0.0.1:1"
[[agency]]
id = "bersih"
name = "Kebersihan"
valid_to = 2016-11-29
successors = ["lh"]
[[agency]]
id = "lh"
name = "Lingkungan"
valid_from = 2016-11-30
[[agency]]
id = "jalan"
name = "Bina Marga"
[[category]]
id = "jalan"
name = "Jalan"
agency = "jalan"
[[category]]
id = "sampah"
name = "Sampah"
agency = "bersih"
units = ["baktor", "truk"]
[[category]]
id = "tanpa"
name = "Tanpa"
agency = "dinkes"
[[fleet]]
kind = "baktor"
name = "Baktor"
agency = "bersih"
speed_kmh = 20
[[fleet]]
kind = "truk"
name = "Truk"
agency = "lh"
speed_kmh = 40
[[fleet]]
kind = "urc"
name = "URC"
agency = "jalan"
"""
MORE_SHIFTS = """
[[calendar.shift]]
agency = "lh"
days = ["mon", "tue", "wed", "thu", "fri"]
start = 06:00:00
end = 10:00:00
"""
Make = Callable[..., tuple[Picture, CityFile]]


@pytest.fixture
def town(tmp_path: Path, tmp_city: Callable[[str], CityFile]) -> Make:
    def make(*facts: Any, more: str = "") -> tuple[Picture, CityFile]:
        city = tmp_city(BASE + more)
        journal = Journal.create(str(tmp_path / "j.db"))
        journal.append(list(facts))
        picture = live_picture(journal, city)
        journal.close()
        return picture, city

    return make


def unit(id: str, kind: str, lat: float = -6.24, at: float = 0) -> list[Any]:
    """A unit and its fix; the complaint lies at -6.24, 107.0."""
    return [vehicle(id, name=f"Unit {id}", vehicle_kind=kind), fix(id, at=at, lat=lat)]


def order(unit: str, case: str = "sorot/99", state: OrderState = OrderState.SENT) -> Order:
    return Order(f"P-{unit}-{case}", T0, case, f"armada/{unit}", "bersih", "", state, "rina")


def asked(town: tuple[Picture, CityFile], *orders: Order, seconds: float = 10, **more: Any) -> Suggestions:
    picture, city = town
    return suggest_units(picture, Frame(after(seconds)), city, 1, "sorot/1", orders, **more)


def ids(found: Suggestions) -> list[str]:
    return [one.id.removeprefix("armada/") for one in found.units]


def left(found: Suggestions) -> dict[Out, int]:
    return {one.why: one.count for one in found.left_out}


def test_the_soonest_fit_unit_comes_first_not_the_nearest(town: Make) -> None:
    """The truck is further off, but twice as fast."""
    found = asked(town(complaint(category="sampah"), *unit("1", "baktor", -6.25), *unit("2", "truk", -6.255)))
    assert ids(found) == ["2", "1"]
    near = found.units[1]
    assert near.distance_m == pytest.approx(1112, abs=1)
    assert near.way_s == pytest.approx(1112 * 1.4 / (20 / 3.6), abs=1)
    assert (near.way, near.load, found.detour) == (Way.LINE, 0, 1.4)
    assert near.fix_age_s == 10


def test_every_unit_is_suggested_or_counted_once_with_its_reason(town: Make) -> None:
    units = [*unit("1", "baktor", at=0), *unit("2", "baktor"), *unit("3", "baktor"), *unit("4", "urc")]
    units += [vehicle("5", vehicle_kind="baktor"), *unit("6", "truk"), *unit("7", "baktor", at=700)]
    orders = (order("2", "sorot/1"), order("3", "a/1"), order("3", "a/2"), order("7", "a/3", OrderState.DONE))
    found = asked(town(complaint(category="sampah"), *units), *orders, seconds=701)
    assert ids(found) == ["7"]
    assert left(found) == {Out.OTHER_KIND: 1, Out.ON_THIS_CASE: 1, Out.NEVER_SEEN: 1, Out.OLD_FIX: 3}
    assert found.fit + sum(left(found).values()) == found.total == 7


def test_a_unit_with_an_order_waits_for_it_and_stands_behind_free_ones(town: Make) -> None:
    found = asked(town(complaint(category="sampah"), *unit("1", "baktor"), *unit("2", "baktor", -6.26)), order("1"))
    assert ids(found) == ["2", "1"]
    assert found.units[1].ready_s == pytest.approx(1800)
    assert found.units[1].way_s == pytest.approx(0)


def test_a_unit_with_as_many_orders_as_may_be_is_left_out(town: Make) -> None:
    found = asked(town(complaint(category="sampah"), *unit("1", "baktor")), order("1", "a/1"), order("1", "a/2"))
    assert left(found) == {Out.BUSY: 1}


def test_off_shift_counts_by_the_agencys_hours_under_its_name_of_the_day(town: Make) -> None:
    """10.00 WIB is T0: the shift of the successor ends then; the fleet still names the old agency."""
    made = town(complaint(category="sampah"), *unit("1", "baktor"), *unit("2", "truk"), more=MORE_SHIFTS)
    assert left(asked(made)) == {Out.OFF_SHIFT: 2}
    made[0].vehicles.fix_at[:] -= 60
    assert left(asked(made, seconds=-30)) == {}


def test_without_stated_hours_nobody_is_off_shift(town: Make) -> None:
    made = town(complaint(category="sampah"), *unit("1", "baktor"))
    assert ids(asked(made, seconds=timedelta(minutes=5).total_seconds())) == ["1"]


def test_kinds_are_those_of_the_category_else_of_its_agency(town: Make) -> None:
    assert asked(town(complaint(category="sampah"))).kinds == ("baktor", "truk")
    by_agency = asked(town(complaint(category="jalan"), *unit("1", "urc"), *unit("2", "baktor")))
    assert (by_agency.kinds, by_agency.by, ids(by_agency)) == (("urc",), Fit.AGENCY, ["1"])


def test_an_agency_without_vehicles_is_said_to_have_none(town: Make) -> None:
    found = asked(town(complaint(category="tanpa"), *unit("1", "urc")))
    assert (found.kinds, found.by, ids(found)) == ((), Fit.AGENCY, [])


def test_of_a_case_nobody_answers_for_every_kind_is_offered(town: Make) -> None:
    found = asked(town(complaint(category="?"), *unit("1", "urc"), *unit("2", "sepeda")))
    assert found.by is Fit.ANY
    assert sorted(ids(found)) == ["1", "2"]


def test_a_case_without_a_place_offers_units_without_a_distance(town: Make) -> None:
    made = town(complaint(category="sampah", lat=None, lon=None), *unit("1", "baktor"), *unit("2", "baktor"))
    found = asked(made, order("1"))
    assert not found.has_place
    assert ids(found) == ["2", "1"]
    assert [(one.distance_m, one.way_s, one.way) for one in found.units] == [(None, None, Way.NONE)] * 2


def test_told_ways_stand_before_guessed_ones_and_a_unit_without_a_road_comes_last(town: Make) -> None:
    units = [*unit("1", "baktor"), *unit("2", "baktor", -6.25), *unit("3", "baktor", -6.26)]
    found = asked(town(complaint(category="sampah"), *units), ways={"armada/2": 900, "armada/3": 300})
    assert ids(found) == ["3", "2", "1"]
    assert [one.way for one in found.units] == [Way.ROAD, Way.ROAD, Way.LINE]
    none = asked(town(complaint("2", category="sampah"), *unit("8", "baktor")), ways={"armada/1": None})
    assert (ids(none)[-1], none.units[-1].way) == ("1", Way.NONE)


def test_a_complaint_nobody_knows_has_no_units(town: Make) -> None:
    picture, city = town(*unit("1", "baktor"))
    found = suggest_units(picture, Frame(after(1)), city, 77)
    assert not found.has_place


def test_a_person_may_choose_among_every_kind(town: Make) -> None:
    made = town(complaint(category="sampah"), *unit("1", "urc"), *unit("2", "baktor"))
    found = asked(made, any_kind=True)
    assert (found.by, sorted(ids(found)), left(found)) == (Fit.ASKED, ["1", "2"], {})
