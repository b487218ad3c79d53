"""A complaint's fields as words: what the source says, what we conclude from it, and how old each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.complaint import State
from app.domain.kind import Flag
from app.domain.visible import FULL_CAP, visible
from app.i18n import N_, Language
from app.views.complaint import Change, ComplaintView
from widgets.case_words import one_line, order_word, person_word, stage_word, status_word
from widgets.letter_words import any_refused, letters_told

STATE_WORDS: Mapping[State, str] = {
    State.OPEN: N_("counts as open"),
    State.CLOSED: N_("counts as closed"),
    State.UNKNOWN: N_("counts as unknown: nobody mapped this word"),
}
FLAG_WORDS: Mapping[Flag, str] = {
    Flag.NO_PLACE: N_("no place given"),
    Flag.SWAPPED: N_("latitude and longitude were swapped; corrected"),
    Flag.CLOCK: N_("a time that cannot be true; not used for ages"),
    Flag.SPEED: N_("a speed that cannot be true"),
    Flag.TZ_ASSUMED: N_("time without zone; read in the source's zone"),
    Flag.WINDOW: N_("came outside the period we asked for"),
    Flag.REQUESTED_FROM_UPDATED: N_("no usable time of report; the update's time is used"),
    Flag.UPDATED_CLAMPED: N_("updated before it was reported; the report's time is used"),
    Flag.NO_STATUS: N_("the source gave no status"),
    Flag.GONE: N_("missing from the source's last three answers"),
    Flag.REUSED: N_("the source used this number for another complaint before"),
}
CHANGE_WORDS: Mapping[str, str] = {
    "status": N_("Status"),
    "status_notes": N_("Status note"),
    "title": N_("Title"),
    "description": N_("Description"),
    "address": N_("Address"),
    "category": N_("Kind"),
    "agency": N_("Agency"),
    "expected_at": N_("Promised"),
}
SENTENCES = frozenset({"status_notes", "description"})
ARROW = "\N{RIGHTWARDS ARROW}"


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value; `label` is a message id, `alarming` values are drawn in the critical colour."""

    label: str
    value: str
    alarming: bool = False


def full_text(text: str, cap: int = FULL_CAP) -> str:
    """A long text with its line ends, control characters written out, capped."""
    return visible(text.strip(), cap, lines=True)


def title_of(view: ComplaintView, words: Language) -> str:
    """The source's title, else the service's or the category's name."""
    complaint = view.complaint
    category = view.category_name_en if words.code == "en" else view.category_name
    for said in (complaint.title, complaint.service_name, category):
        if said.strip():
            return one_line(said, 400)
    return words.text("Complaint without a title")


def agency_text(view: ComplaintView, words: Language) -> str:
    """Who is responsible and why we think so."""
    line = view.agency
    if line is None:
        return words.text("none named")
    name = one_line(line.name)
    if line.duty is not None:
        scope = line.duty.scope
        return words.text("{agency} · by the city's division of duties: {category}", agency=name, category=scope)
    said = one_line(view.complaint.agency)
    return (
        name if said in ("", name, line.id) else words.text("{agency} · the source says {said}", agency=name, said=said)
    )


def status_text(view: ComplaintView, words: Language) -> str:
    """The source's status, its raw word where we translated it, and what it counts as here."""
    raw, shown = one_line(view.complaint.status, 60), status_word(words, view.complaint.status)
    said = shown if shown.casefold() == raw.casefold() else f"{shown} ({raw})" if raw else words.text("none")
    return f"{said} · {words.text(STATE_WORDS[view.complaint.state])}"


def stage_text(view: ComplaintView, words: Language) -> str:
    """Our stage beside the source's status: how far the crew is, who acted last; "" while nobody here touched it."""
    case = view.case
    if case is None:
        return ""
    order = order_word(words, case.order_state) if case.order_state else ""
    silent = words.text("no answer from the crew") if view.no_answer else ""
    by = words.text("by {who}", who=person_word(words, view.who)) if view.who else ""
    return " · ".join(filter(None, (stage_word(words, case.stage), order, silent, by)))


def kind_text(view: ComplaintView, words: Language) -> str:
    """Our category, and the source's service where it says something else."""
    complaint = view.complaint
    name = one_line(view.category_name_en if words.code == "en" else view.category_name)
    service = one_line(complaint.service_name)
    code = one_line(complaint.service_code, 40)
    parts = [name, service if service.casefold() != name.casefold() else "", f"({code})" if code else ""]
    return " ".join(part for part in (" · ".join(filter(None, parts[:2])), parts[2]) if part)


