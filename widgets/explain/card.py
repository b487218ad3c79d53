"""The short card of a figure: what it says, how old it is, where it is from. And its colour."""

from datetime import datetime

from app.domain.freshness import Freshness
from app.domain.visible import visible
from app.i18n import Language
from app.views.figure import Figure
from app.views.figure_text import state_text, value_text
from widgets.case_words import SEVERITY_WORDS
from widgets.theme import Theme


def card_text(figure: Figure, words: Language, now: datetime) -> str:
    """Three or four lines: name and exact value, state and mark, source and age, and the key for more."""
    lines = [f"{words.text(figure.name)}: {value_text(figure, words, exact=True)}"]
    stands = [state_text(figure, words)]
    if figure.mark:
        stands.insert(0, words.text(SEVERITY_WORDS[figure.mark]))
    lines.append(" · ".join(part for part in stands if part))
    lines.append(source_line(figure, words, now))
    lines.append(words.text("? explains this figure"))
    return "\n".join(line for line in lines if line)


def source_line(figure: Figure, words: Language, now: datetime) -> str:
    """Sources and age in one line: pajak · per 29 Nov 2016 16.00 WIB (18 jam)."""
    parts = [visible(", ".join(figure.sources), 80)] if figure.sources else []
    if figure.observed is not None:
        age = words.age((now - figure.observed).total_seconds())
        parts.append(words.text("as of {moment} ({age} ago)", moment=words.moment(figure.observed), age=age))
    return " · ".join(parts)


def figure_colour(figure: Figure, theme: Theme) -> str:
    """A mark's colour, else plain text; grey for what is stale, lost, unknown or not complete yet."""
    if figure.mark:
        return theme.severity(figure.mark)
    is_old = figure.freshness in (Freshness.STALE, Freshness.LOST, Freshness.NEVER)
    return theme.faint if is_old or figure.value is None or figure.is_incomplete else theme.text


def is_hatched(figure: Figure) -> bool:
    """Whether a figure is drawn hatched: it was known once and is too old to be relied on."""
    return figure.value is not None and figure.freshness in (Freshness.STALE, Freshness.LOST)
