"""A chart of a year of revenue, made up, in a dressed application."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from app.i18n import Language
from tests.widgets.fakes import fake_group
from tests.widgets.shell.conftest import turn
from widgets.chart.days import DayAxis
from widgets.chart.series import Band, ChartSpec, Look, Mark, Series
from widgets.chart.view import ChartView
from widgets.fonts import load_fonts
from widgets.group import Group
from widgets.stylesheet import dress

FIRST = 16_801.0  # 1 January 2016
TODAY = 334


def year_spec(words: Language, *, hole: bool = True, former: bool = True) -> ChartSpec:
    """A year's curves with a hole in March, a plan, a forecast with its band, and two former years."""
    days = FIRST + np.arange(366)
    share = (np.arange(366) / 365) ** 0.9
    this = share * 1.55e12
    this[TODAY + 1 :] = np.nan
    if hole:
        this[60:90] = np.nan
    ahead = share * 1.54e12
    ahead[:TODAY] = np.nan
    axis = DayAxis(words)
    series = [
        Series("this", "2016", days, this),
        Series("plan", "target", days, share * 1.55e12, Look.PLAN),
        Series("ahead", "perkiraan 99,6%", days, ahead, Look.FORECAST),
        Series("2015", "2015", days, share * 1.3e12, Look.FORMER, former),
        Series("2014", "2014", days, share * 1.1e12, Look.FORMER, False),
    ]
    band = Band("perkiraan", days, ahead * 0.97, ahead * 1.03)
    marks = (Mark(FIRST + 253, "jatuh tempo PBB"),)
    return ChartSpec(
        "Pajak daerah 2016", tuple(series), axis.say, words.money, _short(words), axis.ticks, "Hari", band, marks
    )


def _short(words: Language):
    return lambda value: words.rupiah(value, short=True)


@pytest.fixture
def group(qapp: QApplication) -> Group:
    """A group in Indonesian at night, with our fonts."""
    load_fonts()
    made = fake_group()
    dress(qapp, made.theme)
    return made


@pytest.fixture
def chart(group):
    """A shown chart."""
    made = ChartView(group)
    made.resize(900, 420)
    made.show()
    made.show_spec(year_spec(group.language))
    turn()
    yield made
    made.close()
    made.deleteLater()
    turn()
