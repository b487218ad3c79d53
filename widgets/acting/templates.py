"""From a case to an answer that was written before: `T` begins the answer with it, a key in a text field inserts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

from app.domain.visible import visible
from app.i18n import N_
from app.journal.texts import ComplaintText
from app.settings.template import Template
from app.views.duty import answers
from widgets.acting.template_picker import TemplatePicker, Values
from widgets.commands import CommandSpec

if TYPE_CHECKING:
    from widgets.screens.desk import DeskWindow

ANSWER = "act:answer"
INSERT = "Ctrl+T"
COMMAND = CommandSpec(
    "template:answer",
    N_("Answer from a template"),
    "T",
    "copy",
    acts=True,
    help=N_("Begins an answer with a text that was written before; nothing is sent yet."),
    section=N_("Case"),
)
_LONGEST = 200  # characters of a value


class Templates(QObject):
    """Lives in the GUI thread. The picker opens once the words of the complaint are here."""

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk
        self._waiting: tuple[int, QPlainTextEdit | None] | None = None
        self.picker: TemplatePicker | None = None
        desk.live.texts_ready.connect(self._on_texts)

    def open(self, edit: QPlainTextEdit | None = None) -> None:
        """Choose for the selected complaint: into a field, or into a new answer."""
        desk = self._desk
        kind, key = desk.group.selection
        if kind != "complaint":
            desk.toasts.say(desk.group.language.text("Choose a complaint first."))
        elif not self._for(key):
            desk.toasts.say(desk.group.language.text("The city file has no [[template]] for this kind of complaint."))
        else:
            self._waiting = key, edit
            desk.live.want_texts([key])

    def attach(self, edit: QPlainTextEdit) -> None:
        """Let a key insert a template into a field."""
        action = QAction(edit)
        action.setShortcut(QKeySequence(INSERT))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: self.open(edit))
        edit.addAction(action)
        if self._desk.live.city.templates:
            words = self._desk.group.language
            edit.setPlaceholderText(words.text("{key} inserts a template", key=INSERT))

    def _for(self, key: int) -> list[Template]:
        """The templates of a complaint's kind, those for it alone first."""
        picture = self._desk.live.picture
        category = picture.words.text(int(picture.complaints.category[key - 1]))
        fit = [one for one in self._desk.live.city.templates if not one.category or category in one.category]
        return sorted(fit, key=lambda one: not one.category)

    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        if self._waiting is None or self._waiting[0] not in texts:
            return
        (key, edit), self._waiting = self._waiting, None
        desk, text = self._desk, texts[key]
        parent = edit.window() if edit is not None else desk
        self.picker = TemplatePicker(self._for(key), self._values(key, text), desk.group.language, parent)
        self.picker.chosen.connect(lambda said: self._insert(key, edit, said))
        self.picker.open()

    def _values(self, key: int, text: ComplaintText) -> Values:
        city, picture = self._desk.live.city, self._desk.live.picture
        category = city.category_of(picture.words.text(int(picture.complaints.category[key - 1])))
        day = self._desk.live.frame().at.astimezone(city.city.tz).date()
        agency = city.agency_at(answers(picture, key - 1), day)

        def values(code: str) -> dict[str, str]:
            english = code == "en"
            kind = (category.name_en if english and category.name_en else category.name) if category else ""
            who = (agency.name_en if english and agency.name_en else agency.name) if agency else ""
            found = {"number": text.id, "category": kind or text.service_name, "agency": who, "address": text.address}
            return {name: visible(value, _LONGEST) for name, value in found.items()}

        return values

    def _insert(self, key: int, edit: QPlainTextEdit | None, said: str) -> None:
        if edit is not None:
            edit.insertPlainText(said)
            return
        kept = self._desk.drafts.get((key, ANSWER))
        self._desk.drafts[key, ANSWER] = f"{kept}\n{said}" if kept and said not in kept else said
        self._desk.on_command(ANSWER)
