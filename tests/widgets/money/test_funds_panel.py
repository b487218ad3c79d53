"""The funds panel: what is left, the mark at 80 %, and payments bound to complaints."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.views.funds_cases import ESTIMATE, CaseMoney
from tests.widgets import money_views as mv
from tests.widgets.figures import figure
from widgets.panels.funds import FundsPanel


@pytest.fixture
def panel(live, group, show):
    return show(FundsPanel(live, group, lambda *_: mv.funds_view()))


def cell(panel, row, column, role=Qt.ItemDataRole.DisplayRole):
    return panel.model.data(panel.model.index(row, column), role)


def test_every_fund_is_a_row_and_their_sum_the_last(panel):
    assert [cell(panel, row, 0) for row in range(5)][-1] == "Jumlah: Semua dana tanggap"
    assert cell(panel, 0, 4) == "Rp192 juta"
    assert cell(panel, 0, 6) == "6 hari"
    assert cell(panel, 2, 6) == "–", "without payments there is no cover"


def test_a_fund_near_its_ceiling_is_marked_and_counted(panel, group):
    assert cell(panel, 0, 5, Qt.ItemDataRole.ForegroundRole).name() == group.theme.tinggi
    assert panel.model.columns[5].bar_limit == 80
    assert panel.headline == "Dana tanggap 2016 · 2 hampir habis"


def test_a_payment_selects_its_complaint(panel, group):
    at = panel.paid.visualRect(panel.paid_model.index(0, 2)).center()
    QTest.mouseClick(panel.paid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert group.selection == ("complaint", 3)


def test_enter_brings_the_complaint_to_the_front(panel, group, qtbot):
    panel.paid.setCurrentIndex(panel.paid_model.index(0, 0))
    with qtbot.waitSignal(group.panel_requested) as told:
        QTest.keyClick(panel.paid, Qt.Key.Key_Return)
    assert told.args == ["complaint"]
    assert group.selection == ("complaint", 3)


def test_a_payment_without_a_known_complaint_selects_nothing_and_says_so(panel, group):
    at = panel.paid.visualRect(panel.paid_model.index(2, 2)).center()
    QTest.mouseClick(panel.paid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert group.selection == ("", 0)
    assert "2016-11-30-0999" in panel._note.text()
    at = panel.paid.visualRect(panel.paid_model.index(1, 2)).center()
    QTest.mouseClick(panel.paid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert group.selection == ("", 0), "a payment bound to no complaint"


def test_what_this_room_bound_stands_above_with_the_number_of_its_complaint(live, group, show):
    bound = CaseMoney(2, "disbimarta", figure(700_000, "IDR"), ESTIMATE)
    panel = show(FundsPanel(live, group, lambda *_: mv.funds_view(cases=(bound,))))
    texts = [panel.paid_model.data(panel.paid_model.index(0, column)) for column in range(5)]
    assert texts[1:3] == ["Rp700.000", "Perkiraan biaya perintah"]
    assert texts[4] == live._texts[2].id
    at = panel.paid.visualRect(panel.paid_model.index(0, 2)).center()
    QTest.mouseClick(panel.paid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert group.selection == ("complaint", 2)


def test_without_funds_it_says_so(live, group, show):
    panel = show(FundsPanel(live, group, lambda *_: mv.funds_view(lines=(), spending=(), total=None)))
    assert "2016" in panel._note.text()
    assert panel.table() is None
