"""The box before one decision on many cases: the count, what must be said, and a second person above twenty."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.actions.bulk import ALONE, Bulk, needs_second
from app.domain.lifecycle import MOVES, Need, Verb
from app.errors import PocError
from app.sentences import in_words
from widgets.acting.bulk_run import Second
from widgets.acting.bulk_words import bulk_title, done_words, reasons
from widgets.group import Group
from widgets.plain import caption, text_label, text_view
from widgets.theme import Size

Choices = tuple[tuple[str, str], ...]


class BulkBox(QDialog):
    """Asks, then shows how far it is, then what came of it. Escape and the first button leave it.

    `choices` are agencies or units, (id, name). `said` carries what the person decided.
    """

    said = Signal(str, str, object)  # choice, text, Second | None
    cancel_wanted = Signal()
    go_on_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, verb: str, count: int, choices: Choices, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._verb, self._count = group.language, Verb(verb), count
        self._is_running = False
        self.title = text_label(bulk_title(verb, count, self._words), "title", self)
        self.choice, self.text, self.who, self.secret = (
            QComboBox(self),
            QLineEdit(self),
            QLineEdit(self),
            QLineEdit(self),
        )
        self.note, self.bar, self.report = text_label("", "secondary", self), QProgressBar(self), text_view(self)
        self.leave, self.copy, self.back, self.act = (QPushButton(self) for _ in range(4))
        self._form = QFormLayout()
        self._ask(choices)
        self._stand()
        self.leave.clicked.connect(self.reject)
        self.copy.clicked.connect(self._on_copy)
        self.back.clicked.connect(self.undo_wanted)
        self.act.clicked.connect(self._on_act)
        self.look()

    def look(self) -> None:
        """Let what is said so far be enough, or not."""
        needs = MOVES[self._verb].needs
        enough = self._verb is Verb.NOTE and not self.text.text().strip()
        missing = enough or (bool({Need.AGENCY, Need.UNIT} & set(needs)) and not self.choice.currentData())
        alone = needs_second(self._count) and not (self.who.text().strip() and self.secret.text())
        self.act.setEnabled(not missing and not alone)

    def show_running(self) -> None:
        """It has begun: only leaving what is left is offered."""
        self._is_running = True
        for part in (self.choice, self.text, self.who, self.secret, self.act):
            part.setEnabled(False)
        self.secret.clear()
        self.bar.setRange(0, self._count)
        self.bar.show()
        self.note.setText("")
        caption(self.leave, self._words.text("Leave the rest"))

    def show_part(self, done: int, failed: int, whole: int) -> None:
        """How far it is."""
        words = self._words
        self.bar.setRange(0, whole)
        self.bar.setValue(done + failed)
        parts = {"n": words.number(done + failed), "all": words.number(whole)}
        self.note.setText(words.text("{n} of {all}", **parts))

    def show_refused(self, why: PocError) -> None:
        """Nothing was done: say why, and let it be said anew."""
        self._is_running = False
        for part in (self.choice, self.text, self.who, self.secret):
            part.setEnabled(True)
        self.bar.hide()
        self.note.setText(self._told(why))
        caption(self.leave, self._words.text("Cancel"))
        self.look()

    def show_stopped(self, why: PocError) -> None:
        """The database went away in the middle."""
        self.note.setText(self._told(why))
        caption(self.act, self._words.text("Go on"))
        self.act.setEnabled(True)

    def show_end(self, bulk: Bulk, *, is_undo: bool = False) -> None:
        """What came of it, and why of some not; the whole can be undone while nothing has left."""
        self._is_running = False
        self.bar.hide()
        for part in (self.choice, self.text, self.who, self.secret, self.act):
            part.hide()
        for row in range(self._form.rowCount()):
            self._form.setRowVisible(row, False)
        words = self._words
        told = done_words(bulk, words)
        self.note.setText(words.text("Undone: {what}", what=told) if is_undo else told)
        self.report.setPlainText(reasons(bulk.failed, words))
        self.report.setVisible(bool(bulk.failed))
        self.copy.setVisible(bool(bulk.failed))
        self.back.setVisible(bool(bulk.done) and not is_undo)
        caption(self.leave, words.text("Close"))
        self.leave.setFocus()
        self.adjustSize()

    def reject(self) -> None:
        """Leave; while it runs, leave only what is left."""
        if self._is_running:
            self.cancel_wanted.emit()
        else:
            super().reject()

    def _told(self, why: PocError) -> str:
        return " ".join(filter(None, (in_words(why.what, self._words), in_words(why.next_step, self._words))))

    def _on_act(self) -> None:
        if self._is_running:
            self.act.setEnabled(False)
            self.go_on_wanted.emit()
            return
        second = Second(self.who.text().strip(), self.secret.text()) if needs_second(self._count) else None
        self.show_running()
        self.said.emit(str(self.choice.currentData() or ""), self.text.text().strip(), second)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())

    def _ask(self, choices: Choices) -> None:
        words, needs = self._words, set(MOVES[self._verb].needs)
        if {Need.AGENCY, Need.UNIT} & needs:
            self.choice.addItem(words.text("Choose…"), "")
            for id_, name in choices:
                self.choice.addItem(name, id_)
            self._row(words.text("Agency") if Need.AGENCY in needs else words.text("Unit to send"), self.choice)
        if self._verb is not Verb.VERIFY:
            says = {Verb.NOTE: words.text("Note"), Verb.REFER: words.text("Reason"), Verb.DISPATCH: words.text("Words")}
            self._row(says.get(self._verb, words.text("Told to the citizen")), self.text)
        if needs_second(self._count):
            self.note.setText(words.text("Above {n} cases a supervisor confirms.", n=str(ALONE)))
            self._row(words.text("Supervisor"), self.who)
            self._row(words.text("Password"), self.secret)
            self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        for part in (self.choice, self.text, self.who, self.secret):
            part.setVisible(bool(part.accessibleName()))
        self.choice.currentIndexChanged.connect(self.look)
        for field in (self.text, self.who, self.secret):
            field.textChanged.connect(self.look)

    def _row(self, name: str, field: QWidget) -> None:
        field.setAccessibleName(name)
        field.setMinimumHeight(Size.HIT)
        self._form.addRow(text_label(name, "secondary", self), field)

    def _stand(self) -> None:
        words = self._words
        self.setWindowTitle(self.title.text())
        self.setAccessibleName(self.title.text())
        self.bar.setAccessibleName(self.title.text())
        self.report.setAccessibleName(words.text("Not done"))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.note.setWordWrap(True)
        self.report.setMinimumHeight(120)
        caption(self.leave, words.text("Cancel"))
        caption(self.copy, words.text("Copy as text"))
        caption(self.back, words.text("Undo all"))
        caption(self.act, self.title.text())
        self.act.setProperty("role", "primary")
        for part in (self.bar, self.report, self.copy, self.back):
            part.hide()
        foot = QHBoxLayout()
        for button in (self.leave, self.copy, self.back):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.act)
        self.leave.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(Size.GAP[3],) * 4)
        column.setSpacing(Size.GAP[2])
        column.addWidget(self.title)
        column.addLayout(self._form)
        column.addWidget(self.note)
        column.addWidget(self.bar)
        column.addWidget(self.report, 1)
        column.addLayout(foot)
        self.setMinimumWidth(460)
