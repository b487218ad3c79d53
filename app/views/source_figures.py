"""What is counted and measured of a source, as figures: they explain themselves like any other."""

from app.domain.message import N_
from app.views.figure import Figure, Stamp
from app.views.queue_figures import COUNTDOWN
from app.views.sources import SourceLine

_FIGURES = (
    ("link_age_s", N_("Age of the last answer"), "s"),
    ("data_age_s", N_("Age of the newest data"), "s"),
    ("latency_ms", N_("Latency"), "ms"),
    ("records_per_min", N_("Records a minute"), ""),
    ("rejected", N_("Records rejected"), ""),
    ("next_try_s", N_("Time until the next try"), COUNTDOWN),
    ("records", N_("Records stored"), ""),
)


def source_figure(line: SourceLine, field: str) -> Figure:
    """A number of a source's line by the name of its field. Raises StopIteration for a field that is no number."""
    name, unit = next((name, unit) for known, name, unit in _FIGURES if known == field)
    value = getattr(line, field)
    if field == "next_try_s" and line.paused:
        value = None
    stamp = Stamp(f"source.{line.id}", (line.id,), line.last_good, line.freshness)
    return stamp.figure(field, name, None if value is None else float(value), unit, f"source.{field}")


def source_figures(line: SourceLine) -> tuple[Figure, ...]:
    """All of them."""
    return tuple(source_figure(line, field) for field, _, _ in _FIGURES)
