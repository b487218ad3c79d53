"""kill -9 of `act` and of the collector at 190 seeded instants: no acknowledged action is lost, each update is applied
once at the backend and in its order, and no complaint is created twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from app.clock import Clock
from app.domain.mail import MailState
from app.domain.person import Person, Role
from app.journal import tables
from app.journal.acting_tables import actions, outbox
from app.journal.audit import verify_chain
from app.journal.engine import reading, writing
from app.journal.people import add_person
from app.journal.store import Journal
from app.journal.upkeep import check
from data_sources.simulator.running import FarEnd, running
from tests.conftest import ROOT
from tests.courier.conftest import until
from tests.journal.facts import T0

PASSWORD = "rahasia-panjang"
ROUNDS = {"sqlite": 30, "postgresql": 17}  # of four kills each, after a first one: 190 in all
DEEDS = 3  # of a round
LETTERS = sa.select(sa.func.count()).select_from(outbox)
CITY = """
[city]
name = "Kota"
zone = "Asia/Jakarta"
box = [-6.4, 106.8, -6.1, 107.1]
[[category]]
id = "jalan"
name = "Jalan rusak"
agency = "disbimarta"
[[source]]
id = "sorot"
protocol = "open311"
url = "{url}"
every = "2s"
stale_after = "1h"
history = "1h"
write_back = true
secret_env = "POC_TEST_KEY"
[source.mapping.services]
"{code}" = "jalan"
"""


class Life:
    """How long a process is let live: about as long as it takes when nobody kills it. On a machine that others work on
    too that is too short; so the span grows while they die before they did anything, and shrinks once they did."""

    def __init__(self) -> None:
        self.s = self.undisturbed_s = 0.0

    def measured(self, begun: float) -> None:
        """One did its work that was begun then."""
        self.s = self.undisturbed_s = time.monotonic() - begun

    def learn(self, worked: bool) -> None:
        """Whether the last one did anything before it died."""
        self.s = max(self.undisturbed_s, self.s * (0.75 if worked else 1.1))


class Killed:
    """A city, its journal, its backend, and children of the nursery to kill."""

    def __init__(self, folder: Path, url: str, backend: FarEnd) -> None:
        self.folder, self.url, self.backend, self.kills = folder, url, backend, 0
        self.act_life, self.collector_life = Life(), Life()
        self.city = folder / "city.toml"
        code = next(iter(backend.simulator.open311.services))
        self.city.write_text(CITY.format(url=backend.open311, code=code), encoding="utf-8")
        self.journal = Journal.create(url, Clock.starting(T0, speed=1))
        add_person(self.journal, None, Person("rina", "Rina", Role.ADMIN), PASSWORD)
        self.cases = [backend.complaint(description=f"kasus {n}", quiet=True) for n in range(3)]
        self.acked: set[str] = set()
        env = os.environ | {"POC_PASSWORD": PASSWORD, "POC_TEST_KEY": "k", "HOME": str(folder)}
        env |= {"XDG_STATE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        command = [sys.executable, "-m", "tests.courier.nursery"]
        self.nursery = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._heard() == "ready"

    def _heard(self) -> str:
        assert self.nursery.stdout is not None
        return self.nursery.stdout.readline().strip()

    def start(self, name: str, *argv: str) -> int:
        """A child that runs a command."""
        common = ["--city", str(self.city), "--journal", self.url]
        asked = {"argv": [argv[0], *common, *argv[1:]], "out": str(self.folder / f"{name}.out")}
        assert self.nursery.stdin is not None
        self.nursery.stdin.write(json.dumps(asked) + "\n")
        self.nursery.stdin.flush()
        return int(self._heard())

    def act(self, n: int) -> int:
        """The n-th deed: every fifth takes a complaint, the others answer one of three citizens."""
        who = ("--as", "rina", "--operation", f"op-{n}")
        if n % 5 == 0:
            place = ("--place=-6.24,107.0", "--category", "jalan", "--backend", "sorot")
            return self.start(f"op-{n}", "act", "intake", "--text", f"baru {n}", *place, *who)
        return self.start(f"op-{n}", "act", "answer", f"sorot/{self.cases[n % 3]}", "--text", f"jawab {n}", *who)

    def kill(self, pid: int) -> None:
        """At once, whatever it does."""
        self.kills += 1
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # it had done its work
        assert until(lambda: not lives(pid))

    def measure(self) -> None:
        """Do the first deed and deliver it undisturbed."""
        begun = time.monotonic()
        pid = self.act(1)
        assert until(lambda: not lives(pid))
        self.act_life.measured(begun)
        self.let_lease_end()
        begun = time.monotonic()
        pid = self.start("collector", "collect")
        assert until(lambda: self.undelivered() == 0)
        self.collector_life.measured(begun)
        os.kill(pid, signal.SIGKILL)
        assert until(lambda: not lives(pid))

    def note(self, n: int) -> bool:
        """Whether the n-th deed was acknowledged."""
        out = self.folder / f"op-{n}.out"
        words = out.read_text() if out.exists() else ""  # it may have died before its first word
        acknowledged = words.endswith("\n") and f'"op-{n}"' in words
        if acknowledged:
            self.acked.add(f"op-{n}")
        return acknowledged

    def let_lease_end(self) -> None:
        """As if the twenty seconds of a dead leader, and the rest after an unclear end, were over."""
        with writing(self.journal.engine) as connection:
            connection.execute(tables.lease.update().values(expires=0))
            connection.execute(outbox.update().values(not_before=0))

    def undelivered(self) -> int:
        """Letters that have not arrived."""
        return reads(self.journal, LETTERS.where(outbox.c.state != MailState.CONFIRMED.value))

    def delivered(self) -> int:
        """Letters that have arrived."""
        return reads(self.journal, LETTERS.where(outbox.c.state == MailState.CONFIRMED.value))

    def held_up(self) -> str:
        """What has not arrived and why, and the collector's last words."""
        with reading(self.journal.engine) as connection:
            open_ = connection.execute(sa.select(outbox).where(outbox.c.state != MailState.CONFIRMED.value)).all()
        return f"{open_}\n{(self.folder / 'collector.out').read_text()[-2000:]}"

    def close(self) -> None:
        """End everything."""
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.close()
        self.nursery.wait(10)
        self.nursery.stdout.close()
        self.journal.close()


