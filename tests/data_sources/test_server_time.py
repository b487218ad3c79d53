"""A far end whose clock stands years from ours still gives all it has: we ask for its time, not for ours."""

from datetime import UTC, datetime
from pathlib import Path

from app.settings import load_city
from data_sources.batch import Batch
from data_sources.connector import build_connector
from data_sources.simulator import running

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CITY = Path(__file__).parent.parent.parent / "resources" / "cities" / "kota-bekasi.toml"


def all_of(protocol: str, url: str) -> list[Batch]:
    """Every batch of a first full poll."""
    city = load_city(CITY)
    spec = next(s for s in city.sources if s.protocol == protocol).model_copy(update={"url": url})
    connector, _ = build_connector(spec, city)
    batches = [connector.poll({}, NOW)]
    while batches[-1].more and len(batches) < 400:
        batches.append(connector.poll(batches[-1].next_cursor, NOW))
    return batches


def test_a_server_ten_years_behind_gives_its_complaints_and_its_fleet() -> None:
    with running(complaint_days=3, track_days=1) as far:
        complaints = [fact for batch in all_of("open311", far.open311) for fact in batch.facts]
        fleet = all_of("traccar", far.traccar)
    assert len(complaints) > 300
    assert len({fact.id for fact in fleet[0].facts if fact.kind.value == "position"}) > 50
    assert sum(len(batch.facts) for batch in fleet[1:]) > 1000
