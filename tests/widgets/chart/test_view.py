"""The chart: gaps, zoom that stays, values under the cursor, the table twin, and what is loaded when."""

import subprocess
import sys

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPainter, QPicture
from PySide6.QtTest import QTest

from app.i18n import Language
from tests.conftest import ROOT
from tests.widgets.chart.conftest import FIRST, TODAY, turn, year_spec
from widgets.chart.days import DayAxis
from widgets.chart.plot import Plot
from widgets.chart.view import ChartView
from widgets.theme import DAY


def test_a_missing_span_is_drawn_as_a_gap(chart):
    curve = chart._plot._long[0][0]
    x, y = curve.getData()
    assert np.isnan(y[(x > FIRST + 61) & (x < FIRST + 88)]).all()
    assert curve.opts["connect"] == "finite"


def test_the_zoom_of_a_person_stays_when_newer_values_come_and_reset_shows_all(chart, group):
    chart._plot.look(FIRST + 100, FIRST + 200)
    chart.show_spec(year_spec(group.language))
    turn()
    assert chart._plot.seen() == (FIRST + 100, FIRST + 200)
    assert chart.reset.isEnabled()
    chart.reset.click()
    assert chart._plot.seen() == (FIRST, FIRST + 365)
    assert not chart.reset.isEnabled()


def test_the_height_fits_what_is_in_sight_and_begins_at_zero(chart):
    def top() -> float:
        return chart._plot.getPlotItem().getViewBox().viewRange()[1][1]

    whole = top()
    chart._plot.look(FIRST, FIRST + 40)
    assert top() < whole / 3
    assert chart._plot.getPlotItem().getViewBox().viewRange()[1][0] == 0


def words_of_values(plot):
    """The words beside the values that have room, and how many places there are."""
    picture = QPicture()
    painter = QPainter(picture)
    _, ticks, said = plot._axes[1].generateDrawSpecs(painter)
    painter.end()
    return len(said), len(ticks)


def test_the_words_of_the_values_have_room_in_the_first_frame(group):
    plot = Plot(11)
    plot.resize(600, 240)
    plot.draw(year_spec(group.language), group.theme, keep=False)
    said, ticks = words_of_values(plot)
    assert said >= 3 and said >= ticks - 2
    plot.close()


def test_a_chart_that_was_drawn_while_it_was_low_has_room_for_the_words_once_it_is_higher(group):
    """A low chart has fewer words, and they may be shorter: Rp1 T where a higher one says Rp400 M."""
    plot = Plot(11)
    plot.resize(600, 60)
    plot.show()
    turn()
    plot.draw(year_spec(group.language), group.theme, keep=False)
    low = plot._axes[1].width()
    plot.resize(600, 240)
    said, ticks = words_of_values(plot)
    assert said >= 3 and said >= ticks - 2
    assert plot._axes[1].width() > low
    plot.close()


def test_keys_move_the_cursor_and_its_values_are_said(chart):
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert "30 Nov 2016" in chart.readout.text()
    assert "2016 Rp1,4" in chart.readout.text() and "target Rp1,4" in chart.readout.text()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert "29 Nov 2016" in chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    left, right = chart._plot.seen()
    assert right - left < 300
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart._plot.seen() == (FIRST, FIRST + 365)


def test_in_a_gap_nothing_is_claimed(chart):
    assert "2016 Rp" not in chart.words_at(FIRST + 75)
    assert "target" in chart.words_at(FIRST + 75)


def test_the_table_twin_holds_the_same_values_and_dashes_for_what_is_unknown(chart):
    QTest.keyClick(chart, Qt.Key.Key_T)
    model = chart.twin.model()
    assert chart.twin.isVisible()
    assert model.rowCount() == 366
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(4)] == [
        "Hari",
        "2016",
        "target",
        "perkiraan 99,6%",
    ]
    row = 366 - 1 - 75
    assert model.data(model.index(row, 0)) == "16 Mar 2016"
    assert model.data(model.index(row, 1)) == "–"
    assert model.data(model.index(366 - 1 - TODAY, 1)).startswith("Rp1,4")
    QTest.keyClick(chart, Qt.Key.Key_T)
    assert not chart.twin.isVisible()


def test_a_former_year_is_shown_and_hidden_by_its_name(chart, qtbot):
    assert set(chart.legend.buttons) == {"2015", "2014"}
    assert chart.legend.buttons["2015"].isChecked()
    assert not chart.legend.buttons["2014"].isChecked()
    with qtbot.waitSignal(chart.toggled) as told:
        chart.legend.buttons["2014"].click()
    assert told.args == ["2014"]


def test_without_values_it_says_why(chart, group):
    chart.show_spec(None, "Belum ada data")
    turn()
    assert chart._none.isVisible() and chart._none.text() == "Belum ada data"
    assert chart.accessibleName() == "Belum ada data"
    chart.show_spec(year_spec(group.language))
    turn()
    assert chart._holder.isVisible()


def test_a_screen_reader_finds_its_name(chart):
    face = QAccessible.queryAccessibleInterface(chart)
    assert face.text(QAccessible.Text.Name) == "Pajak daerah 2016"


def test_another_theme_and_language_keep_the_place(chart, group):
    chart._plot.look(FIRST + 100, FIRST + 200)
    group.set_theme(DAY)
    group.set_language(Language("en"))
    assert chart._plot.seen() == (FIRST + 100, FIRST + 200)


def test_words_of_the_axis_follow_the_zoom():
    axis = DayAxis(Language("id"))
    assert [word for _, word in axis.ticks(FIRST, FIRST + 365, 6)] == ["Jan", "Apr", "Jul", "Okt"]
    assert [word for _, word in axis.ticks(FIRST, FIRST + 9, 10)][:2] == ["1 Jan", "2 Jan"]
    years = [word for _, word in axis.ticks(FIRST, FIRST + 3650, 6)]
    assert years[:2] == ["2016", "2018"] and len(years) <= 6


def test_pyqtgraph_is_loaded_when_a_chart_is_seen_and_brings_no_other_maker_of_pictures():
    code = (
        "import sys, widgets.chart.view, widgets.panels.registry\n"
        "before = 'pyqtgraph' in sys.modules\n"
        "import widgets.chart.plot\n"
        "print(before, [m for m in ('OpenGL', 'matplotlib', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False []"


def test_a_chart_that_was_never_seen_draws_nothing(group):
    made = ChartView(group)
    made.show_spec(year_spec(group.language))
    assert made._plot is None
    made.deleteLater()
    turn()
