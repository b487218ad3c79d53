"""The Traccar far end: session, devices, positions, groups, geofences, server. Reports and socket apart."""

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from data_sources.simulator.answers import answer, faults_of
from data_sources.simulator.fleet import Vehicle, groups_of
from data_sources.simulator.json_faults import spoil_json
from data_sources.simulator.live_socket import LiveSocket
from data_sources.simulator.open311_quirks import bend_shape
from data_sources.simulator.traccar_access import COOKIE, Access
from data_sources.simulator.traccar_files import FILES
from data_sources.simulator.traccar_json import device_record, joined, position_text, server_record, user_record
from data_sources.simulator.traccar_query import Denied, Span, moment, number
from data_sources.simulator.traccar_quirks import bend_devices, bend_positions, hostile_names
from data_sources.simulator.traccar_reports import Reports
from data_sources.simulator.traccar_zones import geofences
from data_sources.simulator.world import World

JSON = "application/json"
MAX_POSITIONS = 50_000


class Traccar:
    """All endpoints under /api of one city's fleet."""

    def __init__(self, world: World) -> None:
        self.world, self.access = world, Access(world.setup)
        self.reports = Reports(world)
        self.socket = LiveSocket(world, self.access)

    def routes(self) -> list[BaseRoute]:
        return [
            WebSocketRoute("/api/socket", self.socket.serve),
            Route("/api/session", self.session, methods=["GET", "POST", "DELETE"]),
            Route("/api/session/token", self.new_token, methods=["POST"]),
            Route("/api/{path:path}", self.serve, methods=["GET"]),
        ]

    async def serve(self, request: Request) -> Response:
        """Everything behind the login; errors as plain text."""
        if not self.access.may_read(request):
            return PlainTextResponse("HTTP 401 Unauthorized - WebApplicationException", 401)
        try:
            return self._dispatch(request, str(request.path_params["path"]).rstrip("/"))
        except Denied as denied:
            return PlainTextResponse(denied.text, denied.status)

    def _dispatch(self, request: Request, path: str) -> Response:
        simple: dict[str, Callable[[Request], Any]] = {
            "groups": self._groups,
            "geofences": self._geofences,
            "devices": self._devices,
            "server": self._server,
        }
        if path == "positions":
            return self._positions(request)
        if path in simple:
            return self._json(request, simple[path](request))
        head, _, tail = path.rpartition("/")
        if head == "positions" and tail in FILES:
            return self._file(request, tail)
        if head in ("devices", "groups", "geofences"):
            return self._json(request, self._single(simple[head](request), tail))
        if path in ("drivers", "maintenance", "notifications", "calendars", "attributes/computed", "users"):
            return self._json(request, [])
        if path.startswith("reports/"):
            return self._report(request, path.removeprefix("reports/"))
        raise Denied("HTTP 404 Not Found - NotFoundException (…)", 404)

    def _json(self, request: Request, data: Any) -> Response:
        faults = faults_of(request)
        return answer(request, spoil_json(bend_shape("data", data, faults), faults), JSON)

    async def session(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.access.sessions.pop(request.cookies.get(COOKIE, ""), None)
            return Response(status_code=204)
        if request.method == "POST":
            form = await request.form()
            email, password = str(form.get("email", "")), str(form.get("password", ""))
            if not self.access.accepts(email, password):
                return PlainTextResponse("HTTP 401 Unauthorized - WebApplicationException", 401)
            return self._opened(request, email)
        user = self.access.user(request)
        if user is None:
            return PlainTextResponse("HTTP 404 Not Found - WebApplicationException", 404)
        return self._opened(request, user)

    def _opened(self, request: Request, email: str) -> Response:
        response = answer(request, json.dumps(user_record(email)).encode(), JSON)
        if request.cookies.get(COOKIE) not in self.access.sessions:
            response.set_cookie(COOKIE, self.access.open(email), path="/", httponly=True)
        return response

    async def new_token(self, request: Request) -> Response:
        """A token in plain text for the user of this session."""
        user = self.access.user(request)
        if user is None:
            return PlainTextResponse("HTTP 401 Unauthorized - WebApplicationException", 401)
        token = "RzBFAiEA" + self.access.open(user)
        self.access.tokens[token] = user
        return PlainTextResponse(token)

    def _devices(self, request: Request) -> list[dict[str, Any]]:
        now, query, fleet = self.world.now(), request.query_params, self.world.fleet
        if query.getlist("id"):
            fleet = [self._vehicle(ident) for ident in query.getlist("id")]
        elif query.getlist("uniqueId"):
            fleet = [v for v in fleet if v.unique_id in query.getlist("uniqueId")]
        if query.get("keyword"):
            fleet = [v for v in fleet if query["keyword"].lower() in v.name.lower()]
        offset = number(query.get("offset") or "0")
        fleet = fleet[offset:][: number(query["limit"])] if query.get("limit") else fleet[offset:]
        rows = [device_record(v, self.world.tracks.latest(v, now), now) for v in fleet]
        return bend_devices(rows, faults_of(request))

    def _groups(self, request: Request) -> list[dict[str, Any]]:
        self._optional(request)
        groups = enumerate(groups_of(self.world.city), 1)
        rows = [{"id": n, "attributes": {"kind": g.kind}, "groupId": 0, "name": g.name} for n, g in groups]
        return hostile_names(rows, faults_of(request))

    def _geofences(self, request: Request) -> list[dict[str, Any]]:
        self._optional(request)
        return hostile_names(geofences(self.world.city, self.world.graph), faults_of(request))

    def _single(self, rows: list[dict[str, Any]], ident: str) -> dict[str, Any]:
        """One object by its id in the address."""
        found = next((row for row in rows if row.get("id") == number(ident)), None)
        if found is None:
            raise Denied("HTTP 404 Not Found - WebApplicationException (…)", 404)
        return found

    def _file(self, request: Request, kind: str) -> Response:
        media, write = FILES[kind]
        vehicle, span = self._vehicle(request.query_params.get("deviceId", "")), self.span(request)
        fixes = self.world.tracks.between(vehicle, span.start, span.end, self.world.now())
        return answer(request, write(vehicle.name, fixes).encode(), media)

    def _optional(self, request: Request) -> None:
        fault = faults_of(request).get("no_groups")
        if fault:
            raise Denied("Group access denied - SecurityException (PermissionsService:76 < …)", int(fault.number(400)))

    def _server(self, _: Request) -> dict[str, Any]:
        south, west, north, east = self.world.city.box
        return server_record((south + north) / 2, (west + east) / 2)

    def _positions(self, request: Request) -> Response:
        """Latest of every device, of one, by id, or a track; `from` and `to` without a device are ignored."""
        query, now, faults = request.query_params, self.world.now(), faults_of(request)
        if query.getlist("id"):
            texts = self._by_id(query.getlist("id"))
        elif query.get("deviceId") and query.get("from") and query.get("to"):
            texts = self._track(request, self._vehicle(query["deviceId"]), now)
        else:
            chosen = [self._vehicle(query["deviceId"])] if query.get("deviceId") else self.world.fleet
            seen_until = now - faults["gap"].number(1800) if "gap" in faults else now
            fixes = (self.world.tracks.latest(vehicle, seen_until) for vehicle in chosen)
            texts = [position_text(fix) for fix in fixes if fix]
            if "restart" in faults:
                self.access.sessions.clear()
                texts = []
        bent = bend_positions(texts, faults)
        return answer(request, joined(texts), JSON) if bent is None else self._json(request, bent)

    def _track(self, request: Request, vehicle: Vehicle, now: float) -> list[str]:
        faults, span = faults_of(request), self.span(request)
        limit = int(faults["cut"].number(MAX_POSITIONS)) if "cut" in faults else MAX_POSITIONS
        heard = now - faults["gap"].number(1800) if "gap" in faults else now
        texts: list[str] = []
        for fix in self.world.tracks.between(vehicle, span.start, span.end, heard):
            if len(texts) >= limit:
                break
            texts.append(position_text(fix))
        return texts

    def _by_id(self, idents: list[str]) -> list[str]:
        """Positions by their ids: the id tells vehicle and moment, so the fix can be found again."""
        out, stride = [], self.world.tracks.stride
        for ident in map(number, idents):
            vehicle = self.world.vehicle(ident % stride)
            at = self.world.tracks.moment(ident)
            for fix in self.world.tracks.between(vehicle, at, at, self.world.now()) if vehicle else ():
                out.append(position_text(fix))
        return out

    def span(self, request: Request) -> Span:
        """from and to of a query; both need a zone, and the server may limit the length."""
        query, fault = request.query_params, faults_of(request).get("period_limit")
        span = Span(moment(query.get("from", "")), moment(query.get("to", "")))
        if fault and span.end - span.start > fault.number(86400):
            raise Denied("Time period exceeds the limit - IllegalArgumentException (ReportUtils:83 < …)")
        return span

    def _vehicle(self, ident: str) -> Vehicle:
        vehicle = self.world.vehicle(number(ident))
        if vehicle is None:
            raise Denied("Device access denied - SecurityException (PermissionsService:76 < DeviceResource:92 < …)")
        return vehicle

    def _report(self, request: Request, name: str) -> Response:
        """A report as JSON; a spreadsheet for who asks for one by its type."""
        if "spreadsheetml" in request.headers.get("accept", "") or name.endswith("/xlsx"):
            return Response(
                b"PK\x05\x06" + bytes(18),
                media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )
        query = request.query_params
        ids = {number(d) for d in query.getlist("deviceId")}
        groups = {number(g) for g in query.getlist("groupId")}
        fleet = [v for v in self.world.fleet if v.id in ids or v.group in groups or not (ids or groups)]
        span = self.span(request)
        if name == "route":
            tracks = self.world.tracks
            return answer(
                request,
                joined(
                    [position_text(f) for v in fleet for f in tracks.between(v, span.start, span.end, self.world.now())]
                ),
                JSON,
            )
        rows = self.reports.rows(name, fleet, span, set(query.getlist("type")))
        if rows is None:
            raise Denied("HTTP 404 Not Found - NotFoundException (…)", 404)
        return self._json(request, hostile_names(rows, faults_of(request)))
