"""Reading the city file: all faults at once, or a city that needs no further checks."""

import re
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.errors import ConfigError, Fault
from app.settings.city_file import CityFile
from app.settings.faults import PLACE_TABLES, cross_faults, model_faults
from app.settings.lines import KeyPath, line_of, lines_of
from app.settings.source import SourceSpec

SourceCheck = Callable[[SourceSpec], list[Fault]]
"""What only a source's protocol can know to be wrong about it; its faults' keys end in the path inside the source."""


def load_city(path: Path, check: SourceCheck | None = None) -> CityFile:
    """The city of the file at `path`. Raises ConfigError with every fault of the file, in the order of its lines."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(str(path), [Fault(None, "file", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), [Fault(None, "file", f"is not UTF-8 text (byte {error.start})")]) from error
    return read_city(text, Path(path), check)


def read_city(text: str, path: Path, check: SourceCheck | None = None) -> CityFile:
    """The city of a TOML text; relative paths in it are relative to the folder of `path`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), [_syntax_fault(error)]) from error
    lines = lines_of(text)
    faults = cross_faults(raw, lines)
    try:
        city = CityFile.model_validate(_regrouped(raw, path), context={"folder": path.parent})
    except ValidationError as error:
        faults += model_faults(error, lines)
    faults += [] if check is None else _source_faults(raw, lines, path.parent, check)
    if faults:
        raise ConfigError(str(path), sorted(faults, key=lambda f: f.line or 0))
    return city


def _source_faults(raw: dict[str, Any], lines: dict[KeyPath, int], folder: Path, check: SourceCheck) -> list[Fault]:
    """The protocols' own findings about every source that can be read, also beside other faults."""
    found: list[Fault] = []
    tables = raw.get("source")
    for number, table in enumerate(tables if isinstance(tables, list) else []):
        spec = _readable(table, number, folder)
        for fault in check(spec) if spec else ():
            inside = fault.key.rpartition(": ")[2].split(".")
            found.append(replace(fault, line=line_of(lines, ("source", number, *inside))))
    return found


def _readable(table: Any, number: int, folder: Path) -> SourceSpec | None:
    """A source, or what its protocol looks at when something else about it is wrong."""
    if not isinstance(table, dict):
        return None
    bare = {"id": str(number + 1), "url": "http://unread.invalid"}
    for told in (table, bare | {key: table[key] for key in ("protocol", "options") if key in table}):
        with suppress(ValidationError):
            return SourceSpec.model_validate(told, context={"folder": folder})
    return None


def _regrouped(raw: dict[str, Any], path: Path) -> dict[str, Any]:
    """The file's flat place tables under one name; `places` and `path` themselves are ours, not the file's."""
    flat = {k: v for k, v in raw.items() if k not in PLACE_TABLES}
    ours = {f"{k} ": flat.pop(k) for k in ("places", "path") if k in flat}
    places = {k: v for k, v in raw.items() if k in PLACE_TABLES}
    return {**flat, **ours, "places": places, "path": path}


def _syntax_fault(error: tomllib.TOMLDecodeError) -> Fault:
    message = str(error)
    at = re.search(r"\(at line (\d+), column (\d+)\)", message)
    what = message[: at.start()].strip() if at else message
    return Fault(int(at[1]) if at else None, "file", f"is not TOML: {what}" + (f", column {at[2]}" if at else ""))
