"""TCP faults of the proxy, seen by a bare socket (rows H1, H2, H5)."""

import pytest
import requests

from data_sources.simulator import FarEnd
from tests.program.town import until
from tests.simulator.raw import fetch


def page(own: FarEnd) -> str:
    return f"{own.open311}/requests.json?page_size=5"


def test_H1_refuse_closes_the_port_and_clear_opens_the_same_one(own: FarEnd) -> None:
    own.fault("open311", "refuse")
    assert fetch(page(own)).end == "refused"
    assert fetch(f"{own.traccar}/server").end == "closed"
    own.clear()
    assert fetch(page(own)).head.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("name", ["black_hole", "swallow"])
def test_H2_silence(own: FarEnd, name: str) -> None:
    own.fault("open311", name)
    got = fetch(page(own), 0.4)
    assert (got.head, got.end) == (b"", "silence")
    assert (name == "swallow") is until(lambda: bool(own.seen), 0.2 if name == "black_hole" else 20.0)


def test_H2_drip_body_comes_byte_by_byte_after_whole_headers(own: FarEnd) -> None:
    own.fault("open311", "drip_body", 0.05)
    got = fetch(page(own), 1.0)
    assert got.head.startswith(b"HTTP/1.1 200") and 3 < len(got.body) < 120 and got.end == "silence"


def test_H2_drip_headers_never_end(own: FarEnd) -> None:
    own.fault("open311", "drip_headers", 0.05)
    got = fetch(page(own), 1.0)
    assert got.body == b"" and got.head and b"HTTP/1.1 200 OK\r\n".startswith(got.head[:17]) and len(got.head) < 120


def test_H5_truncate_cuts_the_body_and_the_length_was_true(own: FarEnd) -> None:
    own.fault("open311", "truncate", 250)
    got = fetch(page(own))
    assert len(got.body) == 250 < got.length and got.end == "closed"


def test_reset_close_after_headers_and_wrong_length(own: FarEnd) -> None:
    own.fault("open311", "reset", count=1)
    assert fetch(page(own)).end == "reset"
    own.fault("open311", "close_after_headers", count=1)
    got = fetch(page(own))
    assert got.body == b"" and got.length > 100 and got.end == "closed"
    own.fault("open311", "wrong_length", 10, count=1)
    got = fetch(page(own))
    assert got.length == len(got.body) + 10 and got.end == "closed"
    assert fetch(page(own)).length > 100


def test_latency_delays_the_first_byte(own: FarEnd) -> None:
    own.fault("open311", "latency", 0.3)
    assert fetch(page(own)).moments[0] >= 0.3


def test_a_counted_fault_spoils_that_many_requests_on_one_connection(own: FarEnd) -> None:
    session = requests.Session()
    session.get(page(own), timeout=20)
    own.fault("open311", "reset", count=2)
    ends = []
    for _ in range(3):
        try:
            ends.append(session.get(page(own), timeout=20).status_code)
        except requests.ConnectionError:
            ends.append(0)
    assert ends == [0, 0, 200]


def test_a_fault_can_be_limited_to_an_address(own: FarEnd) -> None:
    own.fault("open311", "reset", path="/services")
    assert fetch(f"{own.open311}/services.json").end == "reset"
    assert fetch(page(own)).end == "closed"
