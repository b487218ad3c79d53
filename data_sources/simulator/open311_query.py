"""Questions to the Open311 list: which cases, which page. Standard parameters, paging and update-time extensions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from starlette.datastructures import QueryParams

from data_sources.simulator.complaints import Complaint, is_closed
from data_sources.simulator.faults import Active
from data_sources.simulator.world import World

SPAN = 90 * 86400.0
FIRST = 1000
MAX_PAGE = 1000


class Refused(Exception):
    """A request the standard answers with an error array."""

    def __init__(self, status: int, description: str, code: int | None = None) -> None:
        super().__init__(description)
        self.status, self.description, self.code = status, description, code or status


class _Parameters(Protocol):
    def get(self, key: str, default: str = "", /) -> str: ...


@dataclass(frozen=True, slots=True)
class Window:
    start: float
    end: float


def moment(world: World, name: str, text: str, faults: Active | None = None) -> float:
    """A time of a query. Without a zone the city's own is meant; anything unreadable is a 400."""
    if faults and "no_zone_in" in faults and (text.endswith("Z") or "+" in text or "." in text):
        raise Refused(400, f"{name} must not carry a zone or a fraction: {text}")
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(400, f"{name} is not a valid date: {text}") from None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=world.city.zone)).timestamp()


def words(query: QueryParams, name: str) -> list[str]:
    """A comma list, also when the parameter is given several times."""
    return [word.strip() for value in query.getlist(name) for word in value.split(",") if word.strip()]


def window(world: World, query: QueryParams, faults: Active) -> Window:
    """start_date and end_date on the requested time; 90 days at most, the last 90 when nothing is said."""
    now = world.now()
    start = moment(world, "start_date", query["start_date"], faults) if query.get("start_date") else None
    end = moment(world, "end_date", query["end_date"], faults) if query.get("end_date") else None
    if start is None:
        end = now if end is None else end
        return Window(end - SPAN, end)
    end = min(now, start + SPAN) if end is None else end
    if end - start > SPAN + 86400:
        raise Refused(400, "start_date and end_date may not span more than 90 days")
    return Window(start, end)


def select(world: World, query: QueryParams, faults: Active) -> list[Complaint]:
    """The cases a list request asks for, newest first, cut to its page."""
    now = world.now()
    if "ignore_query" in faults:
        return world.book.between(now - SPAN, now, now)[::-1][:FIRST]
    ids = words(query, "service_request_id")
    if ids:
        found = (world.book.find(ident, now) for ident in dict.fromkeys(ids))
        return [case for case in found if case is not None]
    span = window(world, query, faults)
    rows = _filtered(world, query, world.book.between(span.start, span.end, now), faults)
    _bad_row(faults, rows)
    return _page(query, rows[::-1], faults)


def _filtered(world: World, query: QueryParams, rows: list[Complaint], faults: Active) -> list[Complaint]:
    now = world.now()
    codes = set(words(query, "service_code"))
    if codes:
        rows = [row for row in rows if row.code in codes]
    states = {word.lower() for word in words(query, "status")}
    if states and not states >= {"open", "closed"}:
        rows = [row for row in rows if _has_state(row.status(now), states)]
    if query.get("updated_after"):
        after = moment(world, "updated_after", query["updated_after"], faults)
        rows = [row for row in rows if row.updated(now) >= after]
    if query.get("updated_before"):
        before = moment(world, "updated_before", query["updated_before"], faults)
        rows = [row for row in rows if row.updated(now) <= before]
    return rows


def _has_state(status: str, states: set[str]) -> bool:
    return status in states or ("closed" if is_closed(status) else "open") in states


def _bad_row(faults: Active, rows: list[Complaint]) -> None:
    """A server that breaks on one stored row, whichever window holds it."""
    if "bad_row" in faults and rows:
        bad = faults["bad_row"].arg or rows[0].id[:7]
        if any(row.id == bad or row.id == f"{bad}0001" for row in rows):
            raise Refused(500, "Internal error: row could not be serialised")


def _number(query: QueryParams, name: str, default: int) -> int:
    text = query.get(name, "")
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise Refused(400, f"{name} is not a number: {text}") from None


def _page(query: QueryParams, rows: list[Complaint], faults: Active) -> list[Complaint]:
    """Without page or page_size the first 1000, silently; with one of them that page, counted from 0."""
    ceiling = int(faults["ceiling"].number(50)) if "ceiling" in faults else MAX_PAGE
    base = int(faults["page_base"].number(1)) if "page_base" in faults else 0
    if not query.get("page") and not query.get("page_size"):
        return rows[: min(FIRST, ceiling)]
    size = min(max(1, _number(query, "page_size", 100)), ceiling)
    page = max(0, _number(query, "page", base) - base)
    if "same_page" in faults:
        page = 0
    last = max(0, (len(rows) - 1) // size)
    if "last_page" in faults:
        page = min(page, last)
    start = page * size
    if "overlap" in faults and page:
        start = max(0, start - int(faults["overlap"].number(5)))
    return rows[start : page * size + size]
