"""Any mix of appends, in any order: live, replay, since, checkpoints and rebuilt heads tell one and the same story."""

from collections.abc import Callable
from typing import Any

import numpy as np
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from app.domain.kind import Flag
from app.journal import tables, upkeep
from app.journal.engine import reading, writing
from app.journal.reader import Axis, since
from app.journal.store import Fact, Journal
from app.picture import checkpoint
from app.picture.frame import Frame
from app.picture.open import live_picture, picture_at
from app.picture.picture import Picture
from app.picture.writing import write
from app.settings import CityFile
from tests.journal.facts import T0, after, complaint, fix, vehicle

TIMES = st.integers(0, 12)
COMPLAINTS = st.builds(
    complaint,
    st.sampled_from("abc"),
    TIMES,
    st.sampled_from(["open", "closed", "in_progress"]),
    lat=st.sampled_from([-6.24, None]),
)
VEHICLES = st.builds(vehicle, st.sampled_from("78"), TIMES, st.sampled_from(["B 1", "B 2"]))
FLAGS = st.sampled_from([(), (), (Flag.SPEED.value,), (Flag.CLOCK.value,)])
FIXES = st.builds(
    fix, st.sampled_from("789"), TIMES, st.floats(-6.4, -6.2), st.sampled_from([None, "x", "y"]), flags=FLAGS
)
BATCHES = st.lists(COMPLAINTS | VEHICLES | FIXES, min_size=1, max_size=6)


class Model:
    """What the journal must remember of complaints and fixes, in plain lists."""

    def __init__(self) -> None:
        self.complaints: dict[str, list[tuple[float, int, int, Any]]] = {}  # valid, turn, commit, said
        self.fixes: dict[str, dict[tuple[float, str], tuple[int, str, float, bool]]] = {}

    def take(self, commit: int, facts: list[Fact]) -> None:
        """Remember a batch."""
        for fact in sorted((f for f in facts if type(f).__name__ == "Complaint"), key=lambda f: f.valid_at):
            self._take_complaint(commit, fact, facts)
        for fact in facts:
            if type(fact).__name__ == "Position":
                is_usable = not {"clock", "speed"} & set(fact.flags)
                mine = self.fixes.setdefault(fact.vehicle, {})
                mine.setdefault((fact.valid_at.timestamp(), fact.id), (commit, fact.id, fact.lat, is_usable))

    def _take_complaint(self, commit: int, fact: Any, facts: list[Fact]) -> None:
        mine, valid, said = self.complaints.setdefault(fact.id, []), fact.valid_at.timestamp(), (fact.status, fact.lat)
        if mine:
            newest = max(mine)
            told = {(f.status, f.lat) for f in facts if type(f).__name__ == "Complaint" and f.id == fact.id}
            before = [v for v in mine if v[0] < valid]
            is_known = (valid, said) in {(v[0], v[3]) for v in mine} or (bool(before) and max(before)[3] == said)
            if newest[3] == said and valid >= newest[0]:
                return
            if is_known and (valid < newest[0] or (valid == newest[0] and newest[3] in told)):
                return
        mine.append((valid, len(mine), commit, said))

    def stands(self, commit: int, until: float) -> dict[str, Any]:
        """The newest complaint versions among commits and truths."""
        found = {id_: [v for v in many if v[2] <= commit and v[0] <= until] for id_, many in self.complaints.items()}
        return {id_: max(many)[3] for id_, many in found.items() if many}

    def marks(self, commit: int, until: float) -> dict[str, tuple[Any, ...]]:
        """The newest usable fix of each vehicle and the time of the one before."""
        found = {}
        for id_, many in self.fixes.items():
            usable = [
                (at, -n, ref, lat) for (at, ref), (n, _, lat, ok) in many.items() if ok and n <= commit and at <= until
            ]
            if usable:
                last = max(at for at, *_ in usable)
                first_told = min((-n, ref, lat) for at, n, ref, lat in usable if at == last)
                before = [at for at, *_ in usable if at < last]
                found[id_] = (last, round(first_told[2], 7), max(before) if before else None)
        return found


def complaints_of(picture: Picture, ids: dict[int, str]) -> dict[str, Any]:
    """What a picture says of complaints."""
    c = picture.complaints
    place = [None if np.isnan(lat) else float(lat) for lat in c.lat]
    return {
        ids[i + 1]: (picture.words.text(int(c.status[i])), place[i]) for i in range(c.n) if not np.isnan(c.requested[i])
    }


