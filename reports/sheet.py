"""What a section draws with: the frozen report, its language, its footnotes, and small words for figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from reportlab.platypus import Paragraph

from app.i18n import N_, Language
from app.views.figure_text import star, state_text, value_text
from reports.fonts import MEDIUM
from reports.frozen import Frozen, Noted, all_noted
from reports.notes import Notes
from reports.text import SMALL, Run, paragraph
from reports.tiles import Tile

_BEGIN, _NOTE, _END = "\ue000", "\ue001", "\ue002"  # private characters around a figure inside a sentence


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """What a table's money is counted in, used from `least` rupiah on; `words` is a message id."""

    words: str
    rupiah: float
    digits: int
    least: float


MONEY_UNITS = (
    MoneyUnit(N_("in billion rupiah"), 1e9, 2, 1e10),
    MoneyUnit(N_("in million rupiah"), 1e6, 2, 1e7),
    MoneyUnit(N_("in rupiah"), 1.0, 0, 0.0),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report being drawn."""

    frozen: Frozen
    words: Language
    notes: Notes

    @classmethod
    def of(cls, frozen: Frozen) -> "Sheet":
        """A sheet in the report's own language and the city's zone."""
        words = Language(frozen.head.language, ZoneInfo(frozen.head.zone))
        return cls(frozen, words, Notes(words))

    @property
    def day(self) -> date:
        """The day the report is of."""
        return date.fromisoformat(self.frozen.head.day)

    @property
    def at(self) -> datetime:
        """The report's instant."""
        return datetime.fromtimestamp(self.frozen.head.at / 1000, UTC)

    @property
    def used(self) -> list[str]:
        """The ids of the sources behind its figures, in the order of the sources."""
        ids = {source for _, noted in all_noted(self.frozen.sections) for source in noted.sources}
        return [one.id for one in self.frozen.head.sources if one.id in ids]

    def day_words(self, day: date, form: str = "medium") -> str:
        """A day of the city as people write it."""
        return self.words.date(datetime.combine(day, time(12), self.words.zone), form)

    def value(self, noted: Noted) -> str:
        """A figure in words; a dash where nobody knows it."""
        return value_text(noted.figure(), self.words)

    def cell(self, noted: Noted, unit: "MoneyUnit") -> str:
        """A figure in a table: money as a number of the table's unit, shares with two decimals."""
        if noted.unit == "IDR" and noted.value is not None:
            return self.words.number(noted.value / unit.rupiah, unit.digits) + star(noted.figure())
        return value_text(noted.figure(), self.words, exact=noted.unit == "%")

    def money_unit(self, figures: Iterable[Noted]) -> "MoneyUnit":
        """One unit for all money of a table, so that its figures can be compared by their length."""
        most = max((abs(one.value) for one in figures if one.unit == "IDR" and one.value is not None), default=0.0)
        return next(unit for unit in MONEY_UNITS if most >= unit.least)

    def state(self, noted: Noted) -> str:
        """How a figure stands when it is not plainly good; "" else."""
        return state_text(noted.figure(), self.words)

    def strong(self, noted: Noted) -> str:
        """A figure inside a sentence, so marked that `runs` sets it in medium weight and adds its footnote."""
        return f"{_BEGIN}{self.value(noted)}{_NOTE}{self.notes.of(noted)}{_END}"

    def runs(self, sentences: Iterable[str]) -> list[Run]:
        """Sentences as runs, with what was marked as strong."""
        found = []
        for piece in " ".join(sentences).split(_BEGIN):
            figure, is_marked, rest = piece.partition(_END)
            if is_marked:
                value, _, note = figure.partition(_NOTE)
                found.append(Run(value, MEDIUM, note=int(note)))
            found.append(Run(rest if is_marked else figure))
        return [run for run in found if run.text]

    def noted_runs(self, noted: Noted) -> tuple[Run, ...]:
        """A single figure and the number of its footnote."""
        return (Run(self.value(noted), note=self.notes.of(noted)),)

    def tile(self, name: str, noted: Noted, below: str, other: Noted | None = None) -> Tile:
        """A figure with a line of comparison below it, made from `other`; below one that is not known stands why."""
        is_known = noted.value is not None
        notes = self.notes.of(noted), self.notes.of(other) if is_known and other is not None else 0
        return Tile(name, self.value(noted), below if is_known else self.state(noted), *notes, noted.mark)

    def remarks(self, *figures: Noted) -> list[Paragraph]:
        """What must be said of known figures that are not plainly good, each remark once."""
        said = dict.fromkeys(self.state(one) for one in figures if one.value is not None)
        return [paragraph(SMALL, text) for text in said if text]
