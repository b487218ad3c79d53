"""A small CKAN portal with one table, for tests of the connector: as new or as old as a test wants it."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from werkzeug import Response

from tests.data_sources.far_end import FarEnd

FIELDS = [
    {"id": "_id", "type": "int"},
    {"id": "Tanggal", "type": "text"},
    {"id": "Jenis Pajak ", "type": "text"},
    {"id": "Realisasi (Rp)", "type": "text"},
]
OPTIONS = """
[source.options]
resource_id = "t1"
page_size = 10
recent = 5
{more}
[source.options.fields]
period = "tanggal"
value = "Realisasi (Rp)"
[source.options.labels]
jenis = "Jenis Pajak"
[source.options.constants]
name = "realisasi_pajak"
unit = "IDR"
"""


def options(more: str = "") -> str:
    """The options of a source that reads this table, with some more."""
    return OPTIONS.format(more=more)


def row(n: int, **other: Any) -> dict[str, Any]:
    """Row `n`: the n-th day of 2016 and n thousand rupiah."""
    day = datetime.strptime(f"2016 {n}", "%Y %j").strftime("%d/%m/%Y")  # noqa: DTZ007 - a day, no moment
    return {"_id": n, "Tanggal": day, "Jenis Pajak ": "PBB", "Realisasi (Rp)": f"Rp {n}.000", **other}


class Table:
    """A table behind datastore_search. `ceiling` lowers limits without a word; `knows_ids`: filters on `_id` work."""

    def __init__(self, rows: list[dict[str, Any]], ceiling: int = 32_000, knows_ids: bool = True) -> None:
        self.rows, self.ceiling, self.knows_ids = rows, ceiling, knows_ids
        self.fields: list[dict[str, Any]] = [dict(field) for field in FIELDS]
        self.ignores = False
        self.stamp = "2016-11-01T00:00:00"

    def attach(self, far: FarEnd) -> FarEnd:
        """Serve this table at a far end."""
        far.serves("api/3/action/datastore_search", self.search)
        far.serves("api/3/action/resource_show", lambda _: {"success": True, "result": {"last_modified": self.stamp}})
        return far

    def search(self, query: dict[str, str]) -> Any:
        """datastore_search."""
        rows = sorted(self.rows, key=lambda one: one["_id"], reverse=query.get("sort") == "_id desc")
        if "filters" in query and not self.ignores:
            if not self.knows_ids:
                return failure(409, {"__type": "Validation Error", "filters": ["invalid value"]})
            asked = json.loads(query["filters"])["_id"]
            rows = [one for one in rows if asked.get("gte", 0) <= one["_id"] <= asked.get("lte", 10**9)]
        limit, offset = min(int(query.get("limit", 100)), self.ceiling), int(query.get("offset", 0))
        page = rows[:limit] if self.ignores else rows[offset : offset + limit]
        result = {"fields": self.fields, "records": page, "limit": limit, "total": len(self.rows)}
        if query.get("include_total") == "false":
            del result["total"]
        return {"success": True, "result": result}


def failure(status: int, error: Any) -> Response:
    """An error as the portal words it."""
    return Response(json.dumps({"success": False, "error": error}), status, content_type="application/json")


def table_of(far_end: Callable[..., FarEnd], count: int, more: str = "", **how: Any) -> tuple[Table, FarEnd]:
    """A table of `count` rows and the connector that reads it."""
    table = Table([row(n) for n in range(1, count + 1)], **how)
    return table, table.attach(far_end("ckan", options(more)))
