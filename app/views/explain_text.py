"""An explanation in finished words, line by line, for screens and for copying."""

from collections.abc import Mapping
from datetime import datetime

from app.domain.kind import Kind
from app.domain.visible import visible
from app.i18n import N_, Language
from app.views.explain import Explanation, InputLine
from app.views.figure import Figure
from app.views.figure_text import FRESHNESS_WORDS, SEVERITY_WORDS, UNKNOWN, running_text, unit_text, value_text

_UNITS: Mapping[str, str] = {
    "IDR": N_("rupiah"),
    "%": N_("percent"),
    "s": N_("seconds"),
    "index": N_("index"),
    "ms": N_("milliseconds"),
    "countdown": N_("time left"),
}
_KINDS: Mapping[Kind, str] = {
    Kind.INDICATOR: N_("figures of agencies"),
    Kind.COMPLAINT: N_("complaints"),
    Kind.POSITION: N_("positions"),
    Kind.VEHICLE: N_("vehicles"),
    Kind.READING: N_("readings"),
    Kind.HEALTH: N_("states of sources"),
    Kind.DERIVED: N_("our own findings"),
}
_CAP = 300  # characters of a text from outside


def explanation_rows(
    explanation: Explanation, words: Language, received: datetime | None = None
) -> tuple[tuple[str, str], ...]:
    """Titles and texts, in their order; `received` is when the newest fact came to this room, where that was read."""
    figure, rule = explanation.figure, explanation.rule
    rows = [
        (N_("Value"), value_text(figure, words, exact=True)),
        (N_("Unit"), words.text(_UNITS[figure.unit]) if figure.unit in _UNITS else unit_text(figure.unit, words)),
        (N_("Mark"), words.text(SEVERITY_WORDS[figure.mark]) if figure.mark else ""),
        (N_("Period"), _period(figure, words)),
        (N_("Remark"), words.text(figure.note) if figure.note else ""),
        (N_("State"), words.text(FRESHNESS_WORDS[figure.freshness])),
        (N_("Source"), visible(", ".join(figure.sources), _CAP) or UNKNOWN),
        (N_("Observed"), words.moment(figure.observed) if figure.observed else UNKNOWN),
        (N_("Received"), words.moment(received) if received else ""),
        (N_("Rule"), words.text(rule.words)),
        (N_("Basis"), words.text(rule.basis)),
        *((N_("Made from"), input_text(line, words)) for line in explanation.inputs),
    ]
    return tuple((words.text(title), text) for title, text in rows if text)


def _period(figure: Figure, words: Language) -> str:
    so_far = running_text(figure, words)
    return so_far and words.text("Not over yet; {so_far}. It is not judged as a whole period.", so_far=so_far)


_OTHERS = N_("facts")


def input_text(line: InputLine, words: Language) -> str:
    """1.248 figures of agencies, commits 3 to 4.812.907"""
    kind = words.text(_KINDS.get(line.kind, _OTHERS))
    counted = f"{words.number(line.count)} {kind}"
    if line.first_commit is None or line.last_commit is None:
        return counted
    if line.first_commit == line.last_commit:
        return counted + ", " + words.text("commit {n}", n=words.number(line.last_commit))
    first, last = words.number(line.first_commit), words.number(line.last_commit)
    return counted + ", " + words.text("commits {first} to {last}", first=first, last=last)
