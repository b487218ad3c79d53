"""Complaints taken by hand, created at an Open311 server (wire format 4.1.4).

The standard has no key by which a creation is applied once. So a creation that was begun before is looked for first:
with our own number in it, or the same service and words at the same place since it was taken, and no other case's.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domain.case import CaseId
from app.domain.complaint import Complaint
from app.domain.mail import MailState
from app.errors import SourceError
from app.geo.points import distance_m
from app.journal.links import complaint_at, is_linked, number_at
from app.journal.outbox import Letter
from app.journal.retention import personal_of
from app.journal.store import Journal
from app.settings import CityFile, SourceSpec
from data_sources.batch import Cursor
from data_sources.delivery import Delivered
from data_sources.http import Http
from data_sources.http_answer import Answer
from data_sources.http_trouble import beginning
from data_sources.json_decode import Entry, readable
from data_sources.open311_answer import Call, Lists
from data_sources.open311_line import configure
from data_sources.open311_options import Options
from data_sources.open311_record import RecordReader
from data_sources.open311_send import signature
from data_sources.open311_walk import Walker, new_walk
from data_sources.wire_text import number_of, text_of

AROUND = timedelta(minutes=10)
NEAR_M = 30.0
TOKEN_WAIT_S = 2.0
MOST_PAGES = 50
REFUSING = (400, 404, 405, 409, 410, 413, 422, 501)


class CreateSender:
    """Creates complaints at one source; "duplicate" is success, a token is asked after until it leads to a number."""

    def __init__(self, spec: SourceSpec, city: CityFile, http: Http, journal: Journal) -> None:
        self._spec, self._http, self._journal = spec, http, journal
        self._options = options = Options.model_validate(spec.options)
        configure(http, options)
        self._lists = Lists(http, options)
        self._walker = Walker(self._lists, options, signature(http, options), RecordReader(spec, city, options).zone)

    def __call__(self, letter: Letter) -> Delivered:
        """Deliver one complaint. Raises SourceError when no whole answer came: next time it is looked for first."""
        case = CaseId.parse(letter.mail.case)
        if known := number_at(self._journal, case, self._spec.id):
            return Delivered(MailState.CONFIRMED, answer={"number": known})
        complaint = complaint_at(self._journal, case)
        code = self._code(complaint) if complaint else ""
        if complaint is None or not code:
            what = "No service of the source stands for this category."
            return Delivered(MailState.REFUSED, what, "Map the category in the city file, and enter it there by hand.")
        if letter.answer.get("token"):
            return self._asked(str(letter.answer["token"]))
        if letter.attempts and (number := self._found(letter, complaint)):
            return Delivered(MailState.CONFIRMED, answer={"number": number, "said": "found there"})
        answer = self._http.send(self._path("requests"), form=self._form(letter, replace(complaint, service_code=code)))
        return self._ended(answer, letter, complaint)

    def _code(self, complaint: Complaint) -> str:
        """The source's code as it was when the complaint was taken, or as the city file maps it by now."""
        codes = self._spec.mapping.services
        mapped = (code for code, category in codes.items() if category == complaint.category)
        return complaint.service_code or next(mapped, "")

    def _path(self, name: str, **more: str) -> str:
        form = "xml" if self._options.format == "xml" else "json"
        return str(getattr(self._options.path_templates, name).format(format=form, **more))

    def _form(self, letter: Letter, complaint: Complaint) -> dict[str, str]:
        form = {"service_code": complaint.service_code, "description": complaint.description}
        if complaint.lat is not None and complaint.lon is not None:
            form |= {"lat": f"{complaint.lat:.6f}", "long": f"{complaint.lon:.6f}"}
        if complaint.address:
            form["address_string"] = complaint.address
        if self._options.marker_attribute:
            form[f"attribute[{self._options.marker_attribute}]"] = _marker(letter)
        return form | self._caller(complaint) | signature(self._http, self._options)

    def _caller(self, complaint: Complaint) -> dict[str, str]:
        """The caller's own words about himself: read now, kept nowhere on the way."""
        told = personal_of(self._journal, complaint.source, complaint.id)
        first, _, last = told.get("name", "").partition(" ")
        email = told.get("email") or self._options.always_email
        named = {"first_name": first, "last_name": last, "phone": told.get("phone", ""), "email": email}
        return {key: text for key, text in named.items() if text}

    def _ended(self, answer: Answer, letter: Letter, complaint: Complaint) -> Delivered:
        said = beginning(answer.body, self._http.hidden)
        if answer.status in (200, 201) and answer.is_data:
            return self._told(self._lists.entries(Call.REQUESTS, answer))
        if answer.status in (400, 409) and ("duplicate" in said.lower() or "already exist" in said.lower()):
            number = self._found(letter, complaint)
            step = "" if number else "It has this complaint already; look for its number there and link it by hand."
            return Delivered(MailState.CONFIRMED, next_step=step, answer={"number": number, "said": said})
        if answer.status in REFUSING:
            what = said or f"The server answered {answer.status}."
            return Delivered(MailState.REFUSED, what, "Enter it at the source by hand.")
        self._http.checked(answer)
        raise SourceError(self._spec.id, f"The server sent {answer.content_type or 'something else'} instead of data.")

    def _told(self, entries: list[Entry]) -> Delivered:
        record: dict[str, Any] = readable(entries[0]) if entries else {}
        if number := text_of(record.get("service_request_id"), 200):
            return Delivered(MailState.CONFIRMED, answer={"number": number})
        if token := text_of(record.get("token"), 200):
            return Delivered(MailState.SENT, wait_s=TOKEN_WAIT_S, answer={"token": token})
        raise SourceError(self._spec.id, "The server took the complaint, but gave it neither a number nor a token.")

    def _asked(self, token: str) -> Delivered:
        answer = self._http.get(self._path("tokens", token=token), signature(self._http, self._options))
        return self._told(self._lists.entries(Call.REQUESTS, answer))

    def _found(self, letter: Letter, complaint: Complaint) -> str:
        """The number of what we may have sent before, "" when it is not there. Raises SourceError."""
        memory: Cursor = {}
        walk = new_walk(letter.created_at - AROUND, self._journal.clock.now() + AROUND)
        for _ in range(MOST_PAGES):
            step = self._walker.step(walk, memory)
            for entry in step.entries:
                number = _number_of_ours(readable(entry), _marker(letter), complaint)
                if number and not is_linked(self._journal, CaseId(self._spec.id, number)):
                    return number
            if step.done:
                return ""
        raise SourceError(self._spec.id, "The server's list has no end, so nothing can be looked for in it.")


def _marker(letter: Letter) -> str:
    return str(letter.mail.payload.get("marker", ""))


def _number_of_ours(record: dict[str, Any], marker: str, complaint: Complaint) -> str:
    number = text_of(record.get("service_request_id"), 200)
    if marker and marker in str(record):
        return number
    same_service = text_of(record.get("service_code"), 200) == complaint.service_code
    same_words = text_of(record.get("description")).split() == complaint.description.split()
    return number if same_service and same_words and _is_there(record, complaint) else ""


def _is_there(record: dict[str, Any], complaint: Complaint) -> bool:
    lat, lon = number_of(record.get("lat")), number_of(record.get("long"))
    if complaint.lat is None or complaint.lon is None or lat is None or lon is None:
        return text_of(record.get("address")) == complaint.address
    return bool(distance_m(lat, lon, complaint.lat, complaint.lon) <= NEAR_M)
