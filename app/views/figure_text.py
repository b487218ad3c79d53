"""A figure in words: its value with its unit, and how it stands. For screens and paper alike."""

from collections.abc import Callable, Mapping

from app.domain.freshness import Freshness
from app.domain.severity import Severity
from app.domain.visible import visible
from app.i18n import N_, Language
from app.views.figure import INCOMPLETE, Figure

UNKNOWN = "\N{EN DASH}"  # a value nobody knows; never zero
NOT_COMPLETE = N_("not complete yet")
SEPARATOR = " · "
_WORDS_CAP = 40  # characters of a unit that a feed wrote itself

FRESHNESS_WORDS: Mapping[Freshness, str] = {
    Freshness.FRESH: N_("up to date"),
    Freshness.AGEING: N_("ageing"),
    Freshness.STALE: N_("stale"),
    Freshness.LOST: N_("lost"),
    Freshness.NEVER: N_("never seen"),
}
SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.RENDAH: N_("low"),
    Severity.MENENGAH: N_("medium"),
    Severity.TINGGI: N_("high"),
    Severity.KRITIS: N_("critical"),
}
_UNIT_WORDS: Mapping[str, str] = {
    "complaints": N_("complaints"),
    "vehicles": N_("vehicles"),
    "days": N_("days"),
    "min": N_("min"),
    "cases": N_("cases"),
    "beds": N_("beds"),
    "people": N_("people"),
    "permits": N_("permits"),
    "systems": N_("systems"),
}


def value_text(figure: Figure, words: Language, *, exact: bool = False) -> str:
    """The value with its unit: Rp1,42 triliun, 91,6%, 11 mnt, 128 kasus. `exact` gives money in full.

    Counts of a unit that stands in the figure's own name (complaints, vehicles) are bare numbers unless `exact`. Behind
    a sum that is not complete stands a star.
    """
    if figure.value is None:
        return UNKNOWN
    return _value(figure, figure.value, words, exact) + star(figure)


def star(figure: Figure) -> str:
    """What stands behind a sum whose records are still on their way, as statistics mark what is provisional."""
    return "*" if figure.is_incomplete and figure.value is not None else ""


def _value(figure: Figure, value: float, words: Language, exact: bool) -> str:
    form = _FORMS.get(figure.unit)
    if form is not None:
        return form(value, words, exact)
    unit = unit_text(figure.unit, words)
    bare = not unit or (not exact and figure.unit in ("complaints", "vehicles"))
    return number_text(value, words) + ("" if bare else f" {unit}")


def unit_text(unit: str, words: Language) -> str:
    """A unit as people read it; one that a feed made up is shown as it came."""
    known = _UNIT_WORDS.get(unit)
    return words.text(known) if known else visible(unit, _WORDS_CAP)


def number_text(value: float, words: Language) -> str:
    """A number without needless decimals: whole ones whole, large ones rounded, small ones with two."""
    if value == round(value) or abs(value) >= 1000:
        return words.number(value, 0)
    return words.number(value, 1 if abs(value) >= 100 else 2)


def _money(value: float, words: Language, exact: bool) -> str:
    return words.rupiah(round(value)) if exact else words.money(value)


def _percent(value: float, words: Language, exact: bool) -> str:
    return words.percent(value / 100, 2 if exact else 1)


def _seconds(value: float, words: Language, exact: bool) -> str:
    return words.age(value)


def _days(value: float, words: Language, exact: bool) -> str:
    digits = 0 if abs(value) >= 10 or value == round(value) else 1
    return f"{words.number(value, digits)} {words.text(_UNIT_WORDS['days'])}"


def _countdown(value: float, words: Language, exact: bool) -> str:
    return words.countdown(value)


def _index(value: float, words: Language, exact: bool) -> str:
    return words.number(value, 2)


_FORMS: Mapping[str, Callable[[float, Language, bool], str]] = {
    "IDR": _money,
    "%": _percent,
    "s": _seconds,
    "days": _days,
    "index": _index,
    "countdown": _countdown,
}


def state_text(figure: Figure, words: Language) -> str:
    """How a figure stands in one line: how far its period has come, its note, else its state when that is not fresh.

    "" for a plain good one whose period is over.
    """
    return SEPARATOR.join(part for part in (running_text(figure, words), _noted(figure, words)) if part)


def brief_state(figure: Figure, words: Language) -> tuple[str, str]:
    """Both parts of the same, either may be "", for little room: a sum that is not complete says just that."""
    noted = words.text(NOT_COMPLETE) if figure.note == INCOMPLETE else _noted(figure, words)
    return running_text(figure, words), noted


def _noted(figure: Figure, words: Language) -> str:
    state = figure.note or ("" if figure.freshness is Freshness.FRESH else FRESHNESS_WORDS[figure.freshness])
    return words.text(state) if state else ""


def running_text(figure: Figure, words: Language) -> str:
    """sampai 10.00: how far a period has come that is not over; "" for one that is, and for no value."""
    if figure.running is None or figure.value is None:
        return ""
    until = figure.running.until
    day = "" if figure.running.days <= 1 else f"{words.weekday_date(until)} "
    return words.text("so far, until {time}", time=day + words.time(until))
