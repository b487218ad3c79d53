"""Text as far ends send it, made storable: no NUL, no lone surrogates, no endless strings, scalars unwrapped."""

import re
from typing import Any

LONGEST = 10_000
LONGEST_ID = 200
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BIGGEST = 2**63
_FAR = 1e300


def clean(text: str, longest: int = LONGEST) -> str:
    """`text` without what no store takes (shown as U+FFFD), trimmed, cut at `longest` characters with an ellipsis."""
    if "\x00" in text or not text.isascii():
        text = _UNSTORABLE.sub("\ufffd", text)
    text = text.strip()
    return text if len(text) <= longest else text[: longest - 1] + "…"


def text_of(value: Any, longest: int = LONGEST) -> str:
    """A scalar as text. An empty field may come as "", null, [], {} or absent; a scalar inside a list of one.

    Several scalars in a list are joined by ", ". An object that holds one list (`{"recipient": [...]}`) is that list.
    """
    if isinstance(value, str):
        return clean(value, longest)
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, list):
        return clean(", ".join(filter(None, (text_of(v, longest) for v in value))), longest)
    if isinstance(value, dict):
        return text_of(next(iter(value.values())), longest) if len(value) == 1 else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(str(value), longest)


def storable_number(value: int) -> int | str:
    """An integer beyond 64 bits becomes text: it can only be an identifier."""
    return value if -_BIGGEST <= value < _BIGGEST else str(value)


def is_empty(value: Any) -> bool:
    """Whether a field says nothing."""
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def is_true(value: Any) -> bool:
    """A boolean that may arrive as true, "True", 1 or "1"."""
    return text_of(value).casefold() in ("true", "1", "yes")


def number_of(value: Any) -> float | None:
    """A finite number, which may come as text; None for anything else, booleans too."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and abs(value) < _FAR:
        return value
    text = text_of(value, 64)
    if not re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", text, re.ASCII):
        return None
    number = float(text)
    return number if abs(number) < _FAR else None
