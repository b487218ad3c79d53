"""The fleet: devices, positions, geofences, and the tracks we missed (safety rows H9, H11)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from werkzeug import Response

from app.domain.kind import Kind
from app.domain.vehicle import Geofence, Position, moves_the_mark
from app.errors import SourceAsksToWait, SourceError, SourceRefused
from app.settings import CityFile
from data_sources.traccar_record import RecordReader, Unfit
from tests.data_sources.far_end import FarEnd

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NOW = datetime(2016, 11, 30, 3, 42, tzinfo=UTC)
WAR_BOX = "[51, 24, 53, 26]"  # where the recorded vehicle claims to be


def written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000+00:00")


def device(number: int = 12, **more: Any) -> dict[str, Any]:
    plain = {"id": number, "name": f"Truk Sampah {number}", "uniqueId": f"86{number}", "status": "online", "groupId": 0}
    return plain | {"lastUpdate": written(NOW), "category": "truck", "attributes": {}} | more


def fix(number: int, at: datetime = NOW, vehicle: int = 12, **more: Any) -> dict[str, Any]:
    plain = {"id": number, "deviceId": vehicle, "fixTime": written(at), "serverTime": written(at), "valid": True}
    return plain | {"latitude": -6.2401, "longitude": 106.9921, "speed": 16.2, "course": 210.0, "accuracy": 5.0} | more


class Fleet:
    """A small Traccar. `cut`: the server's silent limit of a track. `hidden`: vehicles whose tracks it refuses."""

    def __init__(
        self, far: FarEnd, devices: list[Any], latest: list[Any], tracks: Sequence[dict[str, Any]] = (), **more: Any
    ) -> None:
        self.devices, self.latest, self.tracks = devices, latest, list(tracks)
        self.cut: int = more.get("cut", 50_000)
        self.hidden: set[str] = more.get("hidden", set())
        far.serves("devices", lambda query: self.devices)
        far.serves("positions", self.positions)

    def positions(self, query: dict[str, str]) -> Any:
        if "from" not in query:
            return self.latest
        if query["deviceId"] in self.hidden:
            return Response("java.lang.SecurityException: Device access denied\n\tat org.traccar", 400)
        start, end = (datetime.fromisoformat(query[edge]) for edge in ("from", "to"))
        mine = [f for f in self.tracks if str(f["deviceId"]) == query["deviceId"]]
        found = [f for f in mine if start <= datetime.fromisoformat(f["fixTime"]) <= end]
        return sorted(found, key=lambda f: f["fixTime"])[: self.cut]


def track(hours: float, every: timedelta = MINUTE, vehicle: int = 12, first_id: int = 1_000) -> list[dict[str, Any]]:
    count = int(timedelta(hours=hours) / every)
    return [fix(first_id + i, NOW - (count - i) * every, vehicle) for i in range(count)]


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


def test_without_history_nothing_older_is_asked_at_first_sight(far_end, now):
    far = far_end("traccar")
    Fleet(far, [device()], [fix(1)], track(24))
    assert list(far.poll_all(now).positions) == ["1"]
    assert len(far.calls("positions")) == 1


def test_H11_history_comes_behind_live_in_slices_newest_first(far_end, now):
    far = far_end("traccar", 'history = "3d"')
    Fleet(far, [device(12), device(13)], [fix(1)], track(72, 10 * MINUTE) + track(72, 10 * MINUTE, 13, 9_000))
    seen = far.poll_all(now)
    assert seen.batches[0].complete_live
    assert list(seen.batches[0].facts)[-1].id == "1"
    assert len(seen.positions) == 1 + 2 * 432
    spans = [(q["deviceId"], q["from"], q["to"]) for q in far.calls("positions") if "from" in q]
    assert all(
        datetime.fromisoformat(end) - datetime.fromisoformat(start) <= timedelta(hours=24) for _, start, end in spans
    )
    ends = [end for _, _, end in spans]
    assert ends == sorted(ends, reverse=True)
    assert far.cursor["gaps"] == []