def area_text(view: ComplaintView, words: Language) -> str:
    """The kelurahan; "around" while its border is only schematic."""
    if not view.area_name or view.area_is_fact:
        return view.area_name
    return words.text("around {area}", area=view.area_name)


def coordinates(view: ComplaintView) -> str:
    """Latitude, longitude in degrees with five decimals (about a metre); "" without a place."""
    lat, lon = view.complaint.lat, view.complaint.lon
    return "" if lat is None or lon is None else f"{lat:.5f}, {lon:.5f}"


def place_fields(view: ComplaintView, words: Language) -> list[Field]:
    """Address, area and coordinates, or the plain word that there is no place."""
    return [
        Field(N_("Address"), one_line(view.complaint.address, 400)),
        Field(N_("Area"), area_text(view, words)),
        Field(N_("Coordinates"), coordinates(view) or words.text("no place given")),
    ]


def aged(moment: datetime | None, now: datetime, words: Language) -> str:
    """ "30 Nov 2016 10.31 WIB · 11 min ago", or "· in 2 h" for a time to come."""
    if moment is None:
        return ""
    seconds = (now - moment).total_seconds()
    age = words.age(abs(seconds))
    when = words.text("{age} ago", age=age) if seconds >= 0 else words.text("in {age}", age=age)
    return f"{words.moment(moment)} · {when}"


def due_field(view: ComplaintView, now: datetime, words: Language) -> Field:
    """The city's own target *done*, counting down while the case is open."""
    if view.due is None:
        return Field(N_("Due"), "")
    left = (view.due - now).total_seconds()
    size = words.countdown(abs(left))
    count = words.text("{left} left", left=size) if left >= 0 else words.text("overdue by {left}", left=size)
    parts = (words.moment(view.due), count if view.is_open else "")
    return Field(N_("Due"), " · ".join(filter(None, parts)), view.overdue)


def duty_fields(view: ComplaintView, words: Language) -> list[Field]:
    """Who is responsible for what, and how it stands."""
    return [
        Field(N_("Status"), status_text(view, words)),
        Field(N_("Here"), stage_text(view, words), alarming=view.no_answer),
        Field(N_("Messages"), letters_told(view.letters, words), alarming=any_refused(view.letters)),
        Field(N_("Status note"), full_text(view.complaint.status_notes, 2_000)),
        Field(N_("Agency"), agency_text(view, words)),
        Field(N_("Kind"), kind_text(view, words)),
    ]


def time_fields(view: ComplaintView, now: datetime, words: Language) -> list[Field]:
    """When it is due, promised, was reported, updated and received here, each with its age."""
    complaint = view.complaint
    return [
        due_field(view, now, words),
        Field(N_("Promised"), aged(complaint.expected_at, now, words)),
        Field(N_("Reported"), aged(complaint.requested_at, now, words)),
        Field(N_("Updated"), aged(complaint.updated_at, now, words)),
        Field(N_("Received"), aged(view.received_at, now, words)),
    ]


def origin_fields(view: ComplaintView, words: Language) -> list[Field]:
    """Where the record came from and what we noticed about it."""
    return [
        Field(N_("Number"), one_line(view.complaint.id, 120)),
        Field(N_("Source"), one_line(view.complaint.source).upper()),
        Field(N_("Remarks"), "\n".join(words.text(FLAG_WORDS[flag]) for flag in view.flags)),
    ]


def fields_of(view: ComplaintView, now: datetime, words: Language) -> tuple[list[Field], ...]:
    """Every labelled field of a complaint in four groups; empty ones are left out."""
    groups = (
        duty_fields(view, words),
        place_fields(view, words),
        time_fields(view, now, words),
        origin_fields(view, words),
    )
    return tuple([field for field in group if field.value] for group in groups)


def extra_text(view: ComplaintView) -> str:
    """What else the source sent, one line a field; long values cut."""
    return "\n".join(
        f"{one_line(str(key), 60)}: {one_line(str(value), 400)}" for key, value in view.complaint.extra.items()
    )


def media_text(view: ComplaintView) -> str:
    """Addresses of the photos as text; nobody follows them."""
    return "\n".join(one_line(address, 400) for address in view.complaint.media)


def change_lines(change: Change, words: Language) -> list[str]:
    """What a version changed, one line a field: before, arrow, after; of whole sentences only the new one."""
    none = words.text("none")
    lines = []
    for name, before, after in change.fields:
        if name == "status":
            before, after = status_word(words, before), status_word(words, after)
        label = words.text(CHANGE_WORDS.get(name, name))
        was = "" if name in SENTENCES else f"{one_line(before, 80) or none} {ARROW} "
        lines.append(f"{label}: {was}{one_line(after, 160) or none}")
    return lines or [words.text("Sent again without a visible change")]
