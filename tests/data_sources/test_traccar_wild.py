"""Traccar as older, newer and odd servers speak it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.kind import Kind
from app.settings import CityFile
from data_sources.traccar_record import RecordReader, Unfit
from tests.data_sources.fleet_server import HOUR, NOW, Fleet, device, fix


@pytest.mark.parametrize(
    "change",
    [
        {"fixTime": "2016-11-30T03:42:00.000+0000", "deviceTime": None},
        {"fixTime": "2016-11-30T03:42:00Z", "serverTime": None},
        {"fixTime": 1480477320000},
        {"id": "7", "deviceId": "12", "latitude": "-6.2401", "longitude": "106.9921"},
        {"attributes": None, "geofenceIds": None, "network": None, "address": None, "valid": None, "speed": 16},
        {"protocol": "gps103", "type": None, "outdated": False, "attributes": []},
    ],
)
def test_a_fix_as_older_and_newer_servers_write_it(far_end, now, change):
    far = far_end("traccar")
    Fleet(far, [device(12, attributes=None, category=None, groupId=None)], [fix(7) | change])
    seen = far.poll_all(now)
    assert not seen.rejected
    position = seen.positions["7"]
    assert (position.valid_at, position.lat, position.lon, position.valid) == (now, -6.2401, 106.9921, True)


def test_fixes_that_bear_no_number_of_their_own_are_all_kept(far_end, now):
    far = far_end("traccar")
    Fleet(far, [device(12), device(13)], [fix(0), fix(0, vehicle=13), fix(0, now - HOUR)])
    facts = [fact for fact in far.poll(now).facts if fact.kind is Kind.POSITION]
    assert [(fact.vehicle, fact.valid_at) for fact in facts] == [("12", now), ("13", now), ("12", now - HOUR)]


def test_a_single_item_may_come_as_an_object(far_end, now):
    far = far_end("traccar")
    far.serves("devices", device(12))
    far.serves("positions", fix(7))
    seen = far.poll_all(now)
    assert (list(seen.vehicles), list(seen.positions)) == (["12"], ["7"])


@pytest.mark.parametrize(
    "attributes,kept",
    [('{"ignition": true, "driverName": "Joko"}', {"ignition": True}), ("{}", {}), ("sopir Joko", {}), ([1], {})],
)
def test_attributes_may_come_as_text(far_end, now, attributes, kept):
    far = far_end("traccar")
    Fleet(far, [device(12)], [fix(7, attributes=attributes)])
    assert far.poll_all(now).positions["7"].attributes == kept


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
