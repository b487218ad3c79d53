"""The watch over deadlines: each breach is told once, at the instant it came due, however late or often one looks."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from shapely import box as box_of

from app.actions.care import Note, Pause, Raise, Resume
from app.actions.moves import Move, Reject, Reopen
from app.actions.perform import Acting
from app.clock import Clock
from app.domain.case import CaseId
from app.domain.complaint import Complaint, State
from app.domain.deadline import Step
from app.domain.lifecycle import Verb
from app.domain.severity import Severity
from app.geo.areas import Area, Areas
from app.geo.points import Box
from app.journal import lease, tables
from app.journal.store import Journal
from app.journal.texts import complaint_record
from app.journal.watch_state import watch_states
from app.settings import CityFile
from app.settings.duty import WEEKDAYS
from app.watch.clocks import STEPS, Clocks
from app.watch.deadline import Deadlines
from app.watch.runner import WatchRunner
from tests.actions.conftest import OPERATOR
from tests.watch.scenes import T0, at, complaint_row, open_complaint

CASE = CaseId("sorot", "4812")
HOUR = 3600.0
CITY = CityFile.model_validate(
    {
        "city": {"name": "Kota", "zone": "Asia/Jakarta", "box": [-6.4, 106.8, -6.1, 107.1]},
        "category": [{"id": "sampah", "name": "S", "agency": "kebersihan", "first_answer": "1h", "done": "24h"}],
        "targets": {
            "version": "2016-11",
            "kritis": {"done": "4h"},
            "ladder": {"lurah": "0h", "camat": "12h", "kepala_dinas": "24h", "sekda": "7d", "wali_kota": "14d"},
        },
        "source": [{"id": "sorot", "protocol": "open311", "url": "http://127.0.0.1:1/"}],
    }
)


def rubbish(id_: str = "4812", made: float = 0.0, **more: Any) -> Complaint:
    said: dict[str, Any] = {"category": "sampah", "requested_at": at(made), "valid_at": at(made)} | more
    return replace(open_complaint(id_), **said)


class Room:
    """A journal of one city, whose hour is set by hand, and its watch."""

    def __init__(self, url: str) -> None:
        self.journal = Journal.create(url, Clock.starting(T0, speed=0))
        self.acting = Acting(self.journal, CITY)
        epoch = lease.take(self.journal, "this test")
        assert epoch is not None
        self.epoch = epoch
        self.restart()

    def restart(self, **more: int) -> None:
        self.runner = WatchRunner(self.journal, [Deadlines()], CITY, **more)

    def append(self, second: float, *facts: object) -> None:
        self.journal.append(facts, at=at(second))  # type: ignore[arg-type]

    def do(self, second: float, deed: object) -> None:
        self.journal.clock = Clock.starting(at(second), speed=0)
        self.acting.perform(OPERATOR, deed)  # type: ignore[arg-type]

    def look(self, second: float) -> datetime | None:
        self.journal.clock = Clock.starting(at(second), speed=0)
        while (wake := self.runner.run(self.epoch, at(second))) == at(second):
            pass
        return wake

    def told(self, entity: str = "complaint/1") -> list[tuple[str, float]]:
        """What was told of a complaint, as (word, hours into the scene), in time's order."""
        c = tables.derived.c
        with self.journal.engine.connect() as connection:
            query = sa.select(c.what, c.valid_at).where(c.entity == entity).order_by(c.valid_at, c.what)
            return [(what, (ms / 1000 - T0.timestamp()) / HOUR) for what, ms in connection.execute(query)]


@pytest.fixture
def room(journal_url: str) -> Iterator[Room]:
    made = Room(journal_url)
    made.look(0)
    yield made
    made.journal.close()


def test_a_complaint_nobody_touches_climbs_the_ladder_each_step_once(room: Room) -> None:
    room.append(0, rubbish())
    assert room.look(1) == at(HOUR)
    for hour in (2, 30, 40, 50, 50):
        room.look(hour * HOUR)
    assert room.told() == [
        ("breach/first_answer", 1),
        ("breach/done", 24),
        ("told/camat", 36),
        ("told/kepala_dinas", 48),
    ]
    room.look(30 * 24 * HOUR)
    assert len(room.told()) == 9  # sekda, mayor, and three limits of the law


