"""Arrivals at landmarks, geofences and complaints, with the fixes real boxes send."""

import json

import pytest

from app.domain.complaint import State
from app.domain.kind import Flag, flag_bits
from app.settings import CityFile
from app.watch.places import city_places
from tests.watch.scenes import FAR_M, HERE, Scene, complaint_row, geofence_row, metres_north, row, since

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[106.97, -6.30], [106.98, -6.30], [106.98, -6.29], [106.97, -6.29], [106.97, -6.30]]],
}


@pytest.fixture
def scene(city: CityFile) -> Scene:
    scene = Scene(city)
    scene.see(complaints=[complaint_row()])
    return scene


def stay(start: int, end: int, metres: float = 10, commit: int = 2, step: int = 20, **more):
    return [row(second, metres, commit, **more) for second in range(start, end + 1, step)]


def test_a_vehicle_that_stays_two_minutes_at_an_open_complaint_has_arrived(scene):
    [fact] = scene.see([row(0, FAR_M, 2), *stay(20, 140)])
    assert (fact.watch, fact.entity, fact.cause, fact.version) == ("arrival", "vehicle/1", 2, 1)
    assert fact.what == f"arrived/complaint/1/{fact.valid_at.timestamp():.0f}"
    assert fact.body == {
        "kind": "complaint",
        "id": "481",
        "key": 1,
        "source": "sorot",
        "name": "Tumpukan sampah",
        "lat": HERE[0],
        "lon": HERE[1],
        "since": "2016-11-30T03:00:20.000+00:00",
    }


def test_a_second_short_of_two_minutes_is_not_an_arrival(scene):
    assert scene.see(stay(20, 139, step=17)) == []


def test_passing_by_is_not_an_arrival(scene):
    assert scene.see([row(0, 40, 2), row(30, 20, 2), row(60, 51, 2), row(90, 40, 2), row(170, 40, 2)]) == []


def test_one_arrival_a_visit_however_long(scene):
    assert len(scene.see(stay(0, 3600))) == 1
    assert scene.see(stay(3620, 7200, commit=3)) == []


def test_after_leaving_and_coming_back_it_has_arrived_again(scene):
    away = [row(second, 500, 2) for second in range(220, 400, 20)]
    assert since(scene.see([*stay(0, 200), *away, *stay(400, 600)])) == [("complaint/1", 0), ("complaint/1", 400)]


@pytest.mark.parametrize("flag", [Flag.CLOCK, Flag.SPEED])
def test_a_flagged_fix_proves_nothing(scene, flag):
    assert scene.see(stay(0, 600, flags=flag_bits((flag.value,)))) == []


def test_a_flagged_fix_does_not_end_a_visit(scene):
    scene.see(stay(0, 200))
    bad = flag_bits((Flag.SPEED.value,))
    assert scene.see([row(s, FAR_M, 3, flags=bad) for s in range(220, 500, 20)]) == []
    assert scene.see(stay(500, 800, commit=4)) == []


def test_a_last_known_place_repeated_proves_nothing(scene):
    assert scene.see(stay(0, 600, valid=False)) == []


def test_a_closed_complaint_is_no_place_any_more(scene):
    scene.see(complaints=[complaint_row(2, state=State.CLOSED)])
    assert scene.see(stay(0, 600, commit=3)) == []


def test_a_status_word_nobody_mapped_is_no_open_complaint(scene):
    scene.see(complaints=[complaint_row(2, state=State.UNKNOWN)])
    assert scene.see(stay(0, 600, commit=3)) == []


def test_a_complaint_closed_after_the_arrival_does_not_undo_it(scene):
    facts = scene.see(stay(0, 200, commit=2), complaints=[complaint_row(3, state=State.CLOSED)])
    assert since(facts) == [("complaint/1", 0)]


def test_nobody_arrives_at_a_complaint_before_it_was_made(city):
    scene = Scene(city)
    scene.see(complaints=[complaint_row(made=300)])
    assert since(scene.see(stay(0, 600))) == [("complaint/1", 300)]


def test_a_certain_landmark_is_a_place_and_an_uncertain_one_is_none(city):
    places = city_places(city)
    names = {place.body["name"] for place in places.all}
    assert "Stasiun Bekasi" in names
    assert "Jalan Baru Underpass Bekasi Timur" not in names  # its pin may be a kilometre off
    assert all(place.body["accuracy_m"] <= 250 for place in places.all)


def test_arrival_at_a_landmark(city):
    scene = Scene(city)
    mark = next(m for m in city.places.landmarks if m.name == "Stasiun Bekasi")
    near = [one._replace(lat=mark.lat, lon=mark.lon) for one in stay(0, 200)]
    [fact] = scene.see(near)
    assert (fact.body["kind"], fact.body["id"]) == ("landmark", "Stasiun Bekasi")


