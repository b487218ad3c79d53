"""Agencies' figures in the picture: the newest by truth stands, and every way to a picture leads to the same one."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from app.domain.indicator import Indicator
from app.domain.kind import Kind
from app.journal.reader import Axis, since
from app.journal.store import Journal
from app.picture.frame import Frame
from app.picture.open import figures_up_to, live_picture, picture_at
from app.picture.picture import Picture
from app.settings import CityFile
from tests.journal.facts import T0, after

CITY = CityFile.model_validate(
    {"city": {"name": "Kota", "zone": "Asia/Jakarta", "box": [-6.4, 106.8, -6.1, 107.1]}, "source": []}
)


def figure(id: str = "a", value: float | None = 1.0, at: float = 0, **others: Any) -> Indicator:
    """A figure of one day."""
    day = date(2016, 11, 29)
    return Indicator("dinkes", id, after(at), "dinkes", "dbd_kasus", day, day, value, "kasus", **others)


def test_a_figure_stands_in_columns_with_codes_and_days(journal: Journal) -> None:
    journal.append([figure(labels={"kecamatan": "32.75.01", "a": "b"}), figure("b", None)])
    picture = live_picture(journal, CITY)
    c, text = picture.indicators, picture.words.text
    assert c.n == 2
    assert (text(c.agency[0]), text(c.name[0]), text(c.unit[0])) == ("dinkes", "dbd_kasus", "kasus")
    assert text(c.labels[0]) == '{"a":"b","kecamatan":"32.75.01"}'
    assert (c.day_from[0], c.commit[0], c.value[0]) == (17134, 1, 1.0)
    assert np.isnan(c.value[1])


def test_a_correction_of_older_truth_does_not_take_the_place_of_the_newer(journal: Journal) -> None:
    journal.append([figure(value=5.0, at=60)])
    journal.append([figure(value=4.0, at=0)])
    assert live_picture(journal, CITY).indicators.value.tolist() == [5.0]


@pytest.mark.parametrize("axis", list(Axis))
def test_the_picture_of_an_instant_holds_what_stood_then(journal: Journal, axis: Axis) -> None:
    journal.append([figure(value=1.0)], at=after(1))
    journal.append([figure(value=2.0, at=600)], at=after(601))
    assert picture_at(journal, CITY, Frame(after(300), axis)).indicators.value.tolist() == [1.0]
    assert picture_at(journal, CITY, Frame(after(700), axis)).indicators.value.tolist() == [2.0]


def test_a_window_that_fetches_figures_later_gets_the_same_picture(journal: Journal) -> None:
    journal.append([figure(str(i), float(i)) for i in range(50)])
    journal.append([replace(figure("7"), value=70.0, valid_at=T0)])
    late = live_picture(journal, CITY, with_figures=False)
    assert late.indicators.n == 0
    for part in figures_up_to(journal, late.commit):
        changes = late.apply(part)
        assert changes.kinds == {Kind.INDICATOR}
    followed = Picture(CITY)
    followed.apply(since(journal, 0))
    whole = live_picture(journal, CITY)
    for picture in (late, followed):
        assert picture.commit == whole.commit
        for name in whole.indicators.names():
            np.testing.assert_array_equal(getattr(picture.indicators, name), getattr(whole.indicators, name))
