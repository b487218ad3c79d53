"""What the options of every protocol share: spans, zones and character sets as text, and how a line is used."""

import base64
import codecs
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.domain.deadline import parse_span
from data_sources.http import Http


def _span(text: str) -> str:
    parse_span(text)
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone") from None
    return name


def _charset(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(f"{name!r} is no character set") from None
    return name


SpanText = Annotated[str, AfterValidator(_span)]
ZoneName = Annotated[str, AfterValidator(_zone)]
Charset = Annotated[str, AfterValidator(_charset)]


class LineOptions(BaseModel):
    """Headers of every question (they may hold a key), questions a minute, and seconds for a whole answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    extra_headers: dict[str, str] = Field(default_factory=dict)
    rate_per_minute: float | None = Field(default=None, gt=0)
    timeout_s: float | None = Field(default=None, gt=0, le=300)


def set_line(http: Http, options: LineOptions) -> None:
    """Use the line as the options say; what they leave open stays as it is."""
    http.credentials |= options.extra_headers
    http.rate_per_minute = options.rate_per_minute or http.rate_per_minute
    http.deadline_s = options.timeout_s or http.deadline_s


def sign(http: Http, mode: str) -> None:
    """Let every question bear the source's secret, by `bearer` or `basic` (user:password); other modes do nothing."""
    if http.secret and mode == "bearer":
        http.credentials["Authorization"] = f"Bearer {http.secret}"
    if http.secret and mode == "basic":
        http.credentials["Authorization"] = "Basic " + base64.b64encode(http.secret.encode()).decode()
