"""One day of the city, reconciled with a plain count, and honest about what a picture cannot know."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import numpy as np
import pytest

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.rules import RULES
from app.domain.source import LinkState
from app.journal.fixes import fixes_of
from app.journal.status import SourceStatus
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.settings.areas import city_areas
from app.views.day import DayView, day_view
from app.views.figure import figures_of
from tests.views.indicator_rows import end_of, noon

TODAY = date(2016, 11, 30)
NOON = noon(TODAY)
START = end_of(TODAY - timedelta(days=1)).timestamp()


def case(key: int, requested: float, updated: float | None = None, state: int = 0, **more: Any) -> tuple[Any, ...]:
    """A complaint version as a picture takes it; times in seconds after midnight, state 0 open, 1 closed."""
    told = {"source": "sorot", "category": "sampah", "agency": "", "lat": None, "lon": None} | more
    made = int((START + requested) * 1000)
    changed = None if updated is None else int((START + updated) * 1000)
    status = "closed" if state == 1 else "open"
    words = (told["source"], status, state, told["category"], told["agency"], told["lat"], told["lon"])
    return (key, key, changed or made, 1, *words, made, changed, None, 0)


def fixes(vehicle: int, *seconds: float) -> list[tuple[Any, ...]]:
    return [(vehicle, int((START + s) * 1000), 1, -62000000, 1070000000, 0, 0, 1, 0) for s in seconds]


def described(*keys: int) -> list[tuple[Any, ...]]:
    return [(key, key, 0, 1, "armada", str(key), f"B {key}", "dump_truck", "", "") for key in keys]


def picture_of(city: CityFile, cases: list[tuple[Any, ...]] = []) -> Picture:  # noqa: B006 - never changed
    picture = Picture(city)
    picture.take_complaints(cases)
    return picture


def seen(picture: Picture, at: datetime = NOON, **more: Any) -> DayView:
    return day_view(picture, Frame(at), picture.city, **more)


@pytest.mark.parametrize("seed", range(4))
def test_counts_agree_with_a_plain_count(city: CityFile, seed: int) -> None:
    chance = random.Random(seed)
    now, span = 12 * 3600, 3 * 86_400
    cases = []
    for key in range(1, 600):
        made, state = chance.uniform(-span, now), chance.choice((0, 0, 1, 1, 1, 2))
        updated = made + chance.uniform(60, span) if state == 1 else None
        agency, category = chance.choice(("", "dinkes", "dishub", "baru")), chance.choice(("sampah", "jalan", "lain"))
        cases.append((made, updated, state, agency or (city.category_of(category).agency), category, agency, key))  # type: ignore[union-attr]
    view = seen(picture_of(city, [case(k, m, u, s, category=c, agency=a) for m, u, s, _, c, a, k in cases]))
    received = [c for c in cases if 0 <= c[0] <= now]
    closed = [c for c in cases if c[2] == 1 and c[1] is not None and 0 <= c[1] <= now]
    still = [c for c in cases if c[2] == 0 or (c[2] == 1 and c[1] is not None and c[1] > now)]
    for agency in (None, "kebersihan", "disbimarta", "telematika", "dinkes", "dishub", "baru"):
        lists = [[c for c in many if agency in (None, c[3])] for many in (received, closed, still)]
        line: Any = view if agency is None else next(line for line in view.by_agency if line.id == agency)
        assert [line.received.value, line.closed.value, line.open.value] == [len(many) for many in lists]
        spans = [c[1] - c[0] for c in lists[1] if c[1] is not None]
        shown = (view.median_close if agency is None else line.median).value
        assert shown == (pytest.approx(median(spans), abs=0.002) if spans else None)
    hours = Counter(int(c[0] // 3600) for c in received)
    assert view.by_hour.tolist() == [hours[hour] for hour in range(24)]
    assert sum(line.received.value or 0 for line in view.by_agency) == view.received.value


def test_without_a_fact_nothing_is_zero(city: CityFile) -> None:
    view = seen(picture_of(city))
    assert {figure.value for figure in figures_of(view)} == {None}
    assert {figure.freshness for figure in figures_of(view)} == {Freshness.NEVER}
    assert view.by_agency == () and view.by_hour.sum() == 0


def test_a_quiet_day_of_a_known_source_is_a_true_zero(city: CityFile) -> None:
    view = seen(picture_of(city, [case(1, -86_400)]))
    assert (view.received.value, view.closed.value, view.open.value) == (0, 0, 1)
    assert view.on_time.value is None and view.median_close.value is None and view.on_time.note


def test_on_time_is_before_the_target_ended(city: CityFile) -> None:
    day = 86_400.0  # an overflowing collection point has a day
    cases = [
        case(1, 10 - day, 9.0, 1, category="tps"),
        case(2, 10 - day, 10.0, 1, category="tps"),
        case(3, 10 - day, 11.0, 1, category="tps"),
        case(4, -day, 11.0, 1, category="banjir"),  # has no target
    ]
    view = seen(picture_of(city, cases))
    assert view.closed.value == 4 and view.on_time.value == pytest.approx(100 / 3)
    assert view.on_time.inputs[0].keys.tolist() == [1, 2, 3]


def test_a_day_ends_at_its_midnight(city: CityFile) -> None:
    cases = [case(1, 0), case(2, -0.001), case(3, 86_399.999), case(4, 86_400), case(5, 5, 86_400.0, 1)]
    last = end_of(TODAY) - timedelta(milliseconds=1)
    view = seen(picture_of(city, cases), last)
    assert view.received.inputs[0].keys.tolist() == [1, 3, 5]
    assert view.open.inputs[0].keys.tolist() == [1, 2, 3, 5] and view.closed.value == 0
    assert seen(picture_of(city, cases), end_of(TODAY)).received.inputs[0].keys.tolist() == [4]


def test_an_agency_is_called_by_the_name_of_the_day(city: CityFile) -> None:
    old, new = (
        seen(picture_of(city, [case(1, s, agency="kebersihan")]), NOON + timedelta(seconds=s)) for s in (0, 40 * 86_400)
    )
    assert [line.name for line in old.by_agency] == ["Dinas Kebersihan"]
    assert [line.name for line in new.by_agency] == ["Dinas Lingkungan Hidup"]


def status(source: str, last_good: datetime) -> SourceStatus:
    empty = dict.fromkeys(SourceStatus.__dataclass_fields__)
    return SourceStatus(**(empty | {"source": source, "state": LinkState.OK, "last_good": last_good}))  # type: ignore[arg-type]


def test_complaints_of_a_lost_source_are_withheld_and_told(city: CityFile) -> None:
    picture = picture_of(city, [case(1, 5), case(2, 6, source="armada"), case(3, 7, source="armada")])
    picture.sources = {"sorot": status("sorot", NOON), "armada": status("armada", NOON)}
    assert seen(picture).received.value == 3
    picture.sources["armada"] = status("armada", NOON - timedelta(hours=1))
    view = seen(picture)
    assert view.received.value == 1 and view.received.note and view.received.sources == ("sorot",)
    picture.sources["sorot"] = status("sorot", NOON - timedelta(hours=9))
    assert (seen(picture).received.value, seen(picture).received.freshness) == (3, Freshness.LOST)


def fleet(city: CityFile, rows: list[tuple[Any, ...]], *keys: int) -> Picture:
    picture = picture_of(city)
    picture.take_vehicles(described(*keys))
    picture.take_positions(fixes_of(rows))
    return picture


def test_a_vehicle_is_on_duty_with_a_usable_fix_of_the_day(city: CityFile) -> None:
    rows = [*fixes(1, -5), *fixes(2, 0), *fixes(3, 3600, 7200), *fixes(4, -20, -10)]
    view = seen(fleet(city, rows, 1, 2, 3, 4, 5))
    assert (view.vehicles_on_duty.value, view.vehicles.value) == (2, 5)
    assert view.vehicles_on_duty.inputs[0].kind is Kind.POSITION
    assert view.vehicles_on_duty.inputs[0].keys.tolist() == [2, 3]


def test_what_newer_fixes_lie_over_only_the_journal_knows(city: CityFile) -> None:
    last = end_of(TODAY) - timedelta(milliseconds=1)
    under_one = fleet(city, fixes(1, 3600, 90_000), 1)
    assert seen(under_one, last).vehicles_on_duty.value == 1
    under_two = fleet(city, fixes(1, 3600, 90_000, 90_030), 1)
    view = seen(under_two, last)
    assert view.vehicles_on_duty.value is None and view.vehicles_on_duty.note
    told = seen(under_two, last, driven=np.array([1]))
    assert told.vehicles_on_duty.value == 1 and told.vehicles_on_duty.note == ""


def test_kecamatan_are_told_only_where_boundaries_are_official(city: CityFile, with_boundaries: CityFile) -> None:
    guessed, official = city_areas(city).areas, city_areas(with_boundaries).areas
    pictures = [Picture(city, areas) for areas in (guessed, official)]
    for picture in pictures:
        picture.take_complaints([case(1, 5, lat=-6.2375, lon=107.0232), case(2, 6, lat=-6.24, lon=107.02), case(3, 7)])
    assert seen(pictures[0]).by_district == ()
    told = [(name, figure.value) for name, figure in seen(pictures[1]).by_district]
    assert told[0] == ("Bekasi Timur", 2) and told[-1][1] == 1
    assert sum(value or 0 for _, value in told) == 3 and len(told) == 13


def test_every_figure_has_a_rule_and_a_path_of_its_own(city: CityFile) -> None:
    figures = list(figures_of(seen(picture_of(city, [case(1, 5), case(2, 6, 9.0, 1, agency="dinkes")]))))
    assert all(figure.rule in RULES for figure in figures)
    assert len({figure.id for figure in figures}) == len(figures)


def test_the_view_leaves_a_frame_and_a_picture_as_they_were(city: CityFile) -> None:
    picture = picture_of(city, [case(1, 5)])
    words, frame = picture.words.all(), Frame(NOON)
    day_view(picture, frame, city)
    assert picture.words.all() == words and frame == replace(frame)


def test_an_agency_is_known_by_whatever_name_its_source_uses(city: CityFile) -> None:
    """Servers of complaints say "Kebersihan" or "Dinas  kebersihan", funds and indicators say "kebersihan"."""
    names = ("Kebersihan", "DINAS  KEBERSIHAN", "kebersihan", "Dinas Antariksa")
    view = seen(picture_of(city, [case(n, 60.0, agency=name) for n, name in enumerate(names, 1)]))
    assert [(line.id, line.received.value) for line in view.by_agency] == [("kebersihan", 3), ("Dinas Antariksa", 1)]
