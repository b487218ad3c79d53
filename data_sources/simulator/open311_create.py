"""Creating cases over Open311: POST /requests, tokens, and what the standard refuses."""

from starlette.requests import Request

from data_sources.simulator.answers import faults_of
from data_sources.simulator.city import Service
from data_sources.simulator.complaint_draw import lifecycle
from data_sources.simulator.complaints import Complaint
from data_sources.simulator.faults import Active
from data_sources.simulator.noise import chooser
from data_sources.simulator.open311_query import Refused
from data_sources.simulator.open311_records import Record
from data_sources.simulator.world import World

TOKEN_S = 5.0
"""Simulated seconds until a token leads to an id."""


def check_key(world: World, given: str) -> None:
    """Any key is good unless the simulator was started with one; none is never good."""
    if not given:
        raise Refused(403, "api_key was not provided")
    if world.setup.api_key and given != world.setup.api_key:
        raise Refused(403, "Invalid api_key received -- can't proceed with create_request.")


class Creation:
    """Cases made by clients. They get the ordinary future of their service."""

    def __init__(self, world: World, services: dict[str, Service]) -> None:
        self._world, self._services = world, services
        self._tokens: dict[str, tuple[str, float]] = {}

    def create(self, request: Request, form: dict[str, str]) -> Record:
        """Store a case; the answer holds its id, or a token for services that work in batches."""
        faults, query = faults_of(request), request.query_params
        check_key(self._world, form.get("api_key") or query.get("api_key", ""))
        service = self._service(form, faults)
        case = self.report(service, form)
        answer: Record = {"service_notice": "Laporan diteruskan ke " + service.agency + ".", "account_id": None}
        if service.kind == "batch" or "token" in faults:
            token = f"t{case.id}"
            self._tokens[token] = (case.id, self._world.now() + TOKEN_S)
            return {"token": token} | answer
        return {"service_request_id": case.id} | answer

    def _service(self, form: dict[str, str], faults: Active) -> Service:
        code = form.get("service_code", "")
        if not code:
            raise Refused(400, "service_code was not provided")
        if code not in self._services:
            raise Refused(404, f"service_code {code} was not found")
        if "duplicate_post" in faults:
            raise Refused(400, "duplicate: this request already exists")
        if len(form.get("description", "")) > 4000:
            raise Refused(400, "description is longer than 4000 characters")
        return self._services[code]

    def report(self, service: Service, form: dict[str, str]) -> Complaint:
        """Put a new case with these form fields into the book, as of now."""
        place = _place(form)
        address = form.get("address_string") or form.get("address_id") or None
        if place is None and not address:
            raise Refused(400, "one of lat and long, address_string or address_id must be provided")
        now = float(int(self._world.now()))
        ident = self._world.book.new_id(now)
        text = form.get("description", "")
        case = Complaint(ident, service.code, now, text.split(".")[0][:80], text, address, *(place or (None, None)))
        case.steps = lifecycle(chooser(self._world.setup.seed, ident), ident, service, now)
        case.media = bool(form.get("media_url"))
        self._world.book.add(case)
        return case

    def resolve(self, token: str) -> Record:
        """The id behind a token; before it is known the answer holds the token alone."""
        if token not in self._tokens:
            raise Refused(404, f"token {token} was not found")
        ident, known = self._tokens[token]
        return {"service_request_id": ident if self._world.now() >= known else None, "token": token}


def _place(form: dict[str, str]) -> tuple[float, float] | None:
    lat, lon = form.get("lat", ""), form.get("long", "")
    if not lat and not lon:
        return None
    try:
        place = float(lat), float(lon)
    except ValueError:
        raise Refused(400, "lat and long must both be numbers") from None
    if not (abs(place[0]) <= 90 and abs(place[1]) <= 180):
        raise Refused(400, "lat or long is out of range")
    return place
