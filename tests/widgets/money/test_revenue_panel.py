"""The revenue panel: which total it is, figures, chart, drill-down, comparing years, saving, and rough views."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.i18n import Language
from app.journal.reader import Changes
from reports.tables import Table
from tests.widgets import money_views as mv
from tests.widgets.shell.conftest import turn
from widgets.jobs.wishes import ExportWish, ReportWish
from widgets.money_words import name_of
from widgets.panels.revenue import RevenuePanel


class Asked:
    """A view function that remembers what it was asked."""

    def __init__(self, view=None) -> None:
        self.view, self.calls = view or mv.revenue_view(), []

    def __call__(self, picture, frame, city, **chosen):
        self.calls.append(chosen)
        return self.view


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def panel(live, group, show, asked):
    return show(RevenuePanel(live, group, asked, lambda *_: mv.days()))


def cell(panel, row, column):
    return panel.tables.model.data(panel.tables.model.index(row, column))


def test_the_title_names_which_total_it_is_and_never_mixes_it_with_PAD(panel):
    assert panel.headline == "Pajak daerah 2016 · 91,6% dari target"
    assert "bukan PAD" in panel._note.text()
    assert panel.chart.accessibleName() == "Pajak daerah 2016"


def test_the_calm_figures_are_all_there(panel):
    shown = {name: tile.value.text() for name, tile in panel.tiles.items()}
    assert shown["to_date"] == "Rp1,42 triliun"
    assert shown["percent"] == "91,6%"
    assert shown["remainder"] == "Rp130 miliar"
    assert shown["pace"] == "1,01"
    assert "15 Nov 2016" in panel.tiles["target"].below.text()
    assert "Rp1,45 triliun" in panel.tiles["target"].below.text(), "the original target is not said"
    assert "Rp1,5" in panel.tiles["projection"].below.text()


def test_the_chart_has_this_year_plan_projection_with_band_and_the_last_year(panel):
    spec = panel.chart._spec
    assert [(s.id, s.is_shown) for s in spec.series] == [
        *(("this", True), ("plan", True), ("ahead", True)),
        *(("2015", True), ("2014", False), ("2013", False)),
    ]
    assert spec.band is not None
    assert {mark.name for mark in spec.marks} == {"jatuh tempo PBB", "target diubah"}


def test_years_are_compared_and_remembered(panel, live, group, show, asked):
    panel.chart.legend.buttons["2013"].click()
    assert {s.id for s in panel.chart._spec.series if s.is_shown} >= {"2015", "2013"}
    kept = panel.remembered()
    other = show(RevenuePanel(live, group, asked, lambda *_: mv.days()))
    other.recall({**kept, "saved": [5, "/tmp/x.csv"]})
    turn()
    other.refresh()
    assert {s.id for s in other.chart._spec.series if s.is_shown} >= {"2015", "2013"}
    other.recall({"compared": "x", "saved": "y"})


def test_from_kind_to_kecamatan_to_days_and_back_with_the_crumbs(panel, asked):
    QTest.keyClick(panel.tables.lines, Qt.Key.Key_Down)
    panel.tables.lines.setCurrentIndex(panel.tables.model.index(1, 0))
    QTest.keyClick(panel.tables.lines, Qt.Key.Key_Return)
    assert (panel.kind, panel.district) == ("PBB_P2", None)
    assert asked.calls[-1] == {"year": None, "kind": "PBB_P2", "district": None}
    assert panel.tables.shows_districts()
    assert cell(panel, 0, 0) == "Bekasi Timur"
    QTest.keyClick(panel.tables.lines, Qt.Key.Key_Return)
    assert (panel.kind, panel.district) == ("PBB_P2", "32.75.01")
    assert panel.tables.days.isVisible()
    assert panel.tables.days_model.rowCount() == 40
    assert [b.text() for b in panel.crumbs.buttons] == ["Semua jenis", "PBB-P2"]
    QTest.keyClick(panel.tables.days, Qt.Key.Key_Backspace)
    assert (panel.kind, panel.district) == ("PBB_P2", None)
    panel.crumbs.buttons[0].click()
    assert (panel.kind, panel.district) == (None, None)
    assert not panel.go_up()


def test_a_day_without_a_value_is_a_dash(panel):
    panel.on_opened("kind", "PBB_P2")
    panel.on_opened("district", "32.75.01")
    model = panel.tables.days_model
    shown = {model.data(model.index(row, 0)): model.data(model.index(row, 1)) for row in range(8)}
    assert shown["27 Nov 2016"] == "–", "a Sunday without revenue is no zero"
    assert shown["29 Nov 2016"] == "Rp120 juta"


def test_the_table_has_the_sum_and_opening_it_goes_nowhere(panel):
    last = panel.tables.model.rowCount() - 1
    assert cell(panel, last, 0) == "Jumlah: Pajak daerah"
    panel.tables.lines.setCurrentIndex(panel.tables.model.index(last, 0))
    QTest.keyClick(panel.tables.lines, Qt.Key.Key_Return)
    assert panel.kind is None


def test_another_year_is_asked_for(panel, asked):
    assert [panel.years.itemText(at) for at in range(panel.years.count())] == ["2016", "2015", "2014", "2013"]
    panel.years.activated.emit(1)
    assert asked.calls[-1]["year"] == 2015


def test_out_of_sight_nothing_is_built(live, group, asked):
    panel = RevenuePanel(live, group, asked, lambda *_: ())
    live.changed.emit(Changes(5, frozenset({Kind.INDICATOR}), {}))
    live.tick(60)
    assert asked.calls == []
    panel.deleteLater()
    turn()


def test_a_change_of_its_kinds_is_shown_and_another_is_not(panel, live, asked, qtbot):
    n = len(asked.calls)
    live.changed.emit(Changes(5, frozenset({Kind.POSITION}), {}))
    assert not panel._soon.isActive()
    live.changed.emit(Changes(6, frozenset({Kind.INDICATOR}), {}))
    qtbot.waitUntil(lambda: len(asked.calls) == n + 1)


def test_the_selected_line_stays_selected(panel, asked):
    panel.tables.lines.select_row("PPJ")
    asked.view = mv.revenue_view(kinds=tuple(reversed(mv.revenue_view().kinds)))
    panel.refresh()
    assert panel.tables.model.row_at(panel.tables.lines.currentIndex()) == "PPJ"


def test_before_anything_came_it_says_so_and_shows_no_zero(live, group, show):
    panel = show(RevenuePanel(live, group, Asked(mv.empty_revenue()), lambda *_: ()))
    assert all(tile.value.text() == "–" for tile in panel.tiles.values())
    assert "belum ada" in panel.chart._none.text().lower()
    assert panel.table() is None
    assert panel.headline == "Pajak daerah 2016"


def test_what_is_lost_is_grey_hatched_and_named(live, group, show):
    view = mv.revenue_view(line={"freshness": Freshness.LOST}, withheld=("Pajak Hotel",))
    panel = show(RevenuePanel(live, group, Asked(view), lambda *_: ()))
    assert "hilang" in panel.tiles["to_date"].below.text()
    assert "Pajak Hotel" in panel._note.text()


def test_hostile_names_stay_literal_and_inside(live, group, show):
    kinds = (mv.revenue_line("X", mv.EVIL, mv.EVIL, 0.3),)
    panel = show(RevenuePanel(live, group, Asked(mv.revenue_view(kinds=kinds)), lambda *_: mv.days()), (640, 560))
    assert "<b>" in cell(panel, 0, 0)
    assert "\u202e" not in cell(panel, 0, 0)
    panel.on_opened("kind", "X")
    assert panel.width() == 640, "a long name made the panel wider"
    assert panel.minimumSizeHint().width() <= 640


def test_the_table_is_copied_and_exported_with_plain_numbers(panel, group, qtbot):
    panel.copy()
    text = QGuiApplication.clipboard().text()
    assert "BPHTB\t" in text and "Pajak daerah 2016" in text
    with qtbot.waitSignal(group.job_requested) as told:
        panel.run("revenue:xlsx")
    wish = told.args[0]
    assert isinstance(wish, ExportWish) and isinstance(wish.table, Table)
    assert wish.suffix == ".xlsx" and wish.owner == "revenue"
    assert wish.table.rows[0][2] == pytest.approx(1.42e12 * 0.27)


def test_PDF_of_this_wishes_for_the_report_of_the_day_shown(panel, group, qtbot):
    with qtbot.waitSignal(group.job_requested) as told:
        panel.run("revenue:pdf")
    assert told.args[0] == ReportWish("revenue", "revenue", date(2016, 11, 30), "id")


def test_the_menu_offers_what_was_saved_before(panel, group, tmp_path, qtbot):
    saved = tmp_path / "pajak.csv"
    saved.write_text("x")
    group.job_done.emit("revenue", str(saved))
    group.job_done.emit("funds", str(tmp_path / "other.csv"))
    panel._fill_menu()
    last = panel._menu.actions()[-1]
    assert "pajak.csv" in last.text() and last.isEnabled()
    with qtbot.waitSignal(group.file_opened) as told:
        last.trigger()
    assert told.args == [str(saved)]


def test_everything_has_an_accessible_name_in_both_languages(panel, group):
    for code in ("id", "en"):
        group.set_language(Language(code))
        for control in (panel.tables.lines, panel.years, panel.more, panel.chart.reset, panel.chart.table):
            assert control.accessibleName(), control
        assert all(tile.accessibleName() for tile in panel.tiles.values())


@pytest.mark.parametrize("width", [640, 950, 1500])
def test_names_of_kinds_are_whole_in_both_languages_however_narrow_the_panel(live, group, show, width):
    panel = show(RevenuePanel(live, group, lambda *_, **__: mv.revenue_view(), lambda *_: mv.days()), (width, 760))
    lines = panel.tables.lines
    for code in ("id", "en"):
        group.set_language(Language(code))
        turn()
        letters = lines.fontMetrics()
        longest = max(letters.horizontalAdvance(name_of(line, Language(code))) for line in panel.view.kinds)
        assert lines.columnWidth(0) > longest, code
        index = panel.tables.model.index(0, 0)
        assert name_of(panel.view.kinds[0], Language(code)) in index.data(Qt.ItemDataRole.ToolTipRole)


def test_the_note_and_the_names_left_out_speak_the_windows_language(live, group, show):
    view = mv.revenue_view(withheld=("Pajak Restoran",))
    panel = show(RevenuePanel(live, group, lambda *_, **__: view, lambda *_: mv.days()))
    assert "Ini Pajak daerah, bukan PAD." in panel._note.text() and "Pajak Restoran" in panel._note.text()
    group.set_language(Language("en"))
    turn()
    assert "Local taxes alone, not PAD." in panel._note.text() and "Restaurant tax" in panel._note.text()
    assert "ajak" not in panel._note.text()
    assert panel.table().title.startswith("Local taxes 2016")
