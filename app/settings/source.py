"""A source: one far end of one agency, read by one protocol. A new agency is a block of this, not code."""

import re
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from app.settings.kinds import Frozen, NearPath, Span, Word, fault, one_of

STATES = ("open", "closed", "unknown")
EVERY = timedelta(seconds=60)


def _state(word: str) -> str:
    return one_of(word, STATES)


class Mapping_(Frozen):
    """The source's words turned into the city's: service codes into categories, device kinds into fleets, statuses, and
    what it calls the agencies into their ids."""

    services: dict[str, str] = Field(default_factory=dict)
    agencies: dict[str, str] = Field(default_factory=dict)
    vehicle_kinds: dict[str, str] = Field(default_factory=dict)
    status_map: dict[str, Annotated[str, AfterValidator(_state)]] = Field(default_factory=dict)


def _url(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = bool(parts.scheme and parts.hostname and parts.port != 0)
    except ValueError as error:
        raise fault(f"is no address: {error}") from None
    if not usable:
        raise fault("is no address; write for example https://api.example.go.id/open311/v2")
    if parts.password is not None:
        raise fault("holds a password; name it by secret_env and keep it out of the file")
    return url


def _id(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", text):
        raise fault("may hold letters, digits, point, hyphen and underscore only, up to 64")
    return text


def _env(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        raise fault("is no name of a secret; write a name such as POC_SOROT_KEY here, never the secret itself")
    return text


def _host(name: str) -> str:
    if not re.fullmatch(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", name):
        raise fault("is no name of a host; write for example foto.example.go.id, without https:// and port")
    return name


Host = Annotated[str, AfterValidator(_host)]
SourceId = Annotated[str, AfterValidator(_id)]
Url = Annotated[str, AfterValidator(_url)]
SecretName = Annotated[str, AfterValidator(_env)]


class SourceSpec(Frozen):
    """What the collector needs to poll a source.

    `every` between polls; the link is stale after `stale_after` without an answer (default six polls); `history` is
    how far back the first back-fill goes. `options` are the protocol's own and are checked by its schema.
    `write_back`: what this room decides is told to the source.
    `secret_env` names the secret (see `app.settings.secrets`); the secret itself is never in the file.
    Photos come from the source's own server and from `photo_hosts` (names, https or http at their usual ports);
    `intranet`: the source's own name may stand for an address inside the city's network.
    """

    id: SourceId
    agency: str = ""
    protocol: Word
    url: Url
    every: Span = EVERY
    stale_after: Span = Field(default_factory=lambda read: 6 * read.get("every", EVERY))
    secret_env: SecretName | None = None
    ca_file: NearPath | None = None
    history: Span | None = None
    write_back: bool = False
    photo_hosts: tuple[Host, ...] = ()
    intranet: bool = False
    options: dict[str, Any] = Field(default_factory=dict)
    mapping: Mapping_ = Mapping_()

    @model_validator(mode="after")
    def _stale_is_later(self) -> "SourceSpec":
        if self.stale_after < self.every:
            raise fault("stale_after is shorter than every: the source would always be stale")
        return self
