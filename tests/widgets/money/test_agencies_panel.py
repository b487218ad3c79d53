"""The agencies panel: who answers, who is silent, each indicator in a line, and the worst one told in full."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.widgets import money_views as mv
from widgets.chart.series import Look
from widgets.explain.cells import FIGURE
from widgets.figure_table import TREND
from widgets.panels.agencies import AgenciesPanel


@pytest.fixture
def panel(live, group, show):
    return show(AgenciesPanel(live, group, lambda *_: mv.agencies_view()))


def row_of(panel, id_):
    return next(at for at, row in enumerate(panel.model.rows) if row.id == id_)


def cell(panel, id_, column, role=Qt.ItemDataRole.DisplayRole):
    return panel.model.data(panel.model.index(row_of(panel, id_), column), role)


def test_the_headline_counts_who_answers_and_the_silent_are_named_with_their_days(panel):
    assert panel.headline == "11 dari 13 SKPD menjawab"
    assert "Bagian Telematika (6 hari)" in panel._silent.text()
    assert "Dinas Kebersihan (belum pernah)" in panel._silent.text()
    assert not panel._mark.pixmap().isNull(), "the sentence has a colour but no mark"


def test_a_line_has_value_target_trend_age_owner_and_remark(panel):
    id_ = "dinkes.dbd_kasus"
    assert cell(panel, id_, 1) == "48 kasus"
    assert cell(panel, "dinkes.tempat_tidur_terisi", 3) == "85,0%"
    assert cell(panel, id_, 5) == "13 jam"
    assert cell(panel, id_, 6) == "Kepala Bidang P2P"
    assert "Fogging" in cell(panel, id_, 7)
    assert "57 nilai" in cell(panel, id_, 4, Qt.ItemDataRole.AccessibleTextRole)
    assert np.isnan(cell(panel, id_, 4, TREND).values[21])


def test_a_mark_has_colour_shape_and_word(panel, group):
    id_ = "dinkes.dbd_kasus"
    assert cell(panel, id_, 1, Qt.ItemDataRole.ForegroundRole).name() == group.theme.tinggi
    assert not cell(panel, id_, 1, Qt.ItemDataRole.DecorationRole).isNull()
    assert "tinggi" in cell(panel, id_, 1, Qt.ItemDataRole.AccessibleTextRole)


def test_what_never_came_is_a_dash_and_what_is_lost_is_grey(panel, group):
    assert cell(panel, "kebersihan.sampah_terangkut", 1) == "–"
    assert cell(panel, "kebersihan.sampah_terangkut", 5) == "belum pernah terlihat"
    assert cell(panel, "telematika.sistem_aktif", 1, Qt.ItemDataRole.ForegroundRole).name() == group.theme.faint


def test_the_worst_indicator_is_told_first_dengue_by_week_with_the_outbreak_line(panel):
    assert panel.model.row_at(panel.lines.currentIndex()) == "dinkes.dbd_kasus"
    spec = panel.detail.chart._spec
    assert [(s.look, s.name) for s in spec.series] == [
        (Look.BARS, "Kasus DBD per minggu"),
        (Look.ALARM, "garis KLB"),
    ]
    assert panel.detail.tile.value.text() == "48 kasus"
    assert "Fogging" in panel.detail._remark.text()


def test_beds_are_a_line_with_the_target(panel):
    panel.lines.select_row("dinkes.tempat_tidur_terisi")
    spec = panel.detail.chart._spec
    assert [s.look for s in spec.series] == [Look.MAIN]
    assert spec.marks[0].is_level and spec.marks[0].at == 85


def test_a_heading_says_what_to_do(panel):
    panel.lines.select_row("dinkes")
    assert panel.detail.chart._spec is None
    assert "Pilih" in panel.detail.chart._none.text()


def test_the_selection_stays_when_values_change(panel):
    panel.lines.select_row("bappeda.fisik_persen")
    panel.refresh()
    assert panel.model.row_at(panel.lines.currentIndex()) == "bappeda.fisik_persen"


def test_the_table_for_others_holds_every_indicator(panel):
    table = panel.table()
    assert len(table.rows) == 7
    assert table.rows[0][1:6] == ("Kasus DBD per minggu", 48.0, None, None, "cases")


def test_what_is_running_stands_beside_the_last_period_that_is_over(live, group, show):
    line = mv.running_line()
    view = mv.agencies_view(agencies=(mv.AgencyLine("kebersihan", "Dinas Kebersihan", mv.Freshness.FRESH, (line,)),))
    panel = show(AgenciesPanel(live, group, lambda *_: view))
    id_ = "kebersihan.sampah_terangkut"
    assert (cell(panel, id_, 1), cell(panel, id_, 2)) == ("290 t", "249 t")
    assert cell(panel, id_, 1, FIGURE).mark is not None and cell(panel, id_, 2, FIGURE).mark is None
    assert "sampai 10.00" in cell(panel, id_, 2, Qt.ItemDataRole.AccessibleTextRole)
    assert panel.detail.tile.figure is line.whole and "29 Nov 2016" in panel.detail.tile.below.text()
    assert panel.detail.running.figure is line.value and "sampai 10.00" in panel.detail.running.below.text()
    [row] = panel.table().rows
    assert row[2:5] == (290.0, line.judged_day, 249.0)


def test_without_agencies_nothing_breaks(live, group, show):
    panel = show(AgenciesPanel(live, group, lambda *_: mv.agencies_view(agencies=(), silent=(), answering=0, of=0)))
    assert panel.table() is None
    assert not panel._silent.isVisible()


def test_hostile_names_of_agencies_stay_inside(live, group, show):
    view = mv.agencies_view(silent=tuple(mv.Silent(f"a{n}", mv.EVIL, n) for n in range(20)))
    panel = show(AgenciesPanel(live, group, lambda *_: view), (640, 600))
    assert "\u202e" not in panel._silent.text()
    assert "14" in panel._silent.text(), "those not named are not counted"
    assert panel.width() == 640


def test_the_owners_remarks_are_read_once_for_the_records_in_sight(live, group, show, qtbot):
    live.remarks = {2: "Fogging sejak Senin."}
    seen = []

    def view(picture, frame, city, remarks):
        seen.append(dict(remarks))
        return mv.agencies_view()

    panel = show(AgenciesPanel(live, group, view))
    qtbot.waitUntil(lambda: seen[-1] == live.remarks)
    n = len(seen)
    panel.refresh()
    assert len(seen) == n + 1, "the same remarks made the panel build itself again and again"