@pytest.mark.parametrize("cut", [20, 100, 1000])
def test_H11_a_track_goes_on_past_the_silent_cut_and_repeats_nothing(far_end, now, cut):
    far = far_end("traccar", 'history = "1d"')
    Fleet(far, [device()], [], track(24), cut=cut)
    seen = far.poll_all(now, most=300)
    ids = [fact.id for fact in seen.facts if isinstance(fact, Position)]
    assert len(ids) == len(set(ids)) == 1440


def test_H11_a_cut_among_fixes_of_one_instant_does_not_loop(far_end, now):
    far = far_end("traccar", 'history = "1d"')
    Fleet(far, [device()], [], [fix(i, NOW - HOUR) for i in range(60)], cut=30)
    assert len(far.poll_all(now).positions) == 30


def test_H11_an_outage_is_filled_afterwards(far_end, now):
    far = far_end("traccar")
    fleet = Fleet(far, [device()], [fix(1)])
    far.poll_all(now)
    fleet.tracks = [fix(100 + i, now + i * MINUTE) for i in range(10)]
    fleet.latest = [fleet.tracks[-1]]
    seen = far.poll_all(now + 10 * MINUTE)
    assert seen.batches[0].complete_live
    assert list(seen.batches[0].facts)[-1].id == "109"
    assert set(seen.positions) == {str(100 + i) for i in range(10)}


def test_a_pause_of_one_poll_is_no_outage(far_end, now):
    far = far_end("traccar")
    Fleet(far, [device()], [fix(1)])
    far.poll_all(now)
    far.poll_all(now + timedelta(seconds=40))
    assert not [query for query in far.calls("positions") if "from" in query]


def test_the_live_picture_goes_on_while_tracks_are_fetched(far_end, now):
    far = far_end("traccar", 'history = "7d"')
    Fleet(far, [device()], [fix(1)], track(24))
    far.poll(now)
    assert not far.poll(now + timedelta(seconds=1)).complete_live
    live = far.poll(now + timedelta(seconds=21))
    assert (live.complete_live, live.more) == (True, True)


def test_a_vehicle_whose_track_is_kept_from_us_is_left_out(far_end, now):
    far = far_end("traccar", 'history = "1d"')
    Fleet(far, [device(12), device(13)], [], track(5) + track(5, MINUTE, 13, 9_000), hidden={"12"})
    seen = far.poll_all(now)
    assert {position.vehicle for position in seen.positions.values()} == {"13"}
    assert "vehicle 12" in seen.notes
    assert "SecurityException" not in seen.notes


def test_a_failing_track_is_asked_again_later_in_smaller_pieces(far_end, now):
    far = far_end("traccar", 'history = "1d"')
    fleet = Fleet(far, [device()], [fix(1)], track(24))
    far.poll(now)
    far.forget()
    far.serves("devices", fleet.devices)
    far.serves("positions", lambda q: fleet.positions(q) if "from" not in q else Response("x" * 10, 500))
    failed = far.poll_all(now + timedelta(seconds=1))
    assert "could not be read" in failed.notes
    assert far.poll_all(now + timedelta(seconds=21)).batches[0].complete_live
    far.forget()
    Fleet(far, fleet.devices, fleet.latest, fleet.tracks)
    assert len(far.poll_all(now + 5 * MINUTE).positions) >= 1440


def test_a_wish_to_wait_for_a_track_is_passed_on(far_end, now):
    far = far_end("traccar", 'history = "1d"')
    Fleet(far, [device()], [fix(1)])
    far.poll(now)
    far.forget()
    far.serves("positions", Response("", 429, {"Retry-After": "7"}))
    with pytest.raises(SourceAsksToWait):
        far.poll(now)


