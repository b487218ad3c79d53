"""The protocols we speak, by name, and how a source of the city file becomes a connector.

Another package adds a protocol by an entry point of the group `patriot_operation_center.protocols` whose object is a
`ProtocolSpec`; the built-in ones cannot be replaced.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from typing import Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from app.clock import REAL, Clock
from app.errors import ConfigError, Fault
from app.settings import CityFile, SourceSpec, secret_for
from app.settings.faults import plain
from data_sources import ckan, ckan_options, feed, feed_options, open311, open311_options, traccar, traccar_options
from data_sources.batch import Batch, Connector, Cursor, Findings
from data_sources.http import Http
from data_sources.probe import look

GROUP = "patriot_operation_center.protocols"
__all__ = ["Batch", "Connector", "Cursor", "Findings", "ProtocolSpec", "build_connector", "check_options", "probe"]


@dataclass(frozen=True)
class ProtocolSpec:
    """A protocol: its name in the city file, the schema of its options, and how to make a connector."""

    name: str
    options_model: type[BaseModel]
    build: Callable[[SourceSpec, CityFile, Http], Connector]


PROTOCOLS: Mapping[str, ProtocolSpec] = {
    open311.NAME: ProtocolSpec(open311.NAME, open311_options.Options, open311.Open311Connector),
    ckan.NAME: ProtocolSpec(ckan.NAME, ckan_options.Options, ckan.CkanConnector),
    feed.NAME: ProtocolSpec(feed.NAME, feed_options.Options, feed.FeedConnector),
    traccar.NAME: ProtocolSpec(traccar.NAME, traccar_options.Options, traccar.TraccarConnector),
}


def known_protocols() -> list[str]:
    """Names of all protocols, built in and added."""
    return sorted({*PROTOCOLS, *(point.name for point in entry_points(group=GROUP))})


def find_protocol(name: str) -> ProtocolSpec | None:
    """The protocol by its name, from the table or another package's entry point; None when nobody speaks it."""
    if name in PROTOCOLS:
        return PROTOCOLS[name]
    found = next((point.load() for point in entry_points(group=GROUP, name=name)), None)
    return found if isinstance(found, ProtocolSpec) else None


def check_options(spec: SourceSpec) -> list[Fault]:
    """All faults of a source's protocol and options, with the nearest right spelling."""
    protocol = find_protocol(spec.protocol)
    if protocol is None:
        return [_fault(f"source {spec.id}: protocol", f"nobody here speaks {spec.protocol!r}", spec.protocol)]
    try:
        protocol.options_model.model_validate(spec.options)
    except ValidationError as error:
        return [_option_fault(spec, protocol, one) for one in error.errors()]
    return []


def build_connector(spec: SourceSpec, city: CityFile, clock: Clock = REAL) -> tuple[Connector, Callable[[], None]]:
    """A source's connector with its own session, and how to cut its call from another thread.

    Raises ConfigError with all faults of the source's options.
    """
    protocol, http = _ready(spec, clock)
    return protocol.build(spec, city, http), http.cancel


def line_to(spec: SourceSpec, clock: Clock = REAL) -> Http:
    """Another line to a source, for what is sent there. Raises ConfigError as `build_connector` does."""
    return _ready(spec, clock)[1]


def probe(spec: SourceSpec, city: CityFile, now: datetime, clock: Clock = REAL) -> Findings:
    """A look at a source for `doctor`: one live answer, nothing stored. Raises ConfigError, never SourceError."""
    protocol, http = _ready(spec, clock)
    try:
        return look(protocol.build(spec, city, http), now)
    finally:
        http.close()


def _ready(spec: SourceSpec, clock: Clock) -> tuple[ProtocolSpec, Http]:
    faults, protocol = check_options(spec), find_protocol(spec.protocol)
    if faults or protocol is None:
        raise ConfigError("city file", faults)
    return protocol, Http(spec, secret_for(spec), clock=clock)


def _option_fault(spec: SourceSpec, protocol: ProtocolSpec, error: Any) -> Fault:
    path = ".".join(map(str, error["loc"]))
    unknown = error["type"] == "extra_forbidden"
    what = "is not an option of this protocol" if unknown else plain(str(error["msg"]))
    wanted = list(protocol.options_model.model_fields) if unknown else []
    return Fault(None, f"source {spec.id}: options.{path}".rstrip("."), what, _nearest(path, wanted))


def _fault(key: str, what: str, word: str) -> Fault:
    return Fault(None, key, what, _nearest(word, known_protocols()))


def _nearest(word: str, among: list[str]) -> str:
    found = process.extractOne(word, among, score_cutoff=60) if among else None
    return str(found[0]) if found else ""
