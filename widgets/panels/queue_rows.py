"""One row of the queue as words: codes come from the picture's columns, texts only for rows in sight."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.severity import Severity
from app.i18n import Language
from app.journal.texts import ComplaintText
from app.picture.columns import Columns, Words
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.duty import answers
from app.views.ours import order_of, stage_of, unanswered_since
from app.views.queue import OPEN, QueueView
from widgets.case_words import one_line, order_word, severity_word, stage_word, status_word
from widgets.panels.queue_due import NO_DUE, Due, day_or_time, due_of


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to paint. While its texts are unread `title` and `place` are empty and `read` is False.

    `status` is our stage once somebody here touched the case; `below` then tells of the crew, else of the source.
    `silent` is that the crew does not answer, with since when; "" where it has time or has answered.
    """

    key: int
    severity: Severity
    title: str
    place: str
    agency: str
    status: str
    due: Due
    read: bool
    below: str = ""
    viewers: str = ""  # who else has it open
    silent: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the city file in one language, looked up once a view rather than once a cell."""

    agencies: Mapping[str, str]
    categories: Mapping[str, str]
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
            tuple(words.text("around {area}", area=area) for area in areas) if schematic else areas,
            areas,
        )


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows of one view over its picture."""

    view: QueueView
    picture: Picture
    names: Names
    words: Language
    now: float

    @property
    def columns(self) -> Columns:
        """The complaints' columns."""
        return self.picture.complaints

    @property
    def codes(self) -> Words:
        """The words behind their codes."""
        return self.picture.words

    def row(self, index: int, text: ComplaintText | None) -> Row:
        """The row at `index` with what is known of its texts."""
        key = int(self.view.keys[index])
        at = key - 1
        status, below = self._standing(key)
        return Row(
            key=key,
            severity=Severity(int(self.view.severity[index])),
            title="" if text is None else self._title(text, at),
            place="" if text is None else self._place(text, at),
            agency=self._agency(at),
            status=status,
            due=self.due(index),
            read=text is not None,
            below=below,
            silent=self._silent(key),
        )

    def due(self, index: int) -> Due:
        """The due cell alone; a case that is not open has none."""
        view = self.view
        if int(view.state[index]) != OPEN:
            return NO_DUE
        due, requested, expected = float(view.due[index]), float(view.requested[index]), float(view.expected[index])
        ours, at = self.picture.cases, int(view.keys[index]) - 1
        is_paused = at < ours.n and bool(ours.paused[at])
        return due_of(self.words, due, requested, expected, self.now, is_paused=is_paused)

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

    def _standing(self, key: int) -> tuple[str, str]:
        """Our stage and how far the crew is, or what the source says of a case nobody here touched."""
        said = status_word(self.words, self.codes.text(int(self.columns.status[key - 1])))
        stage = stage_of(self.picture, key)
        if stage is None:
            return said, ""
        order = order_of(self.picture, key)
        if unanswered_since(self.picture, key) is not None:
            said = self.words.text("no answer")
        elif order:
            said = order_word(self.words, order)
        return stage_word(self.words, stage), said

    def _silent(self, key: int) -> str:
        since = unanswered_since(self.picture, key)
        if since is None:
            return ""
        when = day_or_time(self.words, since.timestamp(), self.now)
        return self.words.text("no answer from the crew, due {when}", when=when)

    def _agency(self, at: int) -> str:
        """Who answers for it: as we say, as its source says, else by the division of duties."""
        agency = answers(self.picture, at)
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
        row.silent or row.below,
        words.text("open at: {names}", names=row.viewers) if row.viewers else "",
        words.text("due {left}", left=due.text) if due.text else "",
        words.text("deadlines paused") if due.paused else "",
        words.text("source promised {when}", when=due.expected) if due.expected else "",
    ]
    return " · ".join(part for part in parts if part)
