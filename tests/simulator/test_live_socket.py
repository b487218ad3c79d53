"""`/api/socket` seen by a bare websocket client."""

import json
from datetime import datetime

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from data_sources.simulator import FarEnd, running

NIGHT = datetime.fromisoformat("2016-11-30T01:00+07:00")


def socket_url(far: FarEnd) -> str:
    return far.traccar.replace("http", "ws", 1) + "/socket"


def test_positions_first_then_keep_alive_when_nothing_moves() -> None:
    with running(starts=NIGHT, scale=0.05, keepalive_s=0.2, complaint_days=1, track_days=1, speed=0.001) as far:
        with connect(socket_url(far), proxy=None) as line:
            first, second = json.loads(line.recv(20)), json.loads(line.recv(20))
        assert list(first) == ["positions"] and len(first["positions"]) >= 5 and second == {}


def test_a_login_is_needed_where_one_is_set() -> None:
    with running(token="t", complaint_days=1, track_days=1) as far:
        with pytest.raises(InvalidStatus):
            connect(socket_url(far), proxy=None).close()
        with connect(socket_url(far) + "?token=t", proxy=None) as line:
            assert json.loads(line.recv(20))["positions"]


def test_close_code_of_a_lost_session(own: FarEnd) -> None:
    own.fault("traccar", "socket_close", path="/socket")
    with connect(socket_url(own), proxy=None) as line:
        line.recv(20)
        with pytest.raises(ConnectionClosed) as end:
            line.recv(20)
    assert end.value.rcvd is not None and end.value.rcvd.code == 4000
