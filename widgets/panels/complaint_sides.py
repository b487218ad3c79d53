"""Two states side by side: what the source says now, and what we did before. Neither overwrites the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.i18n import Language
from app.views.complaint import Change, ComplaintView
from widgets.case_words import one_line, person_word, stage_word, status_word
from widgets.deed_words import verb_word
from widgets.plain import breakable, text_label
from widgets.theme import Size


class Sides(QFrame):
    """Shown while the source moved on after our last action; hidden otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sides")
        self._title = text_label(role="name")
        self._cells = [[text_label(role=role) for role in ("caps", "title", "small")] for _ in range(2)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(Size.GAP[3])
        grid.setVerticalSpacing(2)
        for column, cells in enumerate(self._cells):
            grid.setColumnStretch(column, 1)
            for row, label in enumerate(cells):
                label.setWordWrap(row > 0)
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(Size.GAP[2], Size.GAP[1], Size.GAP[2], Size.GAP[1])
        column_.addWidget(self._title)
        column_.addLayout(grid)
        self._title.setWordWrap(True)
        self.hide()

    def show_view(self, view: ComplaintView, words: Language) -> None:
        """Show both sides of a complaint, or nothing when they agree."""
        case = view.case
        self.setVisible(case is not None and view.moved_on)
        if case is None or not view.moved_on:
            return
        self._title.setText(words.text("The source changed its status after we acted"))
        since = next((event.at for event in view.history if isinstance(event, Change)), view.complaint.valid_at)
        theirs = (
            one_line(view.complaint.source).upper(),
            status_word(words, view.complaint.status),
            words.moment(since),
        )
        did = words.text("{what} · {who}", what=verb_word(words, case.changed_verb), who=person_word(words, view.who))
        when = words.moment(case.changed_at) if case.changed_at else ""
        ours = (words.text("Here"), stage_word(words, case.stage), " · ".join(filter(None, (did, when))))
        for cells, said in zip(self._cells, (theirs, ours), strict=True):
            for label, text in zip(cells, said, strict=True):
                label.setText(breakable(text))
        self.setAccessibleName(". ".join((self._title.text(), *(" ".join(said) for said in (theirs, ours)))))