def test_B4_who_looks_late_or_in_pieces_or_anew_is_told_the_same(room: Room, tmp_path: Path) -> None:
    def live(one: Room, look: bool) -> None:
        one.look(0)
        one.append(1, rubbish("1"), rubbish("2"), rubbish("3"))
        for second, deed in ((1800, Note(CaseId("sorot", "1"), "x")), (7200, Move(CaseId("sorot", "1"), Verb.VERIFY))):
            one.do(second, deed)
            if look:
                one.look(second + 5)
        one.append(25 * HOUR, rubbish("2", 24.5 * HOUR, state=State.CLOSED, status="closed"))
        if look:
            one.look(26 * HOUR)
        one.do(27 * HOUR, Reject(CaseId("sorot", "3"), "x"))
        one.restart(most_commits=1)
        one.look(40 * HOUR)

    live(room, look=True)
    other = Room(f"sqlite:///{tmp_path / 'other.db'}")
    live(other, look=False)
    for key in (1, 2, 3):
        assert room.told(f"complaint/{key}") == other.told(f"complaint/{key}")
    assert [what for what, _ in room.told("complaint/1")] == ["breach/first_answer", "breach/done", "told/camat"]
    assert [what for what, _ in room.told("complaint/2")] == ["breach/first_answer", "breach/done"]
    other.journal.close()


def test_what_was_met_in_time_is_no_breach(room: Room) -> None:
    room.append(0, rubbish())
    room.do(1800, Move(CASE, Verb.VERIFY))
    room.do(3000, Reject(CASE, "sudah bersih"))
    room.look(100 * HOUR)
    assert room.told() == []


def test_a_pause_puts_the_breach_off_and_takes_none_back(room: Room) -> None:
    room.append(0, rubbish())
    room.look(2 * HOUR)
    room.do(3 * HOUR, Pause(CASE, "menunggu warga"))
    room.look(30 * HOUR)
    assert room.told() == [("breach/first_answer", 1)]
    room.do(33 * HOUR, Resume(CASE))
    room.look(60 * HOUR)
    assert room.told() == [("breach/first_answer", 1), ("breach/done", 54)]


def test_called_graver_too_late_is_a_breach_at_the_graver_hour_and_only_one(room: Room) -> None:
    room.append(0, rubbish())
    room.do(10 * HOUR, Raise(CASE, Severity.KRITIS, "pasar"))
    room.look(11 * HOUR)
    assert [one for one in room.told() if one[0] == "breach/done"] == [("breach/done", 4)]
    room.look(30 * HOUR)
    room.do(31 * HOUR, Note(CASE, "x"))
    room.look(32 * HOUR)
    assert sum(what == "breach/done" for what, _ in room.told()) == 1


def test_a_case_that_comes_back_is_late_by_its_first_receipt_and_told_once(room: Room) -> None:
    room.append(0, rubbish())
    room.do(100, Move(CASE, Verb.VERIFY))
    room.do(200, Reject(CASE, "x"))
    room.look(50 * HOUR)
    assert room.told() == []
    room.do(51 * HOUR, Reopen(CASE, "masih"))
    room.look(52 * HOUR)
    assert room.told() == [("breach/done", 24), ("told/camat", 36), ("told/kepala_dinas", 48)]
    room.append(53 * HOUR, rubbish("4812", valid_at=at(53 * HOUR), state=State.CLOSED, status="closed"))
    room.append(54 * HOUR, rubbish("4812", valid_at=at(54 * HOUR), status="open again"))
    room.look(55 * HOUR)
    assert len(room.told()) == 3


def test_what_was_late_before_the_watch_began_is_no_news(room: Room) -> None:
    room.append(0, rubbish("4812", -30 * HOUR))
    room.look(10 * HOUR)
    assert room.told() == [("told/camat", 6)]  # breached six hours before, and goes on
    room.append(11 * HOUR, rubbish("4813", -10 * HOUR))  # heard of late: its answer was owed before we began
    room.look(30 * HOUR)
    assert room.told("complaint/2") == [("breach/done", 14), ("told/camat", 26)]