def marks_of(picture: Picture) -> dict[str, tuple[Any, ...]]:
    """What a picture says of vehicles that were seen."""
    v = picture.vehicles
    before = [None if np.isnan(at) else float(at) for at in v.prev_fix_at]
    return {
        picture.vehicle_ids[i]: (float(v.fix_at[i]), round(float(v.lat[i]), 7), before[i])
        for i in range(v.n)
        if not np.isnan(v.fix_at[i])
    }


def everything(picture: Picture) -> dict[str, Any]:
    """All columns of a picture with words for codes, to compare two of them."""
    said: dict[str, Any] = {"vehicles": list(zip(picture.vehicle_ids, picture.vehicle_names, strict=True))}
    coded = {"category", "agency", "source", "status", "kind", "group"}
    for name, columns in (("c", picture.complaints), ("v", picture.vehicles)):
        for column in columns.names():
            values = getattr(columns, column).tolist()
            said[f"{name}.{column}"] = (
                [picture.words.text(v) for v in values] if column in coded else list(map(repr, values))
            )
    return said


class JournalMachine(RuleBasedStateMachine):
    """Appends whatever comes and asks every question again and again."""

    journal: Journal
    city: CityFile

    @initialize()
    def start(self) -> None:
        with writing(self.journal.engine) as connection:
            for table in tables.metadata.sorted_tables:
                if table.name not in ("meta", "audit"):  # nothing here writes the audit, and it cannot be emptied
                    connection.execute(table.delete())
        for path in checkpoint.folder_of(self.journal).glob("*"):
            path.unlink()
        self.model = Model()
        self.live = live_picture(self.journal, self.city)
        self.then: list[tuple[int, dict[str, Any]]] = []
        self.batches: list[list[Fact]] = []

    @rule(batch=BATCHES)
    def append(self, batch: list[Fact]) -> None:
        self.batches.append(batch)
        done = self.journal.append(batch, at=after(1_000 + len(self.batches)))
        if done.commit is not None:
            self.model.take(done.commit, batch)
            self.live.apply(since(self.journal, self.live.commit))
            self.then.append((len(self.batches), everything(self.live)))
        ids = self.ids()
        assert complaints_of(self.live, ids) == self.model.stands(self.live.commit, float("inf"))
        assert marks_of(self.live) == self.model.marks(self.live.commit, float("inf"))

    @precondition(lambda self: self.batches)
    @rule()
    def repeat(self) -> None:
        assert self.journal.append(self.batches[-1], at=after(1_000 + len(self.batches))).stored == 0

    @rule()
    def start_again(self) -> None:
        assert everything(live_picture(self.journal, self.city)) == everything(self.live)

    @precondition(lambda self: self.then)
    @rule(data=st.data())
    def replay_what_was_known(self, data: st.DataObject) -> None:
        turn, said = data.draw(st.sampled_from(self.then))
        picture = picture_at(self.journal, self.city, Frame(after(1_000 + turn)))
        assert everything(picture) == said
        picture.apply(since(self.journal, picture.commit))
        assert everything(picture) == everything(self.live)

    @rule(seconds=TIMES)
    def look_at_what_was_true(self, seconds: int) -> None:
        picture = picture_at(self.journal, self.city, Frame(after(seconds), Axis.TRUE))
        until = after(seconds).timestamp()
        assert complaints_of(picture, self.ids()) == self.model.stands(self.live.commit, until)
        assert marks_of(picture) == self.model.marks(self.live.commit, until)

    @precondition(lambda self: self.then)
    @rule()
    def write_a_checkpoint(self) -> None:
        write(self.journal, self.city, T0)

    @rule()
    def rebuild(self) -> None:
        before = self.heads()
        assert upkeep.check(self.journal) == []
        upkeep.rebuild(self.journal)
        assert self.heads() == before

    def heads(self) -> list[Any]:
        found = []
        with reading(self.journal.engine) as connection:
            for table in (tables.complaint_heads, tables.vehicle_heads):
                found.append(sorted(map(tuple, connection.execute(sa.select(table)))))
        return found

    def ids(self) -> dict[int, str]:
        h = tables.complaint_heads.c
        with reading(self.journal.engine) as connection:
            return {row.key: row.id for row in connection.execute(sa.select(h.key, h.id))}


def machine_of(journal: Journal, city: CityFile) -> Callable[[], JournalMachine]:
    """A machine that works on one journal."""
    kind: type[JournalMachine] = type("Machine", (JournalMachine,), {"journal": journal, "city": city})
    return kind


def test_live_replay_and_rebuild_always_agree(journal: Journal, city: CityFile) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    examples = settings(max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=quiet)
    run_state_machine_as_test(machine_of(journal, city), settings=examples)
