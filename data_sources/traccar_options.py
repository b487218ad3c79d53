"""What a Traccar source may be told about its far end."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from app.domain.deadline import parse_span
from data_sources.line_options import LineOptions, SpanText


class Options(LineOptions):
    """`[source.options]` of protocol traccar. For `basic` and `session` the secret is `user:password`.

    `slice_hours`: longest piece of history asked at once; above 24 the server changes its ways. `groups`: names or
    ids; only their vehicles (and those of their sub-groups) are taken. `refresh`: how often groups and geofences.
    """

    auth_mode: Literal["bearer", "basic", "session"] = "bearer"
    slice_hours: float = Field(default=24, gt=0, le=24)
    groups: tuple[str, ...] = ()
    refresh: SpanText = "10m"

    @property
    def slice(self) -> timedelta:
        """The longest piece of history asked at once."""
        return timedelta(hours=self.slice_hours)

    @property
    def refresh_every(self) -> timedelta:
        """How often groups and geofences are read again."""
        return parse_span(self.refresh)
