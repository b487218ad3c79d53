"""The crews' end: it accepts, refuses or stays silent, drives the vehicle there, and takes two photos."""

import hmac
import json
from hashlib import sha256
from typing import Any

import requests

from data_sources.simulator import FarEnd, running

PLACE = (-6.2386, 106.9920)


def order(far: FarEnd, unit: int, ident: str = "P-1", key: str = "", **more: Any) -> requests.Response:
    """Send an order."""
    lat, lon = PLACE
    body = {"what": "order", "order": ident, "unit": f"armada/{unit}", "category": "jalan", "lat": lat, "lon": lon}
    headers = {"Idempotency-Key": key or f"{ident}.order"}
    return requests.post(f"{far.crew}/orders", json=body | more, headers=headers, timeout=20)


def told(far: FarEnd, ident: str = "P-1") -> dict[str, Any]:
    """How far it has come."""
    answer = requests.get(f"{far.crew}/orders/{ident}", timeout=20)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_a_crew_accepts_drives_there_works_and_shows_both_photos(own: FarEnd) -> None:
    assert order(own, 3).json() == {"state": "sent"}
    assert told(own)["state"] == "sent"
    own.advance(25)
    assert told(own)["state"] == "accepted"
    own.advance(30)
    assert told(own)["state"] == "departed"
    task = own.simulator.crew.tasks["P-1"]
    own.advance(task.arrives - own.world.now() + 40)
    here = own.world.tracks.point(own.world.fleet[2], own.world.now())
    assert abs(here[0] - PLACE[0]) < 1e-4 and abs(here[1] - PLACE[1]) < 1e-4
    arrived = told(own)
    assert (arrived["state"], list(arrived["photos"])) == ("arrived", ["before"])
    own.advance(500)
    done = told(own)
    assert (done["state"], list(done["photos"])) == ("done", ["before", "after"])
    pictures = [requests.get(url, timeout=20) for url in done["photos"].values()]
    assert all(picture.content.startswith(b"\x89PNG") for picture in pictures)
    assert pictures[0].content != pictures[1].content


def test_of_ten_crews_one_is_silent_and_one_refuses(own: FarEnd) -> None:
    order(own, 8, "P-8")
    order(own, 19, "P-19")
    own.advance(3600)
    assert told(own, "P-8")["state"] == "sent"
    assert (told(own, "P-19")["state"], told(own, "P-19")["text"]) == ("refused", "Ban bocor, mohon kirim regu lain.")


def test_the_same_key_is_done_once_and_an_unknown_unit_is_refused(own: FarEnd) -> None:
    assert order(own, 3).status_code == 202
    assert order(own, 3).status_code == 409
    assert order(own, 9_999, "P-2").status_code == 422
    assert requests.post(f"{own.crew}/orders", json={}, timeout=20).status_code == 400
    assert requests.get(f"{own.crew}/orders/P-2", timeout=20).status_code == 404


def test_a_crew_that_is_called_back_turns_round(own: FarEnd) -> None:
    order(own, 3)
    own.advance(60)
    assert order(own, 3, key="P-1.recall", what="recall").json() == {"state": "recalled"}
    own.advance(3600)
    assert told(own)["state"] == "recalled"
    here = own.world.tracks.point(own.world.fleet[2], own.world.now())
    assert abs(here[0] - PLACE[0]) + abs(here[1] - PLACE[1]) > 1e-4


def test_with_a_secret_only_signed_orders_are_taken() -> None:
    with running(crew_secret="rahasia", complaint_days=1, track_days=1) as far:
        assert order(far, 1).status_code == 401
        body = json.dumps({"what": "order", "order": "P-1", "unit": "armada/1"}).encode()
        signed = hmac.new(b"rahasia", b"17." + body, sha256).hexdigest()
        headers = {"Idempotency-Key": "k", "X-POC-Timestamp": "17", "X-POC-Signature": f"sha256={signed}"}
        assert requests.post(f"{far.crew}/orders", data=body, headers=headers, timeout=20).status_code == 202
