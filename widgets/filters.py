"""Filters of the queue under a name: one's own and everybody's, chosen by key or menu."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.domain.person import DESK
from app.errors import PocError
from app.i18n import N_, Language
from app.journal.kept import LONGEST, Kept, What
from app.sentences import error_in_words
from widgets.case_words import one_line
from widgets.commands import CommandSpec
from widgets.keeping import Keeping
from widgets.panels.queue_run import kept_filter, use_filter
from widgets.plain import caption, text_label
from widgets.theme import Size

if TYPE_CHECKING:
    from widgets.panels.queue import QueuePanel
    from widgets.screens.desk import DeskWindow

SECTION = N_("Complaint queue")
COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "filter:choose",
        N_("Choose a kept filter"),
        "Ctrl+Shift+F",
        "filter",
        help=N_("Your own filters and everybody's; a digit chooses."),
        section=SECTION,
    ),
    CommandSpec(
        "filter:keep",
        N_("Keep this filter under a name"),
        "",
        "filter",
        help=N_("Kinds, states, order and words as they are now, for you or for everybody."),
        section=SECTION,
    ),
)


class NameBox(QDialog):
    """Asks for a name, and whether everybody shall have it."""

    def __init__(self, words: Language, *, may_share: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = words.text("Keep this filter under a name")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.name, self.shared = QLineEdit(self), QCheckBox(self)
        self.leave, self.act = QPushButton(self), QPushButton(self)
        self.name.setMaxLength(LONGEST)
        self.name.setAccessibleName(words.text("Name"))
        self.name.setPlaceholderText(words.text("Name"))
        self.name.setMinimumHeight(Size.HIT)
        caption(self.shared, words.text("For everybody"))
        self.shared.setMinimumHeight(Size.HIT)
        self.shared.setVisible(may_share)
        caption(self.leave, words.text("Cancel"))
        caption(self.act, words.text("Keep"))
        self.act.setProperty("role", "primary")
        self.act.setDefault(True)
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)
        self.name.textChanged.connect(self._look)
        foot, column = QHBoxLayout(), QVBoxLayout(self)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.act)
        column.setContentsMargins(*(Size.GAP[3],) * 4)
        column.setSpacing(Size.GAP[2])
        column.addWidget(text_label(title, "title", self))
        column.addWidget(self.name)
        column.addWidget(self.shared)
        column.addLayout(foot)
        self.setMinimumWidth(360)
        self._look()

    def _look(self) -> None:
        self.act.setEnabled(bool(self.name.text().strip()))


class Filters(QObject):
    """Lives in the GUI thread. The menu opens once what is kept has been read."""

    def __init__(self, desk: DeskWindow, keeping: Keeping) -> None:
        super().__init__(desk)
        self._desk, self._keeping = desk, keeping
        self._is_wanted = False
        self.menu: QMenu | None = None
        self.box: NameBox | None = None
        keeping.came.connect(self._on_came)
        keeping.failed.connect(self._on_failed)

    def run(self, command: str) -> None:
        """Do one of our commands."""
        if command == "choose":
            self._is_wanted = True
            self._keeping.refresh()
        elif self._desk.group.operator is None:
            self._desk.toasts.say(self._desk.group.language.text("Nobody is signed in."))
        else:
            self._ask()

    def use(self, value: Mapping[str, Any]) -> None:
        """Let the queue show what a filter lets through."""
        queue = self._queue()
        if queue is not None:
            self._desk.layouts.show("queue")
            use_filter(queue, value)

    def _queue(self) -> QueuePanel | None:
        from widgets.panels.queue import QueuePanel

        queue = self._desk.panels.get("queue")
        return queue if isinstance(queue, QueuePanel) else None

    def _ask(self) -> None:
        signed = self._desk.group.operator
        may = signed is not None and signed.person.role in DESK
        self.box = box = NameBox(self._desk.group.language, may_share=may, parent=self._desk)
        box.accepted.connect(self._on_named)
        box.open()

    def _on_named(self) -> None:
        queue = self._queue()
        if self.box is not None and queue is not None:
            name, shared = self.box.name.text(), self.box.shared.isChecked()
            self._keeping.keep(What.FILTER, name, kept_filter(queue), shared=shared)
            words = self._desk.group.language
            self._desk.toasts.say(words.text("Kept: {name}", name=one_line(name, LONGEST)))

    def _on_came(self) -> None:
        if self._is_wanted:
            self._is_wanted = False
            self.menu = menu = self._menu(self._keeping.of(What.FILTER))
            queue = self._desk.panels.get("queue") or self._desk
            menu.popup(queue.mapToGlobal(QPoint(Size.GAP[2], Size.GAP[3])))

    def _on_failed(self, why: PocError) -> None:
        self._is_wanted = False
        self._desk.toasts.say(error_in_words(why, self._desk.group.language), grave=True)

    def _menu(self, found: list[Kept]) -> QMenu:
        words, menu = self._desk.group.language, QMenu(self._desk)
        menu.aboutToHide.connect(menu.deleteLater)
        for at, one in enumerate(found):
            action = menu.addAction(self._line(at, one, words))
            action.setData(("use", one))
            action.triggered.connect(self._on_chosen)
        if not found:
            menu.addAction(words.text("No filter is kept yet")).setEnabled(False)
        menu.addSeparator()
        for command in ("queue:unanswered", "filter:keep"):
            menu.addAction(self._desk.commands.actions[command])
        if found:
            gone = menu.addMenu(words.text("Remove"))
            for one in found:
                action = gone.addAction(self._line(99, one, words))
                action.setData(("drop", one))
                action.triggered.connect(self._on_chosen)
        return menu

    def _line(self, at: int, one: Kept, words: Language) -> str:
        """Its digit, its name, and whose it is."""
        digit = f"&{at + 1}  " if at < 9 else ""
        whose = words.text("for everybody") if one.is_shared else ""
        return digit + " · ".join(filter(None, (one_line(one.name, LONGEST).replace("&", "&&"), whose)))

    def _on_chosen(self) -> None:
        action = self.sender()
        what, one = action.data()  # type: ignore[attr-defined]
        if what == "use":
            self.use(one.value)
        else:
            self._keeping.drop(What.FILTER, one.name, shared=one.is_shared)
