"""The deadlines panel: agencies with what is missed and forecast, and the cases behind it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.widgets.deadline_views import deadlines_view
from widgets.panels.deadlines import DeadlinesPanel


@pytest.fixture
def panel(live, group, show):
    return show(DeadlinesPanel(live, group, lambda *_: deadlines_view()))


def cells(model, row):
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_agencies_stand_above_their_sum_with_the_pace_they_are_forecast_by(panel):
    assert cells(panel.model, 0)[:5] == ["Dinas Kebersihan", "214", "31", "17", "22"]
    assert cells(panel.model, 2)[0] == "Jumlah: Semua SKPD" and cells(panel.model, 2)[3] == "20"
    assert panel.headline == "20 terlewat · 35 jatuh tempo hari ini · 22 diperkirakan"
    assert "2 Des" in panel.tiles["forecast"].accessibleName() + panel.tiles["forecast"].toolTip() + " ".join(
        label.text() for label in panel.tiles["forecast"].findChildren(type(panel._note))
    )


def test_a_case_is_shown_by_its_words_and_selects_its_complaint(panel, live, group, qtbot):
    first = cells(panel.case_model, 0)
    assert first[0] == live._texts[3].id and first[4] == "terlewat"
    at = panel.cases.visualRect(panel.case_model.index(1, 1)).center()
    QTest.mouseClick(panel.cases.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert group.selection == ("complaint", 1)
    panel.cases.setCurrentIndex(panel.case_model.index(0, 0))
    with qtbot.waitSignal(group.panel_requested) as told:
        QTest.keyClick(panel.cases, Qt.Key.Key_Return)
    assert told.args == ["complaint"] and group.selection == ("complaint", 3)


def test_what_is_not_listed_and_what_is_not_there_is_said(live, group, show):
    panel = show(DeadlinesPanel(live, group, lambda *_: deadlines_view(more=41)))
    assert panel._note.text().startswith("41 ")
    empty = show(DeadlinesPanel(live, group, lambda *_: deadlines_view(lines=(), cases=())))
    assert empty._note.isVisible() and empty.table() is None


def test_the_table_to_save_holds_every_agency_as_numbers(panel):
    table = panel.table()
    assert table is not None and table.rows[0][1:] == (214, 31, 17, 22, 2.375) and len(table.rows) == 3
