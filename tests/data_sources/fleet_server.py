"""A small Traccar for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug import Response

from tests.data_sources.far_end import FarEnd

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NOW = datetime(2016, 11, 30, 3, 42, tzinfo=UTC)


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
