"""The shipped city against its simulator: every source of money and agencies, back-filled and followed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.clock import Clock
from app.journal import tables
from app.journal.engine import reading
from app.journal.export import export_rows
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.settings import CityFile, load_city
from data_sources.commands import building
from data_sources.connector import check_options
from data_sources.once import Outcome, collect_once
from data_sources.simulator import FarEnd, running
from tests.conftest import CITIES
from tests.simulator.portal import amount_of
from tests.simulator.portal import revenue as portal_revenue

MONEY = ("ckan", "json_feed")


@dataclass
class Room:
    """A far end, the shipped city pointed at it, and a journal."""

    far: FarEnd
    city: CityFile
    journal: Journal

    def collect(self, *sources: str) -> list[Outcome]:
        """One full poll, of some sources or all."""
        return collect_once(self.journal, self.city, building(self.journal.clock), sources)

    def rows(self, stream: str = "indicators") -> list[dict[str, Any]]:
        """A stream as it stands."""
        return list(export_rows(self.journal, stream))

    @property
    def count(self) -> int:
        """How many versions of figures are stored."""
        with reading(self.journal.engine) as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(tables.indicator_versions)) or 0)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room at the launch of the centre: three years of revenue, a year of agencies, ten days of complaints."""
    with running(complaint_days=10, track_days=1) as far:
        urls = {"ckan": far.ckan, "json_feed": far.json_feed}
        shipped = load_city(CITIES / "kota-bekasi.toml", check_options)
        sources = [s.model_copy(update={"url": urls[s.protocol]}) for s in shipped.sources if s.protocol in MONEY]
        city = shipped.model_copy(update={"sources": tuple(sources)})
        path: Path = tmp_path_factory.mktemp("room") / "j.sqlite"
        journal = Journal.create(str(path), Clock.starting(far.now()))
        yield Room(far, city, journal)
        journal.close()


def test_every_agency_arrives_without_a_rejection_and_sums_are_left_out(room: Room) -> None:
    outcomes = room.collect()
    assert {o.source: o.trouble for o in outcomes if o.trouble} == {}
    assert room.rows("rejected") == []
    rows = room.rows()
    named = Counter((row["agency"], row["name"]) for row in rows)
    assert named["dispenda", "realisasi_pajak"] == 1065 * 108
    assert named["dispenda", "target_pajak"] == 54
    wanted = {"dinkes", "bappeda", "bppt", "telematika", "kebersihan"}
    assert {agency for agency, _ in named} >= wanted
    assert {name for _, name in named} >= {"dbd_kasus", "tempat_tidur_total", "tempat_tidur_terisi", "fisik_persen",
        "keuangan_persen", "izin_masuk", "izin_terbit", "izin_tepat_waktu", "sistem_aktif", "sampah_terangkut",
        "dana_pagu", "dana_komitmen", "dana_belanja"}  # fmt: skip
    revenue = [row for row in rows if row["name"] == "realisasi_pajak"]
    assert {row["labels"]["jenis"] for row in revenue} == {
        "PBB_P2", "BPHTB", "HOTEL", "RESTORAN", "HIBURAN", "REKLAME", "PPJ", "PARKIR", "AIR_TANAH"
    }  # fmt: skip
    assert {row["labels"]["kecamatan"] for row in revenue} == {f"32.75.{n:02d}" for n in range(1, 13)}
    assert any(row["value"] is None for row in revenue), "a dash is no value, and no zero"
    found = portal_revenue(room.far, filters={"Jenis Pajak": "JUMLAH"}, limit=32_000)["records"][:-1]
    ours = sum(row["value"] or 0 for row in revenue if row["period_from"] < "2016-11-30")
    assert ours == sum(amount_of(row["Realisasi (Rp) "]) for row in found), "the portal's own sums, which we leave out"
    targets = [row for row in rows if row["name"] == "target_pajak" and row["period_from"] == "2016-01-01"]
    assert {(row["labels"]["dasar"], row["labels"]["berlaku"]) for row in targets} == {
        ("murni", "2016-01-01"), ("perubahan", "2016-11-15")
    }  # fmt: skip
    revised = sum(row["value"] for row in targets if row["labels"]["dasar"] == "perubahan")
    assert revised == pytest.approx(1.22e12, rel=0.01)
    notes = {name: status.note for name, status in source_statuses(room.journal).items()}
    assert notes["pajak"] == "1065 total rows were left out." and notes["target-pajak"] == "6 total rows were left out."


def test_a_second_poll_stores_nothing_and_a_later_one_only_what_moved(room: Room) -> None:
    asked = ("target-pajak", "bppt", "dinkes-tempat-tidur", "pajak")
    if not room.count:  # run alone
        room.collect(*asked)
    before = room.count
    assert sum(o.records for o in room.collect(*asked)) < 1_000
    assert room.count - before < 150, "nothing but what was posted meanwhile"


@pytest.mark.expects_log("pajak: The columns changed: new 'Petugas'")
def test_H9_drift_of_the_portal_is_in_the_sources_state(room: Room) -> None:
    room.far.fault("ckan", "new_field", path="datastore_search")
    room.collect("pajak")
    room.far.clear()
    assert "The columns changed: new 'Petugas' (text)." in source_statuses(room.journal)["pajak"].note


@pytest.mark.parametrize(
    "fault", ["html", "stack_trace", "truncate", "cut_json", "empty_body", "no_content", "forbidden"]
)
def test_a_portal_in_trouble_costs_an_answer_and_nothing_stored(room: Room, fault: str) -> None:
    before = room.count
    room.far.fault("ckan", fault)
    (outcome,) = room.collect("target-pajak")
    room.far.clear()
    assert outcome.trouble is not None and room.count == before
    (outcome,) = room.collect("target-pajak")
    assert outcome.trouble is None
