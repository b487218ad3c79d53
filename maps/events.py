"""What the page may tell us: a handful of small, typed messages, limited in size and rate.

Anything else is dropped and counted; the log says so once a minute.
"""

import logging
from collections import Counter
from collections.abc import Callable
from typing import Annotated
from urllib.parse import unquote

import msgspec
from msgspec import Meta, Struct

from app.clock import monotonic

log = logging.getLogger(__name__)

LARGEST = 2048  # bytes of the encoded message
RATE, BURST = 60.0, 120.0  # messages a second, and how many may come at once
LOG_EVERY_S = 60.0
MOST_NAMES = 50  # asked for at once

Key = Annotated[int, Meta(ge=0, le=2**53)]
ThingKind = Annotated[str, Meta(pattern="^(complaint|vehicle|landmark|)$")]
Name = Annotated[str, Meta(pattern="^[a-z]{1,20}$")]
Pixel = Annotated[float, Meta(ge=-1e5, le=1e5)]


class Message(Struct, tag_field="name", frozen=True, forbid_unknown_fields=True):
    """Base of all messages; the field `name` says which one it is."""


class Ready(Message, frozen=True, tag="ready"):
    """The page is loaded and wants everything."""


class Painted(Message, frozen=True, tag="painted"):
    """A layer's data of that sequence number is on the screen; `ms` is what the script needed."""

    layer: Name
    seq: Key
    ms: Annotated[float, Meta(ge=0, le=1e6)]


class Clicked(Message, frozen=True, tag="click"):
    """A thing was clicked; an empty kind means the bare ground. `lat` and `lon` say where."""

    kind: ThingKind
    key: Key
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    lon: Annotated[float, Meta(ge=-360, le=360)] | None = None


class Hovered(Message, frozen=True, tag="hover"):
    """The pointer rests on a thing at x, y of the view; an empty kind means on nothing."""

    kind: ThingKind
    key: Key
    x: Pixel
    y: Pixel


class Moved(Message, frozen=True, tag="view"):
    """The map shows another part of the city now."""

    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-360, le=360)]
    zoom: Annotated[float, Meta(ge=0, le=24)]


class Switched(Message, frozen=True, tag="switch"):
    """A layer was switched by hand."""

    layer: Name
    on: bool


class FollowWanted(Message, frozen=True, tag="follow"):
    """The person wants the map to follow the selected vehicle, or has taken the map in hand."""

    on: bool


class NamesWanted(Message, frozen=True, tag="names"):
    """Vehicles came into sight whose names the page does not know."""

    keys: Annotated[tuple[Key, ...], Meta(max_length=MOST_NAMES)]


AnyMessage = Ready | Painted | Clicked | Hovered | Moved | Switched | FollowWanted | NamesWanted


class EventGate:
    """Judges raw messages and hands the good ones to `deliver`. A token bucket limits the rate."""

    def __init__(self, deliver: Callable[[AnyMessage], None], now: Callable[[], float] = monotonic) -> None:
        self._deliver, self._now = deliver, now
        self._decode = msgspec.json.Decoder(AnyMessage).decode
        self._tokens, self._filled_at = BURST, now()
        self._dropped: Counter[str] = Counter()
        self._logged_at = now() - LOG_EVERY_S

    def receive(self, query: str) -> None:
        """Take one message in its percent-encoded form."""
        if len(query) > LARGEST:
            self._drop("too large")
        elif not self._may_pass():
            self._drop("too many")
        else:
            self._judge(query)

    def _judge(self, query: str) -> None:
        try:
            message = self._decode(unquote(query, errors="strict"))
        except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError):
            self._drop("off the schema")
            return
        self._deliver(message)

    def _may_pass(self) -> bool:
        now = self._now()
        self._tokens = min(BURST, self._tokens + (now - self._filled_at) * RATE)
        self._filled_at = now
        passes = self._tokens >= 1
        self._tokens -= passes
        return passes

    def _drop(self, why: str) -> None:
        self._dropped[why] += 1
        if self._now() - self._logged_at >= LOG_EVERY_S:
            log.warning("map page: messages dropped: %s", dict(self._dropped))
            self._logged_at = self._now()
            self._dropped.clear()
