"""A small Open311 server for tests, with the habits of real ones."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from werkzeug import Response

from data_sources.dates import utc_text
from tests.data_sources.far_end import FarEnd


def row(name: str, requested: datetime, **more: Any) -> dict[str, Any]:
    """A request record in Kota Bekasi."""
    return {
        "service_request_id": name,
        "status": "open",
        "service_code": "010",
        "requested_datetime": utc_text(requested),
        "updated_datetime": utc_text(requested),
        "lat": -6.2383,
        "long": 106.9756,
    } | more


def rows(count: int, now: datetime, every: timedelta = timedelta(minutes=1)) -> list[dict[str, Any]]:
    """`count` records, newest first, one each `every`."""
    return [row(f"r{i}", now - (i + 1) * every) for i in range(count)]


@dataclass
class Desk:
    """`paging`: "0", "1", "none" (ignored) or "last" (from 1, past the end the last page again).

    `ceiling` cuts every list; `size` is the server's own page size, if it ignores ours. `bad`: ids whose window
    brings a 500. `updates`: rows of the extension, None where the server has none.
    """

    rows: list[dict[str, Any]]
    paging: str = "none"
    ceiling: int = 1_000
    size: int | None = None
    bad: set[str] = field(default_factory=set)
    updates: list[dict[str, Any]] | None = None
    ignores_query: bool = False
    named: bool = False

    def attach(self, far: FarEnd) -> FarEnd:
        """Answer at the far end's server."""
        far.serves("services.json", [{"service_code": "010", "service_name": "Jalan rusak "}])
        far.serves("requests.json", self.requests)
        if self.updates is not None:
            far.serves("servicerequestupdates.json", lambda query: self.updates)
        return far

    def requests(self, query: dict[str, str]) -> Any:
        """The list for a query."""
        found = self.rows if self.ignores_query else self._found(query)
        if "service_request_id" not in query and self.bad & {r["service_request_id"] for r in found}:
            return Response("java.lang.NullPointerException", 500)
        found = self._page(found[: self.ceiling] if self.paging == "none" else found, query)
        return {"service_requests": found} if self.named else found

    def _found(self, query: dict[str, str]) -> list[dict[str, Any]]:
        if "service_request_id" in query:
            wanted = query["service_request_id"].split(",")
            return [r for r in self.rows if r["service_request_id"] in wanted]
        if "updated_after" in query:
            return [r for r in self.rows if _at(r, "updated_datetime") >= _time(query["updated_after"])]
        start, end = _time(query["start_date"]), _time(query["end_date"])
        return [r for r in self.rows if start <= _at(r, "requested_datetime") <= end]

    def _page(self, found: list[dict[str, Any]], query: dict[str, str]) -> list[dict[str, Any]]:
        if self.paging == "none":
            return found
        size = self.size or int(query.get("page_size", 1_000))
        number = int(query["page"]) - (self.paging != "0") if "page" in query else 0
        last = max((len(found) - 1) // size, 0)
        number = max(min(number, last) if self.paging == "last" else number, 0)
        return found[number * size : (number + 1) * size]


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _at(record: dict[str, Any], field: str) -> datetime:
    return datetime.fromisoformat(record[field])
