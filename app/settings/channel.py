"""A channel: how an agency's crews are reached with an order."""

from datetime import timedelta
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, model_validator

from app.settings.kinds import Frozen, NearPath, Span, Word, fault, one_of
from app.settings.source import Host, SecretName, SourceId, Url

KINDS = ("webhook", "voice")


def _kind(word: str) -> str:
    return one_of(word, KINDS)


def _safe(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or "")):
        return url
    raise fault("is not https; orders name places and people, and leave this machine encrypted only")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Channel(Frozen):
    """`webhook`: JSON over HTTPS to `url` (plain HTTP within this machine only), signed with the secret that
    `secret_env` names (a crew's app, the city's message gateway).

    `voice`: the operator calls `name` at `phone` and reads the order out. Without an answer within `no_answer_after`
    the order is raised; a webhook is asked `every` so often how far an order has come (both in real time). The crew's
    photos come from the channel's own server and from `photo_hosts`.
    """

    id: SourceId
    agency: Word
    kind: Annotated[str, AfterValidator(_kind)]
    url: Annotated[Url, AfterValidator(_safe)] | None = None
    secret_env: SecretName | None = None
    ca_file: NearPath | None = None
    name: str = ""
    phone: str = ""
    no_answer_after: Span = timedelta(minutes=5)
    every: Span = timedelta(seconds=10)
    photo_hosts: tuple[Host, ...] = ()

    @model_validator(mode="after")
    def _is_reachable(self) -> "Channel":
        if self.kind == "webhook" and self.url is None:
            raise fault("a webhook needs its url")
        if self.kind == "voice" and not self.phone:
            raise fault("a voice channel needs a phone number")
        return self
