"""HTTP answers as a good server gives them: validators, 304, gzip; the faults bend them afterwards."""

import gzip
import hashlib
from email.utils import parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

from data_sources.simulator.clock import http_date
from data_sources.simulator.faults import Active

JSON = "application/json; charset=utf-8"
XML = "text/xml; charset=utf-8"
_WORTH_PACKING = 600


def faults_of(request: Request) -> Active:
    """The faults that spoil this request (set by the wrapper around the application)."""
    found: Active = request.scope.get("state", {}).get("faults", {})
    return found


def answer(request: Request, body: bytes, media: str, changed: float | None = None, status: int = 200) -> Response:
    """An answer with ETag, Last-Modified where the content has an age, and gzip where the client takes it."""
    faults = faults_of(request)
    headers = {"Content-Type": media, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    if status == 200 and request.method in ("GET", "HEAD") and "no_etag" not in faults:
        headers["ETag"] = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        if changed is not None:
            headers["Last-Modified"] = http_date(changed)
        if _is_unchanged(request, headers["ETag"], changed):
            return Response(status_code=304, headers=headers)
    if len(body) > _WORTH_PACKING and _takes_gzip(request):
        headers["Content-Encoding"], headers["Vary"] = "gzip", "Accept-Encoding"
        body = gzip.compress(body, 1)
    return Response(body, status_code=status, headers=headers)


def _is_unchanged(request: Request, tag: str, changed: float | None) -> bool:
    """If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2)."""
    asked = request.headers.get("if-none-match")
    if asked is not None:
        return asked.strip() == "*" or tag in {part.strip() for part in asked.split(",")}
    since = request.headers.get("if-modified-since")
    if since is None or changed is None:
        return False
    try:
        return int(changed) <= parsedate_to_datetime(since).timestamp()
    except ValueError:
        return False


def _takes_gzip(request: Request) -> bool:
    for part in request.headers.get("accept-encoding", "").split(","):
        name, _, weight = part.strip().partition(";")
        if name.lower() in ("gzip", "*") and weight.replace(" ", "") not in ("q=0", "q=0.0"):
            return True
    return False
