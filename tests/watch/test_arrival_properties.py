"""What must hold for any journal: pieces cut anywhere, fixes in any order, places anywhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.complaint import State
from app.geo.points import distance_m
from app.settings import CityFile
from app.watch.places import Places, city_places
from tests.watch.scenes import Scene, complaint_row, metres_east, metres_north, row, since

METRES = st.sampled_from([0, 20, 49, 51, 79, 81, 300])
STATES = st.sampled_from([State.OPEN, State.CLOSED])


@st.composite
def fixes(draw, ordered: bool = False):
    """Fixes of two vehicles at any times, learned in commits 2, 3, 4 …"""
    many = draw(st.lists(st.tuples(st.integers(0, 60), METRES, st.integers(1, 2)), min_size=1, max_size=60))
    times = {(second * 20, vehicle): metres for second, metres, vehicle in many}
    rows = [row(second, metres, vehicle=vehicle) for (second, vehicle), metres in times.items()]
    if ordered:
        rows.sort(key=lambda fix: fix.fix_at)
    commits = sorted(draw(st.lists(st.integers(2, 12), min_size=len(rows), max_size=len(rows))))
    return [fix._replace(commit=commit) for fix, commit in zip(rows, commits, strict=True)]


def told(city: CityFile, rows, turns, cuts):
    """Everything the watch tells when the commits are read in pieces that end at these commits."""
    scene = Scene(city)
    facts = scene.see(complaints=[complaint_row()])
    ends = sorted({*cuts, 12})
    for low, high in zip([1, *ends], ends, strict=False):
        piece = [one for one in rows if low < one.commit <= high]
        facts += scene.see(piece, [one for one in turns if low < one.commit <= high])
    return [(fact.id, fact.valid_at, fact.body) for fact in facts], scene.state


@settings(max_examples=150, deadline=None)
@given(fixes(), st.lists(st.integers(2, 11)), st.lists(st.tuples(st.integers(2, 12), STATES), max_size=3))
def test_pieces_cut_anywhere_tell_the_same(city, rows, cuts, turns):
    complaints = [complaint_row(commit, state=state) for commit, state in sorted(turns, key=lambda turn: turn[0])]
    whole, state = told(city, rows, complaints, [])
    parts, same = told(city, rows, complaints, cuts)
    assert sorted(parts, key=str) == sorted(whole, key=str)
    assert same == state


@settings(max_examples=80, deadline=None)
@given(fixes(), st.randoms(use_true_random=False))
def test_the_order_of_fixes_within_a_batch_does_not_matter(city, rows, random):
    mixed = random.sample(rows, len(rows))
    assert told(city, mixed, [], []) == told(city, rows, [], [])


@settings(max_examples=80, deadline=None)
@given(fixes(ordered=True), st.data())
def test_fixes_in_order_tell_the_same_however_they_were_batched(city, rows, data):
    commits = sorted(data.draw(st.lists(st.integers(2, 12), min_size=len(rows), max_size=len(rows))))
    again = [fix._replace(commit=commit) for fix, commit in zip(rows, commits, strict=True)]
    assert _arrivals(city, again) == _arrivals(city, rows)


def _arrivals(city, rows):
    scene = Scene(city)
    scene.see(complaints=[complaint_row()])
    facts = scene.see(rows)
    return sorted((fact.entity, *one) for fact, one in zip(facts, since(facts), strict=True))


@settings(max_examples=150, deadline=None)
@given(fixes())
def test_no_arrival_is_told_twice_in_whatever_order_we_learn_of_it(city, rows):
    scene = Scene(city)
    scene.see(complaints=[complaint_row()])
    keys = [(fact.entity, fact.what) for fact in scene.see(rows)]
    assert len(keys) == len(set(keys))


@settings(max_examples=100, deadline=None)
@given(fixes())
def test_every_arrival_is_a_stay_of_two_minutes_among_all_fixes_the_vehicle_sent(city, rows):
    scene = Scene(city)
    scene.see(complaints=[complaint_row()])
    for fact in scene.see(rows):
        vehicle = int(fact.entity.split("/")[1])
        start = fact.valid_at.timestamp() * 1000
        known = [fix for fix in rows if fix.vehicle == vehicle and fix.commit <= fact.cause]
        inside = [fix for fix in known if fix.fix_at >= start and _metres(fix) <= 50]
        assert max(fix.fix_at for fix in inside) - min(fix.fix_at for fix in inside) >= 120_000


def _metres(fix) -> float:
    return float(distance_m(*metres_north(0), fix.lat, fix.lon))


@pytest.fixture(scope="module")
def places(city) -> Places:
    rows = [complaint_row(key=i, where=metres_east(i * 37, metres_north(i * 211))) for i in range(1, 60)]
    return city_places(city).after(rows, [])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-500, 13_000), st.floats(-500, 3_000)), min_size=1, max_size=20))
def test_the_spatial_index_finds_what_the_great_circle_finds(places, points):
    where = [metres_east(east, metres_north(north)) for north, east in points]
    found = places.near([lat for lat, _ in where], [lon for _, lon in where], 80)
    marks = np.array([(place.body["lat"], place.body["lon"]) for place in places.all])
    for i, (lat, lon) in enumerate(where):
        true = distance_m(lat, lon, marks[:, 0], marks[:, 1])
        near = {place.key: metres for place, metres in found.get(i, [])}
        for place, metres in zip(places.all, true, strict=True):
            if abs(metres - 80) > 0.1:
                assert (place.key in near) == (metres < 80)
            if place.key in near:
                assert near[place.key] == pytest.approx(metres, abs=0.1)
