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
from app.picture.writing import write
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


@pytest.mark.parametrize("axis", list(Axis))
@pytest.mark.parametrize("saved_after", range(5))
def test_every_instant_is_the_same_with_and_without_a_checkpoint(
    journal: Journal, axis: Axis, saved_after: int
) -> None:
    """New figures, corrections, and one withdrawn truth, over four commits; the checkpoint stands after each."""
    batches = (
        [figure(str(n), float(n)) for n in range(20)],
        [figure("3", 30.0, at=600), figure("20", 2.0, at=600)],
        [figure("3", 29.0, at=-60), figure("4", None, at=900)],
        [figure(str(n), 7.0, at=1500) for n in range(5, 18)] + [figure("99", 9.0, at=1500)],
    )
    for n, batch in enumerate(batches):
        if n == saved_after:
            write(journal, CITY, after(n * 600))
        journal.append(batch, at=after(n * 600 + 1))
    if saved_after == len(batches):
        write(journal, CITY, after(9_000))
    for at in range(0, 2_700, 300):
        frame = Frame(after(at + 2), axis)
        fast, slow = picture_at(journal, CITY, frame), picture_at(journal, CITY, frame, by_stream=True)
        assert told(fast) == told(slow), f"{at} s"
    assert told(live_picture(journal, CITY)) == told(picture_at(journal, CITY, Frame(after(9_999)), by_stream=True))


def told(picture: Picture) -> dict[str, list[str]]:
    """The figures of a picture as texts, by what is known of each."""
    c, words = picture.indicators, picture.words
    plain = {name: [str(value) for value in getattr(c, name)] for name in c.names()}
    for name in ("source", "agency", "name", "unit", "labels"):
        plain[name] = [words.text(int(code)) for code in getattr(c, name)]
    return plain
