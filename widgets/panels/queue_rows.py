"""One row of the queue as words: codes come from the picture's columns, texts only for rows in sight."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.severity import Severity
from app.i18n import Language
from app.journal.texts import ComplaintText
from app.picture.columns import Columns, Words
from app.settings import CityFile
from app.views.queue import OPEN, QueueView
from widgets.case_words import one_line, severity_word, status_word
from widgets.panels.queue_due import NO_DUE, Due, due_of


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to paint. While its texts are unread `title` and `place` are empty and `read` is False."""

    key: int
    severity: Severity
    title: str
    place: str
    agency: str
    status: str
    due: Due
    read: bool


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the city file in one language, looked up once a view rather than once a cell."""

    agencies: Mapping[str, str]
    categories: Mapping[str, str]
    duties: Mapping[str, str]  # category -> agency that answers for it
    areas: tuple[str, ...]
    plain_areas: tuple[str, ...]

    @classmethod
    def of(cls, city: CityFile, words: Language, day: date, schematic: bool) -> "Names":
        """Names as of a day of the city; areas are "around ..." while their borders are only schematic."""
        english = words.code == "en"
        bearers = {agency.id: city.agency_at(agency.id, day) or agency for agency in city.agencies}
        areas = tuple(place.name for place in city.places.kelurahan)
        return cls(
            {id_: agency.short or agency.name for id_, agency in bearers.items()},
            {kind.id: (english and kind.name_en) or kind.name for kind in city.categories},
            {kind.id: kind.agency for kind in city.categories},
            tuple(words.text("around {area}", area=area) for area in areas) if schematic else areas,
            areas,
        )


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows of one view. `columns` are the picture's complaint columns, `codes` its words."""

    view: QueueView
    columns: Columns
    codes: Words
    names: Names
    words: Language
    now: float

    def row(self, index: int, text: ComplaintText | None) -> Row:
        """The row at `index` with what is known of its texts."""
        key = int(self.view.keys[index])
        at = key - 1
        return Row(
            key=key,
            severity=Severity(int(self.view.severity[index])),
            title="" if text is None else self._title(text, at),
            place="" if text is None else self._place(text, at),
            agency=self._agency(at),
            status=status_word(self.words, self.codes.text(int(self.columns.status[at]))),
            due=self.due(index),
            read=text is not None,
        )

    def due(self, index: int) -> Due:
        """The due cell alone; a case that is not open has none."""
        at = int(self.view.keys[index]) - 1
        if int(self.columns.state[at]) != OPEN:
            return NO_DUE
        view = self.view
        due, requested, expected = float(view.due[index]), float(view.requested[index]), float(view.expected[index])
        return due_of(self.words, due, requested, expected, self.now)

    def _title(self, text: ComplaintText, at: int) -> str:
        category = self.codes.text(int(self.columns.category[at]))
        for said in (text.title, text.service_name, self.names.categories.get(category, category), text.id):
            if said and said.strip():
                return one_line(said)
        return self.words.text("Complaint without a title")

    def _place(self, text: ComplaintText, at: int) -> str:
        area = int(self.columns.area[at])
        known = 0 <= area < len(self.names.areas)
        parts = [one_line(text.address)] if text.address.strip() else []
        if known and not (parts and _holds(parts[0], self.names.plain_areas[area])):
            parts.append(self.names.areas[area])
        elif self.columns.lat[at] != self.columns.lat[at]:  # nan: the source gave no usable place
            parts.append(self.words.text("no place"))
        return " · ".join(parts)

    def _agency(self, at: int) -> str:
        """The source's word for it, else who answers for the category by the city file."""
        agency = self.codes.text(int(self.columns.agency[at]))
        if not agency:
            agency = self.names.duties.get(self.codes.text(int(self.columns.category[at])), "")
        return self.names.agencies.get(agency) or one_line(agency, 60)


def _holds(address: str, area: str) -> bool:
    """Whether an address names an area; citizens write "Suka Maju" for Sukamaju."""
    return "".join(area.split()).casefold() in "".join(address.split()).casefold()


def spoken(row: Row, words: Language) -> str:
    """A row as one sentence, for screen readers, tooltips and the clipboard."""
    due = row.due
    parts = [
        severity_word(words, row.severity),
        row.title or words.text("text not read yet"),
        row.place,
        row.agency,
        row.status,
        words.text("due {left}", left=due.text) if due.text else "",
        words.text("source promised {when}", when=due.expected) if due.expected else "",
    ]
    return " · ".join(part for part in parts if part)
