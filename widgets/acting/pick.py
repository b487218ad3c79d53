"""The sheets that choose an agency or another case, with why the first of them is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.case import CaseId
from app.i18n import Language
from app.journal.texts import ComplaintText
from app.views.duty import duty_in
from app.views.near import near_cases
from widgets.acting.sheet import Choice, ChoiceSheet
from widgets.case_words import one_line

if TYPE_CHECKING:
    import numpy as np

    from widgets.live import Live

_SEARCH = "duplicate"  # our name among those who search
_MOST = 12


def agency_sheet(live: Live, words: Language, key: int, about: str, parent: QWidget) -> ChoiceSheet:
    """Asks to which agency a case goes: the one by division of duties first."""
    title, why_field = words.text("Pass to agency"), words.text("Why, if it is not by division of duties")
    sheet = ChoiceSheet(title, about, words, parent, reason=why_field)
    duty, day = duty_in(live.picture, live.city, key), live.frame().at.astimezone(live.city.city.tz).date()
    valid = [agency for agency in live.city.agencies if agency.is_valid(day)]
    valid.sort(key=lambda agency: (duty is None or agency.id != duty.agency, agency.name))
    by_duty = words.text("By the city's division of duties: {category}", category=duty.scope) if duty else ""
    other = words.text("Not the agency of the category; say why.") if duty else ""
    sheet.offer([Choice(a.id, a.name, by_duty if duty and a.id == duty.agency else other) for a in valid])
    sheet.list.setFocus()
    return sheet


def case_sheet(live: Live, words: Language, key: int, about: str, parent: QWidget) -> ChoiceSheet:
    """Asks of which case this one is a duplicate: those near by first, others by number or words."""
    return _CaseSheet(live, words, key, about, parent)


class _CaseSheet(ChoiceSheet):
    def __init__(self, live: Live, words: Language, key: int, about: str, parent: QWidget) -> None:
        nothing = words.text("No open case near by. Search by number, address or words.")
        super().__init__(words.text("Duplicate of another"), about, words, parent, empty=nothing)
        self._live, self._key = live, key
        self._keys: list[int] = []
        self._metres = dict(near_cases(live.picture, live.frame(), key))
        self._field = QLineEdit(self)
        self._field.setPlaceholderText(words.text("Number, address or words"))
        self._field.setAccessibleName(words.text("Number, address or words"))
        self._field.setMaxLength(100)
        self._field.textChanged.connect(self._on_text)
        self._field.returnPressed.connect(self.confirm)
        self.body.insertWidget(1, self._field)
        live.texts_ready.connect(self._on_texts)
        live.searched.connect(self._on_searched)
        self._want(list(self._metres))
        (self.list if self._metres else self._field).setFocus()

    def _want(self, keys: list[int]) -> None:
        self._keys = [key for key in keys if key != self._key][:_MOST]
        self._live.want_texts(self._keys) if self._keys else self.offer([])

    def _on_text(self, text: str) -> None:
        if len(text.strip()) < 2:
            self._want(list(self._metres))
        else:
            self._live.search(text.strip(), _SEARCH)

    def _on_searched(self, asker: str, text: str, keys: np.ndarray) -> None:
        if asker == _SEARCH and text == self._field.text().strip():
            self._want([int(key) for key in keys[: _MOST + 1]])

    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        if self._keys and all(key in texts for key in self._keys):
            self.offer([self._choice(key, texts[key]) for key in self._keys])

    def _choice(self, key: int, text: ComplaintText) -> Choice:
        metres = self._metres.get(key)
        far = self.words.text("{n} m away", n=self.words.number(round(metres))) if metres is not None else ""
        line = " · ".join(
            filter(None, (far, one_line(text.title or text.service_name, 60), one_line(text.address, 60)))
        )
        return Choice(CaseId(text.source, text.id), line or text.id, f"{text.source}/{one_line(text.id, 60)}")
