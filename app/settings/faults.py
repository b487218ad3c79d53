"""What is wrong with a city file, in sentences: the model's faults and those between tables."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.domain.tax_kinds import KINDS
from app.errors import Fault
from app.settings.channel import Channel
from app.settings.city import Agency, Category, City, Fleet
from app.settings.city_file import CityFile, Database, MapSettings, Privacy
from app.settings.duty import CalendarSpec, ShiftSpec, TargetsSpec
from app.settings.indicators import Briefing, IndicatorSpec
from app.settings.kinds import nearest
from app.settings.lines import KeyPath, line_of
from app.settings.money import FundsSpec, RevenueSpec, TaxKindSpec
from app.settings.places import Kecamatan, Kelurahan, Landmark, Line, Places
from app.settings.sending import Routing, Sending
from app.settings.source import Mapping_, SourceSpec
from app.settings.template import Template

TABLES: dict[tuple[str, ...], type[BaseModel]] = {
    ("city",): City,
    ("agency",): Agency,
    ("category",): Category,
    ("fleet",): Fleet,
    ("kecamatan",): Kecamatan,
    ("kelurahan",): Kelurahan,
    ("landmark",): Landmark,
    ("line",): Line,
    ("database",): Database,
    ("map",): MapSettings,
    ("privacy",): Privacy,
    ("calendar",): CalendarSpec,
    ("calendar", "shift"): ShiftSpec,
    ("targets",): TargetsSpec,
    ("indicator",): IndicatorSpec,
    ("revenue",): RevenueSpec,
    ("tax_kind",): TaxKindSpec,
    ("funds",): FundsSpec,
    ("briefing",): Briefing,
    ("channel",): Channel,
    ("template",): Template,
    ("routing",): Routing,
    ("sending",): Sending,
    ("source",): SourceSpec,
    ("source", "mapping"): Mapping_,
}
PLACE_TABLES = tuple(field.alias or name for name, field in Places.model_fields.items())
_SAYS = {"missing": "is missing", "extra_forbidden": "is not known here", "too_short": "has too few entries"}
_UNIQUE = {
    "agency": ("id",),
    "category": ("id",),
    "fleet": ("kind",),
    "kecamatan": ("code",),
    "kelurahan": ("code",),
    "source": ("id",),
    "channel": ("id",),
    "template": ("id",),
    "tax_kind": ("key",),
    "indicator": ("name", "agency", "of"),
}


def model_faults(error: ValidationError, lines: dict[KeyPath, int]) -> list[Fault]:
    """Every fault the model found, each with its line and the nearest right spelling."""
    details = [
        e for e in error.errors(include_url=False, include_input=False) if e["type"] != "default_factory_not_called"
    ]
    return [_fault(e, lines) for e in details]


def _fault(error: ErrorDetails, lines: dict[KeyPath, int]) -> Fault:
    path = _path(error["loc"])
    context = error.get("ctx", {})
    what = str(context.get("what") or _SAYS.get(error["type"]) or plain(error["msg"]))
    near = str(context.get("nearest", ""))
    if error["type"] == "extra_forbidden":
        near = nearest(str(path[-1]), _known_keys(path[:-1]))
    return Fault(line_of(lines, path), _written(path), what, near)


def _path(loc: KeyPath) -> KeyPath:
    """A place in the model as a place in the file, where the place tables stand flat."""
    if loc[:1] == ("places",):
        return loc[1:]
    return (str(loc[0]).strip(), *loc[1:]) if loc else ()


def plain(message: str) -> str:
    """What the checker of types says, without the word it begins with."""
    return re.sub(r"^(Input|String|Tuple|Value) ", "", message).replace("error, ", "")


def _known_keys(table: KeyPath) -> list[str]:
    names = tuple(part for part in table if isinstance(part, str))
    if not names:
        return [*(f.alias or n for n, f in CityFile.model_fields.items() if n not in ("places", "path")), *PLACE_TABLES]
    model = TABLES.get(names)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _written(path: KeyPath) -> str:
    """A path as a person reads it: `source 2 url`; entries are counted from one."""
    return " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in path) or "file"


def cross_faults(raw: dict[str, Any], lines: dict[KeyPath, int]) -> list[Fault]:
    """Faults between entries: an id twice, a kelurahan in no kecamatan, a place outside the city."""
    found = [*_no_source(raw), *_twice(raw), *_without_district(raw), *_without_successor(raw), *_outside(raw)]
    found += _channels_named_as_sources(raw)
    found += _without_fleet(raw)
    found += _without_area(raw)
    return [Fault(line_of(lines, path), _written(path), what, near) for path, what, near in found]


def _entries(raw: dict[str, Any], table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    entries = raw.get(table)
    return ((i, e) for i, e in enumerate(entries if isinstance(entries, list) else []) if isinstance(e, dict))


def _no_source(raw: dict[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    if raw.get("source") == []:
        yield ("source",), "is empty; a city file needs one source at least", ""


def _twice(raw: dict[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    for table, keys in _UNIQUE.items():
        seen: Counter[str] = Counter()
        for i, entry in _entries(raw, table):
            told = str([entry.get(key) for key in keys])
            seen[told] += 1
            if keys[0] in entry and seen[told] == 2:
                yield (table, i, keys[0]), f"{entry[keys[0]]!r} is used twice", ""


def _channels_named_as_sources(raw: dict[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    """What leaves is addressed by one name, whether a source or a channel takes it."""
    sources = {entry.get("id") for _, entry in _entries(raw, "source")}
    for i, entry in _entries(raw, "channel"):
        if "id" in entry and entry["id"] in sources:
            yield ("channel", i, "id"), f"{entry['id']!r} is the name of a source", ""


def _without_district(raw: dict[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    codes = [str(k.get("code")) for _, k in _entries(raw, "kecamatan")]
    for i, entry in _entries(raw, "kelurahan"):
        code = entry.get("kecamatan")
        if code is not None and code not in codes:
            yield ("kelurahan", i, "kecamatan"), f"no kecamatan has the code {code!r}", nearest(str(code), codes)


def _without_fleet(raw: dict[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    kinds = [str(fleet.get("kind")) for _, fleet in _entries(raw, "fleet")]
    for i, entry in _entries(raw, "category"):
        units = entry.get("units")
        for kind in units if isinstance(units, list) else ():
            if kind not in kinds:
                yield ("category", i, "units"), f"no fleet has the kind {kind!r}", nearest(str(kind), kinds)


def _without_area(raw: dict[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    codes = [str(place.get("code")) for table in ("kecamatan", "kelurahan") for _, place in _entries(raw, table)]
    for i, entry in _entries(raw, "category"):
        named = entry.get("agency_in")
        for code in named if isinstance(named, dict) else ():
            if code not in codes:
                yield ("category", i, "agency_in"), f"no area has the code {code!r}", nearest(code, codes)


def _without_successor(raw: dict[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    keys = [kind.key for kind in KINDS] + [str(kind.get("key")) for _, kind in _entries(raw, "tax_kind")]
    for i, entry in _entries(raw, "tax_kind"):
        successor = entry.get("successor") or keys[0]
        if successor not in keys:
            near = nearest(str(successor), keys)
            yield ("tax_kind", i, "successor"), f"no kind of tax has the key {successor!r}", near


def _outside(raw: dict[str, Any]) -> Iterator[tuple[KeyPath, str, str]]:
    try:
        south, west, north, east = City.model_validate(raw.get("city")).box_with_margin
    except ValidationError:
        return
    for table in ("kecamatan", "kelurahan", "landmark"):
        for i, entry in _entries(raw, table):
            lat, lon = entry.get("lat"), entry.get("lon")
            if not (isinstance(lat, int | float) and isinstance(lon, int | float)):
                continue
            if not (south <= lat <= north and west <= lon <= east):
                yield (table, i, "lat"), f"{lat}, {lon} is outside the city (are lat and lon swapped?)", ""
