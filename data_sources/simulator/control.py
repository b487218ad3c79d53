"""`/_sim`: the switchboard of the simulator for people and tests. Never behind the fault proxy: it always answers."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data_sources.simulator.complaints import Step
from data_sources.simulator.fault_names import CATALOGUE
from data_sources.simulator.open311 import Open311
from data_sources.simulator.world import World


class Control:
    """Faults, clock, injected cases and errands."""

    def __init__(self, world: World, open311: Open311, follow: Callable[[], Awaitable[None]]) -> None:
        self._world, self._open311, self._follow = world, open311, follow
        self.scenario: dict[str, str] = {}

    def routes(self) -> list[Route]:
        return [
            Route("/_sim/fault", self.faults, methods=["GET", "POST", "DELETE"]),
            Route("/_sim/faults", self.catalogue),
            Route("/_sim/state", self.state),
            Route("/_sim/clock", self.clock, methods=["POST"]),
            Route("/_sim/complaint", self.post_complaint, methods=["POST"]),
            Route("/_sim/update", self.post_update, methods=["POST"]),
            Route("/_sim/errand", self.post_errand, methods=["POST"]),
        ]

    async def faults(self, request: Request) -> Response:
        board = self._world.board
        if request.method == "POST":
            body = await request.json()
            try:
                fault = board.add(
                    str(body.get("source", "*")),
                    str(body["name"]),
                    body.get("arg"),
                    body.get("count"),
                    body.get("path"),
                )
            except (KeyError, ValueError) as wrong:
                return JSONResponse({"error": str(wrong)}, 400)
            await self._follow()
            return JSONResponse({"id": fault.id}, 201)
        if request.method == "DELETE":
            asked = {**request.query_params, **(await _body(request))}
            ident = int(asked["id"]) if "id" in asked else None
            removed = board.remove(asked.get("source"), asked.get("name"), ident)
            await self._follow()
            return JSONResponse({"removed": removed})
        return JSONResponse(board.listing())

    async def catalogue(self, _: Request) -> Response:
        return JSONResponse({name: {"layer": k.layer.value, "what": k.what} for name, k in CATALOGUE.items()})

    async def state(self, _: Request) -> Response:
        world, now = self._world, self._world.now()
        return JSONResponse(
            {
                "city": world.city.name,
                "now": world.iso(now),
                "starts": world.iso(world.clock.starts),
                "speed": world.clock.speed,
                "complaints": len(world.book.between(0, now, now)),
                "vehicles": len(world.fleet),
                "services": len(world.city.services),
                "scenario": self.scenario,
                "faults": world.board.listing(),
            }
        )

    async def clock(self, request: Request) -> Response:
        """{"now": ISO} jumps, {"advance": seconds} moves on, {"speed": x} changes the pace."""
        body, clock = await request.json(), self._world.clock
        now = datetime.fromisoformat(body["now"]).timestamp() if body.get("now") else None
        if body.get("advance") is not None:
            now = clock.now() + float(body["advance"])
        clock.set(now, None if body.get("speed") is None else float(body["speed"]))
        return JSONResponse({"now": self._world.iso(clock.now()), "speed": clock.speed})

    async def post_complaint(self, request: Request) -> Response:
        return JSONResponse({"service_request_id": self.complaint(await request.json())}, 201)

    def complaint(self, wanted: dict[str, Any]) -> str:
        """Report a case now. Fields: service_code, description, address, lat, long, at, status, note, quiet."""
        world = self._world
        code = str(wanted.get("service_code") or wanted.get("code") or next(iter(self._open311.services)))
        form = {key: str(value) for key, value in wanted.items() if value is not None}
        if not form.get("lat") and not form.get("address_string"):
            form["address_string"] = form.get("address", "Alamat tidak disebut")
        case = self._open311.creation.report(self._open311.services[code], form)
        case.address = wanted.get("address", case.address)
        if wanted.get("at"):
            world.book.move(case, datetime.fromisoformat(str(wanted["at"])).timestamp())
        if "status" in wanted or "quiet" in wanted:
            case.steps = []
        if "status" in wanted:
            case.steps = [Step(case.requested, str(wanted["status"]), str(wanted.get("note", "")), f"{case.id}-1")]
        return case.id

    async def post_update(self, request: Request) -> Response:
        body = await request.json()
        found = self.update(str(body["service_request_id"]), str(body["status"]), str(body.get("note", "")))
        return JSONResponse({"updated": found}, 200 if found else 404)

    def update(self, ident: str, status: str, note: str = "") -> bool:
        """Give a case a new status now; what it would have become by itself is forgotten."""
        now = self._world.now()
        case = self._world.book.find(ident, now)
        if case is None:
            return False
        past = [step for step in case.steps if step.at <= now]
        case.steps = [*past, Step(float(int(now)), status, note, f"{ident}-{len(past) + 1}")]
        return True

    async def post_errand(self, request: Request) -> Response:
        body = await request.json()
        arrives = self.errand(
            int(body["vehicle"]),
            float(body["lat"]),
            float(body["long"]),
            float(body.get("stay", 300)),
            float(body.get("kmh", 40)),
        )
        return JSONResponse({"arrives": self._world.iso(arrives)})

    def errand(self, ident: int, lat: float, lon: float, stay: float = 300, kmh: float = 40) -> float:
        """Send a vehicle to a place now; returns when it will be there (seconds since 1970)."""
        world, now = self._world, self._world.now()
        vehicle = world.fleet[ident - 1]
        here = world.tracks.point(vehicle, now)
        way = world.graph.way(world.graph.nearest(here)[0], world.graph.nearest((lat, lon))[0])
        return world.tracks.errand(vehicle, now, [here, *way, (lat, lon)], stay, kmh)


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    found: dict[str, Any] = await request.json() if raw else {}
    return found
