"""Arrivals as a person looks for them: at one complaint, of one vehicle, and as of a commit."""

from datetime import datetime

import pytest

from app.domain.source import Derived
from app.journal.arrivals import arrivals
from app.journal.store import Journal
from app.journal.texts import complaint_record
from tests.journal.facts import after, complaint, vehicle


def arrived(vehicle: int, place: str, at: float, name: str = "Tumpukan sampah") -> Derived:
    """What the watch writes."""
    kind, key = place.split("/")
    body = {"kind": kind, "name": name, "id": key, "key": int(key) if kind == "complaint" else 0}
    what = f"arrived/{place}/{after(at).timestamp():.0f}"
    return Derived("arrival", 1, f"vehicle/{vehicle}", 1, after(at), what, body)


@pytest.fixture
def told(journal: Journal) -> Journal:
    """Two complaints, two vehicles and five arrivals; the last is recorded in a later commit than the others."""
    journal.append([complaint("1"), complaint("10"), vehicle("7", name="Baktor 07"), vehicle("8", name="")])
    journal.append(
        [
            arrived(1, "complaint/1", 60),
            arrived(2, "complaint/1", 120),
            arrived(1, "complaint/10", 180),
            arrived(1, "landmark/3", 240, "Alun-alun"),
            Derived("source_lost", 1, "vehicle/1", 1, after(300), "lost", {}),
        ]
    )
    journal.append([arrived(1, "complaint/1", 400)])
    return journal


def said(journal: Journal, kind: str, key: int, up_to: int | None = None) -> list[tuple[str, str, datetime]]:
    return [(one.vehicle_name, one.place_name, one.at) for one in arrivals(journal, kind, key, up_to)]


def test_at_a_complaint_every_vehicle_newest_first(told: Journal) -> None:
    name = "Tumpukan sampah"
    assert said(told, "complaint", 1) == [
        ("Baktor 07", name, after(400)),
        ("8", name, after(120)),
        ("Baktor 07", name, after(60)),
    ]
    assert [one.place for one in arrivals(told, "complaint", 2)] == []
    assert complaint_record(told, 1).arrivals == arrivals(told, "complaint", 1)


def test_of_a_vehicle_every_place_and_no_fact_of_another_watch(told: Journal) -> None:
    assert [one.place_name for one in arrivals(told, "vehicle", 1)][1] == "Alun-alun"
    assert [one.at for one in arrivals(told, "vehicle", 1)] == [after(400), after(240), after(180), after(60)]
    assert arrivals(told, "landmark", 3) == ()


def test_as_of_a_commit_later_arrivals_are_not_known(told: Journal) -> None:
    first = arrivals(told, "complaint", 1, up_to=2)
    assert [one.at for one in first] == [after(120), after(60)]
    assert complaint_record(told, 1, up_to=2).arrivals == first
