"""Figures a source no longer lists: in no sum, said beside it, and explained with the facts that were left out."""

from datetime import date

from app.picture.frame import Frame
from app.settings import CityFile
from app.views.agencies import agencies_view
from app.views.explain import explain
from app.views.funds import funds_view
from app.views.revenue import revenue_view
from app.views.revenue_figures import WITHDRAWN
from app.views.standing import GONE
from tests.views.indicator_rows import Row, days, evening, picture_of

TODAY = date(2016, 11, 30)
FRAME = Frame(evening(TODAY))


def tax(day: date, value: float, flags: int = 0, kind: str = "HOTEL", place: str = "32.75.01") -> Row:
    return Row("realisasi_pajak", day, value, {"jenis": kind, "kecamatan": place}, flags=flags)


def test_a_withdrawn_row_counts_nowhere_is_said_and_explained(city: CityFile) -> None:
    rows = [tax(day, 10.0) for day in days(date(2016, 11, 21), TODAY)]
    rows += [tax(date(2016, 11, 25), 500.0, GONE, place="32.75.02"), tax(TODAY, 3.0, kind="PARKIR")]
    picture = picture_of(city, rows)
    view = revenue_view(picture, FRAME, city)
    hotel, parking = (next(line for line in view.kinds if line.key == key) for key in ("HOTEL", "PARKIR"))
    assert (hotel.to_date.value, view.total.to_date.value) == (100.0, 103.0)
    assert hotel.to_date.note == WITHDRAWN and parking.to_date.note == ""
    gone = hotel.to_date.parts[-1]
    assert (gone.id, gone.value, gone.rule) == ("kind.HOTEL.withdrawn", 500.0, "revenue.withdrawn")
    assert gone.inputs[0].keys.tolist() == [11] and explain(gone, picture).inputs[0].count == 1
    assert [part.value for part in view.total.to_date.parts if part.rule == "revenue.withdrawn"] == [500.0]
    places = {line.key: line.to_date.parts for line in view.districts}
    assert [part.value for part in places["32.75.02"]] == [500.0] and places["32.75.01"] == ()


def test_what_was_withdrawn_of_another_year_is_not_said_of_this_one(city: CityFile) -> None:
    rows = [tax(TODAY, 10.0), tax(date(2015, 11, 25), 500.0, GONE)]
    view = revenue_view(picture_of(city, rows), FRAME, city)
    assert WITHDRAWN not in {view.total.to_date.note, view.kinds[0].to_date.note}
    assert not [part for part in view.total.to_date.parts if part.rule == "revenue.withdrawn"]


def test_a_withdrawn_payment_is_said_of_its_fund(city: CityFile) -> None:
    rows = [
        Row("dana_pagu", date(2016, 1, 1), 100.0, {}, date(2016, 12, 31), "dinkes", "dana"),
        Row("dana_belanja", date(2016, 11, 1), 20.0, {}, None, "dinkes", "dana"),
        Row("dana_belanja", date(2016, 11, 2), 70.0, {}, None, "dinkes", "dana", flags=GONE),
    ]
    view = funds_view(picture_of(city, rows), FRAME, city)
    assert view.total is not None
    assert (view.lines[0].spent.value, view.lines[0].spent.note, view.total.spent.note) == (20.0, WITHDRAWN, WITHDRAWN)
    assert funds_view(picture_of(city, rows[:2]), FRAME, city).lines[0].spent.note == ""


def test_a_withdrawn_period_of_an_indicator_is_not_its_newest(city: CityFile) -> None:
    rows = [
        Row("sampah_terangkut", date(2016, 11, 28), 600.0, {}, None, "kebersihan", "s", "t"),
        Row("sampah_terangkut", date(2016, 11, 29), 10.0, {}, None, "kebersihan", "s", "t", flags=GONE),
    ]
    view = agencies_view(picture_of(city, rows), FRAME, city)
    [line] = [line for one in view.agencies for line in one.indicators if line.name == "sampah_terangkut"]
    assert line.value.value == 600 and line.mark is None
