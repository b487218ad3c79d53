"""Two desks on one case: the second is told who changed what, and when, side by side; nothing is overwritten."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.actions.intake import Intake
from app.domain.case import Case
from app.domain.lifecycle import MOVES, Verb
from app.domain.order import OrderState
from app.i18n import Language
from widgets.acting.wish import Ended, Wish
from widgets.case_words import one_line, order_word, person_word, stage_word
from widgets.deed_words import verb_word
from widgets.plain import breakable, caption, text_label
from widgets.theme import Size


class ConflictSheet(QDialog):
    """Theirs on the left as it stands, ours on the right as it was wanted. `mine` carries ours on top of theirs.

    `name_of` is what an agency is called on this day.
    """

    mine = Signal(object)  # Wish
    theirs = Signal()

    def __init__(self, ended: Ended, words: Language, name_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        conflict = ended.conflict
        assert conflict is not None
        self._wish, self._case, self._words, self._name_of = ended.wish, conflict.case, words, name_of
        self._who = conflict.who
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = words.text("Somebody else acted on this case first")
        self.setWindowTitle(title)
        self.setMinimumWidth(620)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(Size.GAP[3],) * 4)
        column.setSpacing(Size.GAP[2])
        column.addWidget(text_label(title, "title", self))
        nothing = text_label(words.text("Nothing was overwritten, and yours is not stored."), "secondary", self)
        nothing.setWordWrap(True)
        column.addWidget(nothing)
        self.lines = self.sides(conflict.case, ended.wish)
        column.addWidget(self._grid())
        column.addLayout(self._buttons())
        self.setAccessibleName(title)
        self.setAccessibleDescription(". ".join(f"{name}: {theirs}, {ours}" for name, theirs, ours in self.lines))

    def sides(self, case: Case, wish: Wish) -> list[tuple[str, str, str]]:
        """Lines of name, as it stands now, and what we wanted."""
        words = self._words
        order = order_word(words, case.order_state) if case.order_state else ""
        to = MOVES[Verb(wish.verb)].to if wish.verb in set(Verb) else None
        wanted = "" if isinstance(wish.make, Intake) else getattr(wish.make(case.id), "agency", "")
        sends = order_word(words, OrderState.WAITING) if wish.verb == Verb.DISPATCH else "–"
        when = words.moment(case.changed_at) if case.changed_at else ""
        return [
            (words.text("What"), verb_word(words, case.changed_verb), verb_word(words, wish.verb)),
            (words.text("Who"), person_word(words, self._who), words.text("this desk")),
            (words.text("When"), when, words.text("just now")),
            (words.text("Stage"), stage_word(words, case.stage), stage_word(words, to) if to else "–"),
            (words.text("Agency"), self._agency(case.agency), self._agency(wanted)),
            (words.text("Crew"), order or "–", sends),
        ]

    def _agency(self, id: str) -> str:
        return one_line(self._name_of(id), 60) or "–"

    def may_repeat(self) -> bool:
        """Whether ours is still allowed on top of theirs."""
        return self._wish.verb in set(Verb) and self._case.stage in MOVES[Verb(self._wish.verb)].origins

    def _grid(self) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("role", "raised")
        grid = QGridLayout(frame)
        grid.setContentsMargins(Size.GAP[2], Size.GAP[1], Size.GAP[2], Size.GAP[1])
        grid.setHorizontalSpacing(Size.GAP[3])
        heads = (self._words.text("As it stands"), self._words.text("What you wanted"))
        for at, head in enumerate(heads, 1):
            grid.addWidget(text_label(head, "caps", frame), 0, at)
            grid.setColumnStretch(at, 1)
        for row, (name, *sides) in enumerate(self.lines, 1):
            grid.addWidget(text_label(name, "secondary", frame), row, 0)
            for at, said in enumerate(sides, 1):
                label = text_label(breakable(said), "name" if row == 1 else "", frame)
                label.setWordWrap(True)
                grid.addWidget(label, row, at)
        return frame

    def _buttons(self) -> QHBoxLayout:
        words, row = self._words, QHBoxLayout()
        self.leave, self.take, self.repeat = QPushButton(self), QPushButton(self), QPushButton(self)
        caption(self.leave, words.text("Decide later"))
        caption(self.take, words.text("Let theirs stand"))
        caption(self.repeat, words.text("Do mine on top"))
        self.take.setDefault(True)
        self.repeat.setEnabled(self.may_repeat())
        self.leave.clicked.connect(self.reject)
        self.take.clicked.connect(self._on_take)
        self.repeat.clicked.connect(self._on_repeat)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.repeat)
        row.addWidget(self.take)
        return row

    def _on_take(self) -> None:
        self.theirs.emit()
        self.accept()

    def _on_repeat(self) -> None:
        self.mine.emit(self._wish.on_top(self._case.version))
        self.accept()
