"""The lists of an Open311 server, whatever their format and wrapping.

Source of rule: wire formats 4.1.2, 4.1.5 and 4.1.8. An empty list may only come from a valid empty answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.errors import SourceError
from data_sources.batch import Cursor
from data_sources.http import Http
from data_sources.http_answer import Answer
from data_sources.http_trouble import BadStatus, WrongType
from data_sources.json_decode import (
    Entry,
    decode_list,
    decode_object,
    member_list,
    member_value,
    readable,
    starts_with,
)
from data_sources.open311_options import Options
from data_sources.wire_text import text_of
from data_sources.xml_decode import decode_xml

ERROR_KEYS = {"code", "description", "type", "status"}
MOST_TOLD = 200  # characters of the server's own words
EMPTY_ROOT = "nil-classes"  # how Ruby on Rails writes an empty list as XML
OTHER_FORMAT = (400, 404, 406)
FIRST_CONTACT = (*OTHER_FORMAT, 405, 410, 500, 501)  # what servers say to a format they never heard of
ACCEPT = {
    "json": "application/json, text/json;q=0.9, */*;q=0.1",
    "xml": "text/xml, application/xml;q=0.9, */*;q=0.1",
}


class Call(Enum):
    """A list of the standard: its path template, the names of the list and of one item, and an item's own key."""

    SERVICES = ("services", ("services",), ("service",), "service_code")
    REQUESTS = ("requests", ("service_requests", "requests"), ("request", "service_request"), "service_request_id")
    UPDATES = (
        "updates",
        ("service_request_updates", "servicerequestupdates", "request_updates", "updates"),
        ("request_update", "service_request_update", "update"),
        "update_id",
    )

    def __init__(self, path: str, lists: tuple[str, ...], items: tuple[str, ...], key: str) -> None:
        self.path, self.lists, self.items, self.key = path, lists, items, key


@dataclass(frozen=True)
class Listed:
    """The entries of one answer. `next_link` is the server's own link to the next page, or ""."""

    entries: list[Entry]
    answer: Answer

    @property
    def next_link(self) -> str:
        """The server's link to the next page, or ""."""
        return self.answer.next_link


