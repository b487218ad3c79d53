"""The block of deadlines in the complaint panel: one line a step, the pause, and the rule they follow."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.money import left_bound
from app.domain.deadline import Step
from app.domain.ladder import RUNG_WORDS, Rung
from app.i18n import N_, Language
from app.views.complaint import ComplaintView
from app.views.stages import StageLine, Standing, paused_for
from widgets.case_words import one_line
from widgets.panels.complaint_parts import FieldGrid
from widgets.panels.complaint_words import Field
from widgets.plain import text_label
from widgets.theme import Size

LABELS: Mapping[Step, str] = {
    Step.FIRST_ANSWER: N_("First answer"),
    Step.ON_SITE: N_("On site"),
    Step.MAKE_SAFE: N_("Made safe"),
    Step.DONE: N_("Done"),
    Step.LAW_VERIFIED: N_("Law: verified"),
    Step.LAW_ACTED: N_("Law: first action"),
    Step.LAW_RESOLVED: N_("Law: resolved"),
}
_PASSED = frozenset({Standing.MISSED, Standing.LATE})


class DeadlineBlock(QWidget):
    """Filled by `show_view`, patched in place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self.grid = text_label(role="caps"), FieldGrid()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP[0])
        column.addWidget(self._name)
        column.addWidget(self.grid)

    def show_view(self, view: ComplaintView, now: datetime, words: Language) -> None:
        """Show a complaint's steps at an instant; without any the block is not there."""
        self._name.setText(words.text("Deadlines").upper())
        fields = fields_of(view, now, words)
        self.grid.show_fields(fields, words)
        self.setVisible(bool(fields))


def fields_of(view: ComplaintView, now: datetime, words: Language) -> list[Field]:
    """The city's targets, the pause, the law's limits, and by which version of the rule."""
    lines = view.stages
    own = [_field(line, now, words) for line in lines if not line.is_law]
    law = [_field(line, now, words) for line in lines if line.is_law]
    if not lines:
        return []
    is_kept = view.case is not None and bool(view.case.rule)
    kept, present = N_("{version}, kept with the case"), N_("{version}, of the city file as it is now")
    said = words.text(kept if is_kept else present, version=one_line(view.rule, 60))
    return [
        *own,
        *_pause(view, now, words),
        *law,
        *_told(view, now, words),
        Field(N_("Rule"), said),
        *_money(view, words),
    ]


def _short(moment: datetime, now: datetime, words: Language) -> str:
    """Day and time; the year only where it is another one."""
    is_near = moment.astimezone(words.zone).year == now.astimezone(words.zone).year
    return f"{words.date(moment, 'd MMM' if is_near else 'd MMM y')} {words.time(moment)}"


def _field(line: StageLine, now: datetime, words: Language) -> Field:
    """Net end, how it stands, and the gross end where a pause moved it."""
    parts = [_short(line.net, now, words), _standing(line, words)]
    if line.net != line.gross:
        parts.append(words.text("gross {moment}", moment=_short(line.gross, now, words)))
    return Field(LABELS[line.step], " · ".join(parts), line.standing in _PASSED)


def _standing(line: StageLine, words: Language) -> str:
    left = words.age(abs(line.left.total_seconds()))  # no seconds: lines that wrap anew every second jump
    match line.standing:
        case Standing.OWED:
            return words.text("{left} left", left=left)
        case Standing.MISSED:
            return words.text("overdue by {left}", left=left)
        case Standing.LATE:
            return words.text("met {left} late", left=left)
    return words.text(line.standing.value)


def _told(view: ComplaintView, now: datetime, words: Language) -> list[Field]:
    """Who heard of a missed deadline, from the nearest office up."""
    rungs = [(rung, at) for rung in Rung for office, at in view.told if office == rung.value]
    told = [f"{words.text(RUNG_WORDS[rung])} {_short(at, now, words)}" for rung, at in rungs]
    return [Field(N_("To be told"), " · ".join(told))] if told else []


def _money(view: ComplaintView, words: Language) -> list[Field]:
    """What the case has bound of the response fund: an estimate, or what it cost."""
    case, told = view.case, []
    if case is not None and case.committed:
        told.append(words.text("estimate {amount}", amount=words.money(case.committed)))
    if case is not None and case.spent:
        told.append(words.text("cost {amount}", amount=words.money(case.spent)))
    is_left = case is not None and left_bound(case) > 0
    if is_left:
        told.append(words.text("still bound: enter the cost"))
    return [Field(N_("Response fund"), " · ".join(told), is_left)] if told else []


def _pause(view: ComplaintView, now: datetime, words: Language) -> list[Field]:
    case, total = view.case, paused_for(view.case, now)
    if case is None or (case.paused_at is None and total <= timedelta(0)):
        return []
    told = [words.text("{span} in all", span=words.age(total.total_seconds()))]
    if case.paused_at is not None:
        since, reason = _short(case.paused_at, now, words), one_line(case.pause_reason, 400)
        told.insert(0, words.text("since {moment}: {reason}", moment=since, reason=reason))
    return [Field(N_("Pause"), " · ".join(told))]
