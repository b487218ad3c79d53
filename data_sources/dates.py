"""Times as far ends write them, read into UTC. A guess is never silent: each is told by a flag.

Source of rule: wire formats (bare local times are the rule) and safety row H8.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

from app.domain.kind import Flag
from data_sources.wire_text import text_of

AHEAD = timedelta(minutes=5)
_MS_FROM = 1e11  # seconds would be the year 5138, milliseconds are 1973
_LAST_MS = 4e12

_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ]+(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<part>\d{1,30}))?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|WIB|WITA|WIT|[+-]\d\d(?::?\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)
_DOTTED = re.compile(
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,](?P<part>\d{1,30}))?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|WIB|WITA|WIT|[+-]\d\d(?::?\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)
_NAMED = {"Z": 0, "UTC": 0, "GMT": 0, "WIB": 7, "WITA": 8, "WIT": 9}


class NotATime(ValueError):
    """The text holds no time we can read."""


@dataclass(frozen=True)
class Moment:
    """An instant in UTC, what we had to assume, and the text it came from."""

    at: datetime
    flags: tuple[str, ...]
    raw: str

    @property
    def is_plain(self) -> bool:
        """Whether the text was ISO 8601 with a zone, so that it need not be kept."""
        return not self.flags and bool(_ISO.fullmatch(self.raw))


def read_time(value: Any, zone: tzinfo, now: datetime) -> Moment:
    """The instant of ISO 8601, "24.11.2026 10:00", "Tue, 24 Nov 2026 10:00:00 GMT", a date alone, or since 1970.

    Without a zone it is read in `zone` and flagged `tz_assumed`; more than five minutes after `now` is flagged
    `clock`. Raises NotATime.
    """
    raw = text_of(value, 100)
    if re.fullmatch(r"\d{9,16}(\.\d+)?", raw, re.ASCII):
        at, assumed = _epoch(raw)
    else:
        at, assumed = _mail(raw) if raw[:1].isalpha() else _calendar(raw, zone)
    flags = [Flag.TZ_ASSUMED.value] if assumed else []
    if at - now > AHEAD:
        flags.append(Flag.CLOCK.value)
    return Moment(at, tuple(flags), raw)


def _epoch(raw: str) -> tuple[datetime, bool]:
    number = float(raw)
    if number > _LAST_MS:
        raise NotATime(raw)
    return datetime.fromtimestamp(number / 1000 if number >= _MS_FROM else number, UTC), False


def _calendar(raw: str, zone: tzinfo) -> tuple[datetime, bool]:
    found = _ISO.fullmatch(raw) or _DOTTED.fullmatch(raw)
    if not found:
        raise NotATime(raw)
    told = _told_zone(found["zone"])
    try:
        local = _local(found).replace(tzinfo=told or zone)
        return local.astimezone(UTC), told is None
    except (ValueError, OverflowError):
        raise NotATime(raw) from None


def _mail(raw: str) -> tuple[datetime, bool]:
    """As e-mail and HTTP write it: "Tue, 20 May 2025 13:30:00 GMT"; a named zone other than GMT is not believed."""
    if not re.fullmatch(
        r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|UTC|[+-]\d{4})", raw, re.ASCII
    ):
        raise NotATime(raw)
    try:
        return parsedate_to_datetime(raw).replace(microsecond=0).astimezone(UTC), False
    except (ValueError, TypeError, OverflowError):
        raise NotATime(raw) from None


def _local(found: re.Match[str]) -> datetime:
    day = datetime(int(found["year"]), int(found["month"]), int(found["day"]))  # noqa: DTZ001 - the zone comes next
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    end_of_day = (hour, minute, second) == (24, 0, 0)
    if (hour > 23 and not end_of_day) or minute > 59 or second > 60:
        raise ValueError(found.string)
    micro = int((found["part"] or "0")[:6].ljust(6, "0"))
    return day + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)


def _told_zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in _NAMED:
        return timezone(timedelta(hours=_NAMED[text.upper()]))
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > 18 or minutes > 59:
        raise NotATime(text)
    return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1))


def utc_text(moment: datetime) -> str:
    """An instant as our cursors keep it."""
    return moment.astimezone(UTC).isoformat()


def from_text(text: str) -> datetime:
    """An instant out of a cursor."""
    return datetime.fromisoformat(text)
