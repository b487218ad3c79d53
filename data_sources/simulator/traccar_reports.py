"""Traccar's reports from the day plans: trips, stops, summary, events; knots, metres and milliseconds."""

import json
from collections.abc import Iterator
from typing import Any

from data_sources.simulator.dayplan import Segment
from data_sources.simulator.fleet import Vehicle
from data_sources.simulator.traccar_json import position_text, stamp
from data_sources.simulator.traccar_query import Span
from data_sources.simulator.tracks import KNOTS
from data_sources.simulator.world import World

Row = dict[str, Any]
FAST_S = 86_400.0
"""Above this span the server uses its fast algorithm: every maxSpeed is 0."""
MOST_DELAY_S = 3.0
"""A fix is heard at most this long after it was taken."""


class Reports:
    """Rows of the reports of one fleet."""

    def __init__(self, world: World) -> None:
        self._world = world

    def rows(self, name: str, fleet: list[Vehicle], span: Span, types: set[str]) -> list[Row] | None:
        """The rows of a report by name; None for one this server does not have."""
        span = Span(span.start, min(span.end, self._world.now()))
        if name == "events":
            return [
                e
                for v in fleet
                for e in self._events(v, span)
                if not types or e["type"] in types or "allEvents" in types
            ]
        if name == "trips":
            return [self._trip(v, s, m, span) for v in fleet for s, m in self._cut(v, span) if s.moving]
        if name == "stops":
            return [self._stop(v, s, m) for v in fleet for s, m in self._cut(v, span) if not s.moving]
        if name == "summary":
            return [self._summary(v, span) for v in fleet]
        if name == "combined":
            return [self._combined(v, span, types) for v in fleet]
        if name == "geofences":
            return []
        return None

    def _cut(self, vehicle: Vehicle, span: Span) -> Iterator[tuple[Segment, float]]:
        """Segments inside the span, cut at its edges; parked and standing in a row are one stop."""
        waiting: tuple[Segment, float] | None = None
        for row, mark in self._world.tracks.segments(vehicle, span.start, span.end):
            piece = Segment(max(row.start, span.start), min(row.end, span.end), row.kind, row.line, row.marks)
            if piece.end <= piece.start:
                continue
            if row.moving:
                if waiting:
                    yield waiting
                waiting = None
                yield piece, mark
            elif waiting:
                waiting[0].end = piece.end
            else:
                waiting = (piece, mark)
        if waiting:
            yield waiting

    def _common(self, vehicle: Vehicle, start: float, end: float) -> Row:
        tracks = self._world.tracks
        first, last = (self._odometer(vehicle, t) for t in (start, end))
        hours = max(end - start, 1.0)
        return {
            "deviceId": vehicle.id,
            "deviceName": vehicle.name,
            "distance": round(last - first, 1),
            "averageSpeed": round((last - first) / hours * KNOTS, 2),
            "maxSpeed": 0.0,
            "spentFuel": 0.0,
            "startOdometer": first,
            "endOdometer": last,
            "startTime": stamp(max(start, tracks.first)),
            "endTime": stamp(end),
        }

    def _first_fix(self, vehicle: Vehicle, row: Segment) -> int:
        """The id of the first fix of a segment; 0 for one too short to be seen."""
        fixes = self._world.tracks.between(vehicle, row.start, row.end, self._world.now())
        return next((fix.id for fix in fixes), 0)

    def _last_fix(self, vehicle: Vehicle, row: Segment) -> int:
        """The id of the last fix of a segment."""
        fix = self._world.tracks.latest(vehicle, min(row.end + MOST_DELAY_S, self._world.now()))
        return fix.id if fix and fix.at >= row.start else 0

    def _combined(self, vehicle: Vehicle, span: Span, types: set[str]) -> Row:
        """A vehicle's line, its events and the fixes the events belong to."""
        fixes = list(self._world.tracks.between(vehicle, span.start, span.end, self._world.now()))
        events = [e for e in self._events(vehicle, span) if not types or e["type"] in types]
        told = {event["positionId"] for event in events}
        return {
            "deviceId": vehicle.id,
            "route": [[fix.lon, fix.lat] for fix in fixes],
            "events": events,
            "positions": [json.loads(position_text(fix)) for fix in fixes if fix.id in told],
        }

    def _odometer(self, vehicle: Vehicle, at: float) -> float:
        row, mark = self._world.tracks.segment(vehicle, max(at, self._world.tracks.first))
        return round(mark + row.at(min(at, row.end))[3], 1)

    def _trip(self, vehicle: Vehicle, row: Segment, _: float, span: Span) -> Row:
        start, end = self._world.tracks.point(vehicle, row.start), row.line[-1]
        fast = span.end - span.start > FAST_S
        peak = 0.0 if fast else round(row.length / (row.end - row.start) * 1.6 * KNOTS, 2)
        return self._common(vehicle, row.start, row.end) | {
            "maxSpeed": peak,
            "startPositionId": self._first_fix(vehicle, row),
            "endPositionId": self._last_fix(vehicle, row),
            "startLat": start[0],
            "startLon": start[1],
            "endLat": end[0],
            "endLon": end[1],
            "startAddress": None,
            "endAddress": None,
            "duration": int((row.end - row.start) * 1000),
            "driverUniqueId": None,
            "driverName": None,
        }

    def _stop(self, vehicle: Vehicle, row: Segment, _: float) -> Row:
        return self._common(vehicle, row.start, row.end) | {
            "positionId": self._first_fix(vehicle, row),
            "latitude": row.line[-1][0],
            "longitude": row.line[-1][1],
            "address": None,
            "duration": int((row.end - row.start) * 1000),
            "engineHours": 0,
        }

    def _summary(self, vehicle: Vehicle, span: Span) -> Row:
        common = self._common(vehicle, span.start, span.end)
        driven = [row for row, _ in self._cut(vehicle, span) if row.kind != "parked"]
        hours = int(sum(row.end - row.start for row in driven) * 1000)
        speed = round(common["distance"] / (hours / 1000) * KNOTS, 2) if hours else 0.0
        return common | {"averageSpeed": speed, "startHours": 0, "endHours": hours, "engineHours": hours}

    def _events(self, vehicle: Vehicle, span: Span) -> Iterator[Row]:
        previous = ""
        for row, _ in self._world.tracks.segments(vehicle, span.start, span.end):
            kinds = _changes(previous, row.kind)
            previous = row.kind
            if row.start < span.start:
                continue
            for n, kind in enumerate(kinds):
                yield {
                    "id": int(row.start) * 1000 + vehicle.id * 3 + n,
                    "attributes": {},
                    "deviceId": vehicle.id,
                    "type": kind,
                    "eventTime": stamp(row.start),
                    "positionId": self._first_fix(vehicle, row),
                    "geofenceId": 0,
                    "maintenanceId": 0,
                }


def _changes(before: str, after: str) -> list[str]:
    if after == "drive":
        return (["ignitionOn"] if before == "parked" else []) + ["deviceMoving"]
    stopped = ["deviceStopped"] if before == "drive" else []
    return stopped + (["ignitionOff"] if after == "parked" and before else [])
