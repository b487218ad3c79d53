"""Every figure in every panel and scene explains itself: whatever shows a digit answers `?`, or is named here with why.

A walk over all widgets in sight, not over a list of those we thought of.
"""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QWidget,
)

from app.domain.rules import RULES
from app.i18n import Language
from app.views.explain import explain
from app.views.figure import Figure
from tests.widgets import money_views as mv
from tests.widgets.deadline_views import deadlines_view
from tests.widgets.fakes import NOW, FakeLive, fake_group, source_status
from tests.widgets.shell.conftest import turn
from widgets.explain.asks import EXPLAINS
from widgets.explain.cells import FIGURE, FigureCells
from widgets.explain.sheet import ExplainSheet
from widgets.explain.tile import FigureTile
from widgets.group import Group
from widgets.panels.agencies import AgenciesPanel
from widgets.panels.complaint import ComplaintPanel
from widgets.panels.deadlines import DeadlinesPanel
from widgets.panels.funds import FundsPanel
from widgets.panels.queue import QueuePanel
from widgets.panels.queue_model import DUE
from widgets.panels.revenue import RevenuePanel
from widgets.panels.sources import SourcesPanel
from widgets.panels.timeline import TimelinePanel
from widgets.scenes.agencies_funds import agencies_funds_scene
from widgets.scenes.pages import pages_of
from widgets.scenes.parts import LineRow
from widgets.scenes.revenue import revenue_scene
from widgets.scenes.today import today_scene
from widgets.scenes.view import SceneView
from widgets.source_chips import SourceChips
from widgets.viewing import Viewing

DIGIT = re.compile(r"\d")
NO_FIGURES = {
    "year": re.compile(r"(Pajak daerah |Semua jenis )?20\d\d"),
    "a date, when something is from": re.compile(r"(Ini [\w ]+, bukan PAD\. )?Data s\.d\. \d+ \w+ 20\d\d\."),
    "a name with a number in it": re.compile(r"Bekasi \d"),
}


@pytest.fixture
def live(qapp: QApplication) -> FakeLive:
    made = FakeLive()
    made.picture.sources = {spec.id: source_status(spec.id) for spec in made.city.sources}
    return made


@pytest.fixture
def group(qapp: QApplication) -> Group:
    return fake_group()


PANELS = {
    "queue": lambda live, group: QueuePanel(live, group),
    "sources": lambda live, group: SourcesPanel(live, group),
    "revenue": lambda live, group: RevenuePanel(live, group, lambda *_, **__: mv.revenue_view(), lambda *_: mv.days()),
    "agencies": lambda live, group: AgenciesPanel(live, group, lambda *_: mv.agencies_view()),
    "funds": lambda live, group: FundsPanel(live, group, lambda *_: mv.funds_view()),
    "deadlines": lambda live, group: DeadlinesPanel(live, group, lambda *_: deadlines_view()),
    "chips": lambda live, group: SourceChips(live, group),
}


def shown_by(widget: QWidget) -> str:
    """The words of a label or a button."""
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return ""


def explains(widget: QWidget) -> bool:
    """Whether a widget, or one it stands in, answers `?`."""
    at: QWidget | None = widget
    while at is not None:
        if at.property(EXPLAINS) or isinstance(at, FigureTile | LineRow):
            return True
        at = at.parentWidget()
    return False


def unexplained(root: QWidget) -> Iterator[str]:
    """What shows a digit and explains nothing."""
    for widget in root.findChildren(QWidget):
        text = shown_by(widget)
        in_a_view = any(isinstance(up, QAbstractItemView | QComboBox | QLineEdit) for up in _above(widget))
        if not widget.isVisible() or in_a_view or not DIGIT.search(text):
            continue
        if not explains(widget) and not any(known.fullmatch(text.strip()) for known in NO_FIGURES.values()):
            yield text


def _above(widget: QWidget) -> Iterator[QWidget]:
    at = widget.parentWidget()
    while at is not None:
        yield at
        at = at.parentWidget()


@pytest.mark.parametrize("name", PANELS)
def test_every_label_with_a_figure_explains_itself(live, group, show, name):
    panel = show(PANELS[name](live, group), (1500, 900))
    turn()
    assert list(unexplained(panel)) == []


def words_of_cell(view: QAbstractItemView, row: int, column: int) -> str:
    return str(view.model().index(row, column).data() or "")


WORDS = {
    "queue": {1, 2, 3},
    "sources": {0, 1, 8},
    "revenue": {0},
    "agencies": {0, 6, 7},
    "funds": {0},
    "deadlines": {0},
}
"""Columns of names, states and remarks: their digits are no figures. The queue's titles are citizens' words."""


@pytest.mark.parametrize("name", [name for name in PANELS if name != "chips"])
def test_every_cell_with_a_figure_explains_itself(live, group, show, name):
    panel = show(PANELS[name](live, group), (1500, 900))
    turn()
    checked = 0
    for view in panel.findChildren(QAbstractItemView):
        if not view.isVisible() or view.model() is None or isinstance(view, QHeaderView):
            continue
        if view is getattr(panel, "cases", None):
            continue  # citizens' words and dates
        payments = view is getattr(panel, "paid", None)
        for row in range(min(view.model().rowCount(), 30)):
            for column in range(view.model().columnCount()):
                text = words_of_cell(view, row, column)
                if not DIGIT.search(text) or column in ({0, 2, 3, 4} if payments else WORDS[name]):
                    continue
                index = view.model().index(row, column)
                found = panel.asks.due(index) if name == "queue" else index.data(FIGURE)
                assert isinstance(found, Figure), (name, row, column, text)
                told = explain(found, live.picture) if name in ("queue", "sources") else found
                assert told is not None and found.rule in RULES
                checked += 1
    assert checked > 3


