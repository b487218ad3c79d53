"""Words of the map: its switches and notes, the card beside a thing, and the plain list when there is no map."""

from collections.abc import Mapping, Sequence

from app.domain.freshness import Freshness
from app.i18n import N_, Language
from app.journal.texts import ComplaintText
from app.settings.places import Landmark
from app.views.vehicle import VehicleView
from widgets.case_words import one_line, severity_word, status_word

PARTS: Mapping[str, str] = {
    "complaints": N_("Complaints"),
    "vehicles": N_("Fleet"),
    "areas": N_("Boundaries"),
    "landmarks": N_("Places"),
    "queue": N_("Only what the queue shows"),
    "schematic": N_("schematic boundaries"),
    "zoomIn": N_("Zoom in"),
    "zoomOut": N_("Zoom out"),
    "home": N_("Whole city"),
    "follow": N_("Follow"),
    "restarting": N_("The map is restarting…"),
    "stopped": N_("The map has stopped several times. The open complaints are listed here."),
    "retry": N_("Start the map again"),
}
CARD_CAP = 90  # characters of a line of the card


def map_words(words: Language) -> dict[str, str]:
    """Every word of the map's own controls."""
    return {part: words.text(message) for part, message in PARTS.items()}


def complaint_card(
    text: ComplaintText, severity: int, due: float, now: float, around: str, words: Language
) -> list[str]:
    """What a complaint's card says. `around` is the area read from the map, empty when there is none."""
    left = due - now
    lines = [
        one_line(text.title or text.service_name or text.id, CARD_CAP),
        one_line(text.address, CARD_CAP) or around,
        f"{severity_word(words, severity)} · {status_word(words, text.status)}",
    ]
    if left == left:  # nan: no target
        span = words.countdown(abs(left))
        lines.append(words.text("overdue by {left}", left=span) if left < 0 else words.text("{left} left", left=span))
    return [line for line in lines if line]


def vehicle_card(view: VehicleView, slides: bool, words: Language) -> list[str]:
    """What a vehicle's card says. `slides`: its mark moves between two fixes, one behind, and the card says so."""
    kind = view.kind_name_en if words.code == "en" else view.kind_name
    lines = [one_line(view.name or view.id, CARD_CAP), one_line(kind, CARD_CAP), motion(view, words)]
    if view.state >= Freshness.STALE:
        lines.append(words.text("no fresh position: it may be elsewhere"))
    elif slides:
        lines.append(words.text("drawn one report behind"))
    return [line for line in lines if line]


def motion(view: VehicleView, words: Language) -> str:
    """Speed and age of the last fix in one line."""
    if view.fix_age_s is None:
        return words.text("never seen")
    age = words.text("{age} ago", age=words.age(view.fix_age_s))
    return age if view.speed_kmh is None else f"{words.number(view.speed_kmh, 0)} km/h · {age}"


def vehicle_line(view: VehicleView, words: Language) -> str:
    """The selected vehicle in one short line."""
    return f"{one_line(view.name or view.id, 40)} · {motion(view, words)}"


def landmark_card(mark: Landmark, words: Language) -> list[str]:
    """What a landmark's card says; how far its pin may be off belongs to it."""
    return [mark.name, words.text("placed within {n} m", n=words.number(mark.accuracy_m, 0))]


def list_lines(texts: Sequence[tuple[ComplaintText, int]], words: Language) -> list[str]:
    """The rows of the plain list: severity word, what, where."""
    return [
        f"{severity_word(words, s)} · {one_line(t.title or t.service_name or t.id)} · {one_line(t.address)}"
        for t, s in texts
    ]
