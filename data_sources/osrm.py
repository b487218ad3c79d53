"""Travel times of an OSRM server: its `table` service, from many units to one place.

Source of the format: the HTTP API of OSRM (`/table/v1/{profile}/{lon,lat;…}?sources=…&destinations=…`, durations in
seconds, null where there is no way).
"""

from math import isfinite
from typing import Any

import msgspec

from app.domain.travel import WayQuestion
from app.errors import SourceError
from app.settings import SourceSpec
from app.settings.sending import Routing
from data_sources.http import Http

NAME = "routing"
"""What the router is called in sentences; it is no source of facts."""
MOST = 99
"""Units a question may name: servers take 100 places unless told otherwise."""


def line_to_router(routing: Routing) -> Http:
    """The line to the router. Raises ValueError without an address."""
    if routing.url is None:
        raise ValueError("no router is named")
    spec = SourceSpec(id=NAME, protocol="osrm", url=routing.url, ca_file=routing.ca_file)
    return Http(spec, deadline_s=routing.deadline.total_seconds())


class Osrm:
    """Asks one router."""

    def __init__(self, routing: Routing, http: Http) -> None:
        self._profile, self._http = routing.profile, http

    def seconds(self, question: WayQuestion) -> dict[str, float | None]:
        """Seconds from every unit to the place, None where there is no way. Raises SourceError."""
        spots = question.spots[:MOST]
        if not spots:
            return {}
        places = [(question.lon, question.lat), *((spot.lon, spot.lat) for spot in spots)]
        line = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in places)
        sources = ";".join(str(n) for n in range(1, len(places)))
        answer = self._http.get(
            f"table/v1/{self._profile}/{line}",
            [("sources", sources), ("destinations", "0"), ("annotations", "duration")],
            "application/json",
        )
        durations = read_table(answer.body, len(spots))
        return {spot.unit: told for spot, told in zip(spots, durations, strict=True)}


def read_table(body: bytes, rows: int) -> list[float | None]:
    """The one column of a table: seconds, None for no way. Raises SourceError for anything else than such a table."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise SourceError(NAME, "The router sent no JSON.") from None
    if not isinstance(told, dict) or told.get("code") != "Ok":
        code = str(told.get("code", "?"))[:40] if isinstance(told, dict) else "?"
        raise SourceError(NAME, f"The router could not answer ({code}).")
    table = told.get("durations")
    if not isinstance(table, list) or len(table) != rows:
        raise SourceError(NAME, "The router's table has another size than what was asked.")
    return [_duration(row) for row in table]


def _duration(row: Any) -> float | None:
    if not isinstance(row, list) or len(row) != 1:
        raise SourceError(NAME, "The router's table has another size than what was asked.")
    told = row[0]
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or not isfinite(told) or told < 0:
        raise SourceError(NAME, "The router told a time that cannot be.")
    return float(told)
