"""A live picture with made-up facts, for the tests of panels and screens: the contract of widgets.live without threads.

Everything is deterministic: the same seed gives the same city.
"""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.clock import Clock
from app.domain.case import CaseId
from app.domain.complaint import Complaint, State
from app.domain.kind import Kind
from app.domain.person import Signed
from app.domain.source import Ask, LinkState
from app.i18n import Language
from app.journal.about import StoreFacts
from app.journal.arrivals import Arrived
from app.journal.fixes import fixes_of
from app.journal.lease import Lease
from app.journal.reader import Changes, Delta
from app.journal.status import SourceStatus
from app.journal.texts import ComplaintRecord, ComplaintText, Version
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile, load_city
from widgets.group import Group
from widgets.photos.reading import CasePhotos, Looked

CITY = Path(__file__).parents[2] / "resources" / "cities" / "kota-bekasi.toml"
NOW = datetime(2016, 11, 30, 3, 42, 7, tzinfo=UTC)  # 10.42.07 WIB
TITLES = (
    ("Tumpukan sampah di pinggir jalan", "sampah", "kebersihan"),
    ("Genangan 40 cm menutup jalan", "banjir", "disbimarta"),
    ("Lubang di pinggir badan jalan", "jalan", "disbimarta"),
    ("Pohon tumbang menutup separuh jalan", "pohon", "dpppju"),
    ("Lampu jalan padam 5 titik", "lampu", "dpppju"),
    ("Saluran tersumbat, air meluap", "drainase", "disbimarta"),
    ("Trotoar rusak dekat halte", "trotoar", "disbimarta"),
)
STREETS = ("Jl. Baru Underpass", "Jl. Pekayon Raya", "Jl. Chairil Anwar", "Jl. Kemakmuran", "Jl. Siliwangi")
STATUSES = (("open", 0), ("in_progress", 0), ("planned", 0), ("investigating", 0), ("closed", 1))


def fake_city() -> CityFile:
    """The city file that ships with the program."""
    return load_city(CITY)


def fake_group(code: str = "id", **theme: Any) -> Group:
    """A group of windows in one language."""
    return Group(Language(code), **theme)