class Lists:
    """Asks a server for its lists; remembers in the cursor which format it speaks."""

    def __init__(self, http: Http, options: Options) -> None:
        self._http, self._options = http, options

    def ask(self, call: Call, params: Mapping[str, Any], memory: Cursor, *, link: str = "") -> Listed:
        """One list. `link` is asked instead when given. Raises SourceError; `memory["format"]` may change."""
        failed: SourceError | None = None
        for form in self._formats(memory):
            try:
                listed = self._ask_in(form, call, params, link, OTHER_FORMAT if "format" in memory else FIRST_CONTACT)
            except (WrongType, _OtherFormat) as error:
                failed = failed or (error.plain if isinstance(error, _OtherFormat) else error)
                continue
            memory["format"] = form
            return listed
        raise failed or SourceError(self._http.source, "No format is left to try.")

    def _formats(self, memory: Cursor) -> list[str]:
        if self._options.format != "auto":
            return [self._options.format]
        return sorted(("json", "xml"), key=lambda form: form != memory.get("format", "json"))

    def _ask_in(self, form: str, call: Call, params: Mapping[str, Any], link: str, other: tuple[int, ...]) -> Listed:
        path = link or getattr(self._options.path_templates, call.path).format(format=form)
        answer = self._http.get(path, {} if link else params, ACCEPT[form], also=other)
        if answer.status in other:
            raise _OtherFormat(self._error_of(answer))
        return Listed(self.entries(call, answer), answer)

    def _error_of(self, answer: Answer) -> SourceError:
        try:
            self._http.checked(answer)
        except SourceError as error:
            return error
        return BadStatus(self._http.source, answer.status, f"The server answered {answer.status}.")

    def entries(self, call: Call, answer: Answer) -> list[Entry]:
        """The records of an answer. Raises SourceError when it is none, empty, or a list of errors."""
        if not answer.body.strip():
            raise SourceError(self._http.source, "The server sent an empty answer.")
        entries = self._decoded(answer, call)
        if entries and (told := _error_text(entries)):
            raise self._said(told)
        return entries

    def _decoded(self, answer: Answer, call: Call) -> list[Entry]:
        charset = self._options.charset_override
        if starts_with(answer.body, b"<"):
            return self._from_xml(answer.body, call, charset or answer.charset_of_xml)
        return self._from_json(_recoded(self._http.source, answer.body, charset or answer.charset_of_json), call)

    def _from_json(self, body: bytes, call: Call) -> list[Entry]:
        if not starts_with(body, b"{"):
            if self._options.wrap == "named" and starts_with(body, b"["):
                raise SourceError(self._http.source, "The answer is a bare list, but wrap = named.")
            return [inner for entry in decode_list(self._http.source, body) for inner in _unwrapped(entry, call)]
        members = decode_object(self._http.source, body)
        if call.key in members or "service_request_id" in members:
            return decode_list(self._http.source, b"[" + body.removeprefix(b"\xef\xbb\xbf") + b"]")
        for name in call.lists if self._options.wrap != "bare" else ():
            if name in members:
                return self._member(members[name], call)
        others = [member for member in members.values() if self._is_list_of(member, call)]
        if len(others) == 1 and self._options.wrap != "bare":
            return self._member(others[0], call)
        raise self._no_list({name: member_value(member).value for name, member in members.items()})

    def _member(self, member: Any, call: Call) -> list[Entry]:
        """The records under a name; null, "" and {} there are an empty list, as some servers write it."""
        if isinstance(member, bytes) and member.strip() in (b"null", b'""', b"{}"):
            return []
        return [inner for entry in member_list(self._http.source, member) for inner in _unwrapped(entry, call)]

    def _is_list_of(self, member: Any, call: Call) -> bool:
        """Whether a member of another name holds what we asked for (`data`, `results`): its first record tells."""
        if not (isinstance(member, bytes) and starts_with(member, b"[")):
            return False
        entries = member_list(self._http.source, member)
        return bool(entries) and call.key in readable(entries[0])

    def _from_xml(self, body: bytes, call: Call, charset: str) -> list[Entry]:
        root, content = decode_xml(self._http.source, body, charset)
        if root in call.items:
            return [Entry(content, content)]
        if root == EMPTY_ROOT and content == "":
            return []
        if root not in call.lists:
            raise self._no_list({root: content})
        if content == "":
            return []
        found = next((content[name] for name in call.items if isinstance(content, dict) and name in content), None)
        if found is None:
            raise self._no_list(content)
        return [Entry(one, one) for one in (found if isinstance(found, list) else [found])]

    def _said(self, told: str) -> SourceError:
        return _Told(self._http.source, f"The server answered with an error: {self._http.hidden(told)[:MOST_TOLD]}")

    def _no_list(self, content: Any) -> SourceError:
        told = _told(content)
        if told:
            return self._said(told)
        return SourceError(self._http.source, "The answer holds no list we know.")


class _Told(SourceError):
    """The server said in its own words what is wrong."""


class _OtherFormat(SourceError):
    """This path is not there in this format; `plain` is the error to raise when no other format does."""

    def __init__(self, plain: SourceError) -> None:
        super().__init__(plain.thing, plain.what, plain.next_step)
        self.plain = plain


def _recoded(source: str, body: bytes, charset: str) -> bytes:
    if not charset:
        return body
    try:
        return body.decode(charset).encode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(source, f"The answer is not {charset} at byte {error.start}.") from None


def _unwrapped(entry: Entry, call: Call) -> list[Entry]:
    """Servers that turn XML into JSON mechanically put the list inside an object: `{"request": [...]}`."""
    if isinstance(entry.value, dict) and len(entry.value) == 1 and (name := next(iter(entry.value))) in call.items:
        inner, pairs = entry.value[name], entry.pairs[0][1]
        if isinstance(inner, list):
            return [Entry(one, pair) for one, pair in zip(inner, pairs, strict=True)]
        return [Entry(inner, pairs)]
    return [entry]


def _error_text(entries: list[Entry]) -> str:
    """The words of a list of nothing but errors."""
    told = [_told({"error": entry.value}) for entry in entries if _is_error(entry.value)]
    return "; ".join(told) if len(told) == len(entries) else ""


def _is_error(value: Any) -> bool:
    return isinstance(value, dict) and "description" in value and set(value) <= ERROR_KEYS


def _told(content: Any) -> str:
    """Code and description of `{"errors": [{code, description}]}`, `<error>…</error>`, or `{code, description}`."""
    if not isinstance(content, dict):
        return ""
    if _is_error(content):
        return f"{text_of(content.get('code'))} {text_of(content.get('description'), 2_000)}".strip()
    for name in ("errors", "error", "message"):
        inner = content.get(name)
        if isinstance(inner, list):
            return "; ".join(filter(None, map(_told, inner)))
        if inner:
            return _told(inner) or text_of(inner, 2_000)
    return ""
