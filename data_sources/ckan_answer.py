"""The Action API of a CKAN portal: asking, and telling an answer from an error.

Source of rule: wire formats 4.4. `success` is looked at as well as the status: a proxy in between may change that.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import SourceError
from data_sources.http import Http
from data_sources.http_answer import Answer
from data_sources.http_trouble import BadStatus, refused
from data_sources.json_decode import Entry, decode_object, member_list, member_value, starts_with
from data_sources.wire_text import number_of, text_of

JSON = "application/json"
API = "api/3/action/"
EXPLAINED = (400, 403, 404, 409, 500)
"""Statuses whose body tells what is wrong; 500 is often not JSON."""
_STATUS = {"Authorization Error": 403, "Not Found Error": 404, "Validation Error": 409, "Search Query Error": 400}
MOST_TOLD = 200


class Invalid(BadStatus):
    """The portal does not take this question (a filter, a sort order or a column it does not know)."""


@dataclass(frozen=True)
class Rows:
    """One answer of datastore_search. `limit` is what the server really allowed, `total` what it counted."""

    fields: dict[str, str]
    entries: list[Entry]
    total: int | None
    limit: int | None
    answer: Answer

    @property
    def ids(self) -> list[int]:
        """The `_id` of every row that has one."""
        told = (number_of(entry.value.get("_id")) for entry in self.entries if isinstance(entry.value, dict))
        return [int(number) for number in told if number is not None]


class Portal:
    """One CKAN portal behind a source's line."""

    def __init__(self, http: Http) -> None:
        self._http, self.source = http, http.source

    def rows(self, params: Mapping[str, Any]) -> Rows:
        """datastore_search. Raises SourceError, SourceRefused, or Invalid for a question it does not take."""
        answer = self._ask("datastore_search", params)
        members = self._result(answer)
        result = decode_object(self.source, members) if isinstance(members, bytes) else dict(members)
        if "records" not in result:
            raise SourceError(self.source, "The answer holds no records.")
        return Rows(
            _fields(member_value(result["fields"]).value if "fields" in result else []),
            member_list(self.source, result["records"]),
            _whole(result, "total"),
            _whole(result, "limit"),
            answer,
        )

    def show(self, action: str, ident: str) -> tuple[dict[str, Any], Answer]:
        """A package or a resource. Errors as with `rows`."""
        answer = self._ask(action, {"id": ident})
        shown = member_value(self._result(answer)).value
        if not isinstance(shown, dict):
            raise SourceError(self.source, f"The answer to {action} is no object.")
        return shown, answer

    def _ask(self, action: str, params: Mapping[str, Any]) -> Answer:
        texts = {k: v if isinstance(v, str | int) else json.dumps(v) for k, v in params.items()}
        answer = self._http.get(self._path(action), texts, JSON, also=EXPLAINED)
        if answer.status == 200:
            return answer
        raise self._error(answer)

    def _path(self, action: str) -> str:
        """Portals are named by their own address or by that of their API."""
        base = self._http.base
        return action if base.endswith("/action") else f"action/{action}" if base.endswith("/api/3") else API + action

    def _result(self, answer: Answer) -> Any:
        if not answer.body.strip():
            raise SourceError(self.source, "The server sent an empty answer.")
        if not starts_with(answer.body, b"{"):
            raise self._error(answer)
        members = decode_object(self.source, answer.body)
        success = member_value(members["success"]).value if "success" in members else None
        if success is not True or "result" not in members:
            raise self._error(answer)
        return members["result"]

    def _error(self, answer: Answer) -> SourceError:
        """The error an answer tells, by its own words where it has some."""
        kind, told = _told(answer.body)
        status = _STATUS.get(kind, answer.status)
        words = f" It says: {self._http.hidden(told)[:MOST_TOLD]}" if told else ""
        if status in (403, 404):
            return refused(self.source, status, words)
        if status == 409 or (status == 400 and told):
            return Invalid(self.source, status, f"The server does not take the question ({status}).{words}")
        try:
            self._http.checked(answer)
        except SourceError as error:
            return error
        return BadStatus(self.source, status, f"The server answered without success.{words}")


def _whole(result: Mapping[str, Any], name: str) -> int | None:
    number = number_of(member_value(result[name]).value) if name in result else None
    return None if number is None or number < 0 else int(number)


def _fields(listed: Any) -> dict[str, str]:
    """Columns and their types. A type the owner laid over the store's own wins."""
    found: dict[str, str] = {}
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and (name := text_of_header(one.get("id"))):
            info = one.get("info")
            over = text_of(info.get("type_override"), 50) if isinstance(info, dict) else ""
            found[name] = over or text_of(one.get("type"), 50)
    return found


def text_of_header(value: Any) -> str:
    """A column's name with its spaces: the records have them too."""
    return value[:200] if isinstance(value, str) else text_of(value, 200)


def _told(body: bytes) -> tuple[str, str]:
    """The kind and the words of `{"error": {"__type": …, "message": …, "<field>": […]}}` or of a bare JSON string."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if isinstance(content, str):
        return "", text_of(content, 1_000)
    error = content.get("error") if isinstance(content, dict) else None
    if not isinstance(error, dict):
        return "", text_of(error, 1_000)
    words = [f"{name}: {text_of(told, 500)}" for name, told in error.items() if name not in ("__type", "message")]
    return text_of(error.get("__type"), 100), "; ".join(filter(None, [text_of(error.get("message"), 500), *words]))
