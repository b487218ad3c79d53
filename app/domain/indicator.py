"""Figures that agencies report of themselves: one value for a span of days, told apart by labels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from app.domain.kind import Kind


@dataclass(frozen=True, slots=True)
class Indicator:
    """A value of `name` by `agency` from `period_from` to `period_to` (days of the city, both count).

    `value` None: the agency itself says there is none; that is kept and is never zero. `valid_at` is the record's own
    "as of", else the end of its period, never later than we heard of it. `extra` may hold the owner's `remark`.
    """

    kind: ClassVar[Kind] = Kind.INDICATOR
    source: str
    id: str
    valid_at: datetime
    agency: str
    name: str
    period_from: date
    period_to: date
    value: float | None
    unit: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


def indicator_id(agency: str, name: str, period_from: date, period_to: date, labels: Mapping[str, str]) -> str:
    """What tells an indicator's record from every other of its source when it has no id of its own."""
    parts = [agency, name, period_from.isoformat(), period_to.isoformat()]
    return "/".join([*parts, *(f"{key}={labels[key]}" for key in sorted(labels))])