def test_arrival_anywhere_inside_a_geofence(city):
    scene = Scene(city)
    scene.see(geofences=[geofence_row(json.dumps(SQUARE))])
    moving = [one._replace(lat=-6.295 + i * 1e-4, lon=106.975) for i, one in enumerate(stay(0, 200))]
    [fact] = scene.see(moving)
    assert (fact.body["kind"], fact.body["id"], fact.body["name"]) == ("geofence", "3", "Depo")


def test_a_geofence_reaches_fifty_metres_beyond_its_border(city):
    for metres, arrivals in ((-45, 1), (-55, 0)):  # its southern border runs through HERE
        scene = Scene(city)
        scene.see(geofences=[geofence_row(json.dumps(SQUARE))])
        lat, lon = metres_north(metres)
        assert len(scene.see([one._replace(lat=lat, lon=lon + 0.005) for one in stay(0, 200)])) == arrivals


@pytest.mark.parametrize(
    "area",
    ["", "{}", "nonsense", '{"type":"Polygon","coordinates":[]}', '{"type":"Polygon","coordinates":[[[1,2],[3,4]]]}'],
)
def test_a_geofence_whose_outline_cannot_be_read_is_no_place(city, area):
    scene = Scene(city)
    assert scene.see(geofences=[geofence_row(area)]) == []
    assert scene.see(stay(0, 600)) == []


def test_two_places_at_once_give_two_facts_with_keys_of_their_own(scene):
    scene.see(complaints=[complaint_row(2, key=2)])
    facts = scene.see(stay(0, 200, commit=3))
    assert since(facts) == [("complaint/1", 0), ("complaint/2", 0)]
    assert len({fact.id for fact in facts}) == 2


def test_two_visits_told_in_one_commit_have_keys_of_their_own(scene):
    away = [row(second, 500, 2) for second in range(220, 400, 20)]
    facts = scene.see([*stay(0, 200), *away, *stay(400, 600)])
    assert len({fact.id for fact in facts}) == 2


def test_the_state_is_plain_json_and_small(scene):
    scene.see([row(s, FAR_M, 2, vehicle=v) for s in (0, 20) for v in (1, 2, 3)])
    scene.see([*stay(40, 240, vehicle=1), *stay(40, 240, FAR_M, vehicle=2)])
    assert json.loads(json.dumps(scene.state)) == scene.state
    assert {key: list(one) for key, one in scene.state["vehicles"].items()} == {
        "1": ["stays", "holes"],
        "2": ["holes"],
        "3": ["holes"],
    }


def test_what_lies_long_behind_is_forgotten(scene):
    scene.see([row(0, FAR_M, 2), *stay(20, 200, commit=2)])
    hours = [row(second, FAR_M, 3) for second in range(220, 8 * 3600, 180)]
    scene.see(hours)
    assert scene.state == {}


def test_a_vehicle_that_stands_somewhere_is_not_forgotten(scene):
    assert len(scene.see(stay(0, 9 * 3600, step=180))) == 1
    assert scene.see(stay(9 * 3600 + 180, 10 * 3600, commit=3, step=180)) == []


def test_a_state_from_before_holes_is_read_and_nothing_of_it_is_told_again(scene):
    first, last = row(0, 10).fix_at, row(200, 10).fix_at
    scene.see([row(600, 10, 2, vehicle=vehicle) for vehicle in (1, 2, 3)])
    visit = {"complaint/1": [first, last, 0, 1]}
    scene.state = {
        "live": {"1": visit, "3": {"complaint/1": [row(600, 10).fix_at] * 2 + [0, 0]}},
        "late": {"2": [first, last, visit], "4": [first, last, {"complaint/1": [first, last, 0, 2]}]},
    }
    [fact] = scene.see([one for vehicle in (1, 2, 3) for one in stay(620, 900, commit=3, vehicle=vehicle)])
    assert (fact.entity, fact.body["since"]) == ("vehicle/3", "2016-11-30T03:10:00.000+00:00")
    assert set(scene.state) == {"vehicles"}
    scene.see([row(s, FAR_M, 4) for s in (920, 1100)])
    assert since(scene.see(stay(1200, 1400, commit=5))) == [("complaint/1", 1200)]


def test_H11_late_points_do_not_end_a_visit(scene):
    assert len(scene.see(stay(0, 600))) == 1
    assert scene.see([row(s, FAR_M, 3) for s in range(10, 590, 20)]) == []
    assert scene.see(stay(620, 900, commit=4)) == []


def test_H11_late_points_do_not_complete_a_stay_that_the_present_contradicts(scene):
    scene.see([row(0, 10, 2), row(300, FAR_M, 2)])
    assert scene.see([row(20, 10, 3), row(60, 10, 3)]) == []


def test_H11_an_arrival_in_a_hole_that_is_filled_later_is_told_once(scene):
    scene.see([row(0, FAR_M, 2), row(3600, FAR_M, 2)])
    late = [row(600, FAR_M, 3), *stay(620, 900, commit=3), row(920, FAR_M, 3), row(1100, FAR_M, 3)]
    assert since(scene.see(late)) == [("complaint/1", 620)]
    assert scene.see(stay(1200, 1300, FAR_M, commit=4)) == []