class FakeLive(QObject):
    """Stands in for widgets.live.Live: same signals and methods, answers at once, remembers what was asked."""

    picture_ready = Signal()
    changed = Signal(object)
    ticked = Signal(object)
    sources_changed = Signal()
    texts_ready = Signal(object)
    detail_ready = Signal(object)
    searched = Signal(str, str, object)
    trail_ready = Signal(int, object)
    arrivals_ready = Signal(str, int, object)
    facts_ready = Signal(str, object)
    remarks_ready = Signal(object)
    photos_ready = Signal(object)
    photos_looked = Signal(object)
    lease_ready = Signal(object)
    store_ready = Signal(object)
    database_changed = Signal(bool, object)

    def __init__(self, complaints: int = 40, vehicles: int = 12, seed: int = 1, city: CityFile | None = None) -> None:
        super().__init__()
        self.city = city or fake_city()
        self.picture = Picture(self.city)
        self.clock = Clock(NOW, NOW, 1.0)
        self.now = NOW
        self.is_loaded = True
        self.lease: Lease | None = Lease("meja-1", 3, 18.0)
        self.database_away_since: datetime | None = None
        self.store = StoreFacts("SQLite 3.45.1", False, 52_000_000, 80_000_000_000, None)
        self.asked: list[tuple[str, Ask]] = []
        self.facts: tuple[Any, ...] = ()
        self.remarks: dict[int, str] = {}
        self.facts_asked: list[tuple[str, Kind, int]] = []
        self.arrivals: dict[tuple[str, int], tuple[Arrived, ...]] = {}
        self.photos: dict[CaseId, CasePhotos] = {}
        self.looks: dict[CaseId, Looked] = {}
        self.photos_asked: list[tuple[str, CaseId]] = []
        self._rng = random.Random(seed)
        self._texts: dict[int, ComplaintText] = {}
        self._rows: dict[int, tuple[Any, ...]] = {}
        self.picture.apply(_delta(1, complaints=[self._complaint(key) for key in range(1, complaints + 1)]))
        rows = [self._vehicle(key) for key in range(1, vehicles + 1)]
        fixes = [fix for key in range(1, vehicles + 1) for fix in self._fixes(key)]
        self.picture.apply(_delta(2, vehicles=rows, positions=fixes_of(fixes)))
        self.picture.sources = {spec.id: source_status(spec.id) for spec in self.city.sources}

    @property
    def of_now(self) -> "FakeLive":
        """Itself."""
        return self

    def frame(self) -> Frame:
        """The instant the picture stands at."""
        return Frame(self.now)

    def tick(self, seconds: float = 1) -> None:
        """Let the city's clock run."""
        self.now += timedelta(seconds=seconds)
        self.ticked.emit(self.now)

    def want_texts(self, keys: Iterable[int]) -> None:
        """Answer with the texts of complaints."""
        self.texts_ready.emit({int(key): self._texts[int(key)] for key in keys if int(key) in self._texts})

    def want_detail(self, key: int) -> None:
        """Answer with the versions of one complaint."""
        if key in self._texts:
            self.detail_ready.emit(self._record(key))

    def search(self, text: str, asker: str) -> None:
        """Answer with the keys whose words hold the text."""
        low = text.casefold()
        found = [key for key, t in self._texts.items() if low in f"{t.title} {t.address} {t.id}".casefold()]
        self.searched.emit(asker, text, np.array(sorted(found, reverse=True), "i8"))

    def want_trail(self, vehicle: int) -> None:
        """Answer with an hour of fixes."""
        v, steps = self.picture.vehicles, np.linspace(0, 1, 30)
        at = vehicle - 1
        lat, lon = v.lat[at] - 0.02 * (1 - steps), v.lon[at] - 0.015 * (1 - steps) ** 2
        self.trail_ready.emit(vehicle, np.column_stack([lat, lon, NOW.timestamp() - 3600 * (1 - steps)]))

    def want_arrivals(self, kind: str, key: int) -> None:
        """Answer with the arrivals a test has set."""
        self.arrivals_ready.emit(kind, key, self.arrivals.get((kind, key), ()))

    def want_facts(self, asked: str, kind: Kind, keys: np.ndarray, most: int, commit: int) -> None:
        """Answer with the facts a test has set."""
        self.facts_asked.append((asked, kind, len(keys)))
        self.facts_ready.emit(asked, self.facts)

    def want_remarks(self, keys: Iterable[int]) -> None:
        """Answer with the remarks a test has set."""
        self.remarks_ready.emit({int(key): self.remarks[int(key)] for key in keys if int(key) in self.remarks})

    def want_photos(self, case: CaseId) -> None:
        """Answer with the photos a test has set."""
        self.photos_asked.append(("read", case))
        self.photos_ready.emit(self.photos.get(case, CasePhotos(case)))

    def wish_photos(self, case: CaseId, by: str) -> None:
        """Remember who waits for photos."""
        self.photos_asked.append((by, case))

    def look_at_photos(self, case: CaseId, signed: Signed) -> None:
        """Answer with the look a test has set."""
        self.photos_asked.append((f"look {signed.person.id}", case))
        self.photos_looked.emit(self.looks.get(case, Looked(case, {})))

    def want_lease(self) -> None:
        """Answer who collects."""
        self.lease_ready.emit(self.lease)

    def want_store(self) -> None:
        """Answer what the store is."""
        self.store_ready.emit(self.store)

    def ask(self, source: str, ask: Ask) -> None:
        """Remember a wish."""
        self.asked.append((source, ask))

    def add_complaint(self, **changes: Any) -> int:
        """One more complaint arrives; `title` and `address` may be given. Its key."""
        key = self.picture.complaints.n + 1
        row = self._complaint(key, **changes)
        self.changed.emit(self.picture.apply(_delta(self.picture.commit + 1, complaints=[row])))
        return key

    def set_source(self, source: str, **changes: Any) -> None:
        """Change how a source is doing."""
        self.picture.sources[source] = source_status(source, **changes)
        self.sources_changed.emit()
        self.changed.emit(Changes(self.picture.commit, frozenset({Kind.HEALTH}), {}))

    def _place(self) -> tuple[float, float, str]:
        area = self._rng.choice(self.city.places.kelurahan)
        return area.lat + self._rng.uniform(-0.006, 0.006), area.lon + self._rng.uniform(-0.006, 0.006), area.name

    def _complaint(self, key: int, title: str = "", address: str = "") -> tuple[Any, ...]:
        words, category, agency = TITLES[key % len(TITLES)]
        status, state = STATUSES[self._rng.randrange(len(STATUSES))]
        lat, lon, area = self._place()
        at = int((NOW - timedelta(minutes=self._rng.uniform(1, 60 * 30))).timestamp() * 1000)
        street = address or f"{STREETS[key % len(STREETS)]} · {area}"
        service = {"jalan": "010", "sampah": "020"}.get(category, "900")
        ident = f"2016-11-30-{400 + key:04d}"
        self._texts[key] = ComplaintText(
            key, ident, "sorot", title or words, service, category, street, status, agency, words
        )
        self._rows[key] = row = (
            *(key, key, at, 1, "sorot", status, state, category, agency, lat, lon),
            *(at, at + 600_000, at + 86_400_000, 0),
        )
        return row

    def _vehicle(self, key: int) -> tuple[Any, ...]:
        kind = ("baktor", "dump_truck", "road_crew", "ambulance")[key % 4]
        name = f"{kind.replace('_', ' ').title()} {key:02d} · B-{9200 + key}-KQA"
        return key, key, int(NOW.timestamp() * 1000), 2, "armada", str(key), name, kind, "Bekasi Timur", "online"

    def _fixes(self, key: int) -> list[tuple[Any, ...]]:
        lat, lon, _ = self._place()
        ms, course = int(NOW.timestamp() * 1000), self._rng.randrange(3600) * 100
        age = 4_000 if key % 5 else 900_000
        near = (int(lat * 1e7), int(lon * 1e7), 24_000, course, 1, 0)
        far = (int(lat * 1e7) - 4000, int(lon * 1e7) - 4000, 24_000, course, 1, 0)
        return [(key, ms - age - 5_000, 2, *far), (key, ms - age, 2, *near)]

    def _record(self, key: int) -> ComplaintRecord:
        text, row = self._texts[key], self._rows[key]
        requested = datetime.fromtimestamp(row[11] / 1000, UTC)
        base = {"source": "sorot", "id": text.id, "requested_at": requested, "title": text.title}
        base |= {"address": text.address, "agency": text.agency, "category": row[7], "lat": row[9], "lon": row[10]}
        versions = []
        for n, status in enumerate(("open", text.status)):
            at = requested + timedelta(minutes=10 * n)
            record = Complaint(
                valid_at=at, status=status, state=State.OPEN, updated_at=at, description=text.description_head, **base
            )
            versions.append(Version(n + 1, at + timedelta(seconds=8), record))
        return ComplaintRecord(key, tuple(versions))


def source_status(source: str, now: datetime = NOW, **changes: Any) -> SourceStatus:
    """How a source is doing; a healthy one unless `changes` says otherwise."""
    values: dict[str, Any] = {
        "source": source,
        "state": LinkState.OK,
        "last_try": now - timedelta(seconds=4),
        "last_good": now - timedelta(seconds=4),
        "next_try": now + timedelta(seconds=6),
        "newest": now - timedelta(seconds=30),
        "latency_ms": 84,
        "records_per_min": 120,
        "error": "",
        "next_step": "",
        "note": "",
        "polls": 40,
        "records": 1200,
        "rejections": 2,
        "cursor": {},
        "breaker": {},
    }
    return SourceStatus(**(values | changes))


def _delta(commit: int, **rows: Any) -> Delta:
    kinds = {"complaints": Kind.COMPLAINT, "vehicles": Kind.VEHICLE, "positions": Kind.POSITION}
    return Delta(commit=commit, kinds=frozenset(kinds[name] for name in rows), **rows)
