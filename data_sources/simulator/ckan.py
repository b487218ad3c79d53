"""The CKAN far end: the Action API of an open-data portal with the city's revenue and targets."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data_sources.simulator.answers import JSON, answer, faults_of
from data_sources.simulator.ckan_query import CkanError, Found, search, shaped
from data_sources.simulator.ckan_quirks import bend_fields, bend_rows
from data_sources.simulator.ckan_tables import Resource, RevenueTable, Table, TargetTable
from data_sources.simulator.faults import Active
from data_sources.simulator.json_faults import spoil_json
from data_sources.simulator.taxes import TaxBook
from data_sources.simulator.world import World

PREFIX = "/ckan"
REVENUE, TARGETS = "realisasi-pajak-daerah", "target-pajak-daerah"
_VERSION = "2.11.3"


class Ckan:
    """All of /ckan of one city: the Action API with or without its version, and the dump of a table."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.book = TaxBook(world.city, world.setup.seed, world.clock.starts)
        revenue, targets = RevenueTable(self.book, world.setup.seed), TargetTable(self.book, world)
        self.packages: dict[str, list[Resource]] = {
            REVENUE: [
                Resource("Panduan kolom", f"{REVENUE}-panduan", None),
                Resource("Realisasi harian", REVENUE, revenue),
            ],
            TARGETS: [Resource("Target", TARGETS, targets)],
        }
        self._actions: dict[str, Callable[[Request, dict[str, Any]], Any]] = {
            "package_list": lambda *_: sorted(self.packages),
            "package_show": self._package_show,
            "package_search": self._package_search,
            "resource_show": self._resource_show,
            "status_show": lambda *_: {
                "ckan_version": _VERSION,
                "site_title": self.world.city.name,
                "extensions": ["datastore"],
            },
            "site_read": lambda *_: True,
            "datastore_search": self._datastore_search,
        }

    def routes(self) -> list[Route]:
        return [
            Route(PREFIX + "/api/action/{name}", self.action, methods=["GET", "POST"]),
            Route(PREFIX + "/api/{version:int}/action/{name}", self.action, methods=["GET", "POST"]),
            Route(PREFIX + "/datastore/dump/{ident}", self.dump),
        ]

    async def action(self, request: Request) -> Response:
        """One call of the Action API; its errors in CKAN's own words."""
        name, help_ = str(request.path_params["name"]), _help(request)
        try:
            self._check_access(request)
            if name == "datastore_search_sql":
                raise CkanError(403, {"__type": "Authorization Error", "message": "Access denied"})
            if name not in self._actions:
                raise CkanError(400, f"Bad request - Action name not known: {name}")
            body = self._body(request, help_, self._actions[name](request, await _asked(request)))
        except CkanError as error:
            if isinstance(error.body, str):
                return answer(request, json.dumps(error.body).encode(), JSON, status=error.status)
            told = {"help": help_, "success": False, "error": error.body}
            return answer(request, json.dumps(told).encode(), JSON, status=error.status)
        return answer(request, body, JSON)

    def _body(self, request: Request, help_: str, result: Any) -> bytes:
        """The envelope. Faults of the text go into the first record, or into the result where there is none."""
        faults = faults_of(request)
        spoilt: Any = result.pop("records") if isinstance(result, dict) and "records" in result else None
        if spoilt is None:
            inner = spoil_json(result, faults)
        else:
            head = json.dumps(result, ensure_ascii=False)[:-1].encode()
            inner = head + b', "records": ' + spoil_json(spoilt, faults) + b"}"
        return b'{"help": ' + json.dumps(help_).encode() + b', "success": true, "result": ' + inner + b"}"

    def _check_access(self, request: Request) -> None:
        if "need_key" in faults_of(request) and not request.headers.get("authorization"):
            raise CkanError(403, {"__type": "Authorization Error", "message": "Access denied: not authorized to read"})

    def _package_show(self, request: Request, asked: dict[str, Any]) -> dict[str, Any]:
        name = _needed(asked, "id")
        if name not in self.packages:
            raise _not_found(f"Package {name}")
        return self._package(name, faults_of(request))

    def _package_search(self, request: Request, asked: dict[str, Any]) -> dict[str, Any]:
        word = str(asked.get("q") or "").replace("*:*", "")
        names = [name for name in sorted(self.packages) if word in name]
        return {
            "count": len(names),
            "sort": "score desc",
            "results": [self._package(n, faults_of(request)) for n in names],
        }

    def _resource_show(self, request: Request, asked: dict[str, Any]) -> dict[str, Any]:
        ident, faults = _needed(asked, "id"), faults_of(request)
        for name, resources in self.packages.items():
            for resource in resources:
                if resource.ident(_upload(faults)) == ident:
                    return self._resource(resource, name, faults)
        raise _not_found(f"Resource {ident}")

    def _package(self, name: str, faults: Active) -> dict[str, Any]:
        resources = [self._resource(resource, name, faults) for resource in self.packages[name]]
        return {
            "id": f"pkg-{name}",
            "name": name,
            "title": name.replace("-", " ").capitalize(),
            "private": False,
            "state": "active",
            "organization": {"name": "dispenda", "title": "Dinas Pendapatan Daerah (simulasi)"},
            "metadata_modified": max(str(resource["last_modified"]) for resource in resources),
            "num_resources": len(resources),
            "resources": resources,
        }

    def _resource(self, resource: Resource, package: str, faults: Active) -> dict[str, Any]:
        changed = resource.table.changed(self.world.now()) if resource.table else self.world.clock.starts
        return {
            "id": resource.ident(_upload(faults)),
            "package_id": f"pkg-{package}",
            "name": resource.name,
            "format": "CSV" if resource.table else "PDF",
            "datastore_active": resource.table is not None,
            "created": "2014-01-02T08:00:00.000000",
            "last_modified": datetime.fromtimestamp(changed, UTC).strftime("%Y-%m-%dT%H:%M:%S.000000"),
            "url": "",
        }

    def _table(self, ident: str, faults: Active) -> Table:
        for resources in self.packages.values():
            for resource in resources:
                if resource.table and ident in (resource.ident(_upload(faults)), resource.slug):
                    return resource.table
        raise _not_found(f'Resource "{ident}"')

    def _datastore_search(self, request: Request, asked: dict[str, Any]) -> dict[str, Any]:
        faults, now = faults_of(request), self.world.now()
        ident = str(asked.get("resource_id") or asked.get("id") or "") or _needed(asked, "resource_id")
        table = self._table(ident, faults)
        found = search(table, asked, now, faults)
        found = Found(found.columns, bend_rows(found.rows, faults), found.total, found.limit, found.offset)
        form = str(asked.get("records_format") or "objects")
        result = {
            "resource_id": ident,
            "fields": bend_fields(found.columns, faults),
            "limit": found.limit,
            "records_format": form,
            "_links": _links(request, asked, found),
        }
        if found.offset:
            result["offset"] = found.offset
        if asked.get("filters"):
            result["filters"] = asked["filters"]
        if str(asked.get("include_total", True)).lower() not in ("false", "0"):
            result |= {"total": 0 if "empty" in faults else found.total, "total_was_estimated": False}
        result["records"] = shaped(found, form)
        return result

    async def dump(self, request: Request) -> Response:
        """The whole table as CSV."""
        try:
            table = self._table(str(request.path_params["ident"]), faults_of(request))
        except CkanError as error:
            return answer(request, b"Not found", "text/plain; charset=utf-8", status=error.status)
        now, out = self.world.now(), io.StringIO()
        writer = csv.DictWriter(out, ["_id", *table.columns])
        writer.writeheader()
        writer.writerows(table.rows(range(1, table.count(now) + 1), now))
        return answer(request, out.getvalue().encode(), "text/csv; charset=utf-8")