@pytest.mark.parametrize("scene", [0, 1, 2])
def test_every_figure_of_a_scene_explains_itself(live, group, show, scene):
    words = Language("id")
    made = (
        today_scene(mv.day_view(), words),
        revenue_scene(mv.revenue_view(), words),
        agencies_funds_scene(mv.agencies_view(), mv.funds_view(), words),
    )[scene]
    seen_from = Viewing(32, 64)
    view = show(SceneView(group, seen_from), (1900, 1000))
    page = pages_of(made, 58, 30, 1.6, 12)[0]
    view.show_page(made, page, NOW)
    turn()
    rows = [row for row in view.rows if row.isVisible()]
    assert all(row.line.figure is not None for row in rows if DIGIT.search(row.line.right + row.line.below))
    assert list(unexplained(view)) == []
    told = [tile.figure for tile in view.tiles if tile.isVisible()]
    assert all(figure.rule in RULES for figure in told)


def press(widget: QWidget) -> bool:
    """`?` on a widget, as the window's keyboard hands it on."""
    widget.setFocus()
    for kind in (QKeyEvent.Type.ShortcutOverride, QKeyEvent.Type.KeyPress):
        event = QKeyEvent(kind, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?")
        event.setAccepted(False)
        QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_a_chips_count_is_explained_by_key_with_the_complaints_behind_it(live, group, show):
    panel, asked = show(QueuePanel(live, group), (700, 700)), []
    group.explain_requested.connect(lambda figure, _: asked.append(figure))
    turn()
    for button in panel.parts.chips._buttons.values():
        press(button)
        shown = int(button.text().rsplit(" ", 1)[1])
        assert asked[-1].value == shown and len(explain(asked[-1], live.picture).inputs) == (shown > 0)
        assert sum(line.count for line in explain(asked[-1], live.picture).inputs) == shown
    everything = next(figure for figure in asked if figure.parts)
    assert [part.rule for part in everything.parts] == ["queue.open", "queue.overdue", "queue.unanswered"]
    counted = (panel._view.open, panel._view.overdue, panel._view.unanswered)
    assert [part.value for part in everything.parts] == [*map(float, counted)]


def test_the_key_explains_the_due_cell_one_stands_on_and_is_the_desks_elsewhere(live, group, show):
    panel, asked = show(QueuePanel(live, group), (900, 700)), []
    group.explain_requested.connect(lambda figure, _: asked.append(figure))
    turn()
    table, model = panel.parts.table, panel.parts.model
    row = next(n for n in range(model.rowCount()) if words_of_cell(table, n, DUE).strip())
    table.setCurrentIndex(model.index(row, DUE))
    press(table)
    assert [figure.rule for figure in asked] == ["queue.due"]
    assert Language("id").countdown(asked[0].value) in words_of_cell(table, row, DUE)
    table.setCurrentIndex(model.index(row, 1))
    event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?")
    event.setAccepted(False)
    QApplication.sendEvent(table, event)
    assert not event.isAccepted() and len(asked) == 1


def test_the_timeline_explains_all_its_bars_or_the_one_the_keyboard_is_on(live, group, show):
    panel, asked = show(TimelinePanel(live, group), (900, 140)), []
    group.explain_requested.connect(lambda figure, _: asked.append(figure))
    press(panel)
    counts = panel._view.counts
    assert asked[-1].value == counts.sum() > 0
    assert sum(line.count for line in explain(asked[-1], live.picture).inputs) == counts.sum()
    panel.chosen = int(counts.argmax())
    press(panel)
    assert asked[-1].value == counts.max() and asked[-1].rule == "queue.span"


def test_the_sheet_tells_the_story_of_a_sources_age(live, group, show):
    from widgets.explain.explainer import Explainer

    panel = show(SourcesPanel(live, group), (1300, 700))
    explainer = Explainer(live, group, panel)
    assert isinstance(panel.cells, FigureCells)
    assert panel.cells.explain(panel.model.index(0, 2))
    assert isinstance(explainer.sheet, ExplainSheet)
    said = " ".join(text for _, text in explainer.sheet.rows)
    assert panel.model.lines[0].id in said and Language("id").text(RULES["source.link_age_s"].words) in said
    explainer.sheet.dismiss()


def test_the_deadlines_of_a_complaint_explain_the_time_left(live, group, show):
    panel, asked = show(ComplaintPanel(live, group), (600, 900)), []
    group.explain_requested.connect(lambda figure, _: asked.append(figure))
    assert panel.due() is None
    known = np.flatnonzero(~np.isnan(live.picture.complaints.due))
    group.select("complaint", int(known[0]) + 1)
    turn()
    panel.asks.explain()
    assert asked[-1].rule == "queue.due" and asked[-1].inputs[0].keys.tolist() == [int(known[0]) + 1]
    group.select("vehicle", 1)
    turn()
    assert not panel.asks.explain()
