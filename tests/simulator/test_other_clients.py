"""Other people's clients, as published, against the simulator: georeport 0.3.1 and pytraccar 2.1.1."""

import asyncio
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from georeport import GeoReport
from pytraccar import ApiClient, TraccarAuthenticationException

from data_sources.simulator import FarEnd, running

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # theirs, of aiohttp


@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_georeport_reads_everything(far: FarEnd, fmt: str) -> None:
    client = GeoReport(far.open311, jurisdiction="bekasi", output_format=fmt)
    services = client.get_service_list()
    assert services[0]["service_code"] == "010"
    assert client.get_service_definition("010")["service_code"] == "010"
    span = {"start_date": "2016-11-28T00:00:00+07:00", "end_date": "2016-11-28T12:00:00+07:00"}
    found = client.get_service_requests(**span, status="closed")
    assert len(found) > 20 and {r["status"] for r in found} == {"closed"}
    ident = found[0]["service_request_id"]
    assert client.get_service_request(ident)["service_request_id"] == ident
    both = client.get_service_requests(service_request_id=f"{ident},{found[1]['service_request_id']}")
    assert {r["service_request_id"] for r in both} == {ident, found[1]["service_request_id"]}


async def _with_pytraccar(far: FarEnd, password: str) -> dict[str, Any]:
    at = urlsplit(far.traccar)
    jar = aiohttp.CookieJar(unsafe=True)  # by default it keeps no cookies of addresses that are numbers
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        client = ApiClient(str(at.hostname), "dlh@bekasi.example", password, session, port=at.port)
        got: dict[str, Any] = {
            "server": await client.get_server(),
            "devices": await client.get_devices(),
            "positions": await client.get_positions(),
            "geofences": await client.get_geofences(),
            "events": await client.get_reports_events(
                devices=[41],
                start_time=datetime(2016, 11, 30, 3),  # noqa: DTZ001 - this client wants bare UTC
                end_time=datetime(2016, 11, 29, 3),  # noqa: DTZ001
            ),
        }
        messages: asyncio.Queue[Any] = asyncio.Queue()
        listening = asyncio.create_task(client.subscribe(messages.put))
        got["first"] = await asyncio.wait_for(messages.get(), 20)
        far.advance(30)
        got["next"] = [await asyncio.wait_for(messages.get(), 20) for _ in range(2)]
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        return got


def test_pytraccar_reads_and_listens() -> None:
    with running(login="dlh@bekasi.example:rahasia", complaint_days=1, track_days=1) as far:
        got = asyncio.run(_with_pytraccar(far, "rahasia"))
    assert got["server"]["version"].startswith("6.") and len(got["devices"]) == 120
    assert got["geofences"] and got["events"]
    assert {p["deviceId"] for p in got["first"]["positions"]} == {p["deviceId"] for p in got["positions"]}
    assert got["first"]["devices"] is None
    assert [sorted(k for k, v in m.items() if v) for m in got["next"]] == [["devices"], ["positions"]]
    assert all(len(m["devices"] or m["positions"]) == 1 for m in got["next"])


def test_pytraccar_is_told_when_its_password_is_wrong() -> None:
    with running(login="dlh@bekasi.example:rahasia", complaint_days=1, track_days=1) as far:
        with pytest.raises(TraccarAuthenticationException):
            asyncio.run(_with_pytraccar(far, "salah"))
