"""Taking a complaint by hand: a window beside the desk, so that the map stays in reach while somebody talks.

What was typed stays until it is stored: closing the window keeps it, a database that is away, and a crash.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.case import CaseId
from app.domain.person import DESK
from app.journal.cases import key_of_case
from app.sentences import error_in_words
from app.views.near import near_place
from widgets.acting.wish import Ended, Wish
from widgets.drafts import Drafts
from widgets.group import Group
from widgets.intake_form import IntakeForm, Spot, backend_of
from widgets.intake_place import PlaceField
from widgets.plain import caption, text_label
from widgets.theme import Size

if TYPE_CHECKING:
    from widgets.live import Live

VERB = "intake"
_OPERATION = (0, f"{VERB}:operation")
WIDTH = 480


class IntakeWindow(QDialog):
    """One for each desk, kept while it is closed. Ctrl+Enter stores; the number stands at once."""

    help_wanted = Signal(str)  # name of the help page

    def __init__(self, live: "Live", group: Group, drafts: Drafts | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group, self._drafts = live, group, drafts or Drafts()
        self._wish: Wish | None = None
        self._failed = ""
        self.number = ""
        self.form, self.place = IntakeForm(live.city), PlaceField(live, group)
        self.title, self.told, self.problems = text_label(role="title"), text_label(), text_label(role="small")
        self.goes_to, self.near = text_label(role="faint"), QPushButton()
        self.store, self.empty, self.leave = QPushButton(), QPushButton(), QPushButton()
        self.setModal(False)
        self.form.setMinimumWidth(WIDTH)
        self._stand()
        self.retranslate()
        self.form.restore({name: self._drafts.get((0, f"{VERB}:{name}")) for name in self.form.texts()})
        self._connect()
        self._on_changed()

    def _stand(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(Size.GAP[3],) * 4)
        column.setSpacing(Size.GAP[1])
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)  # as high as what is found needs
        for label in (self.told, self.problems, self.goes_to):
            label.setWordWrap(True)
        for part in (self.title, self.told, self.form, self.place, self.near, self.problems, self.goes_to):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.empty)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.store)
        self.store.setProperty("role", "primary")
        for button in (self.empty, self.leave, self.store):
            button.setAutoDefault(False)
            row.setSpacing(Size.GAP[1])
        column.addLayout(row)
        self.near.setProperty("role", "quiet")
        self.near.setAutoDefault(False)
        for part in (self.told, self.near):
            part.hide()

    def _connect(self) -> None:
        group = self._group
        self.form.changed.connect(self._on_typed)
        self.place.said.connect(self._on_spot)
        self.store.clicked.connect(self.save)
        self.near.clicked.connect(self._on_near)
        self.empty.clicked.connect(self.start_over)
        self.leave.clicked.connect(self.reject)
        group.deed_ended.connect(self._on_ended)
        group.language_changed.connect(self.retranslate)
        for signal in (group.operator_changed, group.frame_changed):
            signal.connect(self._on_changed)

    def retranslate(self, _words: object = None) -> None:
        """Use the group's language."""
        words = self._group.language
        self.setWindowTitle(words.text("New complaint"))
        self.title.setText(words.text("New complaint"))
        self.form.set_words(words)
        self.place.set_words(words)
        caption(self.store, words.text("Store"))
        caption(self.empty, words.text("Empty the form"))
        caption(self.leave, words.text("Close, keep what was typed"))
        backend = backend_of(self._live.city)
        goes = words.text("It is also created at {source}.", source=backend.upper()) if backend else ""
        self.goes_to.setText(goes or words.text("No source takes new complaints: it stays in this room."))
        self._on_changed()

    def open_for_caller(self) -> None:
        """Show the window with what was typed before, the keyboard in the first field that is empty."""
        self.show()
        self.raise_()
        self.activateWindow()
        (self.form.category if self.form.is_empty() else self.form.description).setFocus()

    @Slot()
    def start_over(self) -> None:
        """An empty form."""
        self._wish, self._failed = None, ""
        self.place.clear()
        self.form.clear()
        for name in self.form.texts():
            self._drafts.pop((0, f"{VERB}:{name}"))
        self._drafts.pop(_OPERATION)

    @Slot()
    def _on_typed(self) -> None:
        """Keep it; another text is another complaint."""
        for name, text in self.form.texts().items():
            if name != "channel" or not self.form.is_empty():
                self._drafts[0, f"{VERB}:{name}"] = text
        self._drafts.pop(_OPERATION)
        self._on_changed()

    @Slot()
    def save(self) -> None:
        """Store what stands in the form; the same wish again after a failure, so that it is stored once."""
        if not self.store.isEnabled():
            return
        intake, kept = self.form.intake(), self._drafts.get(_OPERATION)
        if self._wish is None or self._wish.make != intake:
            self._wish = Wish(VERB, 0, intake, operation=kept) if kept else Wish(VERB, 0, intake)
            self._drafts[_OPERATION] = self._wish.operation
            self._drafts.keep()  # a crash from here on finds it under the same name: it is stored once
        self._failed = ""
        self.store.setEnabled(False)
        self._group.deed_wished.emit(self._wish)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if self._wish is None or ended.wish.operation != self._wish.operation:
            return
        words = self._group.language
        if ended.outcome is None:
            self._failed = error_in_words(ended.trouble, words) if ended.trouble is not None else ""
            self._on_changed()
            return
        self.number = ended.outcome.case.id.id
        self.start_over()
        self.told.setText(words.text("Stored under {number}. Tell it to the caller.", number=self.number))
        self.told.show()
        self._find(ended.outcome.case.id)

    def _find(self, case: CaseId) -> None:
        """The new complaint is selected, so that the next key verifies it or sends a unit."""
        journal = self._live.journal
        self._live.read(self, lambda: key_of_case(journal, case), self._on_key)

    def _on_key(self, key: int | None) -> None:
        if key is not None:
            self._group.select("complaint", key)

    @Slot(object)
    def _on_spot(self, spot: Spot) -> None:
        self.form.set_spot(spot)

    @Slot()
    def _on_changed(self, _news: object = None) -> None:
        words, form = self._group.language, self.form
        why = form.missing(words)
        if self._group.frame is not None:
            why = [words.text("Not while an earlier instant is shown.")]
        elif (signed := self._group.operator) is None:
            why = [words.text("Nobody is signed in.")]
        elif signed.person.role not in DESK:
            why = [words.text("The role of {who} does not include this.", who=signed.person.name)]
        self.store.setEnabled(not why)
        said = [self._failed, *why, *form.hints(words)] if not form.is_empty() or self._failed else why[:1]
        self.problems.setText("\n".join(filter(None, said)))
        self.place.show_spot(form.spot, words)
        self._say_near()
        if not form.is_empty():
            self.told.hide()

    def _say_near(self) -> None:
        """Open complaints of the same kind close by: it may have been reported already."""
        found, words = self._found_near(), self._group.language
        self.near.setVisible(bool(found))
        if found:
            metres = words.number(round(found[0][1]))
            text = words.plural("{n} open complaint", "{n} open complaints", len(found))
            caption(
                self.near, words.text("{many} of this kind close by, the nearest {m} m away: look", many=text, m=metres)
            )

    def _found_near(self) -> list[tuple[int, float]]:
        picture, spot, kind = self._live.picture, self.form.spot, self.form.category_id()
        code = picture.words.find(kind) if kind else None
        if spot is None or code is None:
            return []
        found = near_place(picture, self._live.frame(), spot.lat, spot.lon, code)
        return [(key, metres) for key, metres in found if picture.complaints.category[key - 1] == code]

    @Slot()
    def _on_near(self) -> None:
        """Show the nearest one on the desk; the form stays."""
        if found := self._found_near():
            self._group.show_on_map("complaint", found[0][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter stores; Escape closes and keeps; Enter alone belongs to the field it is pressed in."""
        if event.key() == Qt.Key.Key_F1:
            self.help_wanted.emit(VERB)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_changed()

    def reject(self) -> None:
        """Escape, or the window is closed: the map selects again; what was typed stays."""
        self._group.set_picking(False)
        super().reject()
