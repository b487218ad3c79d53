"""An answer of a far end, and the memory of answers that did not change."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace

REMEMBERED = 32
_FINE = ("json", "xml", "text/plain", "octet-stream", "javascript", "csv")


@dataclass(frozen=True)
class Answer:
    """A whole answer. `url` is without its query, which may hold a key.

    `skew_s`: how far the server's clock is ahead of ours. `from_cache`: the server said nothing changed (304).
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    skew_s: float | None = None
    elapsed_s: float = 0.0
    from_cache: bool = False

    @property
    def content_type(self) -> str:
        """The media type alone, lower case, "" when none was told."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def is_html(self) -> bool:
        """A page for people: a login, a captive portal, an error page."""
        start = self.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return "html" in self.content_type or start.startswith((b"<!doctype html", b"<html"))

    @property
    def is_data(self) -> bool:
        """Whether the type may hold data at all. Static servers call JSON and XML text or bytes."""
        known = not self.content_type or any(word in self.content_type for word in _FINE)
        return known and not self.is_html

    @property
    def next_link(self) -> str:
        """The address of a `Link: <…>; rel="next"` header, or ""."""
        for part in self.headers.get("Link", "").split(","):
            address, _, rest = part.partition(";")
            if 'rel="next"' in rest.replace(" ", "") or "rel=next" in rest.replace(" ", ""):
                return address.strip().strip("<>")
        return ""


class Unchanged:
    """The last answers by address, so that a 304 can be answered from here. At most `cap_bytes` together."""

    def __init__(self, cap_bytes: int) -> None:
        self._cap = cap_bytes
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    def conditions(self, key: str) -> dict[str, str]:
        """Request headers that ask only for news."""
        kept = self._kept.get(key)
        if kept is None:
            return {}
        asked = {"If-None-Match": kept.headers.get("ETag"), "If-Modified-Since": kept.headers.get("Last-Modified")}
        return {name: value for name, value in asked.items() if value}

    def keep(self, key: str, answer: Answer) -> None:
        """Remember an answer that carries a validator."""
        self._kept.pop(key, None)
        if answer.status == 200 and (answer.headers.get("ETag") or answer.headers.get("Last-Modified")):
            self._kept[key] = answer
        while len(self._kept) > REMEMBERED or sum(len(a.body) for a in self._kept.values()) > self._cap:
            self._kept.popitem(last=False)

    def again(self, key: str, fresh: Answer) -> Answer | None:
        """The remembered answer for a 304, with the new times."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        return replace(kept, skew_s=fresh.skew_s, elapsed_s=fresh.elapsed_s, from_cache=True)
