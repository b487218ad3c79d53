"""An answer of a far end, and the memory of answers that did not change."""

import codecs
import re
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
    def _charset(self) -> str:
        """The character set the answer's type tells, "" for none, an unknown one, and UTF-8, which is the rule."""
        told = re.search(r"""charset\s*=\s*["']?([\w.:-]+)""", self.headers.get("Content-Type", ""), re.IGNORECASE)
        try:
            name = codecs.lookup(told[1]).name if told else ""
        except LookupError:
            return ""
        return "" if name in ("utf-8", "ascii") else name

    @property
    def charset_of_json(self) -> str:
        """What to read JSON as: many say iso-8859-1 and send UTF-8, so what can be read as UTF-8 is."""
        try:
            self.body.decode("utf-8")
        except UnicodeDecodeError:
            return self._charset
        return ""

    @property
    def charset_of_xml(self) -> str:
        """What to read XML as where the document itself does not say it."""
        says_itself = b"encoding" in self.body[:200].partition(b"?>")[0] or self.body[:2] in (b"\xff\xfe", b"\xfe\xff")
        return "" if says_itself else self.charset_of_json

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