def test_H11_a_vehicle_that_arrived_while_we_were_away_is_told_with_its_true_time(scene):
    scene.see([row(0, FAR_M, 2)])
    assert scene.see([row(1200, 5, 3)]) == []  # back: it stands at the place, since when is not known yet
    late = [row(300, FAR_M, 4), *stay(320, 1180, commit=4)]
    assert since(scene.see(late)) == [("complaint/1", 320)]
    assert scene.see(stay(1220, 1500, commit=5)) == []


def test_H11_a_late_part_of_a_visit_that_is_known_is_no_second_arrival(scene):
    assert since(scene.see([row(0, FAR_M, 2), *stay(1000, 1200)])) == [("complaint/1", 1000)]
    assert scene.see([row(100, FAR_M, 3), *stay(120, 980, commit=3)]) == []


def test_H11_a_late_visit_that_ended_before_the_present_one_is_told_when_it_is_seen_to_end(scene):
    assert len(scene.see([row(0, FAR_M, 2), *stay(2000, 2200)])) == 1
    assert scene.see([row(100, FAR_M, 3), *stay(120, 600, commit=3)]) == []
    assert since(scene.see([row(620, FAR_M, 4), row(800, FAR_M, 4)])) == [("complaint/1", 120)]


def test_H11_a_late_visit_that_overlaps_one_that_was_told_is_the_same_visit(scene):
    assert len(scene.see([row(0, FAR_M, 2), *stay(300, 1500)])) == 1
    late = [row(10, FAR_M, 3), *stay(310, 890, commit=3), row(905, FAR_M, 3), row(1105, FAR_M, 4)]
    assert scene.see(late) == []


def test_H11_a_late_visit_is_no_second_one_although_the_told_one_is_over(scene):
    left = [row(second, FAR_M, 2) for second in range(620, 1000, 20)]
    assert len(scene.see([row(0, FAR_M, 2), *stay(20, 600), *left])) == 1
    late = [row(10, FAR_M, 3), *stay(30, 590, commit=3), *(row(s, FAR_M, 3) for s in range(630, 900, 20))]
    assert scene.see(late) == []


def test_H11_a_late_fix_shows_that_a_vehicle_had_not_left(scene):
    assert len(scene.see([*stay(0, 200), row(220, FAR_M, 2)])) == 1
    assert scene.see([row(210, 10, 3), row(330, FAR_M, 3)]) == []
    assert scene.see([row(280, 10, 4)]) == []
    assert scene.see(stay(380, 600, commit=5)) == []  # seen there at 280, so it was away for 50 s


def test_H11_two_visits_in_one_outage_are_two(scene):
    scene.see([row(0, FAR_M, 2), row(3600, FAR_M, 2)])
    first = [row(600, FAR_M, 3), *stay(620, 900, commit=3), row(920, FAR_M, 3), row(1100, FAR_M, 3)]
    second = [*stay(1200, 1500, commit=3), row(1520, FAR_M, 3), row(1700, FAR_M, 3)]
    assert since(scene.see([*first, *second])) == [("complaint/1", 620), ("complaint/1", 1200)]


def test_H11_a_visit_in_an_outage_that_began_at_the_place_is_told(scene):
    assert len(scene.see([*stay(0, 200), row(3600, FAR_M, 2), row(3800, FAR_M, 2)])) == 1
    late = [row(220, 10, 3), row(240, FAR_M, 3), row(400, FAR_M, 3), *stay(1000, 1200, commit=3), row(1220, FAR_M, 3)]
    assert since(scene.see(late)) == [("complaint/1", 1000)]


def test_H11_history_in_slices_from_newest_to_oldest_tells_a_night_at_the_depot_once(scene):
    scene.see([row(200_000, FAR_M, 2)])
    newer = [*stay(100_000, 101_000, commit=3), row(101_020, FAR_M, 3), row(101_200, FAR_M, 3)]
    older = [row(90_000, FAR_M, 4), *stay(90_020, 99_980, commit=4)]
    assert since([*scene.see(newer), *scene.see(older)]) == [("complaint/1", 90_020)]


def test_five_thousand_vehicles_at_a_thousand_places_find_their_own(city):
    scene = Scene(city)
    spots = [(-6.40 + (i // 40) * 0.008, 106.89 + (i % 40) * 0.004) for i in range(1000)]
    scene.see(complaints=[complaint_row(key=i + 1, where=spot) for i, spot in enumerate(spots)])
    fixes = []
    for vehicle in range(5000):
        lat, lon = spots[vehicle % 1000]
        far = 0.0 if vehicle < 1000 else 0.002  # about 220 m
        for second in (0, 60, 120):
            fixes.append(row(second, 0, 2, vehicle=vehicle + 1)._replace(lat=lat + far, lon=lon))
    facts = scene.see(fixes)
    complaints = [fact for fact in facts if fact.body["kind"] == "complaint"]
    assert {(fact.entity, fact.body["key"]) for fact in complaints} == {(f"vehicle/{i}", i) for i in range(1, 1001)}
