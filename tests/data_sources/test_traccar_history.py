"""The tracks we missed: history, outages, the silent cut (safety row H11)."""

from datetime import datetime, timedelta

import pytest
from werkzeug import Response

from app.domain.vehicle import Position
from app.errors import SourceAsksToWait
from tests.data_sources.fleet_server import HOUR, MINUTE, NOW, Fleet, device, fix, track


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
