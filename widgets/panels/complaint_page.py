"""One complaint on a page that scrolls: head, photos, words, fields, deadlines, history, origin."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.lifecycle import Stage
from app.domain.severity import Severity
from app.domain.visible import FULL_CAP
from app.i18n import N_, Language
from app.views.complaint import ComplaintView
from widgets.acting.verbs import next_of
from widgets.case_words import one_line, severity_word
from widgets.marks import SEVERITY_MARKS, icon, pixmap
from widgets.page import Page
from widgets.panels.complaint_citizen import CitizenBlock, ViewersLine
from widgets.panels.complaint_deadlines import DeadlineBlock
from widgets.panels.complaint_history import Logbook, told_of_case
from widgets.panels.complaint_parts import ActionPlace, FieldGrid, Fold
from widgets.panels.complaint_sides import Sides
from widgets.panels.complaint_words import (
    area_text,
    coordinates,
    extra_text,
    fields_of,
    full_text,
    media_text,
    title_of,
)
from widgets.photos.strip import PhotoStrip
from widgets.plain import caption, text_label, tip
from widgets.text_block import TextBlock
from widgets.theme import Size, Theme

HEAD = 600  # characters of a description before "show all"


class ComplaintPage(Page):
    """Filled by `show_view`, patched in place: widgets are reused, scroll and text selection stay."""

    map_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = ""
        self._whole, self._place = False, ""
        self._shown: tuple[ComplaintView, datetime, Language] | None = None
        self._mark, self._severity = text_label(), text_label(role="name")
        self.photo, self.title, self.description = PhotoStrip(), TextBlock("title"), TextBlock("secondary")
        self.sides = Sides()
        self.more, self.map, self.copy = QPushButton(), QToolButton(), QToolButton()
        self.groups, self.media, self.extra = [FieldGrid() for _ in range(4)], Fold(), Fold()
        self.action_place, self.history = ActionPlace(), Logbook(told_of_case)
        self.deadlines, self.citizen, self.viewers = DeadlineBlock(), CitizenBlock(), ViewersLine()
        self._history_name = text_label(role="caps")
        self._stand()

    def _stand(self) -> None:
        self.more.setProperty("role", "fold")
        self.more.clicked.connect(self._on_more)
        self.map.clicked.connect(self.map_wanted)
        self.copy.clicked.connect(self.copy_place)
        head = QHBoxLayout()
        for label in (self._mark, self._severity):
            head.addWidget(label)
        head.addStretch(1)
        for button in (self.copy, self.map):
            button.setProperty("role", "quiet")
            button.setMinimumSize(Size.HIT, Size.HIT)
            head.addWidget(button)
        self.column.addLayout(head)
        upper: tuple[QWidget, ...] = (self.viewers, self.photo, self.title, self.sides, self.description)
        folds = QVBoxLayout()
        folds.setSpacing(0)
        folds.addWidget(self.media)
        folds.addWidget(self.extra)
        for part in upper:
            self.column.addWidget(part)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        *known, origin = self.groups
        lower: tuple[QWidget, ...] = (
            *known,
            self.citizen,
            self.deadlines,
            self._history_name,
            self.history,
            origin,
        )
        for part in lower:  # what happened comes before where the record is from
            self.column.addWidget(part)
        self.column.addLayout(folds)
        self.column.addStretch(1)

    def start_over(self) -> None:
        """Another complaint will be shown: from the top, long text folded."""
        self._whole = False
        self.history.start_over()
        self.verticalScrollBar().setValue(0)

    def show_view(self, view: ComplaintView, now: datetime, words: Language) -> None:
        """Show a complaint at an instant."""
        self._shown = (view, now, words)
        self.number = one_line(view.complaint.id, 60)
        self._show_severity(view.severity, words)
        self.title.show_text(title_of(view, words), words.text("Title"))
        self.sides.show_view(view, words)
        self.action_place.suggest(next_of(view.case.stage if view.case else Stage.NEW))
        self._show_description(view, words)
        for grid, fields in zip(self.groups, fields_of(view, now, words), strict=True):
            grid.show_fields(fields, words)
        n = words.number(len(view.complaint.media))
        self.media.show_text(words.text("Addresses of the photos ({n})", n=n), media_text(view))
        n = words.number(len(view.complaint.extra))
        self.extra.show_text(words.text("More from the source ({n})", n=n), extra_text(view))
        self.deadlines.show_view(view, now, words)
        self.history.show_events(view.history, now, words)
        self._show_place(view, words)

    def _show_severity(self, severity: Severity, words: Language) -> None:
        word = severity_word(words, severity)
        if self._severity.text() != word or self._mark.pixmap().isNull():
            colour = self._theme.severity(severity)
            self._mark.setPixmap(pixmap(SEVERITY_MARKS[severity], colour, 12, self.devicePixelRatioF()))
            self._severity.setText(word)

    def _show_description(self, view: ComplaintView, words: Language) -> None:
        text = view.complaint.description
        if text.strip() == view.complaint.title.strip():
            text = ""  # some sources send one text twice
        cut = len(text) > HEAD and not self._whole
        self.description.show_text(full_text(text, HEAD if cut else FULL_CAP), words.text("Description"))
        self.description.setVisible(bool(text.strip()))
        caption(self.more, words.text("Show all"))
        self.more.setVisible(cut)

    def _show_place(self, view: ComplaintView, words: Language) -> None:
        parts = (one_line(view.complaint.address, 400), area_text(view, words), coordinates(view))
        self._place = " · ".join(filter(None, parts))
        self.copy.setEnabled(bool(self._place))
        self.map.setEnabled(view.complaint.lat is not None)

    def _on_more(self) -> None:
        self._whole = True
        if self._shown is not None:
            self.show_view(*self._shown)

    def copy_place(self) -> None:
        """Put address, area and coordinates on the clipboard."""
        QGuiApplication.clipboard().setText(self._place)

    def set_words(self, words: Language) -> None:
        """Use another language."""
        self._history_name.setText(words.text("History").upper())
        for button, name, key in ((self.copy, N_("Copy the place"), ""), (self.map, N_("Show on map"), "M")):
            button.setAccessibleName(words.text(name))
            tip(button, words.text(name), key)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        self.dress(theme)
        self.action_place.setStyleSheet(self.styleSheet())  # it stands below the page
        self._mark.clear()
        self.copy.setIcon(icon("copy", theme.secondary, theme.line))
        self.map.setIcon(icon("place", theme.secondary, theme.line))
        for part in (self.photo, self.media, self.extra):
            part.set_theme(theme)
        if self._shown is not None:
            self.show_view(*self._shown)
