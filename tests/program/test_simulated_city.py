"""`collect --once` and `export` against `main.py simulate`: a city of 2016, asked with today's time."""

from pathlib import Path

from tests.program.far_city import SMALL, simulating
from tests.program.program import run, stored


def test_a_city_of_2016_gives_all_it_has_to_todays_clock(tmp_path: Path) -> None:
    with simulating(*SMALL) as far:
        journal = ("--journal", tmp_path / "j.sqlite")
        before = far.state()
        asked = ("--source", "sorot", "--source", "armada")
        polled = run("collect", "--once", *asked, *journal, *far.words("sorot", "armada"), timeout=120)
        assert polled.code == 0, polled.err
        rows = run("export", "complaints", *journal).rows
        after = far.state()
    assert 10 < before["complaints"] <= len({row["id"] for row in rows}) <= after["complaints"]
    assert len({(row["id"], row["updated_at"], row["status"]) for row in rows}) == len(rows)
    assert all(row["requested_at"].startswith("2016-11-") for row in rows)
    assert len(stored("vehicles", tmp_path / "j.sqlite")) == before["vehicles"]
    fixes = stored("positions", tmp_path / "j.sqlite")
    assert len({row["vehicle"] for row in fixes}) > before["vehicles"] / 2
    assert len({(row["vehicle"], row["valid_at"]) for row in fixes}) == len(fixes) > 100
    assert stored("rejected", tmp_path / "j.sqlite") == []
