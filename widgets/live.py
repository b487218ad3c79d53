"""The live picture as signals: what the windows read, and the only way they ask the journal for anything.

Every object here lives in the GUI thread. Lanes read and write; results come back by queued signals to our own slots.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import uuid4

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.clock import Clock
from app.domain.case import CaseId
from app.domain.kind import Kind
from app.domain.person import Signed
from app.domain.source import Ask, Request
from app.geo.areas import Areas
from app.journal.about import store_facts
from app.journal.arrivals import arrivals
from app.journal.behind import facts_behind, remarks
from app.journal.encode import to_ms
from app.journal.lease import look as look_at_lease
from app.journal.photos import wish_photos
from app.journal.reader import Changes, Delta
from app.journal.search import search_complaints
from app.journal.status import SourceStatus
from app.journal.store import Journal
from app.journal.texts import complaint_record, complaint_texts, trail
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from widgets.answers import Answers
from widgets.database_watch import DatabaseWatch
from widgets.lane import Lane
from widgets.photos.reading import look, read_photos
from widgets.tail_reader import TailReader

TRAIL = timedelta(hours=1)
T = TypeVar("T")


class Live(QObject):
    """One console's view of the journal. `start` after the windows are connected, `stop` before they go."""

    picture_ready = Signal()  # the whole picture was replaced
    changed = Signal(object)  # Changes
    ticked = Signal(object)  # datetime, the city's time, once a second
    sources_changed = Signal()
    texts_ready = Signal(object)  # dict[int, ComplaintText]
    detail_ready = Signal(object)  # ComplaintRecord
    searched = Signal(str, str, object)  # who asked, the text, keys as an array
    trail_ready = Signal(int, object)  # vehicle key, float array [n, 3] of latitude, longitude, seconds
    arrivals_ready = Signal(str, int, object)  # kind and key of what was asked about, tuple of Arrived
    facts_ready = Signal(str, object)  # what was asked about, tuple of Behind: facts behind a figure
    remarks_ready = Signal(object)  # dict[int, str]: the owners' remarks by the key of their indicator
    photos_ready = Signal(object)  # CasePhotos
    photos_looked = Signal(object)  # Looked: what a look at a citizen's photos brought
    lease_ready = Signal(object)  # Lease | None: who collects
    store_ready = Signal(object)  # StoreFacts
    database_changed = Signal(bool, object)  # answers?, since when not (real time)

    _picture_read = Signal(object)
    _delta_read = Signal(object, object)
    _trouble_met = Signal(str, object)  # who met it, since when | None

    def __init__(
        self,
        journal: Journal,
        city: CityFile,
        operator: str = "",
        areas: Areas | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.journal, self.city, self.operator = journal, city, operator
        self.picture = Picture(city, areas)
        self.is_loaded = False
        self.database_away_since: datetime | None = None
        self.areas = areas
        self._reader = TailReader(
            journal, city, areas, self._picture_read.emit, self._delta_read.emit, self._on_reader_trouble
        )
        self._probe = DatabaseWatch(journal.url, self._on_probe_trouble)
        self._asker, self._searcher, self._writer = (Lane(f"journal {name}") for name in ("asker", "search", "writer"))
        self._answers = Answers()
        self._searches: dict[str, str] = {}  # who asked -> the newest text
        self._troubles: dict[str, datetime | None] = {}
        queued = Qt.ConnectionType.QueuedConnection
        self._picture_read.connect(self._on_picture_read, queued)
        self._delta_read.connect(self._on_delta_read, queued)
        self._trouble_met.connect(self._on_trouble_met, queued)
        self._timer = QTimer(self, interval=1000, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    @property
    def clock(self) -> Clock:
        """The city's clock, as the journal has it."""
        return self.journal.clock

    @property
    def of_now(self) -> "Live":
        """The live picture itself, also where panels are built over another instant."""
        return self

    def frame(self) -> Frame:
        """The live frame: the city's time now."""
        return Frame(self.clock.now())

    def start(self) -> None:
        """Begin to read."""
        for lane in (self._reader, self._asker, self._searcher, self._writer, self._probe):
            lane.start()
        self._timer.start()

    def stop(self) -> bool:
        """End the timer and all lanes, in this order; whether they ended in time."""
        self._timer.stop()
        ended = [lane.stop() for lane in (self._probe, self._reader, self._asker, self._searcher, self._writer)]
        return all(ended)

    def want_texts(self, keys: Sequence[int]) -> None:
        """Ask for the words of complaints in sight; `texts_ready` answers."""
        wanted = [int(key) for key in keys]
        self._asker.submit(lambda: self.texts_ready.emit(complaint_texts(self.journal, wanted)))

    def want_detail(self, key: int) -> None:
        """Ask for all versions of one complaint; `detail_ready` answers."""
        self._asker.submit(lambda: self.detail_ready.emit(complaint_record(self.journal, key)))

    def search(self, text: str, asker: str) -> None:
        """Find complaints whose words hold `text`; `searched` answers only the newest question of each asker."""
        self._searches[asker] = text
        self._searcher.submit(lambda: self._search(text, asker))

    def _search(self, text: str, asker: str) -> None:
        if text == self._searches.get(asker):
            self.searched.emit(asker, text, np.array(search_complaints(self.journal, text), "i8"))

    def want_trail(self, vehicle: int, span: timedelta = TRAIL) -> None:
        """Ask where a vehicle was in the last hour; `trail_ready` answers."""
        now = self.clock.now()
        start, end = to_ms(now - span), to_ms(now + timedelta(minutes=1))
        self._asker.submit(
            lambda: self.trail_ready.emit(vehicle, np.array(trail(self.journal, vehicle, start, end), "f8"))
        )

    def want_arrivals(self, kind: str, key: int) -> None:
        """Ask for the arrivals of a vehicle or at a complaint; `arrivals_ready` answers."""
        self._asker.submit(lambda: self.arrivals_ready.emit(kind, key, arrivals(self.journal, kind, key)))

    def want_facts(self, asked: str, kind: Kind, keys: np.ndarray, most: int, commit: int) -> None:
        """Ask for the newest facts behind a figure as they stood at a commit; `facts_ready` answers with `asked`."""
        self._asker.submit(
            lambda: self.facts_ready.emit(asked, facts_behind(self.journal, kind, keys.tolist(), most, commit))
        )

    def want_remarks(self, keys: Sequence[int]) -> None:
        """Ask for the owners' remarks that came with indicators; `remarks_ready` answers."""
        wanted = [int(key) for key in keys]
        self._asker.submit(lambda: self.remarks_ready.emit(remarks(self.journal, wanted)))

    def read(self, asker: QObject, read: Callable[[], T], tell: Callable[[T | None], None]) -> None:
        """Read for another QObject in the asker's lane; `tell` hears it in the GUI thread, see `Answers.job`."""
        self._asker.submit(self._answers.job(asker, read, tell))

    def write(self, job: Callable[[], None]) -> None:
        """Run a writing job of another QObject in the writer's lane; a fault of the journal is logged there."""
        self._writer.submit(job)

    def want_photos(self, case: CaseId) -> None:
        """Ask for the photos of a case without looking at the citizen's; `photos_ready` answers."""
        self._asker.submit(lambda: self.photos_ready.emit(read_photos(self.journal, case)))

    def wish_photos(self, case: CaseId, by: str) -> None:
        """Write a wish to the collector: somebody waits for this case's photos."""
        self._writer.submit(lambda: wish_photos(self.journal, case.source, case.id, by))

    def look_at_photos(self, case: CaseId, signed: Signed) -> None:
        """A person looks at the citizen's photos, which is recorded; `photos_looked` answers."""
        self._writer.submit(lambda: self.photos_looked.emit(look(self.journal, self.city, signed, case)))

    def want_lease(self) -> None:
        """Ask who leads the journal; `lease_ready` answers."""
        self._asker.submit(lambda: self.lease_ready.emit(look_at_lease(self.journal)))

    def want_store(self) -> None:
        """Ask the store about itself; `store_ready` answers."""
        self._asker.submit(lambda: self.store_ready.emit(store_facts(self.journal)))

    def ask(self, source: str, what: Ask) -> None:
        """Write a wish to the collector: poll now, pause, resume."""
        request = Request(source, uuid4().hex, self.clock.now(), what, self.operator)
        self._writer.submit(lambda: self._write(request))

    def _write(self, request: Request) -> None:
        self.journal.append([request])

    def wait_until_idle(self, timeout_s: float = 10.0) -> bool:
        """Wait until every question so far is answered; for tests and pictures."""
        return all(lane.wait_until_idle(timeout_s) for lane in (self._asker, self._searcher, self._writer))

    @Slot(object)
    def _on_picture_read(self, picture: Picture) -> None:
        self.picture, self.is_loaded = picture, True
        self.picture_ready.emit()
        self.sources_changed.emit()

    @Slot(object, object)
    def _on_delta_read(self, delta: Delta, statuses: dict[str, SourceStatus]) -> None:
        changes: Changes = self.picture.apply(delta)
        is_news = statuses != self.picture.sources
        self.picture.sources = statuses
        self._reader.applied()
        if changes.kinds:
            self.changed.emit(changes)
        if is_news:
            self.sources_changed.emit()

    def _on_reader_trouble(self, since: datetime | None) -> None:
        """Called in the reader's lane."""
        self._trouble_met.emit("reader", since)

    def _on_probe_trouble(self, since: datetime | None) -> None:
        """Called in the probe's lane."""
        self._trouble_met.emit("probe", since)

    @Slot(str, object)
    def _on_trouble_met(self, who: str, said: datetime | None) -> None:
        self._troubles[who] = said
        since = min((moment for moment in self._troubles.values() if moment is not None), default=None)
        if since != self.database_away_since:
            self.database_away_since = since
            self.database_changed.emit(since is None, since)

    @Slot()
    def _on_tick(self) -> None:
        self.ticked.emit(self.clock.now())
