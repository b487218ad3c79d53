"""The fleet: devices, positions, geofences, and the tracks we missed (safety rows H9, H11)."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.kind import Kind
from app.domain.vehicle import Geofence, moves_the_mark
from app.errors import SourceError
from tests.data_sources.fleet_server import HOUR, Fleet, device, fix

WAR_BOX = "[51, 24, 53, 26]"  # where the recorded vehicle claims to be


def test_home_assistants_recorded_answers(far_end, recorded, now):
    far = far_end("traccar", box=WAR_BOX)
    far.serves("devices", recorded("traccar/ha_devices.json"))
    far.serves("positions", recorded("traccar/ha_positions.json"))
    seen = far.poll_all(now)
    assert not seen.rejected
    (vehicle,) = seen.vehicles.values()
    assert (vehicle.id, vehicle.name, vehicle.unique_id, vehicle.vehicle_kind) == (
        "0",
        "X-Wing",
        "abc123",
        "starfighter",
    )
    assert (vehicle.status, vehicle.group) == ("online", "")
    assert vehicle.last_update == vehicle.valid_at == datetime(1970, 1, 1, tzinfo=UTC)
    (position,) = seen.positions.values()
    assert (position.id, position.vehicle, position.lat, position.lon) == ("0", "0", 52.0, 25.0)
    assert position.speed_kmh == pytest.approx(4568795 * 1.852)
    assert (position.course, position.accuracy_m, position.valid) == (360.0, 3.5, True)
    assert position.flags == ("clock", "speed")
    assert position.attributes["custom_attr_1"] == "custom_attr_1_value"
    assert not moves_the_mark(position)


def test_the_recorded_position_is_outside_bekasi(far_end, recorded, now):
    far = far_end("traccar")
    far.serves("devices", recorded("traccar/ha_devices.json"))
    far.serves("positions", recorded("traccar/ha_positions.json"))
    seen = far.poll_all(now)
    assert (list(seen.vehicles), list(seen.positions)) == (["0"], [])
    (rejected,) = seen.rejected.values()
    assert (rejected.reason, rejected.field, rejected.of) == ("outside the city", "latitude", Kind.POSITION)
    assert "Mos Espa" in rejected.raw


def test_knots_become_kilometres_per_hour_and_kinds_are_mapped(far_end, now):
    far = far_end("traccar", 'mapping = { vehicle_kinds = { truck = "truk" } }')
    Fleet(
        far, [device(groupId=3)], [fix(1, protocol="osmand", attributes={"motion": True}, address="Jl. Chairil Anwar")]
    )
    far.serves("groups", [{"id": 3, "name": "UPTD Timur", "groupId": 0}])
    seen = far.poll_all(now)
    assert (seen.vehicles["12"].vehicle_kind, seen.vehicles["12"].group) == ("truk", "UPTD Timur")
    position = seen.positions["1"]
    assert position.speed_kmh == pytest.approx(30.0024)
    assert position.attributes == {"motion": True, "address": "Jl. Chairil Anwar"}


def test_H9_what_is_personal_of_a_vehicle_stays_apart(far_end, now):
    far = far_end("traccar")
    far_device = device(phone="0812", contact="Pak Budi", attributes={"speedLimit": 40, "driverName": "Budi"})
    Fleet(far, [far_device], [fix(1, attributes={"driverName": "Ani", "sat": 9})])
    seen = far.poll_all(now)
    assert seen.vehicles["12"].attributes == {"speedLimit": 40}
    assert seen.positions["1"].attributes == {"sat": 9}
    assert seen.personal["12"] == {"phone": "0812", "contact": "Pak Budi", "driverName": "Ani"}


@pytest.mark.parametrize(
    "more,reason,field",
    [
        ({"latitude": 0, "longitude": 0}, "no place", "latitude"),
        ({"latitude": None}, "no place", "latitude"),
        ({"latitude": "abc"}, "not a place", "latitude"),
        ({"latitude": 51.5, "longitude": -0.1}, "outside the city", "latitude"),
        ({"fixTime": None}, "no time", "fixTime"),
        ({"fixTime": "kemarin"}, "not a time", "fixTime"),
        ({"id": None}, "no id", "id"),
        ({"deviceId": None}, "no vehicle", "deviceId"),
    ],
)
def test_a_fix_we_cannot_take_is_rejected_with_its_reason(far_end, now, more, reason, field):
    far = far_end("traccar")
    Fleet(far, [device()], [fix(1) | more, fix(2)])
    seen = far.poll_all(now)
    (rejected,) = seen.rejected.values()
    assert (rejected.reason, rejected.field, rejected.of) == (reason, field, Kind.POSITION)
    assert list(seen.positions) == ["2"]


@pytest.mark.parametrize(
    "more,flags,moves",
    [
        ({"latitude": 106.9921, "longitude": -6.2401}, ("swapped",), True),
        ({"fixTime": "1970-01-01T00:00:00Z"}, ("clock",), False),
        ({"fixTime": "2016-11-30T03:48:00Z"}, ("clock",), False),
        ({"speed": 200}, ("speed",), False),
        ({"speed": -1}, ("speed",), False),
        ({"fixTime": "2016-11-30T10:42:00"}, ("tz_assumed",), True),
        ({"speed": None, "course": 400}, (), True),
        ({"valid": False}, (), True),
    ],
)
def test_H11_an_odd_fix_is_kept_and_flagged(far_end, now, more, flags, moves):
    far = far_end("traccar")
    Fleet(far, [device()], [fix(1) | more])
    position = far.poll_all(now).positions["1"]
    assert (position.flags, moves_the_mark(position)) == (flags, moves)
    assert position.valid == more.get("valid", True)
    assert (position.lat, position.lon) == (-6.2401, 106.9921)


def test_D2_one_bad_device_spoils_no_other(far_end, now):
    far = far_end("traccar")
    Fleet(far, [], [])
    far.forget()
    far.serves("devices", b'[{"id": 1, "name": "a", "name": "b"}, {"id": 2, "name": "c"}, {"name": "d"}, 5]')
    far.serves("positions", [])
    seen = far.poll_all(now)
    assert list(seen.vehicles) == ["2"]
    assert sorted(one.reason for one in seen.rejected.values()) == ["duplicate key", "no id", "no object"]


@pytest.mark.parametrize("path", ["devices", "positions"])
@pytest.mark.parametrize("body", [b"", b"{}", b"null", b'[{"id": 007}]', b"<html>login</html>", b"java.lang.X\n\tat y"])
def test_H4_an_answer_that_is_no_list_is_a_failure(far_end, now, path, body):
    far = far_end("traccar")
    for name in ("devices", "positions"):
        far.serves(name, body if name == path else [])
    with pytest.raises(SourceError):
        far.poll(now)
    assert far.cursor == {}


def test_groups_and_geofences_are_not_needed(far_end, now):
    far = far_end("traccar")
    Fleet(far, [device(groupId=3)], [fix(1)])
    far.serves("groups", "java.lang.SecurityException", "text/plain", status=400)
    far.serves("geofences", "no", "text/plain", status=403)
    seen = far.poll_all(now)
    assert seen.vehicles["12"].group == ""
    assert seen.batches[0].complete_live
    assert "No groups here" in seen.notes
    far.poll_all(now + timedelta(seconds=20))
    assert len(far.calls("groups")) == 1


def test_geofences_become_geojson_and_keep_their_first_date(far_end, now):
    far = far_end("traccar")
    Fleet(far, [], [])
    fences = [
        {"id": 1, "name": "TPA Sumur Batu", "area": "CIRCLE (-6.35 106.99, 300)", "attributes": {"color": "#f00"}}
    ]
    fences.append(
        {
            "id": 2,
            "name": "Jalan",
            "area": "LINESTRING (-6.2 106.9, -6.3 106.9)",
            "attributes": {"polylineDistance": 40},
        }
    )
    far.serves("geofences", [*fences, {"id": 3, "name": "rusak", "area": "POINT (1 2)"}])
    seen = far.poll_all(now)
    circle, line = (fact for fact in seen.facts if isinstance(fact, Geofence))
    assert (circle.name, circle.area["type"], circle.attributes) == (
        "TPA Sumur Batu",
        "Polygon",
        {"color": "#f00", "radius": 300.0},
    )
    assert line.attributes["buffer"] == 40
    assert [one.reason for one in seen.rejected.values()] == ["not an area"]
    again = [fact for fact in far.poll_all(now + HOUR).facts if isinstance(fact, Geofence)]
    assert again == [circle, line]


@pytest.mark.parametrize(
    "wanted,kept", [('["3"]', ["12", "14"]), ('["UPTD Timur"]', ["12", "14"]), ('["5"]', ["14"]), ('["9"]', [])]
)
def test_only_wanted_groups_and_what_is_below_them_are_taken(far_end, now, wanted, kept):
    far = far_end("traccar", f"options = {{ groups = {wanted} }}")
    Fleet(
        far,
        [device(12, groupId=3), device(13, groupId=4), device(14, groupId=5)],
        [fix(i, vehicle=i) for i in (12, 13, 14)],
    )
    far.serves(
        "groups", [{"id": 3, "name": "UPTD Timur"}, {"id": 4, "name": "X"}, {"id": 5, "name": "Y", "groupId": 3}]
    )
    seen = far.poll_all(now)
    assert list(seen.vehicles) == kept
    assert list(seen.positions) == kept


def test_H9_a_vehicle_missing_from_three_full_lists_is_gone(far_end, now):
    far = far_end("traccar")
    fleet = Fleet(far, [device(12), device(13)], [])
    far.poll_all(now)
    fleet.devices = [device(12)]
    gone = [list(far.poll(now + i * timedelta(seconds=20)).gone) for i in range(1, 5)]
    assert gone == [[], [], [(Kind.VEHICLE, "13")], []]


def test_H9_a_device_that_is_listed_but_cannot_be_read_is_not_gone(far_end, now):
    far = far_end("traccar")
    fleet = Fleet(far, [device(12)], [])
    far.poll_all(now)
    fleet.devices = '[{"id": 12, "name": "A", "name": "B"}]'
    batches = [far.poll(now + i * timedelta(seconds=20)) for i in range(1, 5)]
    assert [list(batch.gone) for batch in batches] == [[]] * 4
    assert [(one.id, one.reason) for one in batches[0].rejected] == [("12", "duplicate key")]


def test_H9_an_area_missing_from_three_full_lists_is_gone_and_stands_again(far_end, now):
    far = far_end("traccar", 'options = { refresh = "1s" }')
    Fleet(far, [], [])
    fences = [{"id": i, "name": "x", "area": "CIRCLE (-6.3 106.9, 30)"} for i in (1, 2)]
    far.serves("geofences", lambda query: fences)
    far.poll_all(now)
    fence = fences.pop()
    gone = [list(far.poll(now + i * timedelta(seconds=20)).gone) for i in range(1, 5)]
    assert gone == [[], [], [(Kind.GEOFENCE, "2")], []]
    fences.append(fence)
    back = [f for f in far.poll(now + timedelta(minutes=2)).facts if f.id == "2"]
    assert [fact.valid_at for fact in back] == [now + timedelta(minutes=2)]


def test_a_vehicle_never_heard_of_keeps_the_day_we_saw_it_first(far_end, now):
    far = far_end("traccar")
    Fleet(far, [device(lastUpdate=None)], [])
    first = far.poll_all(now).vehicles["12"]
    assert (first.valid_at, first.last_update) == (now, None)
    assert far.poll_all(now + HOUR).vehicles["12"] == first
