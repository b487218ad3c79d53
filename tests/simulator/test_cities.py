"""Cities other than the first, and what the seed decides."""

from datetime import datetime
from pathlib import Path

import pytest
import requests

from data_sources.simulator import running
from data_sources.simulator.city import load_city
from data_sources.simulator.complaint_draw import DayDraw
from data_sources.simulator.complaints import is_closed
from data_sources.simulator.topics import topic_of

CITIES = Path(__file__).parents[2] / "resources" / "cities"
BARE = '[city]\nname = "Kota Baru"\nzone = "Asia/Makassar"\nbox = [-5.25, 119.35, -5.05, 119.55]\n'
DAY = datetime.fromisoformat("2016-11-28T00:00+07:00").date()


def test_a_city_of_one_table_gets_places_services_and_its_zone(tmp_path: Path) -> None:
    path = tmp_path / "baru.toml"
    path.write_text(BARE, encoding="utf-8")
    with running(city=path, complaint_days=2, track_days=1) as far:
        found = requests.get(f"{far.open311}/requests.json", timeout=20).json()
        placed = [r for r in found if r["lat"] is not None]
        assert len(placed) > 100 and all(r["requested_datetime"].endswith("+08:00") for r in found)
        assert all(-5.25 <= r["lat"] <= -5.05 and 119.35 <= r["long"] <= 119.55 for r in placed)
        positions = requests.get(f"{far.traccar}/positions", timeout=20).json()
        assert len(positions) > 100 and all(-5.25 <= p["latitude"] <= -5.05 for p in positions)
        assert set(far.scenario) == {"rubbish", "pothole"}


def test_bogor_speaks_too() -> None:
    with running(city=CITIES / "kota-bogor.toml", complaint_days=1, track_days=1) as far:
        assert requests.get(f"{far.open311}/services.json?jurisdiction_id=bogor", timeout=20).json()
        assert len(requests.get(f"{far.traccar}/devices", timeout=20).json()) == 120


def test_the_seed_decides_the_day() -> None:
    city = load_city(CITIES / "kota-bekasi.toml")
    assert DayDraw(city, 1, 1.0).day(DAY) == DayDraw(city, 1, 1.0).day(DAY)
    assert DayDraw(city, 1, 1.0).day(DAY) != DayDraw(city, 2, 1.0).day(DAY)


def test_scale_multiplies_the_day() -> None:
    city = load_city(CITIES / "kota-bekasi.toml")
    one, three = (len(DayDraw(city, 1, scale).day(DAY)) for scale in (1.0, 3.0))
    assert one == pytest.approx(212, abs=60) and three == pytest.approx(3 * 212, abs=110)


def test_people_report_by_day_and_about_their_own_street() -> None:
    city = load_city(CITIES / "kota-bekasi.toml")
    cases = DayDraw(city, 1, 5.0).day(DAY)
    hours = [datetime.fromtimestamp(c.requested, city.zone).hour for c in cases]
    assert sum(7 <= h < 20 for h in hours) > 0.75 * len(hours)
    codes = {s.code: s for s in city.services}
    assert all(c.code in codes for c in cases) and len({c.code for c in cases}) >= 20
    assert sum(bool(c.address and "RT 0" in c.address) for c in cases) > 0.4 * len(cases)
    ended = [c for c in cases if is_closed(c.status(c.requested + 40 * 86400))]
    assert len(ended) > 0.85 * len(cases)


@pytest.mark.parametrize(
    ("ident", "name", "key"),
    [
        ("x1", "Lampu jalan padam", "lampu"), ("x2", "Lampu lalu lintas dan rambu", "lalu-lintas"),
        ("x3", "Aneh", "lainnya"),
     ("tps", "TPS", "tps"), ("x4", "Jalan rusak berat", "jalan")],
)  # fmt: skip
def test_a_category_finds_its_topic(ident: str, name: str, key: str) -> None:
    assert topic_of(ident, name).key == key
