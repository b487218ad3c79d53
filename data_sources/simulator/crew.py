"""The crews' end: a gateway that takes orders, and crews that go, stay silent or say no.

Who does what is told by the vehicle's number, so that a test and a demonstration know beforehand: of ten vehicles one
never answers (…8) and one refuses (…9). Who accepts says so, drives there, takes a photo, works, takes another.
"""

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data_sources.simulator.answers import answer
from data_sources.simulator.camera import exif_block
from data_sources.simulator.city import Point
from data_sources.simulator.fleet import Vehicle
from data_sources.simulator.media import picture
from data_sources.simulator.world import World

PREFIX = "/crew"
ANSWER_S, START_S, WORK_S = 20.0, 45.0, 480.0
"""Simulated seconds: until a crew answers, until it drives off, and how long it works at the place."""
KMH = 34.0
SILENT, UNWILLING = 8, 9
EXCUSE = "Ban bocor, mohon kirim regu lain."
PARTS = ("before", "after")


@dataclass(slots=True)
class Task:
    """One order at a crew. `arrives` is infinite for one that nobody drives to."""

    order: str
    vehicle: Vehicle
    place: Point | None
    topic: str
    taken: float
    arrives: float = float("inf")
    recalled: bool = False

    @property
    def last_digit(self) -> int:
        return self.vehicle.id % 10

    def state(self, now: float) -> str:
        """How far it has come, in the words of the interface."""
        if self.recalled:
            return "recalled"
        if self.last_digit == SILENT or now < self.taken + ANSWER_S:
            return "sent"
        if self.last_digit == UNWILLING:
            return "refused"
        steps = ((self.arrives + WORK_S, "done"), (self.arrives, "arrived"), (self.taken + START_S, "departed"))
        return next((word for at, word in steps if now >= at), "accepted")


class Crew:
    """POST /crew/orders, GET /crew/orders/ID and the photos. With a secret, only signed orders are taken."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.tasks: dict[str, Task] = {}
        self.keys: set[str] = set()

    def routes(self) -> list[Route]:
        return [
            Route(PREFIX + "/orders", self.take, methods=["POST"]),
            Route(PREFIX + "/orders/{order}", self.progress),
            Route(PREFIX + "/photos/{order}/{part}.png", self.photo),
        ]

    async def take(self, request: Request) -> Response:
        """An order, or one taken back. The same key twice is done once: 409."""
        raw = await request.body()
        if not self._is_signed(request, raw):
            return JSONResponse({"error": "signature missing or wrong"}, 401)
        key = request.headers.get("idempotency-key", "")
        if not key:
            return JSONResponse({"error": "Idempotency-Key is missing"}, 400)
        told = _object(raw)
        if told is None:
            return JSONResponse({"error": "no JSON object"}, 400)
        if key in self.keys:
            return JSONResponse({"state": "sent", "error": f"{key} already exists"}, 409)
        return self._recall(key, told) if told.get("what") == "recall" else self._order(key, told)

    def _order(self, key: str, told: dict[str, Any]) -> Response:
        number = str(told.get("unit", "")).rpartition("/")[2]
        vehicle = self._world.vehicle(int(number)) if number.isdigit() else None
        if vehicle is None:
            return JSONResponse({"error": f"unit {told.get('unit')} is not known"}, 422)
        lat, lon = told.get("lat"), told.get("lon")
        place = (float(lat), float(lon)) if isinstance(lat, int | float) and isinstance(lon, int | float) else None
        task = Task(str(told.get("order", "")), vehicle, place, str(told.get("category", "")), self._world.now())
        if place is not None and task.last_digit not in (SILENT, UNWILLING):
            task.arrives = self._drive(vehicle, task.taken + START_S, place, WORK_S)
        self.tasks[task.order] = task
        self.keys.add(key)
        return JSONResponse({"state": "sent"}, 202)

    def _recall(self, key: str, told: dict[str, Any]) -> Response:
        """The crew turns round, if it was on its way or there."""
        self.keys.add(key)
        task = self.tasks.get(str(told.get("order", "")))
        if task is None:
            return JSONResponse({"state": "recalled"}, 202)
        now = self._world.now()
        if task.state(now) in ("accepted", "departed", "arrived") and task.place is not None:
            self._drive(task.vehicle, now, self._world.graph.points[task.vehicle.home], 1.0)
        task.recalled = True
        return JSONResponse({"state": "recalled"}, 202)

    def _drive(self, vehicle: Vehicle, depart: float, place: Point, stay: float) -> float:
        """Send the vehicle there from where it will be then; returns the arrival."""
        world = self._world
        here = world.tracks.point(vehicle, depart)
        way = world.graph.way(world.graph.nearest(here)[0], world.graph.nearest(place)[0])
        return world.tracks.errand(vehicle, depart, [here, *way, place], stay, KMH)

    async def progress(self, request: Request) -> Response:
        """State, since when, the crew's words, and the photos taken so far."""
        task = self.tasks.get(request.path_params["order"])
        if task is None:
            return JSONResponse({"error": "no such order"}, 404)
        now = self._world.now()
        state = task.state(now)
        told: dict[str, Any] = {"order": task.order, "state": state, "text": _words(state)}
        shown = {"arrived": PARTS[:1], "done": PARTS}.get(state, ())
        base = str(request.base_url).rstrip("/")
        shots = [part for part in shown if now >= self._taken_at(task, part)]
        told["photos"] = {part: f"{base}{PREFIX}/photos/{task.order}/{part}.png" for part in shots}
        return answer(request, json.dumps(told).encode(), "application/json")

    async def photo(self, request: Request) -> Response:
        """What the crew saw when it came, and when it left."""
        task, part = self.tasks.get(request.path_params["order"]), request.path_params["part"]
        if task is None or part not in PARTS or self._world.now() < self._taken_at(task, part):
            return JSONResponse({"error": "no such photo"}, 404)
        exif = exif_block(self._taken_at(task, part), self._world.city.zone, task.place)
        return answer(request, picture(task.order, task.topic, mended=part == "after", exif=exif), "image/png")

    def _taken_at(self, task: Task, part: str) -> float:
        return task.arrives + (WORK_S if part == "after" else 30.0)

    def _is_signed(self, request: Request, raw: bytes) -> bool:
        secret = self._world.setup.crew_secret
        if secret is None:
            return True
        stamp = request.headers.get("x-poc-timestamp", "")
        digest = hmac.new(secret.encode(), stamp.encode() + b"." + raw, sha256).hexdigest()
        return hmac.compare_digest(request.headers.get("x-poc-signature", ""), f"sha256={digest}")


def _words(state: str) -> str:
    return {"refused": EXCUSE, "done": "Pekerjaan selesai, lokasi sudah dibersihkan."}.get(state, "")


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(raw)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
