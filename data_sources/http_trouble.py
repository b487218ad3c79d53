"""What went wrong on the wire, in sentences for people.

The texts of requests and urllib3 are never passed on: they hold the address with its query, and so the key.
"""

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from urllib3 import exceptions as wire

from app.errors import SourceAsksToWait, SourceError, SourceRefused

STOPPED = "The call was stopped."


class CallStopped(SourceError):
    """We ended the call ourselves: this says nothing about the source, and nothing is recorded of it."""


class WrongType(SourceError):
    """Something else than data came: a page for people, a picture. The same path in another format may do."""


class Refused(SourceRefused):
    """401, 403 or 404, told by its `status`."""

    def __init__(self, source: str, status: int, what: str, next_step: str) -> None:
        super().__init__(source, what, next_step)
        self.status = status


class BadStatus(SourceError):
    """The server answered with a status that is neither an answer nor a refusal, such as 400 or 500."""

    def __init__(self, source: str, status: int, what: str) -> None:
        super().__init__(source, what)
        self.status = status


LONGEST_WAIT_S = 900.0
DEFAULT_WAIT_S = 60.0
SHOWN = 200

_SENTENCES: tuple[tuple[type[BaseException], str], ...] = (  # the first that fits; some are kinds of later ones
    (wire.NameResolutionError, "The server's name was not found."),
    (ConnectionRefusedError, "The server refused the connection."),
    (wire.NewConnectionError, "The server cannot be reached."),
    (wire.ConnectTimeoutError, "The server did not answer the call."),
    (wire.ReadTimeoutError, "The server stopped answering."),
    (wire.DecodeError, "The answer's compression is broken."),
    (wire.IncompleteRead, "The answer ended early."),
    (requests.exceptions.ChunkedEncodingError, "The answer ended early."),
    (wire.ProtocolError, "The server broke the connection off."),
    (ConnectionError, "The server broke the connection off."),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]


def trouble(source: str, error: BaseException) -> SourceError:
    """The source's error for whatever requests or urllib3 raised."""
    causes = list(_causes(error))
    if any(isinstance(c, requests.exceptions.SSLError | wire.SSLError | ssl.SSLError) for c in causes):
        return _untrusted(source, causes)
    for kind, sentence in _SENTENCES:
        if any(isinstance(cause, kind) for cause in causes):
            return SourceError(source, sentence)
    if any(isinstance(c, requests.exceptions.InvalidSchema | requests.exceptions.InvalidURL) for c in causes):
        return SourceRefused(source, "The address cannot be called.", "Correct the source's url in the city file.")
    return SourceError(source, f"The call failed ({type(error).__name__}).")


def _untrusted(source: str, causes: list[BaseException]) -> SourceRefused:
    reason = next((c.verify_message for c in causes if isinstance(c, ssl.SSLCertVerificationError)), "")
    if reason:
        what = f"certificate not trusted ({reason})."
        return SourceRefused(source, what, "Ask the agency for a valid certificate, or set ca_file to its own CA.")
    return SourceRefused(source, "certificate not trusted: no safe connection could be agreed (TLS 1.2 or newer).")


def refused(source: str, status: int, told: str) -> Refused:
    """401, 403, 404 and their like: only a person can mend it."""
    steps = {
        401: "Ask the agency for a new key and store it where the source's secret_env says.",
        403: "Ask the agency what this key may read, or for a key if the source has none (secret_env).",
        404: "Correct the source's url in the city file.",
    }
    return Refused(source, status, f"The server refused us ({status}).{told}", steps.get(status, ""))


def asks_to_wait(source: str, status: int, headers: Mapping[str, str], now: datetime) -> SourceError:
    """429, or 503 with a Retry-After we can read, as a wait of at most 15 minutes; otherwise a plain error."""
    wait = retry_after_s(headers, now)
    if wait is None and status != 429:
        return SourceError(source, f"The server is not available ({status}).")
    wait = DEFAULT_WAIT_S if wait is None else wait
    return SourceAsksToWait(source, f"The server asked us to wait ({status}).", wait)


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of a Retry-After header, 0 to 900; None when there is none or it makes no sense.

    A date is counted from the server's own Date header where there is one: its clock may differ from ours.
    """
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return min(float(text), LONGEST_WAIT_S)
    until = header_date(text)
    if until is None:
        return None
    told = (until - (header_date(headers.get("Date", "")) or now)).total_seconds()
    return min(max(told, 0.0), LONGEST_WAIT_S)


def header_date(text: str) -> datetime | None:
    """An HTTP date as UTC, or None."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


_PAGE = re.compile(r"<(!doctype\s+)?html", re.IGNORECASE)


def beginning(body: bytes, hidden: Callable[[str], str]) -> str:
    """The first 200 characters of an answer on one line, after `hidden` took the secret out."""
    text = " ".join(body[: 4 * SHOWN].decode("utf-8", "replace").split())
    if text.startswith("<") and not _PAGE.match(text):  # an error in XML: its words without the marks
        text = " ".join(re.sub(r"<[^<>]*>", " ", text).split())
    return hidden(text)[:SHOWN]
