"""Addresses of photos as text. Nobody follows them unchecked; only http and https are kept (safety row X3)."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from data_sources.wire_text import clean, text_of

LONGEST_URL = 2_000
MOST = 20


def read_media(value: Any, base: str) -> tuple[tuple[str, ...], list[str]]:
    """The addresses in a media_url, which may be a text, a list, relative or plain http; and what was refused.

    `base` is the source's url. Of a refused address only its beginning is told, of `data:` only the type: what
    follows is the photo itself.
    """
    texts = [text_of(_named(one), 2 * LONGEST_URL) for one in (value if isinstance(value, list) else [value])]
    kept: dict[str, None] = {}
    refused: list[str] = []
    for text in filter(None, texts[:MOST]):
        address = _address(text, base)
        if address:
            kept[address] = None
        else:
            refused.append(clean(text.partition(",")[0] if ":" in text[:30] else text, 80))
    return tuple(kept), refused


def _named(value: Any) -> Any:
    """The address in an object that tells more about a photo."""
    if not isinstance(value, dict):
        return value
    return next((value[key] for key in ("url", "media_url", "href", "src") if value.get(key)), value)


def _address(text: str, base: str) -> str:
    try:
        address = urljoin(base.rstrip("/") + "/", text)
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return address if usable and len(address) <= LONGEST_URL else ""
