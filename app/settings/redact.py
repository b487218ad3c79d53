"""Taking secrets out of text before anything is written down (safety rule L2)."""

import re
from base64 import b64encode
from typing import Any
from urllib.parse import quote, quote_plus

HIDDEN = "‹secret›"
_SHAPES = (
    re.compile(
        r"(?i)(?P<keep>\b(?:proxy-)?authorization\b['\"]?\s*[:=]\s*(?:b(?=['\"]))?['\"]?)(?:(?:bearer|basic|token)\s+)?[^\s'\",;}]+"
    ),
    re.compile(r"(?i)(?P<keep>\b(?:bearer|basic)\s+)[A-Za-z0-9+/._~=-]{8,}"),
    re.compile(r"(?P<keep>\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+(?=@)"),
    re.compile(
        r"(?i)(?P<keep>[\w-]*(?:token|secret|password|passwd|api_?key|apikey|jsessionid)[\w-]*['\"]?\s*[:=]\s*(?:b(?=['\"]))?['\"]?)"
        r"[^\s'\"&,;}]+"
    ),
)


class Redactor:
    """Replaces known secrets and whatever has the shape of one. Made once by `main`, which tells it each secret."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def learn(self, secret: str | None) -> None:
        """Hide this secret from now on, as it is, percent-encoded and as Basic credentials."""
        if not secret or len(secret) < 4:
            return
        self._known |= {secret, quote(secret, safe=""), quote_plus(secret), b64encode(secret.encode()).decode()}
        if ":" in secret:
            self.learn(secret.split(":", 1)[1])

    def text(self, text: str) -> str:
        """`text` without secrets."""
        for secret in sorted(self._known, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        for shape in _SHAPES:
            text = shape.sub(rf"\g<keep>{HIDDEN}", text)
        return text

    def value(self, value: Any) -> Any:
        """A log value of any nesting without secrets; what is no plain value becomes text."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, dict):
            return {self.text(str(k)): self._keyed(str(k), v) for k, v in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(v) for v in value]
        return self.text(value if isinstance(value, str) else repr(value))

    def _keyed(self, key: str, value: Any) -> Any:
        """A string under a telling key is a secret whatever its shape."""
        if isinstance(value, str | bytes) and self.text(f"{key}=x") != f"{key}=x":
            return HIDDEN
        return self.value(value)
