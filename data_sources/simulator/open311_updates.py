"""The request-updates extension: what changed in a span of time, and updates sent by others."""

from collections import OrderedDict

from starlette.requests import Request

from data_sources.simulator.answers import faults_of
from data_sources.simulator.complaints import Complaint, Step
from data_sources.simulator.forms import Form, kind_of
from data_sources.simulator.open311_create import check_key
from data_sources.simulator.open311_query import Refused, moment
from data_sources.simulator.open311_quirks import bend_update
from data_sources.simulator.open311_records import Record, update_record
from data_sources.simulator.world import World

NEEDED = ("service_request_id", "update_id", "updated_datetime", "status", "description")
FIRST = 1000
SPAN = 86400.0
MOST_PICTURES = 200


class Updates:
    """GET and POST /servicerequestupdates."""

    def __init__(self, world: World) -> None:
        self._world, self._seen = world, set[str]()
        self.pictures: OrderedDict[str, bytes] = OrderedDict()  # by the name in their address, the newest last

    def listing(self, request: Request) -> list[Record]:
        """Changes between start_date and end_date (both or neither: then the last day), oldest first."""
        faults, query, world = faults_of(request), request.query_params, self._world
        if "no_updates" in faults:
            raise Refused(404, "servicerequestupdates is not offered")
        start, end = query.get("start_date"), query.get("end_date")
        if bool(start) != bool(end):
            raise Refused(400, "start_date and end_date must be given together")
        now = world.now()
        since = moment(world, "start_date", start, faults) if start else now - SPAN
        until = moment(world, "end_date", end, faults) if end else now
        found = world.book.updates(since, until, now)
        rows = [update_record(world, case, step) for case, step in found[:FIRST]]
        return [bend_update(world, row, n, faults) for n, row in enumerate(rows)]

    def create(self, request: Request, told: Form) -> Record:
        """Take an update of somebody else; the same update_id twice is refused as already there.

        A picture that came as a file is kept and gets an address here; of several the first.
        """
        form = told.fields
        check_key(self._world, form.get("api_key") or request.query_params.get("api_key", ""))
        case = self._case_of(form)
        at = moment(self._world, "updated_datetime", form["updated_datetime"])
        number = f"{case.id}-x{len(self._seen) + 1}"
        media = self._keep(request, number, told.files[0]) if told.files else form.get("media_url", "")
        self._seen.add(form["update_id"])
        status = form["status"].lower().replace(" ", "_")
        status = case.status(at) if status == "unchanged" else status
        step = Step(at, status, form["description"], number, media)
        case.steps = sorted([*case.steps, step], key=lambda s: s.at)
        return {"update_id": step.ident}

    def _case_of(self, form: dict[str, str]) -> Complaint:
        """The case an update is about, if the update is whole and new."""
        missing = [name for name in NEEDED if not form.get(name)]
        if missing:
            raise Refused(400, f"{', '.join(missing)} was not provided")
        ident = form["service_request_id"]
        case = self._world.book.find(ident, self._world.now())
        if case is None:
            raise Refused(404, f"service_request_id {ident} was not found")
        if form["update_id"] in self._seen:
            raise Refused(400, f"update_id {form['update_id']} already exists")
        return case

    def _keep(self, request: Request, number: str, picture: bytes) -> str:
        """Keep a picture; its address."""
        name = f"{number}.{kind_of(picture)}"
        self.pictures[name] = picture
        while len(self.pictures) > MOST_PICTURES:
            self.pictures.popitem(last=False)
        return f"{str(request.base_url).rstrip('/')}/open311/media/{name}"
