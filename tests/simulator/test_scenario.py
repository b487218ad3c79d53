"""The launch of 30 November 2016 as the far ends tell it."""

import requests

from data_sources.simulator import FarEnd, running
from data_sources.simulator.graph import metres

UNDERPASS, CHAIRIL = (-6.2440, 107.0185), (-6.2545, 107.0085)


def case(far: FarEnd, story: str) -> dict[str, object] | None:
    answer = requests.get(f"{far.open311}/requests/{far.scenario[story]}.json?extensions=true", timeout=20)
    return answer.json()[0] if answer.ok else None


def near(far: FarEnd, place: tuple[float, float], within: float) -> set[int]:
    positions = requests.get(f"{far.traccar}/positions", timeout=20).json()
    return {p["deviceId"] for p in positions if metres((p["latitude"], p["longitude"]), place) <= within}


def test_rubbish_is_reported_a_baktor_sent_seen_arriving_and_the_case_closed(own: FarEnd) -> None:
    assert case(own, "rubbish") is None
    own.advance(45)
    reported = case(own, "rubbish")
    assert reported is not None and (reported["lat"], reported["long"]) == UNDERPASS and reported["status"] == "open"
    assert "Underpass Bekasi Timur" in str(reported["address"])
    own.advance(45)
    sent = case(own, "rubbish")
    assert sent is not None and sent["status"] == "in_progress" and "Baktor" in str(sent["status_notes"])
    seen, standing, distances = list[str](), 0, list[float]()
    devices = {d["id"]: d for d in requests.get(f"{own.traccar}/devices", timeout=20).json()}
    baktor = next(i for i, d in devices.items() if d["contact"] in str(sent["status_notes"]))
    for _ in range(60):
        own.advance(10)
        fix = requests.get(f"{own.traccar}/positions?deviceId={baktor}", timeout=20).json()[0]
        distances.append(metres((fix["latitude"], fix["longitude"]), UNDERPASS))
        standing += 10 if distances[-1] <= 30 else 0
        seen.append(str((case(own, "rubbish") or {})["status"]))
    assert max(distances) > 600 and standing >= 150
    assert seen[-1] == "closed" and devices[baktor]["attributes"]["kind"] == "baktor"


def test_a_pothole_is_measured_and_patched_by_a_road_crew(own: FarEnd) -> None:
    own.advance(110)
    assert case(own, "pothole") is not None and case(own, "pothole")["status"] == "open"  # type: ignore[index]
    notes, crews = set[str](), set[int]()
    for _ in range(50):
        own.advance(10)
        notes.add(str((case(own, "pothole") or {})["status_notes"]))
        crews |= near(own, CHAIRIL, 30)
    assert any("60 x 40 cm" in note for note in notes) and any("ditambal" in note for note in notes)
    devices = requests.get(f"{own.traccar}/devices", timeout=20).json()
    assert any(d["id"] in crews and d["attributes"]["kind"] == "road_crew" for d in devices)


def test_without_the_scenario_nothing_of_it_happens() -> None:
    with running(scenario=False, complaint_days=1, track_days=1) as far:
        assert far.scenario == {}
