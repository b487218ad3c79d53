"""X6: what the page may say, and how much of it."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from maps.events import BURST, LARGEST, LOG_EVERY_S, RATE, Clicked, EventGate, Hovered, NamesWanted, Ready, Switched


class Time:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def gate(time: Time, heard: list[Any]) -> EventGate:
    return EventGate(heard.append, time)


def message(**fields: Any) -> str:
    return quote(json.dumps(fields))


def test_the_known_messages_arrive(gate: EventGate, heard: list[Any]) -> None:
    for fields in (
        {"name": "ready"},
        {"name": "click", "kind": "vehicle", "key": 7},
        {"name": "hover", "kind": "", "key": 0, "x": 1.5, "y": 2},
        {"name": "switch", "layer": "areas", "on": False},
        {"name": "names", "keys": [7, 8]},
    ):
        gate.receive(message(**fields))
    assert heard == [
        Ready(),
        Clicked("vehicle", 7),
        Hovered("", 0, 1.5, 2.0),
        Switched("areas", False),
        NamesWanted((7, 8)),
    ]


@pytest.mark.expects_log("messages dropped")
@pytest.mark.parametrize(
    "query",
    [
        message(name="deleteLater"),
        message(name=["ready"]),
        message(name=None),
        message(name="click", kind="vehicle", key="12x"),
        message(name="click", kind="vehicle", key="12"),
        message(name="click", kind="vehicle", key=[1, 2]),
        message(name="click", kind="vehicle", key={"a": 1}),
        message(name="click", kind="vehicle", key=None),
        message(name="click", kind="vehicle", key=True),
        message(name="click", kind="vehicle", key=-1),
        message(name="click", kind="vehicle", key=2**60),
        message(name="click", kind="", key=0, lat=91, lon=107),
        message(name="click", kind="", key=0, lat="6", lon=107),
        message(name="click", kind="__class__", key=1),
        message(name="click", kind="vehicle", key=1, more=1),
        message(name="click", kind="vehicle"),
        message(name="view", lat=1e999, lon=0, zoom=1),
        message(name="view", lat=float("nan"), lon=0, zoom=1),
        message(name="switch", layer="a" * 21, on=True),
        message(name="switch", layer="areas", on=1),
        message(name="names", keys=[1.5]),
        message(name="names", keys=[1] * 51),
        "",
        "%",
        "%ff%fe",
        quote("[" * 600),
        quote("null"),
        quote('"ready"'),
    ],
)
def test_X6_what_is_off_the_schema_is_dropped(gate: EventGate, heard: list[Any], query: str) -> None:
    gate.receive(query)
    assert heard == []


@pytest.mark.expects_log("too large")
def test_X6_a_message_above_two_kilobytes_is_dropped(gate: EventGate, heard: list[Any]) -> None:
    good = message(name="ready")
    gate.receive(good + quote(" ") * ((LARGEST - len(good)) // 3))
    assert len(heard) == 1
    gate.receive(good + quote(" ") * LARGEST)
    gate.receive(good + "%20" * 1_700_000)
    assert len(heard) == 1


@pytest.mark.expects_log("too many")
def test_X6_a_thousand_a_second_are_limited(gate: EventGate, heard: list[Any], time: Time) -> None:
    for _ in range(1000):
        time.now += 0.001
        gate.receive(message(name="ready"))
    assert len(heard) <= BURST + RATE + 1
    time.now += 10
    gate.receive(message(name="ready"))
    assert len(heard) > BURST


def test_X6_the_log_says_it_once_a_minute(gate: EventGate, time: Time, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(50):
        gate.receive("rubbish")
    assert len(caplog.records) == 1
    time.now += LOG_EVERY_S
    gate.receive("rubbish")
    assert len(caplog.records) == 2 and "50" in caplog.records[1].getMessage()
