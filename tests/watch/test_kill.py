"""kill -9 of the watching process at random instants: every derived fact is there exactly once."""

import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.clock import Clock
from app.journal import lease, tables
from app.journal.reader import newest_commit
from app.journal.store import Journal
from app.journal.watch_state import watch_states
from app.watch.runner import WatchRunner
from tests.conftest import CITIES, ROOT
from tests.watch.child import WATCHES
from tests.watch.scenes import FAR_M, T0, at, fix, open_complaint

BEKASI = CITIES / "kota-bekasi.toml"
ROUND_S = 600  # a vehicle comes, stays and goes
ROUNDS = 12
KILLS = 4
MISSED = 3  # of a fallen tree in two hours: first answer, on site, made safe


def record_a_day(journal: Journal) -> None:
    """Three vehicles that come and go twelve times, every twenty seconds a commit; trees fall and nobody answers."""
    journal.append([open_complaint()], at=T0)
    for number in range(ROUNDS):
        fallen = replace(open_complaint(f"p{number}", None), category="pohon", requested_at=at(number))
        journal.append([fallen], at=T0)
    for second in range(0, ROUNDS * ROUND_S, 20):
        metres = 5 if second % ROUND_S < 200 else FAR_M
        journal.append([fix(second, metres, vehicle) for vehicle in ("7", "8", "9")], at=at(second))


def told(journal: Journal) -> Counter[tuple[Any, ...]]:
    c = tables.derived.c
    with journal.engine.connect() as connection:
        return Counter(tuple(one) for one in connection.execute(sa.select(c.entity, c.what, c.valid_at, c.body)))


def told_without_a_kill(tmp_path: Path, city) -> Counter[tuple[Any, ...]]:
    journal = Journal.create(f"sqlite:///{tmp_path / 'undisturbed.db'}", Clock.starting(T0))
    record_a_day(journal)
    epoch = lease.take(journal, "undisturbed")
    assert epoch is not None
    runner, now = WatchRunner(journal, WATCHES, city), at(ROUNDS * ROUND_S)
    while runner.run(epoch, now) == now:
        pass
    facts = told(journal)
    journal.close()
    return facts


def start(url: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "tests.watch.child", url, str(BEKASI), str(ROUNDS * ROUND_S)]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def kill_in_the_work(child: subprocess.Popen[str], chance: random.Random) -> None:
    """After some commits, at any instant of the next one."""
    assert child.stdout is not None
    for _ in range(chance.randint(1, 50)):
        assert child.stdout.readline() == "a commit\n"
    time.sleep(chance.uniform(0.0, 0.02))
    child.kill()
    child.communicate()


def test_B4_a_killed_watch_repeats_nothing_and_loses_nothing(journal_url, tmp_path, city):
    journal = Journal.create(journal_url, Clock.starting(T0))
    record_a_day(journal)
    chance = random.Random(4)
    reached = []
    for _ in range(KILLS):
        kill_in_the_work(start(journal_url), chance)
        reached.append(watch_states(journal)["arrival"].cursor)
    assert reached == sorted(reached)
    assert 0 < reached[0] < reached[-1] < newest_commit(journal)
    assert start(journal_url).communicate()[0].endswith("done\n")
    facts = told(journal)
    journal.close()
    assert facts == told_without_a_kill(tmp_path, city)
    assert set(facts.values()) == {1}
    assert sum(entity.startswith("vehicle/") for entity, *_ in facts) == 3 * ROUNDS
    assert sum(entity.startswith("complaint/") for entity, *_ in facts) == MISSED * ROUNDS
