"""A router as recorded: the shape of OSRM's `table` answers, with every fault a test asks for."""

import json
import re
import time
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

WAYPOINT = {"hint": "", "distance": 4.2, "name": "Jalan Ahmad Yani"}


class RouterServer:
    """Answers `/table/v1/driving/…` at a test's server: the n-th unit is 60·n seconds away, unless a fault is set.

    `fault`: "" · slow · null · short · long · text · negative · refused (400 with its code) · nothing (empty body)
    """

    def __init__(self, server: HTTPServer) -> None:
        self.fault = ""
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = server.url_for("").rstrip("/")
        server.expect_request(re.compile("/table/v1/.*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        self.asked.append((request.path, dict(request.args.items())))
        if self.fault == "slow":
            time.sleep(1.2)
        if self.fault == "refused":
            return _json({"code": "TooBig", "message": "Too many table coordinates"}, 400)
        if self.fault == "nothing":
            return Response("", content_type="application/json")
        return _json(self._table(request.path))

    def _table(self, path: str) -> dict[str, Any]:
        places = path.rpartition("/")[2].split(";")
        rows: list[Any] = [[60.0 * n] for n in range(1, len(places))]
        if self.fault == "null":
            rows[0] = [None]
        if self.fault == "short":
            rows = rows[:-1]
        if self.fault == "long":
            rows = [[*row, 1.0] for row in rows]
        if self.fault == "text":
            rows[0] = ["60"]
        if self.fault == "negative":
            rows[0] = [-1]
        points = [WAYPOINT | {"location": [float(part) for part in place.split(",")]} for place in places]
        return {"code": "Ok", "durations": rows, "destinations": points[:1], "sources": points[1:]}


def _json(told: Any, status: int = 200) -> Response:
    return Response(json.dumps(told), status=status, content_type="application/json; charset=UTF-8")
