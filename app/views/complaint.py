"""One complaint in full: its fields, its deadline, and every version this room has recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.action import Action
from app.domain.case import Case
from app.domain.complaint import Complaint, State, status_key
from app.domain.deadline import Step
from app.domain.kind import Flag
from app.domain.lifecycle import ENDED, SOURCE_STATUS, Stage, plain_status
from app.domain.order import UNANSWERED
from app.domain.severity import Severity, raised_when_overdue, severity_of
from app.geo.points import OUTSIDE
from app.journal.outbox import Letter
from app.journal.reader import Axis
from app.journal.texts import ComplaintRecord, Version
from app.journal.unanswered import Unanswered
from app.picture.frame import Frame, Mode
from app.picture.picture import Picture
from app.settings import CityFile
from app.settings.division import Duty, duty_of
from app.views.arrival import ArrivalLine, arrival_lines
from app.views.dispatch import unit_names
from app.views.duty import fact_area
from app.views.stages import StageLine, stages


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """Who is responsible: whom we named, else the source's own word, else by the city's division of duties."""

    id: str
    name: str
    short: str
    duty: Duty | None  # by which it answers, where nobody named it


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded version and what it changed: names of fields with the words before and after."""

    version: Version
    fields: tuple[tuple[str, str, str], ...]
    is_first: bool = False

    @property
    def at(self) -> datetime:
        """When the version began to be true."""
        return self.version.complaint.valid_at


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody here did to the case; `who` is what they are called.

    `named` is what the agency and the unit of what was said are called, by "agency" and "unit"; missing where unknown.
    """

    action: Action
    who: str
    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """When it was done."""
        return self.action.valid_at


Event = Change | ArrivalLine | Deed | Unanswered
"""What a complaint's history tells: what the source said, what we concluded, what people here did."""


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """Everything the desk shows of one complaint. Ages in seconds at the frame's instant.

    `case` is what this room decided (None = nobody touched it); `moved_on` that the source's status is another one
    since our last action: both are shown, neither overwrites the other. `no_answer`: the crew has let its time pass.
    `who` is what the person who acted last is called, "" where nobody did.
    """

    key: int
    complaint: Complaint
    category_name: str
    category_name_en: str
    severity: Severity
    overdue: bool
    due: datetime | None
    agency: AgencyLine | None
    area_name: str
    area_is_fact: bool
    age_s: float
    received_at: datetime
    history: tuple[Event, ...]
    flags: tuple[Flag, ...]
    case: Case | None = None
    moved_on: bool = False
    no_answer: bool = False
    letters: tuple[Letter, ...] = ()
    stages: tuple[StageLine, ...] = ()
    rule: str = ""
    told: tuple[tuple[str, datetime], ...] = ()
    who: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still counts: open at its source and not ended here."""
        return self.complaint.state is State.OPEN and (self.case is None or self.case.stage not in ENDED)


_COMPARED = ("status", "status_notes", "title", "description", "address", "category", "agency", "expected_at")


def complaint_view(picture: Picture, frame: Frame, city: CityFile, record: ComplaintRecord) -> ComplaintView | None:
    """The view of a record, None when no version of it was known."""
    record = _cut(record, frame)
    if not record.versions:
        return None
    newest = max(record.versions, key=lambda v: (v.complaint.valid_at, v.commit))
    complaint = newest.complaint
    category = city.category_of(complaint.category)
    case = record.actions[0].after if record.actions else None
    fact = fact_area(picture, record.key)
    steps = stages(city, complaint, case, frame.at, fact)
    due = next((one.net for one in steps if one.step is Step.DONE), None)
    is_open = complaint.state is State.OPEN and (case is None or case.stage not in ENDED)
    overdue = due is not None and is_open and due < frame.at
    severity = severity_of((case.severity if case else "") or (category.severity if category else ""))
    area = int(picture.complaints.area[record.key - 1]) if record.key <= picture.complaints.n else OUTSIDE
    place = city.places.at(area)
    return ComplaintView(
        record.key,
        complaint,
        category.name if category else complaint.service_name or complaint.service_code,
        category.name_en if category else complaint.service_name or complaint.service_code,
        raised_when_overdue(severity, overdue),
        overdue,
        due,
        agency_line(city, complaint, frame.at, case.agency if case else "", fact),
        place.name if place else "",
        picture.areas_are_facts,
        (frame.at - complaint.requested_at).total_seconds(),
        record.versions[0].recorded_at,
        _history(record, frame, picture, city),
        tuple(map(Flag, complaint.flags)),
        case,
        case is not None and _has_moved_on(record, case),
        case is not None and _is_unanswered(record, case),
        record.letters if frame.mode is Mode.LIVE else (),
        steps,
        case.rule if case is not None and case.rule else city.targets.version,
        _told_offices(record),
        _called(record, case.changed_by) if case is not None else "",
    )


def _called(record: ComplaintRecord, person: str) -> str:
    return record.names.get(person, person)


def _has_moved_on(record: ComplaintRecord, case: Case) -> bool:
    """Whether the source changed its status after our last action, to a word that is not the echo of ours."""
    since = [v.complaint.status for v in record.versions if v.recorded_at > record.actions[0].valid_at]
    told = {status_key(word) for action in record.actions for word in _told(action.after.stage)}
    if not since or status_key(since[-1]) in told:
        return False
    return since[-1] != case.seen or any(status_key(status) in told for status in since)


def _is_unanswered(record: ComplaintRecord, case: Case) -> bool:
    """Whether the newest order still waits for an answer that should have come."""
    return case.order_state in UNANSWERED and any(one.order == case.order for one in record.unanswered)


def _told(stage: Stage) -> tuple[str, ...]:
    """The words a source may use for our stage once it has heard of it: the extension's, or the plain one."""
    word = SOURCE_STATUS.get(stage, "")
    return (word, plain_status(word)) if word else ()