def lives(pid: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def killed(journal_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Killed]:
    """A room whose processes die."""
    monkeypatch.setattr("app.access._hasher", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
    with running(scale=0.05, complaint_days=1, track_days=1, scenario=False) as backend:
        room = Killed(tmp_path, journal_url, backend)
        try:
            yield room
        finally:
            room.close()


def live_and_die(room: Killed, chance: random.Random) -> None:
    """A round: a collector works while three deeds are done; all four are killed, each at its own instant."""
    room.let_lease_end()
    first = DEEDS * (room.kills // (DEEDS + 1)) + 2
    collector, before = room.start("collector", "collect"), room.delivered()
    ends = chance.uniform(0.4, 1.6) * room.collector_life.s + time.monotonic()
    for n in range(first, first + DEEDS):
        pid = room.act(n)
        time.sleep(chance.uniform(0.0, 1.2) * room.act_life.s)
        room.kill(pid)
        room.act_life.learn(room.note(n))
    time.sleep(max(0.0, ends - time.monotonic()))
    room.kill(collector)
    room.collector_life.learn(room.delivered() > before)


def finish(room: Killed, deeds: int) -> None:
    """The script that was killed does again what it got no answer to; a collector lives until all has arrived."""
    for n in range(1, deeds + 1):
        if f"op-{n}" not in room.acked:
            pid = room.act(n)
            assert until(lambda pid=pid: not lives(pid))  # type: ignore[misc]
            room.note(n)
    room.let_lease_end()
    collector = room.start("collector", "collect")
    assert until(lambda: room.undelivered() == 0), room.held_up()
    os.kill(collector, signal.SIGTERM)
    assert until(lambda: not lives(collector))


def test_B4_of_what_was_acknowledged_nothing_is_lost_and_each_update_is_applied_once(
    killed: Killed, journal_url: str
) -> None:
    store = journal_url.partition(":")[0].partition("+")[0]
    chance, rounds = random.Random(f"kill {store}"), ROUNDS[store]
    collector = killed.start("collector", "collect")
    seen = sa.select(sa.func.count()).select_from(tables.complaint_heads)
    assert until(lambda: reads(killed.journal, seen) >= len(killed.cases))
    time.sleep(chance.uniform(0.0, 0.2))
    killed.kill(collector)
    killed.measure()
    for _ in range(rounds):
        live_and_die(killed, chance)
    acked_alive, deeds = set(killed.acked), DEEDS * rounds + 1
    assert (
        killed.kills == (DEEDS + 1) * rounds + 1 and 0 < len(acked_alive) < deeds
    )  # some died before, some after their answer
    done = {row.id for row in rows(killed.journal, sa.select(actions.c.id))}
    assert acked_alive <= done
    finish(killed, deeds)
    assert killed.acked == {f"op-{n}" for n in range(1, deeds + 1)}
    assert_applied_once(killed)
    assert check(killed.journal) == []
    with reading(killed.journal.engine) as connection:
        assert verify_chain(connection).wrong is None


def reads(journal: Journal, query: Any) -> int:
    """One number."""
    with reading(journal.engine) as connection:
        return int(connection.execute(query).scalar_one())


def rows(journal: Journal, query: Any) -> list[Any]:
    """All rows."""
    with reading(journal.engine) as connection:
        return list(connection.execute(query))


def assert_applied_once(room: Killed) -> None:
    """At the backend stands what was decided here: each text once, in its order; each new complaint once."""
    now = room.backend.world.now()
    book = room.backend.world.book
    for case in room.cases:
        found = book.find(case, now)
        assert found is not None
        there = [step.note for step in found.steps if "-x" in step.ident]
        query = sa.select(actions.c.said).where(actions.c.case_id == case, actions.c.verb == "answer")
        ours = [json.loads(row.said)["text"] for row in rows(room.journal, query.order_by(actions.c.v))]
        assert there == ours
    taken = Counter(case.text for case in book.between(0, now, now) if case.text.startswith("baru "))
    assert set(taken.values()) == {1} and len(taken) == sum(n % 5 == 0 for n in range(1, len(room.acked) + 1))
