"""HTTP as a source needs it: a real deadline, a size cap, no surprise redirects, answers remembered by ETag."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from urllib3.exceptions import HTTPError

from app.clock import REAL, Clock, monotonic, real_now
from app.errors import SourceError
from app.settings import SourceSpec
from app.settings.redact import Redactor
from data_sources.http_answer import Answer, Unchanged
from data_sources.http_session import CallCut, Wire, watched_session
from data_sources.http_trouble import (
    STOPPED,
    BadStatus,
    CallStopped,
    WrongType,
    asks_to_wait,
    beginning,
    header_date,
    refused,
    trouble,
)

TIMEOUT = (3.05, 10.0)
DEADLINE_S = 15.0
CAP_BYTES = 20 * 1024 * 1024
BLOCK = 65_536
MOST_REDIRECTS = 2
AGENT = "PatriotOperationCenter/0.1"
_NONE: Mapping[str, str] = {}
JSON_OR_XML = "application/json, text/xml;q=0.9, application/xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along with a form: the form's field, a name for it, its bytes and their media type."""

    field: str
    name: str
    data: bytes
    kind: str


class Http:
    """The line to one source, for one thread; only `cancel` may be called from another.

    `deadline_s` (real seconds) bounds a whole call with its redirects, `cap_bytes` the decoded body. `credentials`
    are headers for the source's own server only. `quotes_errors`: error bodies are meant for people. `clock` is the
    city's, to measure the server's skew.
    """

    def __init__(
        self,
        spec: SourceSpec,
        secret: str | None = None,
        deadline_s: float = DEADLINE_S,
        cap_bytes: int = CAP_BYTES,
        *,
        clock: Clock = REAL,
    ) -> None:
        self.source, self.base, self.secret = spec.id, spec.url.rstrip("/"), secret
        self.deadline_s, self.cap_bytes, self._clock = deadline_s, cap_bytes, clock
        self.headers: dict[str, str] = {"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate"}
        self.credentials: dict[str, str] = {}
        self.quotes_errors = True
        self.rate_per_minute: float | None = None
        self.latency_s: float | None = None
        self._redactor = Redactor()
        self._redactor.learn(secret)
        self._wire, self._unchanged = Wire(), Unchanged(cap_bytes)
        self._stopped = threading.Event()
        self._last_call = float("-inf")
        self._session = watched_session(self._wire, str(spec.ca_file) if spec.ca_file else None)

    def hidden(self, text: str) -> str:
        """Words of the far end without our secret: some servers send back what they were sent."""
        return self._redactor.text(text)

    def get(
        self,
        path: str,
        params: Mapping[str, Any] | Sequence[tuple[str, Any]] | None = None,
        accept: str = JSON_OR_XML,
        *,
        also: Sequence[int] = (),
    ) -> Answer:
        """A whole valid answer to a GET of `path` (below the source's url, or an absolute link of the same server).

        Statuses in `also` are returned instead of raised, HTML with them. Raises SourceError, SourceRefused or
        SourceAsksToWait.
        """
        prepared = self._prepared("GET", path, params=list(_pairs(params)))
        return self.checked(self._call(prepared, accept), also)

    def post(self, path: str, form: Mapping[str, str], accept: str = JSON_OR_XML) -> Answer:
        """A whole valid answer to a form; used to open a session. Errors as with `get`."""
        return self.checked(self._call(self._prepared("POST", path, data=dict(form)), accept))

    def send(
        self,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        body: bytes = b"",
        headers: Mapping[str, str] = _NONE,
        file: File | None = None,
    ) -> Answer:
        """Deliver a form or a JSON body; any status with a whole answer is returned, for its meaning is the caller's.

        With a `file` the form goes as multipart/form-data; the deadline is the same. Raises SourceError when no whole
        answer came: what was sent may have been taken or not.
        """
        content: dict[str, Any] = {"data": dict(form) if form is not None else body}
        if file is not None:
            content["files"] = {file.field: (file.name, file.data, file.kind)}
        prepared = self._prepared("POST", path, **content)
        prepared.headers.update(headers)
        return self._call(prepared, JSON_OR_XML)

    def cancel(self) -> None:
        """End the running call at once and refuse all later ones. May be called from another thread."""
        self._stopped.set()
        self._wire.cut()

    def close(self) -> None:
        """Close the sockets."""
        self._session.close()

    def resolve(self, link: str) -> str:
        """The address of a path or of a link the server gave. Raises SourceError for another server's (H7)."""
        try:
            url = urljoin(self.base + "/", link)
            is_ours = _same_server(url, self.base)
        except ValueError:
            self._fail("A link is no address; not followed.")
        if not is_ours:
            self._fail(f"A link leads to another server ({urlsplit(url).hostname}); not followed.")
        return url

    def _prepared(self, method: str, path: str, **content: Any) -> requests.PreparedRequest:
        url = self.resolve(path)
        try:
            return self._session.prepare_request(requests.Request(method, url, **content))
        except (requests.RequestException, HTTPError, ValueError) as error:
            raise trouble(self.source, error) from None

    def _call(self, prepared: requests.PreparedRequest, accept: str) -> Answer:
        self._keep_pace()
        began = monotonic()
        key = f"{prepared.url} {accept}" if prepared.method == "GET" else ""
        prepared.headers.update(self.headers | self.credentials | {"Accept": accept})
        prepared.headers.update(self._unchanged.conditions(key))
        with self._deadline():
            answer = self._follow(prepared, began)
        self.latency_s = answer.elapsed_s
        if answer.status == 304:
            return self._unchanged.again(key, answer) or self._fail("nothing changed, but we had asked for all (304).")
        self._unchanged.keep(key, answer)
        return answer

    def _keep_pace(self) -> None:
        if self.rate_per_minute:
            self._stopped.wait(max(0.0, self._last_call + 60 / self.rate_per_minute - monotonic()))
        if self._stopped.is_set():
            raise CallStopped(self.source, STOPPED)
        self._last_call = monotonic()

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        self._wire.rearm()
        if self._stopped.is_set():  # rearm forgot a cut that came just before it
            raise CallStopped(self.source, STOPPED)
        watchdog = threading.Timer(self.deadline_s, self._wire.cut)
        watchdog.name, watchdog.daemon = f"deadline {self.source}", True
        watchdog.start()
        try:
            yield
        except (requests.RequestException, HTTPError, OSError, ValueError, CallCut) as error:
            raise self._trouble(error) from None  # the chain would carry the key into a traceback
        finally:
            watchdog.cancel()
            watchdog.join()

    def _trouble(self, error: Exception) -> SourceError:
        if self._stopped.is_set():
            return CallStopped(self.source, STOPPED)
        if self._wire.is_cut or isinstance(error, CallCut):
            return SourceError(self.source, f"No whole answer within {self.deadline_s:g} s.")
        return trouble(self.source, error)

    def _follow(self, prepared: requests.PreparedRequest, began: float) -> Answer:
        for _ in range(MOST_REDIRECTS + 1):
            with self._session.send(prepared, stream=True, timeout=self._timeout(), allow_redirects=False) as response:
                target = response.headers.get("Location", "")
                if not (response.is_redirect and target):
                    return self._read(response, began)
            prepared = self._redirected(prepared, target)
        return self._fail("The server keeps sending us on.")

    def _timeout(self) -> tuple[float, float]:
        silence = max(TIMEOUT[1], self.deadline_s * 2 / 3)  # a source with a long budget may also think long
        return min(TIMEOUT[0], self.deadline_s), min(silence, self.deadline_s)

    def _redirected(self, prepared: requests.PreparedRequest, target: str) -> requests.PreparedRequest:
        url = urljoin(prepared.url or "", target)
        if urlsplit(url).scheme not in ("http", "https"):
            self._fail(f"The server sends us to a {urlsplit(url).scheme[:20]!r} address (InvalidSchema); not followed.")
        if prepared.method != "GET":
            self._fail("The server sends a form on to another address; not followed.")
        following = self._session.prepare_request(requests.Request("GET", url))
        following.headers.update(prepared.headers)
        if not _same_server(url, prepared.url or ""):
            for name in [*self.credentials, "Authorization", "Cookie"]:
                following.headers.pop(name, None)
        return following

    def _read(self, response: requests.Response, began: float) -> Answer:
        blocks, size = [], 0
        while block := response.raw.read1(BLOCK, decode_content=True):
            size += len(block)
            if size > self.cap_bytes:
                self._fail(f"The answer is larger than {self.cap_bytes / 1_048_576:.0f} MB.")
            if self._wire.is_cut or monotonic() - began > self.deadline_s:
                raise CallCut
            blocks.append(block)
        if self._wire.is_cut:
            raise CallCut
        url = urlunsplit(urlsplit(response.url)._replace(query="", fragment=""))
        told = header_date(response.headers.get("Date", ""))
        skew = (told - self._clock.now()).total_seconds() if told else None
        return Answer(response.status_code, response.headers, b"".join(blocks), url, skew, monotonic() - began)

    def checked(self, answer: Answer, also: Sequence[int] = ()) -> Answer:
        """The answer if it is a valid one; otherwise the error it stands for."""
        if answer.status in also:
            return answer
        told = self._told(answer)
        if answer.status in (401, 403, 404):
            raise refused(self.source, answer.status, told)
        if answer.status in (429, 503):
            raise asks_to_wait(self.source, answer.status, answer.headers, real_now())
        if answer.status != 200:
            raise BadStatus(self.source, answer.status, f"The server answered {answer.status}.{told}")
        if not answer.is_data:
            kind = answer.content_type or "HTML"
            raise WrongType(
                self.source, f"The server sent {kind} instead of data: {beginning(answer.body, self.hidden)}"
            )
        return answer

    def _told(self, answer: Answer) -> str:
        if "TOTP" in answer.headers.get("WWW-Authenticate", ""):
            return " It asks for a second factor (TOTP)."
        quoted = "" if answer.is_html or not self.quotes_errors else beginning(answer.body, self.hidden)
        return f" It says: {quoted}" if quoted else ""

    def _fail(self, what: str) -> NoReturn:
        raise SourceError(self.source, what)


def _pairs(params: Mapping[str, Any] | Sequence[tuple[str, Any]] | None) -> Sequence[tuple[str, Any]]:
    return list(params.items()) if isinstance(params, Mapping) else list(params or ())


def _same_server(one: str, other: str) -> bool:
    """Same host and port, and not from https down to http."""
    a, b = urlsplit(one), urlsplit(other)
    default = {"http": 80, "https": 443}
    if a.scheme not in default or (b.scheme == "https" and a.scheme == "http"):
        return False
    same_port = (a.port or default[a.scheme]) == (b.port or default.get(b.scheme, 0))
    return a.hostname == b.hostname and (same_port or (b.scheme, a.scheme, a.port) == ("http", "https", None))
