"""Open311 objects as XML, with the roots and items of the standard."""

import re
from typing import Any
from xml.sax.saxutils import escape

Record = dict[str, Any]
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ITEMS = {
    "services": "service", "service_requests": "request", "errors": "error", "endpoints": "endpoint",
    "service_request_updates": "request_update", "attributes": "attribute", "values": "value", "formats": "format",
    "notes": "note", "media_url": "url", "recipient": "name",
}  # fmt: skip


def document(root: str, rows: list[Record] | Record) -> str:
    """A whole document; a list gets one element a row, an object its fields."""
    return f"{HEAD}{element(root, rows)}\n"


def element(name: str, value: Any) -> str:
    """One element; what XML 1.0 cannot hold becomes U+FFFD, because a real server could not send it either."""
    if isinstance(value, dict):
        inside = "".join(element(_tag(key), part) for key, part in value.items())
    elif isinstance(value, list):
        inside = "".join(element(ITEMS.get(name, "item"), part) for part in value)
    elif isinstance(value, bool):
        inside = "true" if value else "false"
    else:
        inside = "" if value is None else escape(_FORBIDDEN.sub("\ufffd", str(value)))
    return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


def _tag(key: str) -> str:
    """A field's name as an element's name."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", key) or "_"
