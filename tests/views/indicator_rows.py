"""Pictures with indicators, made from plain records without a journal."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.picture.picture import Picture
from app.settings import CityFile

WIB = ZoneInfo("Asia/Jakarta")
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Row:
    """An indicator as a picture takes it; the period is one day unless `to` says otherwise."""

    name: str
    day: date
    value: float | None
    labels: Mapping[str, str] = field(default_factory=dict)
    to: date | None = None
    agency: str = "dispenda"
    source: str = "pajak"
    unit: str = "IDR"
    flags: int = 0


def picture_of(city: CityFile, rows: Iterable[Row]) -> Picture:
    """A picture that holds these records; their keys are their places, from 1; a commit holds a hundred."""
    picture = Picture(city)
    picture.take_indicators([_taken(i, row) for i, row in enumerate(rows, 1)])
    return picture


def _taken(i: int, row: Row) -> tuple[object, ...]:
    last = row.to or row.day
    labels = json.dumps(dict(row.labels), sort_keys=True, separators=(",", ":")) if row.labels else ""
    days = (row.day - EPOCH).days, (last - EPOCH).days
    valid = int(end_of(last).timestamp() * 1000)
    return i, i, valid, 1 + i // 100, row.source, row.agency, row.name, *days, row.value, row.unit, labels, row.flags


def end_of(day: date) -> datetime:
    """When a day of the city ends, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=WIB).astimezone(UTC) + timedelta(days=1)


def noon(day: date) -> datetime:
    """Noon of a day of the city, UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=WIB).astimezone(UTC)


def evening(day: date) -> datetime:
    """The last moment of a day of the city, UTC: the frame of the day's report, for which the day is over."""
    return end_of(day) - timedelta(milliseconds=1)


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