def test_H9_a_vehicle_missing_from_three_full_lists_is_gone(far_end, now):
    far = far_end("traccar")
    fleet = Fleet(far, [device(12), device(13)], [])
    far.poll_all(now)
    fleet.devices = [device(12)]
    gone = [list(far.poll(now + i * timedelta(seconds=20)).gone) for i in range(1, 5)]
    assert gone == [[], [], [(Kind.VEHICLE, "13")], []]


def test_a_vehicle_never_heard_of_keeps_the_day_we_saw_it_first(far_end, now):
    far = far_end("traccar")
    Fleet(far, [device(lastUpdate=None)], [])
    first = far.poll_all(now).vehicles["12"]
    assert (first.valid_at, first.last_update) == (now, None)
    assert far.poll_all(now + HOUR).vehicles["12"] == first


def test_a_token_goes_out_as_bearer_and_a_password_as_basic(far_end, now):
    for more, secret, header in (
        ("", "tok3n", "Bearer tok3n"),
        ('options = { auth_mode = "basic" }', "admin:admin", "Basic YWRtaW46YWRtaW4="),
    ):
        far = far_end("traccar", more, secret=secret)
        Fleet(far, [], [])
        far.poll_all(now)
        assert far.server.log[-1][0].headers["Authorization"] == header
        assert far.server.log[0][0].headers["Accept"] == "application/json"
        far.forget()


def test_a_session_is_opened_and_opened_again_when_it_ends(far_end, now):
    far = far_end("traccar", 'options = { auth_mode = "session" }', secret="ops@b.id:s3cret")
    sessions: list[dict[str, str]] = []

    def sign_in(request):
        sessions.append(dict(request.form))
        return Response("{}", content_type="application/json", headers={"Set-Cookie": f"JSESSIONID=s{len(sessions)}"})

    def devices(request):
        return Response(
            *(("[]", 200) if request.cookies.get("JSESSIONID") == valid else ("", 401)), content_type="application/json"
        )

    far.server.expect_request("/api/session", method="POST").respond_with_handler(sign_in)
    far.server.expect_request("/api/devices").respond_with_handler(devices)
    far.serves("positions", [])
    valid = "s1"
    far.poll(now)
    assert sessions == [{"email": "ops@b.id", "password": "s3cret"}]
    valid = "s2"
    far.poll(now + timedelta(seconds=20))
    assert len(sessions) == 2
    valid = "never"
    with pytest.raises(SourceRefused):
        far.poll(now + timedelta(seconds=40))


def test_a_missing_second_factor_is_said(far_end, now):
    far = far_end("traccar", 'options = { auth_mode = "session" }', secret="ops@b.id:s3cret")
    far.serves("session", Response("", 401, {"WWW-Authenticate": "TOTP"}))
    with pytest.raises(SourceRefused, match="second factor"):
        far.poll(now)


def test_error_pages_of_the_server_are_not_shown(far_end, now):
    far = far_end("traccar")
    far.serves("devices", "java.lang.RuntimeException\n\tat org.traccar", "text/plain", status=400)
    with pytest.raises(SourceError) as caught:
        far.poll(now)
    assert "java" not in str(caught.value)


FIELDS = [
    "id",
    "deviceId",
    "fixTime",
    "latitude",
    "longitude",
    "speed",
    "course",
    "valid",
    "accuracy",
    "attributes",
    "name",
]
ANY = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=12),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(some.text(max_size=6), inner, max_size=2),
    max_leaves=5,
)


@given(record=some.dictionaries(some.sampled_from(FIELDS), ANY))
def test_any_position_and_device_is_read_or_unfit(city: CityFile, record):
    reader = RecordReader(next(spec for spec in city.sources if spec.protocol == "traccar"), city)
    for read in (
        lambda: reader.position(record, NOW),
        lambda: reader.vehicle(record, {}, NOW, NOW),
        lambda: reader.geofence(record, NOW),
    ):
        try:
            assert read() == read()
        except Unfit:
            pass