async def _asked(request: Request) -> dict[str, Any]:
    """The parameters: of the address, or the object in the body of a POST (as JSON, or as its form's first name)."""
    if request.method == "GET":
        return dict(request.query_params)
    raw = await request.body()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError as error:
        raise CkanError(400, f"Bad request - JSON Error: Error decoding JSON data. Error: {error}") from None
    if not isinstance(body, dict):
        raise CkanError(
            400, f"Bad request - JSON Error: Request data JSON decoded to {body!r} but it must be a dictionary."
        )
    return body


def _needed(asked: dict[str, Any], name: str) -> str:
    told = str(asked.get(name) or "")
    if not told:
        raise CkanError(409, {"__type": "Validation Error", name: ["Missing value"]})
    return told


def _not_found(what: str) -> CkanError:
    return CkanError(404, {"__type": "Not Found Error", "message": f"Not found: {what} was not found."})


def _upload(faults: Active) -> str:
    """What makes the ids of another upload."""
    return str(faults["new_upload"].arg or "2") if "new_upload" in faults else ""


def _help(request: Request) -> str:
    return f"{str(request.base_url).rstrip('/')}{PREFIX}/api/3/action/help_show?name={request.path_params['name']}"


def _links(request: Request, asked: dict[str, Any], found: Found) -> dict[str, str]:
    """There is always a next link, also where there is no next page."""
    path, ident = request.url.path, asked.get("resource_id", "")
    following = f"{path}?resource_id={ident}&limit={found.limit}&offset={found.offset + found.limit}"
    return {"start": f"{path}?resource_id={ident}&limit={found.limit}", "next": following}
