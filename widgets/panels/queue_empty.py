"""Why a queue is empty: nothing was ever heard, nothing is reported, or the filter hides it. Never a bare nothing."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.freshness import Freshness
from app.i18n import N_, Language
from app.views.sources import SourceLine
from widgets.panels.queue_choice import UNANSWERED
from widgets.plain import caption, text_label
from widgets.theme import Size

COMPLAINT_PROTOCOLS = frozenset({"open311"})


class Why(Enum):
    """Reason of an empty queue, with its message ids."""

    NEVER = (N_("No complaint source has answered yet"), N_("Complaints appear here with the first complete answer."))
    THEN = (N_("Nothing was known at that instant"), N_("This room had not heard of any complaint yet."))
    NONE = (N_("No complaints reported"), N_("The source answered: its list is empty."))
    ALL_DONE = (N_("No open complaints"), N_("{n} complaints are known; none of them is open."))
    ANSWERED = (N_("Every crew has answered"), N_("No order waits for its answer longer than it may."))
    FILTERED = (N_("The filter hides every complaint"), N_("{n} complaints are known."))


@dataclass(frozen=True, slots=True)
class SourceState:
    """The complaint sources taken together: whether one ever answered, the worst state, the oldest link age."""

    answered: bool
    worst: Freshness
    age_s: float | None

    @classmethod
    def of(cls, lines: tuple[SourceLine, ...]) -> "SourceState":
        """From the sources view; every source counts where no complaint protocol is known."""
        known = [line for line in lines if line.protocol in COMPLAINT_PROTOCOLS] or list(lines)
        ages = [line.link_age_s for line in known if line.link_age_s is not None]
        worst = max((line.freshness for line in known), default=Freshness.NEVER)
        return cls(bool(ages), worst, max(ages, default=None))


def why_empty(known: int, source: SourceState, hides: bool, states: str, *, is_replay: bool = False) -> Why:
    """The reason, from the number of known complaints, the source's state, the filter, and whether it is now."""
    if not known and is_replay:
        return Why.THEN
    if not known:
        return Why.NONE if source.answered else Why.NEVER
    whys = {"current": Why.ALL_DONE, "open": Why.ALL_DONE, UNANSWERED: Why.ANSWERED}
    return Why.FILTERED if hides else whys.get(states, Why.FILTERED)


class EmptyQueue(QWidget):
    """The sentence in place of rows, and a button that lifts the filter where one hides them."""

    lift_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.detail = text_label(role="title"), text_label(role="secondary")
        self._lift = QPushButton()
        self._lift.clicked.connect(self.lift_wanted)
        self._lift.setMinimumHeight(Size.HIT)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(Size.GAP[3],) * 4)
        column.setSpacing(Size.GAP[1])
        column.addStretch(2)
        for label in (self.title, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self._lift, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)

    def show_why(self, why: Why, known: int, words: Language) -> None:
        """Say the reason in the language in use."""
        title, detail = why.value
        self.title.setText(words.text(title))
        self.detail.setText(words.text(detail, n=words.number(known)))
        self.setAccessibleName(f"{self.title.text()}. {self.detail.text()}")
        caption(self._lift, words.text("Show all complaints"))
        self._lift.setVisible(why in (Why.FILTERED, Why.ALL_DONE, Why.ANSWERED))
