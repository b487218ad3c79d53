"""A live picture that answers for one complaint with the versions a test gives it."""

from datetime import datetime, timedelta
from typing import Any

from app.domain.action import Action
from app.domain.complaint import Complaint, State
from app.domain.kind import Kind
from app.journal.arrivals import Arrived
from app.journal.breaches import Breached
from app.journal.reader import Changes
from app.journal.texts import ComplaintRecord, Version
from app.journal.unanswered import Unanswered
from tests.widgets.fakes import NOW, FakeLive

HOUR = timedelta(hours=1)


def complaint(**said: Any) -> Complaint:
    """A complaint of one hour ago; any field may be said."""
    known: dict[str, Any] = {
        "source": "sorot",
        "id": "2016-11-30-0412",
        "valid_at": NOW - HOUR,
        "status": "open",
        "state": State.OPEN,
        "requested_at": NOW - HOUR,
        "title": "Tumpukan sampah",
        "category": "sampah",
        "lat": -6.244,
        "lon": 107.0185,
    }
    return Complaint(**(known | said))


def version(commit: int = 1, recorded: datetime = NOW - HOUR + timedelta(seconds=8), **said: Any) -> Version:
    """A recorded version of it."""
    return Version(commit, recorded, complaint(**said))


def arrived(minutes_ago: float, **said: Any) -> Arrived:
    """A vehicle's arrival at the complaint, concluded two minutes later."""
    at = NOW - timedelta(minutes=minutes_ago)
    known: dict[str, Any] = {
        "vehicle": 1,
        "vehicle_name": "Baktor 07 · B-9214-KQA",
        "at": at,
        "recorded_at": at + timedelta(minutes=2),
        "kind": "complaint",
        "place": 1,
        "place_name": "Tumpukan sampah",
    }
    return Arrived(**(known | said))


class CaseLive(FakeLive):
    """Answers `want_detail` from `records`; questions are written down, and not answered while `mute`."""

    def __init__(self) -> None:
        super().__init__(complaints=3, vehicles=6)
        self.records: dict[int, tuple[Version, ...]] = {1: (version(),)}
        self.deeds: dict[int, tuple[Action, ...]] = {}
        self.unanswered: dict[int, tuple[Unanswered, ...]] = {}
        self.breaches: dict[int, tuple[Breached, ...]] = {}
        self.names: dict[str, str] = {}
        self.questions: list[int] = []
        self.mute = False

    def want_detail(self, key: int) -> None:
        """Write the question down and answer it unless mute."""
        self.questions.append(key)
        if not self.mute:
            self.answer(key)

    def answer(self, key: int) -> None:
        """Answer a question now."""
        arrivals = self.arrivals.get(("complaint", key), ())
        known = self.records.get(key, ()), arrivals, self.deeds.get(key, ())
        noted = {"breaches": self.breaches.get(key, ()), "unanswered": self.unanswered.get(key, ())}
        self.detail_ready.emit(ComplaintRecord(key, *known, names=self.names, **noted))

    def news_of(self, key: int, kind: Kind = Kind.COMPLAINT) -> None:
        """Say that facts about an entity were stored."""
        self.changed.emit(Changes(self.picture.commit, frozenset({kind}), {kind: [key]}))
