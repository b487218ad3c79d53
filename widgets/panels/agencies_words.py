"""What the agencies panel says in words: who is silent, which way a trend goes, and its table as a file."""

import numpy as np

from app.domain.visible import visible
from app.i18n import N_, Language
from app.views.agencies import AgenciesView, IndicatorLine, Silent
from app.views.figure_text import UNKNOWN, number_text
from app.views.silence import silence_words
from reports.tables import Cell, Table
from widgets.case_words import SEVERITY_WORDS
from widgets.money_words import name_of, title_of

_NAMES = 6  # silent agencies named; the rest is counted


def silent_words(view: AgenciesView, words: Language) -> str:
    """No answer from: Bagian Telematika (6 hari), Dinas Kebersihan (belum pernah)."""
    named = ", ".join(_silent(one, words) for one in view.silent[:_NAMES])
    rest = len(view.silent) - _NAMES
    if rest > 0:
        named += " " + words.plural("and {n} more", "and {n} more", rest)
    return words.text("No answer from: {names}", names=named)


def _silent(one: Silent, words: Language) -> str:
    return f"{visible(one.name, 80)} ({silence_words(one.days, words)})"


def trend_words(line: IndicatorLine, words: Language) -> str:
    """What a small line shows: from 40 to 48 in 60 values."""
    known = line.trend[np.isfinite(line.trend)]
    if len(known) < 2:
        return UNKNOWN
    first, last = number_text(round(float(known[0]), 2), words), number_text(round(float(known[-1]), 2), words)
    return words.text("from {first} to {last} in {n} values", first=first, last=last, n=words.number(len(known)))


_COLUMNS = (
    N_("Agency"),
    N_("Indicator"),
    N_("Value"),
    N_("Of the period to"),
    N_("So far"),
    N_("Unit"),
    N_("Target"),
    N_("State"),
    N_("As of"),
    N_("Owner"),
    N_("Remark"),
)


def agencies_table(view: AgenciesView, words: Language) -> Table:
    """Every indicator of every agency, as plain values."""
    rows: list[tuple[Cell, ...]] = []
    for agency in view.agencies:
        for line in agency.indicators:
            mark = words.text(SEVERITY_WORDS[line.mark]) if line.mark else ""
            seen = line.value.observed
            wanted = line.target.value if line.target is not None else None
            as_of = words.moment(seen) if seen else ""
            names = (name_of(agency, words), title_of(line, words))
            so_far = line.value.value if line.whole is not None else None
            told = (line.judged.value, line.judged_day, so_far, line.value.unit, wanted)
            rows.append((*names, *told, mark, as_of, line.owner, line.remark))
    about = [words.text("{n} of {all} agencies answer", n=view.answering, all=view.of)]
    about += [silent_words(view, words)] if view.silent else []
    return Table(words.text("Agencies"), tuple(map(words.text, _COLUMNS)), rows, tuple(about))
