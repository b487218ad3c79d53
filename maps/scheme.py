"""The far end of `poc://app/`: a fixed table of paths, GET only, asked by our own page only.

Everything the page can ever load is answered here, from memory or from known files. The renderer needs no network.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler

from maps.assets import Asset
from maps.environment import HOST, SCHEME
from maps.events import EventGate
from maps.tiles import Tiles

log = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; worker-src 'none'"
)
HEADERS = {
    QByteArray(b"Content-Security-Policy"): [QByteArray(POLICY.encode())],
    QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
    QByteArray(b"Referrer-Policy"): [QByteArray(b"no-referrer")],
    QByteArray(b"Cache-Control"): [QByteArray(b"no-store")],
}
LAYERS = ("complaints", "vehicles", "trail")
Error = QWebEngineUrlRequestJob.Error


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the page."""

    mime: str
    body: bytes


class SchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers one map's page. `layers` hold the newest packed arrays by name; `events` judges what the page says."""

    def __init__(self, assets: dict[str, Asset], events: EventGate, tiles: Tiles | None, parent: QObject) -> None:
        super().__init__(parent)
        self._assets, self._events, self._tiles = assets, events, tiles
        self._layers: dict[str, bytes] = {}
        self._routes: dict[str, Callable[[QUrl], Answer | None]] = {
            "layers": self._layer,
            "tiles": self._tile,
            "event": self._event,
        }

    def put_layer(self, name: str, data: bytes) -> None:
        """Replace a layer's bytes. Raises KeyError for a name that is not in the table."""
        if name not in LAYERS:
            raise KeyError(name)
        self._layers[name] = data

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Judge a request and answer it, or fail it without a body."""
        url = job.requestUrl()
        if not is_allowed(bytes(job.requestMethod().data()), url, job.initiator()):
            log.warning("map page: refused %s %s", job.requestMethod().data(), url.path()[:100])
            job.fail(Error.RequestDenied)
            return
        answer = self._answer(url)
        if answer is None:
            job.fail(Error.UrlNotFound)
        else:
            _reply(job, answer)

    def _answer(self, url: QUrl) -> Answer | None:
        path = url.path()
        asset = self._assets.get(path)
        if asset is not None:
            return Answer(asset.mime, asset.read())
        route = self._routes.get(path.split("/")[1] if path.startswith("/") else "")
        return route(url) if route else None

    def _layer(self, url: QUrl) -> Answer | None:
        data = self._layers.get(url.path().removeprefix("/layers/"))
        return None if data is None else Answer("application/octet-stream", data)

    def _event(self, url: QUrl) -> Answer | None:
        if url.path() != "/event":
            return None
        self._events.receive(url.query(QUrl.ComponentFormattingOption.FullyEncoded))
        return Answer("text/plain", b"")

    def _tile(self, url: QUrl) -> Answer | None:
        if self._tiles is None:
            return None
        place = tile_place(url.path())
        body = self._tiles.tile(*place) if place else None
        return Answer(self._tiles.mime, body) if body else None


def is_allowed(method: bytes, url: QUrl, initiator: QUrl) -> bool:
    """GET on our own host, by the first load (no initiator) or by our own page; an event only by our own page."""
    ours = QUrl(f"{SCHEME.decode()}://{HOST}")
    by_page = initiator.scheme() == ours.scheme() and initiator.host() == ours.host()
    first_load = initiator.isEmpty() and url.path() == "/"
    return method == b"GET" and url.scheme() == ours.scheme() and url.host() == HOST and (by_page or first_load)


def tile_place(path: str) -> tuple[int, int, int] | None:
    """Zoom, column and row of `/tiles/z/x/y`; None for anything else."""
    parts = path.split("/")[2:]
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= 8 for p in parts):
        return None
    z, x, y = (int(p) for p in parts)
    return (z, x, y) if z <= 24 and x < 2**z and y < 2**z else None


def _reply(job: QWebEngineUrlRequestJob, answer: Answer) -> None:
    buffer = QBuffer(job)  # dies with the job
    buffer.setData(answer.body)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.setAdditionalResponseHeaders(HEADERS)  # type: ignore[arg-type] # lists of values, as in C++'s multi-map
    job.reply(answer.mime.encode(), buffer)
