"""How every source is doing: link state, ages, last error and next try. The worst stands first."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.freshness import Freshness, link_state
from app.domain.kind import Kind
from app.domain.message import N_
from app.domain.source import LinkState
from app.journal.status import SourceStatus
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile, SourceSpec
from app.views.spec import ViewSpec

LINK_WORDS = {
    LinkState.NEVER: N_("not tried yet"),
    LinkState.OK: N_("connected"),
    LinkState.DEGRADED: N_("faltering"),
    LinkState.DOWN: N_("down"),
    LinkState.WAITING: N_("asked to wait"),
    LinkState.MISCONFIGURED: N_("needs settings"),
    LinkState.PAUSED: N_("paused"),
}
"""The state of a line to a source as people read it."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source. Ages and countdowns in seconds at the frame's instant; None = never or not planned."""

    id: str
    agency: str
    agency_name: str
    protocol: str
    url: str
    state: LinkState
    freshness: Freshness
    link_age_s: float | None
    data_age_s: float | None
    last_good: datetime | None
    last_try: datetime | None
    error: str
    next_step: str
    note: str
    latency_ms: int | None
    records_per_min: int | None
    next_try_s: float | None
    records: int
    rejected: int
    paused: bool
    next_try: datetime | None = None


def sources_view(picture: Picture, frame: Frame, city: CityFile) -> tuple[SourceLine, ...]:
    """A line for every source of the city file, worst first, then in the file's order."""
    lines = [source_line(spec, picture.sources.get(spec.id), frame, city) for spec in city.sources]
    return tuple(sorted(lines, key=lambda line: (-line.freshness, line.state is LinkState.OK)))


def source_line(spec: SourceSpec, status: SourceStatus | None, frame: Frame, city: CityFile) -> SourceLine:
    """One source's line; a source never tried is NEVER, not zero."""
    agency = city.agency_at(spec.agency, frame.at.astimezone(city.city.tz).date())
    last_good = status.last_good if status else None
    freshness = link_state(last_good, frame.at, spec.stale_after)
    newest = status.newest if status else None
    return SourceLine(
        spec.id,
        spec.agency,
        (agency.short or agency.name) if agency else spec.agency,
        spec.protocol,
        spec.url,
        status.state if status else LinkState.NEVER,
        freshness,
        _age(last_good, frame),
        _age(newest, frame),
        last_good,
        status.last_try if status else None,
        status.error if status else "",
        status.next_step if status else "",
        status.note if status else "",
        status.latency_ms if status else None,
        status.records_per_min if status else None,
        -age if status and (age := _age(status.next_try, frame)) is not None else None,
        status.records if status else 0,
        status.rejections if status else 0,
        bool(status and status.state is LinkState.PAUSED),
        status.next_try if status else None,
    )


def _age(moment: datetime | None, frame: Frame) -> float | None:
    return None if moment is None else (frame.at - moment).total_seconds()


def worst(lines: tuple[SourceLine, ...]) -> SourceLine | None:
    """The source that most needs a look, None without sources."""
    return lines[0] if lines else None


SOURCES = ViewSpec("sources", frozenset({Kind.HEALTH, Kind.REJECTED}), sources_view)
