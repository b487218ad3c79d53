"""Reading the parameters of Traccar requests, as strictly as the real server does."""

from dataclasses import dataclass
from datetime import datetime


class Denied(Exception):
    """A request Traccar answers with plain text, nearly always 400."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.text, self.status = text, status


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`, both included, in seconds since 1970."""

    start: float
    end: float


def moment(text: str) -> float:
    """A time of a query; without a zone it is refused."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise Denied(f"Text '{text}' could not be parsed at index 0 - DateTimeParseException (…)") from None
    if parsed.tzinfo is None:
        raise Denied(f"Text '{text}' could not be parsed at index {len(text)} - DateTimeParseException (…)")
    return parsed.timestamp()


def number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Denied(f'For input string: "{text}" - NumberFormatException (…)') from None
