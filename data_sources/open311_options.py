"""What an Open311 source may be told about its far end. Every deviation met at real servers is a setting here.

Source: wire formats 4.1.7 to 4.1.9. Settings marked *sending* wait for the day something is sent.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.deadline import parse_span
from data_sources.line_options import Charset, LineOptions, SpanText, ZoneName


class PathTemplates(BaseModel):
    """Paths below the source's url; `{format}` becomes json or xml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    services: str = "services.{format}"
    requests: str = "requests.{format}"
    updates: str = "servicerequestupdates.{format}"
    tokens: str = "tokens/{token}.{format}"


class Options(LineOptions):
    """`[source.options]` of protocol open311. `page_size` rows are asked for; `ceiling` is the silent cut of a list.

    `overlap` and `updates_overlap` are asked again at every poll; `reask_per_poll` open ids are asked by id.
    """

    path_templates: PathTemplates = PathTemplates()
    format: Literal["auto", "json", "xml"] = "auto"
    wrap: Literal["auto", "bare", "named"] = "auto"
    jurisdiction_id: str = ""
    jurisdiction_required: bool = False
    auth_mode: Literal["query", "bearer", "basic", "none"] = "query"
    page_base: Literal["auto", "none", 0, 1, "0", "1"] = "auto"
    page_size: int = Field(default=200, ge=1, le=10_000)
    ceiling: int = Field(default=1_000, ge=1)
    max_pages: int = Field(default=1_000, ge=1)
    max_span_days: float = Field(default=90, gt=0, le=366)
    overlap: SpanText = "1h"
    updates_overlap: SpanText = "2h"
    date_out: Literal["z", "offset", "local", "local_ms"] = "z"
    date_in_zone: ZoneName | None = None
    swap_latlon: bool = False
    crs: Literal["EPSG:4326"] = "EPSG:4326"
    status_map: dict[str, Literal["open", "closed", "unknown"]] = Field(default_factory=dict)
    status_case: Literal["lower", "upper"] = "upper"  # sending
    extended_statuses: bool = False  # sending; without it only OPEN and CLOSED are told
    updates_mode: Literal["auto", "extension", "updated_after", "by_id", "none"] = "auto"
    ids_per_request: int = Field(default=50, ge=1, le=50)
    reask_per_poll: int = Field(default=200, ge=0)
    device_field: str = "device_id"  # sending
    always_email: str = ""  # sending
    marker_attribute: str = ""  # sending; an attribute of the server's that takes our own number
    photo_mode: Literal["media_url", "upload", "none"] = "media_url"  # sending
    photo_field: str = Field(default="photo1", pattern=r"^[A-Za-z0-9_\[\].-]{1,60}$")  # sending; with mode upload
    photo_wait: SpanText = "10m"  # sending; how long a letter waits for the photo that is to go with it
    accept_encoding: str | None = None
    charset_override: Charset | None = None
    quirks_seen: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _has_jurisdiction(self) -> "Options":
        if self.jurisdiction_required and not self.jurisdiction_id:
            raise ValueError("jurisdiction_required is set, but jurisdiction_id is empty")
        return self

    @property
    def told_page_base(self) -> int | Literal["none"] | None:
        """0, 1 or "none" when the file says so, None when it is to be found out."""
        if self.page_base == "auto":
            return None
        return "none" if self.page_base == "none" else int(self.page_base)

    @property
    def photo_patience(self) -> timedelta:
        """How long an update waits for its photo, in real time."""
        return parse_span(self.photo_wait)

    @property
    def max_span(self) -> timedelta:
        """The longest window the server answers."""
        return timedelta(days=self.max_span_days)
