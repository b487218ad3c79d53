"""Who reported, covered until a person asks; and who else has this case open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.case import CaseId
from app.domain.person import DESK
from app.i18n import N_, Language
from app.journal.presence import Viewer
from app.journal.texts import ComplaintRecord
from widgets.case_words import one_line
from widgets.group import Group
from widgets.marks import icon, pixmap
from widgets.panels.complaint_parts import FieldGrid
from widgets.panels.complaint_words import Field
from widgets.plain import caption, text_label, tip
from widgets.theme import Size, Theme

if TYPE_CHECKING:
    from widgets.live import Live

NAMES: Mapping[str, str] = {
    "name": N_("Name"),
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "account_id": N_("Account"),
    "device_id": N_("Device"),
}
_LONGEST = 300


class CitizenBlock(QWidget):
    """A heading, a button, and either what is known or that it is covered."""

    look_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.note, self.fields = text_label("", "caps"), text_label("", "secondary"), FieldGrid()
        self.look = QPushButton()
        self.look.setProperty("role", "quiet")
        self.look.setIconSize(QSize(14, 14))
        self.look.setMinimumHeight(Size.HIT)
        self.look.clicked.connect(self.look_wanted)
        self.note.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.fields)
        column.addWidget(self.note)

    def show_told(self, told: Mapping[str, str] | None, may: bool, words: Language, theme: Theme) -> None:
        """Show what is known; None: covered. `may`: whoever sits here may look."""
        self.heading.setText(words.text("Reported by").upper())
        shown = [Field(_name(key), one_line(text, _LONGEST)) for key, text in (told or {}).items()]
        self.fields.show_fields(shown, words)
        self.fields.setVisible(bool(shown))
        self.note.setText(_note(told, may, words))
        caption(self.look, words.text("Show") if told is None else words.text("Cover again"))
        tip(self.look, words.text("Every look is kept in the audit."))
        self.look.setIcon(icon("eye" if told is None else "lock", theme.secondary))
        self.look.setVisible(may)


def _name(key: str) -> str:
    """What a field is called: ours for those we know, else the source's own word, in which nothing is filled in."""
    return NAMES.get(key) or one_line(key, 40).replace("{", "(").replace("}", ")")


def _note(told: Mapping[str, str] | None, may: bool, words: Language) -> str:
    if told is None:
        return words.text("Covered.") if may else words.text("Covered; operators and supervisors may look.")
    return words.text("Covered again after a minute.") if told else words.text("Nothing is known of who reported.")


class ViewersLine(QWidget):
    """Who else has this case open; not there when nobody has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark, self.text = text_label(), text_label("", "name")
        self.text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.mark)
        row.addWidget(self.text, 1)
        self.hide()

    def show_viewers(self, viewers: tuple[Viewer, ...], words: Language, theme: Theme) -> None:
        """Name them, each with the desk."""
        self.text.setText(" · ".join(viewer_words(viewer, words) for viewer in viewers))
        self.mark.setPixmap(pixmap("person", theme.accent, 14, self.devicePixelRatioF()))
        self.setVisible(bool(viewers))


def viewer_words(viewer: Viewer, words: Language) -> str:
    """Rina has this case open (desk 2)."""
    name, desk = one_line(viewer.name, 60), one_line(viewer.workstation, 40)
    return words.text("{name} has this case open ({desk})", name=name, desk=desk)


class Citizen(QObject):
    """Keeps both true for the group's selection. Lives in the GUI thread."""

    def __init__(self, live: Live, group: Group, block: CitizenBlock, line: ViewersLine, parent: QObject) -> None:
        super().__init__(parent)
        self._group, self._block, self._line = group, block, line
        self._case: CaseId | None = None
        live.detail_ready.connect(self.on_detail)
        for signal in (group.revealed, group.viewers_changed, group.operator_changed, group.language_changed):
            signal.connect(self.show_all)
        for signal in (group.selection_changed, group.frame_changed, group.theme_changed):
            signal.connect(self.show_all)
        block.look_wanted.connect(group.reveal_wanted)
        self.show_all()

    def on_detail(self, record: ComplaintRecord) -> None:
        """Which complaint is shown is known now."""
        if self._group.selection == ("complaint", record.key) and record.versions:
            complaint = record.versions[-1].complaint
            self._case = CaseId(complaint.source, complaint.id)
            self.show_all()

    def show_all(self, *_news: object) -> None:
        """Say it all again."""
        group = self._group
        words, theme, signed = group.language, group.theme, group.operator
        self._block.show_told(group.citizen, signed is not None and signed.person.role in DESK, words, theme)
        self._line.show_viewers(group.viewers.get(str(self._case), ()), words, theme)
