"""The Open311 GeoReport v2 far end: reading. Creation and updates stand in their own modules."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data_sources.simulator import open311_xml
from data_sources.simulator.answers import JSON, XML, answer, faults_of
from data_sources.simulator.city import Service
from data_sources.simulator.complaints import Complaint
from data_sources.simulator.forms import read_form
from data_sources.simulator.json_faults import spoil_json, spoil_xml
from data_sources.simulator.media import photo_of, picture
from data_sources.simulator.open311_create import Creation
from data_sources.simulator.open311_query import Refused, select
from data_sources.simulator.open311_quirks import bend_records, bend_shape, hostile_words, renamed_services
from data_sources.simulator.open311_records import (
    Record,
    definition_record,
    extended,
    request_record,
    service_record,
)
from data_sources.simulator.open311_updates import Updates
from data_sources.simulator.world import World

PREFIX = "/open311/v2"


class Open311:
    """All endpoints under /open311/v2 of one city."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.services: dict[str, Service] = {s.code: s for s in world.city.services}
        self.updates, self.creation = Updates(world), Creation(world, self.services)

    def routes(self) -> list[Route]:
        return [
            Route(PREFIX + "/{path:path}", self.serve, methods=["GET", "POST"]),
            Route("/open311/media/{name}", self.media),
            Route("/discovery.{format}", self.discovery),
        ]

    async def serve(self, request: Request) -> Response:
        """Split path and format, answer, and turn a refusal into the standard's error array."""
        path, fmt = _split(request)
        try:
            self._check_access(request, fmt)
            return await self._dispatch(request, path, fmt)
        except Refused as refused:
            return self.refuse(request, fmt, refused)

    async def _dispatch(self, request: Request, path: str, fmt: str) -> Response:
        head, _, tail = path.partition("/")
        if request.method == "POST":
            return await self._post(request, path, fmt)
        if path == "discovery":
            return self._discovery(request, fmt)
        if path == "services":
            return self._reply(request, fmt, "services", self._service_list(request))
        if path == "requests":
            return self._list(request, fmt)
        if path == "servicerequestupdates":
            return self._reply(request, fmt, "service_request_updates", self.updates.listing(request))
        if head == "services" and tail:
            return self._definition(request, fmt, tail)
        if head == "requests" and tail:
            return self._one(request, fmt, tail)
        if head == "tokens" and tail:
            return self._reply(request, fmt, "service_requests", [self.creation.resolve(tail)])
        raise Refused(404, f"{request.url.path} was not found")

    async def _post(self, request: Request, path: str, fmt: str) -> Response:
        form = await read_form(request)
        self._check_jurisdiction(form.fields.get("jurisdiction_id", ""))
        if path == "requests":
            return self._reply(request, fmt, "service_requests", [self.creation.create(request, form.fields)])
        if path == "servicerequestupdates":
            return self._reply(request, fmt, "service_request_updates", [self.updates.create(request, form)])
        raise Refused(404, f"{request.url.path} was not found")

    def _check_access(self, request: Request, fmt: str) -> None:
        faults, query, wanted = faults_of(request), request.query_params, self.world.setup.jurisdiction
        if ("xml_only" in faults and fmt == "json") or ("json_only" in faults and fmt == "xml"):
            raise Refused(404 if fmt == "json" else 406, f"format {fmt} is not supported")
        for name in ("need_jurisdiction", "fixmystreet"):
            if name in faults:
                wanted = faults[name].arg or wanted or self.world.city.slug
        given = query.get("jurisdiction_id", "")
        if wanted and request.method == "GET" and not given:
            raise Refused(400, "jurisdiction_id was not provided")
        if wanted and given and given.lower() != wanted.lower():
            raise Refused(404, "jurisdiction_id provided was not found")
        if "need_key" in faults and not query.get("api_key"):
            raise Refused(403, "api_key was not provided")

    def _check_jurisdiction(self, told: str) -> None:
        """A creation may name its jurisdiction in the form; another one than ours is unknown here."""
        wanted = self.world.setup.jurisdiction
        if wanted and told and told.lower() != wanted.lower():
            raise Refused(404, "jurisdiction_id provided was not found")

    def _service_list(self, request: Request) -> list[Record]:
        return renamed_services([service_record(s) for s in self.services.values()], faults_of(request))

    def _definition(self, request: Request, fmt: str, code: str) -> Response:
        service = self.services.get(code)
        if service is None:
            raise Refused(404, f"service_code {code} was not found")
        record = hostile_words(definition_record(service), faults_of(request))
        return self._reply(request, fmt, "service_definition", record)

    def _list(self, request: Request, fmt: str) -> Response:
        cases = select(self.world, request.query_params, faults_of(request))
        return self._cases(request, fmt, cases)

    def _one(self, request: Request, fmt: str, ident: str) -> Response:
        case = self.world.book.find(ident, self.world.now())
        if case is None:
            raise Refused(404, f"service_request_id {ident} was not found")
        return self._cases(request, fmt, [case])

    def _cases(self, request: Request, fmt: str, cases: list[Complaint]) -> Response:
        faults, now = faults_of(request), self.world.now()
        base = str(request.base_url).rstrip("/")
        rich = request.query_params.get("extensions", "").lower() in ("true", "1", "yes") or "fixmystreet" in faults
        rows = [request_record(self.world, case, self.services, base) for case in cases]
        if rich:
            rows = [extended(self.world, case, row) for case, row in zip(cases, rows, strict=True)]
        rows = bend_records(self.world, rows, cases, faults)
        changed = max((case.updated(now) for case in cases), default=None)
        return self._reply(request, fmt, "service_requests", rows, changed)

    async def discovery(self, request: Request) -> Response:
        return self._discovery(request, "xml" if request.path_params["format"] == "xml" else "json")

    def _discovery(self, request: Request, fmt: str) -> Response:
        url = str(request.base_url).rstrip("/") + PREFIX
        endpoint: Record = {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": url,
            "changeset": "2016-11-01T09:00:00+07:00",
            "type": "production",
            "formats": ["text/xml", "application/json"],
        }
        record: Record = {
            "changeset": "2016-11-01T09:00:00+07:00",
            "contact": f"Layanan pengaduan {self.world.city.name} (simulasi)",
            "key_service": f"{url}/services.json",
            "endpoints": [endpoint],
        }
        return self._reply(request, fmt, "discovery", hostile_words(record, faults_of(request)))

    async def media(self, request: Request) -> Response:
        """A picture sent with an update, or a drawn stand-in for a citizen's photo."""
        name = str(request.path_params["name"])
        sent = self.updates.pictures.get(name)
        if sent is not None:
            return answer(request, sent, "image/png" if name.endswith(".png") else "image/jpeg")
        case = self.world.book.find(name.partition(".")[0], self.world.now())
        service = self.services.get(case.code) if case else None
        topic = service.topic if service else ""
        drawn = photo_of(self.world, case, topic) if case else picture(name)
        return answer(request, drawn, "image/png")

    def refuse(self, request: Request, fmt: str, refused: Refused) -> Response:
        """The error array; FixMyStreet as a server sends HTML instead."""
        if "fixmystreet" in faults_of(request):
            page = f"<!DOCTYPE html><html><body><h1>{refused.status}</h1><p>{refused.description}</p></body></html>"
            return answer(request, page.encode(), "text/html; charset=utf-8", status=refused.status)
        rows = [{"code": refused.code, "description": refused.description}]
        if fmt == "xml":
            return answer(request, open311_xml.document("errors", rows).encode(), XML, status=refused.status)
        return answer(request, json.dumps(rows).encode(), JSON, status=refused.status)

    def _reply(
        self, request: Request, fmt: str, root: str, data: list[Record] | Record, changed: float | None = None
    ) -> Response:
        faults = faults_of(request)
        if fmt == "xml":
            text = spoil_xml(open311_xml.document(root, data), faults)
            body, media = text.encode("utf-8", "replace"), XML
        else:
            shaped: Any = bend_shape(root, data, faults)
            body, media = spoil_json(shaped, faults), JSON
        if "latin" in faults:
            body = body.decode("utf-8").encode("cp1252", "replace")
            media = media.partition(";")[0]
        return answer(request, body, media, changed)


def _split(request: Request) -> tuple[str, str]:
    """Path without its format. No `.json` or `.xml`: the Accept header decides, XML when it says nothing."""
    path = str(request.path_params["path"])
    for fmt in ("json", "xml"):
        if path.endswith("." + fmt):
            return path[: -len(fmt) - 1], fmt
    return path, "json" if "json" in request.headers.get("accept", "") else "xml"