def test_of_two_leaders_one_writes_and_nothing_twice(room: Room) -> None:
    room.append(0, rubbish())
    room.look(1)
    second = WatchRunner(room.journal, [Deadlines()], CITY)
    second.run(room.epoch, at(2 * HOUR))
    room.look(2 * HOUR)  # its own memory is behind what the other wrote
    assert room.told() == [("breach/first_answer", 1)]


def test_a_fact_says_the_rule_and_who_hears_of_it(room: Room) -> None:
    room.append(0, rubbish())
    room.do(10, Note(CASE, "x"))
    room.look(25 * HOUR)
    c = tables.derived.c
    with room.journal.engine.connect() as connection:
        bodies = {row.what: row.body for row in connection.execute(sa.select(c.what, c.body))}
    assert '"tell":["lurah"]' in bodies["breach/done"].replace(" ", "")
    assert '"rule":"2016-11"' in bodies["breach/done"].replace(" ", "")
    assert '"target":"24h"' in bodies["breach/done"].replace(" ", "")


def test_a_record_tells_what_was_missed_and_who_hears_of_it(room: Room) -> None:
    room.append(0, rubbish())
    room.look(1)
    room.look(40 * HOUR)
    missed = complaint_record(room.journal, 1).breaches
    assert [(one.what, one.tell) for one in missed] == [
        ("breach/first_answer", ("lurah",)),
        ("breach/done", ("lurah",)),
        ("told/camat", ("camat",)),
    ]
    assert missed[1].at == at(24 * HOUR) and missed[1].recorded_at == at(40 * HOUR)
    assert complaint_record(room.journal, 1, up_to=1).breaches == ()


def test_the_state_stays_small(room: Room) -> None:
    room.append(0, *(rubbish(str(n)) for n in range(300)))
    room.look(30 * HOUR)
    assert len(str(watch_states(room.journal)["deadline"].state)) < 100


def test_an_untouched_complaint_has_the_hours_of_the_agency_of_its_place(city: CityFile) -> None:
    """Eight working hours are eight hours where those whose duty it is there work day and night."""
    box, place = [-6.4, 106.8, -6.1, 107.1], city.places.kelurahan[0]
    told = {
        "city": {"name": "Kota", "zone": "Asia/Jakarta", "box": box},
        "places": {"kecamatan": city.places.kecamatan, "kelurahan": [place]},
        "category": [
            {"id": "sampah", "name": "S", "agency": "dinas", "agency_in": {place.code: "siaga"}, "done": "8wh"}
        ],
        "calendar": {"shift": [{"agency": "siaga", "days": WEEKDAYS, "start": time(0), "end": time(0)}]},
        "source": [{"id": "sorot", "protocol": "open311", "url": "http://127.0.0.1:1/"}],
    }
    here = CityFile.model_validate(told)
    area = Area(place.code, place.name, box_of(106.95, -6.25, 107.0, -6.2))
    rows = [complaint_row(1, key=1, where=(-6.22, 106.97)), complaint_row(2, key=2, where=(-6.35, 106.97))]
    for official, wanted in ((True, [True, False]), (False, [False, False])):
        clocks = Clocks(here, Areas((area,), official, Box(*box))).after(rows, ())
        ends = [int(clocks.row(row.key)[STEPS.index(Step.DONE)]) - row.requested_at for row in rows]
        assert [end == 8 * HOUR * 1000 for end in ends] == wanted


@pytest.mark.parametrize("seed", range(3))
def test_clocks_are_the_same_in_one_piece_or_in_many(seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        complaint_row(
            n, key=chance.randint(1, 700), state=chance.choice((State.OPEN, State.OPEN, State.CLOSED)), made=-n
        )
        for n in range(1, 1500)
    ]
    whole, parts = Clocks(CITY).after(rows, ()), Clocks(CITY)
    for row in rows:
        parts = parts.after([row], ())
    for key in range(1, 701):
        assert whole.row(key).tolist() == parts.row(key).tolist()
    start, end = int((T0 - timedelta(days=1)).timestamp() * 1000), int((T0 + timedelta(days=2)).timestamp() * 1000)
    assert whole.due(start, end) == parts.due(start, end) != []
    assert parts.next(start) <= parts.due(start, end)[0].at
