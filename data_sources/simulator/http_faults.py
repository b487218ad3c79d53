"""Wraps a far end: takes the faults of each request, answers some itself, dates all by the city's clock."""

import gzip
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_sources.simulator.fault_names import Layer
from data_sources.simulator.faults import Active, Fault
from data_sources.simulator.world import World

MB = 1 << 20
_LOGIN = (
    "<!DOCTYPE html><html><head><title>Masuk</title></head><body><h1>Silakan masuk</h1>"
    "<form method=post action=/login><input name=user><input name=password type=password></form></body></html>"
)
_TRACE = "java.lang.NullPointerException\n\tat org.example.Resource.get(Resource.java:92)\n\tat ... 41 more\n"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived, kept for tests of clients."""

    source: str
    method: str
    path: str
    query: str
    headers: dict[str, str]


class Faulty:
    """The ASGI wrapper of one far end."""

    def __init__(self, app: ASGIApp, source: str, world: World, seen: Callable[[Seen], None]) -> None:
        self._app, self._source, self._world, self._seen = app, source, world, seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        faults = self._world.board.take(self._source, path, Layer.HTTP)
        scope["state"] = {"faults": faults}
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {key.lower(): value for key, value in Headers(scope=scope).items()}
        self._seen(Seen(self._source, scope["method"], path, scope.get("query_string", b"").decode("latin-1"), headers))
        if "bad_deflate" in faults:
            scope["headers"] = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
        app = _whole_answer(faults, str(scope.get("path", ""))) or self._app
        await app(scope, receive, self._dated(send, faults))

    def _dated(self, send: Send, faults: Active) -> Send:
        """Put Date, Server and the faults of single headers on the answer."""

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message.get("headers", [])))
                _bend_headers(headers, faults, self._world)
                message = {**message, "headers": headers.raw}
            await send(message)

        return dated


def _bend_headers(headers: MutableHeaders, faults: Active, world: World) -> None:
    headers["server"] = "kota/1.0"
    if "no_date" not in faults:
        headers["date"] = world.clock.http_date(faults["skew"].number(7200) if "skew" in faults else 0.0)
    if "wrong_type" in faults:
        headers["content-type"] = faults["wrong_type"].arg or "text/plain; charset=utf-8"
    if "bad_deflate" in faults:
        headers["content-encoding"] = "deflate"
    if "next_page_elsewhere" in faults:
        headers["link"] = f'<{faults["next_page_elsewhere"].arg or "http://127.0.0.2:9/next"}>; rel="next"'


def _whole_answer(faults: Active, path: str) -> Response | None:
    """The answer that replaces the right one, if a fault asks for it."""
    for name, make in _WHOLE.items():
        if name in faults:
            return make(faults[name], path)
    return None


def _status(fault: Fault, _: str) -> Response:
    return PlainTextResponse("kesalahan", int(fault.number(500)))


def _html(fault: Fault, _: str) -> Response:
    return HTMLResponse(_LOGIN, 200)


def _gateway(fault: Fault, _: str) -> Response:
    return HTMLResponse("<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1>", 502)


def _redirect(default: str) -> Callable[[Fault, str], Response]:
    def make(fault: Fault, path: str) -> Response:
        return Response(status_code=302, headers={"Location": fault.arg or default or path})

    return make


def _wait(fault: Fault, _: str) -> Response:
    code, value = 503, fault.arg or "5"
    if value.startswith("429 "):
        code, value = 429, value[4:]
    return PlainTextResponse("tunggu", code, {"Retry-After": value})


def _too_many(fault: Fault, _: str) -> Response:
    return PlainTextResponse("terlalu sering", 429, {"Retry-After": fault.arg or "5"})


def _big(fault: Fault, path: str) -> Response:
    """Valid JSON or XML of ARG megabytes, streamed without a length."""
    count, xml = int(fault.number(300)), path.endswith(".xml")

    async def body() -> AsyncIterator[bytes]:
        yield b"<service_requests><request><description>" if xml else b'[{"description":"'
        for _ in range(count):
            yield b"x" * MB
        yield b"</description></request></service_requests>" if xml else b'"}]'

    return StreamingResponse(body(), media_type="text/xml" if xml else "application/json")


def _bomb(fault: Fault, _: str) -> Response:
    """ARG members of a megabyte of blanks each: a few hundred kilobytes on the wire, valid gzip."""
    member = gzip.compress(b" " * MB, 9)
    return Response(
        member * int(fault.number(300)) + gzip.compress(b"[]"),
        media_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )


def _right_type(text: str) -> Callable[[Fault, str], Response]:
    def make(_: Fault, path: str) -> Response:
        return Response(text, media_type="text/xml" if path.endswith(".xml") else "application/json")

    return make


def _error_array(fault: Fault, _: str) -> Response:
    return JSONResponse([{"code": 500, "description": fault.arg or "Internal error"}])


_WHOLE: dict[str, Callable[[Fault, str], Response]] = {
    "status": _status,
    "html_502": _gateway,
    "html": _html,
    "login_redirect": _redirect("http://127.0.0.1:9/portal?next=x"),
    "redirect": _redirect("file:///etc/passwd"),
    "redirect_loop": _redirect(""),
    "no_content": lambda *_: Response(status_code=204),
    "empty_body": _right_type(""),
    "error_200": _error_array,
    "stack_trace": lambda *_: PlainTextResponse(_TRACE, 500),
    "unauthorised": lambda *_: PlainTextResponse("HTTP 401 Unauthorized - WebApplicationException", 401),
    "forbidden": lambda *_: PlainTextResponse("403 Forbidden", 403),
    "not_found": lambda *_: PlainTextResponse("404 Not Found", 404),
    "retry_after": _wait,
    "too_many": _too_many,
    "big": _big,
    "gzip_bomb": _bomb,
}
