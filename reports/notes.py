"""Footnotes: every figure of a page explained in the words a screen shows for `?`, by number.

A figure on its own has a note of its own; the figures of a table's column share the number at its heading, and the
note then has one line for each row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from reportlab.platypus import Flowable, Paragraph

from app.i18n import Language
from app.views.explain_text import explanation_rows
from app.views.figure_text import UNKNOWN
from reports.fonts import MEDIUM
from reports.frozen import Noted
from reports.palette import PAPER, Size
from reports.text import Run, Style, heading, paragraph

NOTE = Style(Size.TINY + 0.5, ink=PAPER.secondary, lead=1.36, after=1.6, indent=13)
Rows = Sequence[tuple[str, str]]
_CAP = 2_000  # characters of a note's text
ROW = Style(Size.TINY, ink=PAPER.secondary, lead=1.36, after=2.6, indent=13)


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: the figures it explains, each with the name of its row ("" for one alone)."""

    number: int
    title: str
    figures: tuple[tuple[str, Noted], ...]


@dataclass(slots=True)
class Notes:
    """The footnotes of one report, numbered as they are asked for."""

    words: Language
    notes: list[Note] = field(default_factory=list)

    def of(self, noted: Noted) -> int:
        """The number of a single figure's footnote; the same figure keeps its number."""
        for note in self.notes:
            if note.figures == (("", noted),):
                return note.number
        return self._add(self.words.text(noted.name), (("", noted),))

    def of_column(self, title: str, rows: Sequence[tuple[str, Noted]]) -> int:
        """The number of the footnote of a column's figures, each with its row's name; 0 for a column without rows."""
        return self._add(title, tuple(rows)) if rows else 0

    def _add(self, title: str, figures: tuple[tuple[str, Noted], ...]) -> int:
        self.notes.append(Note(len(self.notes) + 1, title, figures))
        return len(self.notes)

    def flowables(self) -> list[Flowable]:
        """The section that explains them all; nothing when there are none."""
        if not self.notes:
            return []
        said = chain.from_iterable(self._said(note) for note in self.notes)
        return [heading(self.words.text("How each figure was made")), *said]

    def _said(self, note: Note) -> list[Paragraph]:
        """The note's number and title, what all its figures share, and each group that is alike with its names."""
        told = [(name, explanation_rows(noted.explanation(), self.words)) for name, noted in note.figures]
        shared = [row for row in told[0][1] if all(row in rows for _, rows in told)]
        first = [
            Run(f"{note.number}  ", MEDIUM, PAPER.heading),
            Run(f"{note.title}. ", MEDIUM),
            Run(_sentences(shared)),
        ]
        if len(told) == 1:
            return [paragraph(NOTE, *first, cap=_CAP)]
        rows = [(name, [row for row in rows if row not in shared]) for name, rows in told]
        return [paragraph(NOTE, *first, cap=_CAP), *(paragraph(ROW, *runs) for runs in self._groups(rows))]

    def _groups(self, figures: Sequence[tuple[str, Rows]]) -> Iterator[list[Run]]:
        """Figures of one age, source and remark together; what is each one's own stands behind its name."""
        own = {self.words.text("Value"), self.words.text("Made from")}
        groups: dict[str, list[tuple[str, str]]] = {}
        for name, rows in figures:
            alike = " · ".join(text.rstrip(".") for title, text in rows if title not in own and text != UNKNOWN)
            mine = " · ".join(text for title, text in rows if title in own and text != UNKNOWN)
            groups.setdefault(alike, []).append((name, mine))
        for alike, many in groups.items():
            yield [*_named(many), *([Run(f"({alike})")] if alike else [])]


def _named(many: Sequence[tuple[str, str]]) -> Iterator[Run]:
    for n, (name, mine) in enumerate(many, 1):
        yield Run(name, MEDIUM)
        yield Run((f" {mine}" if mine else "") + ("; " if n < len(many) else " "))


def _sentences(rows: Rows) -> str:
    return " ".join(f"{title}: {text.rstrip('.')}." for title, text in rows)