def agency_line(
    city: CityFile, complaint: Complaint, at: datetime, ours: str = "", area: int = OUTSIDE
) -> AgencyLine | None:
    """The responsible agency: whom we named, else as the source says, else by duty, as called on that day."""
    duty = None if ours or complaint.agency else duty_of(city, complaint.category, area)
    id_ = ours or complaint.agency or (duty.agency if duty else "")
    if not id_:
        return None
    known = city.agency_at(id_, at.astimezone(city.city.tz).date())
    name, short = (known.name, known.short or known.name) if known else (id_, id_)
    return AgencyLine(known.id if known else id_, name, short, duty)


def _told_offices(record: ComplaintRecord) -> tuple[tuple[str, datetime], ...]:
    """Each office of the ladder that heard of a missed deadline, with when it first did."""
    first: dict[str, datetime] = {}
    for one in record.breaches:
        for office in one.tell:
            first.setdefault(office, one.at)
    return tuple(first.items())


def _cut(record: ComplaintRecord, frame: Frame) -> ComplaintRecord:
    """In replay only the versions recorded (KNOWN) or true (TRUE) at the instant; live shows what there is."""
    if frame.mode is Mode.LIVE:
        return record
    is_true = frame.axis is Axis.TRUE
    versions = tuple(v for v in record.versions if (v.complaint.valid_at if is_true else v.recorded_at) <= frame.at)
    actions = tuple(action for action in record.actions if action.valid_at <= frame.at)
    breaches = tuple(one for one in record.breaches if one.recorded_at <= frame.at)
    silent = tuple(one for one in record.unanswered if (one.at if is_true else one.recorded_at) <= frame.at)
    return replace(record, versions=versions, actions=actions, breaches=breaches, unanswered=silent)


def _history(record: ComplaintRecord, frame: Frame, picture: Picture, city: CityFile) -> tuple[Event, ...]:
    """Newest first; of one instant the later recorded stands above."""
    events: list[Event] = []
    before = None
    for version in record.versions:
        fields = _differences(before, version.complaint) if before else ()
        events.append(Change(version, fields, is_first=before is None))
        before = version.complaint
    units = unit_names(picture, {str(action.said["unit"]) for action in record.actions if action.said.get("unit")})
    deeds = [Deed(action, _called(record, action.by), _named(action, city, units)) for action in record.actions]
    told = [*deeds, *record.unanswered, *arrival_lines(record.arrivals, frame), *reversed(events)]
    return tuple(sorted(told, key=lambda event: event.at, reverse=True))


def _named(action: Action, city: CityFile, units: Mapping[str, str]) -> dict[str, str]:
    """What the agency (on that day) and the unit that were said are called."""
    agency, unit = str(action.said.get("agency", "")), str(action.said.get("unit", ""))
    known = city.agency_at(agency, action.valid_at.astimezone(city.city.tz).date()) if agency else None
    named = {"agency": (known.short or known.name) if known else "", "unit": units.get(unit, "")}
    return {what: name for what, name in named.items() if name}


def _differences(before: Complaint, after: Complaint) -> tuple[tuple[str, str, str], ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in _COMPARED)
    return tuple((name, str(a or ""), str(b or "")) for name, a, b in pairs if a != b)
