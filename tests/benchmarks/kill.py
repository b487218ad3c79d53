"""kill -9 of a whole console while keys are pressed: of what it said was done, nothing is lost and nothing is twice."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from app.domain.person import Person, Role, Signed
from app.journal.acting_tables import actions, outbox
from app.journal.audit import verify_chain
from app.journal.engine import reading
from app.journal.people import add_person
from app.journal.store import Journal
from tests.benchmarks.figure import Figure
from tests.benchmarks.measure import say
from tests.benchmarks.seed import Story, copy_of, kept_journal
from tests.benchmarks.servers import folder
from tests.benchmarks.sizes import Sizes
from widgets.demo import ADMIN, OPERATOR

STORY = Story(5_000, 4, 4)
LIVES_S = 1.5  # at most, after the first deed
SEED = 20161130


def acknowledged(journal: Path, state: Path, lives_s: float) -> list[str]:
    """The operations that one console said were done before it was killed."""
    command = [sys.executable, "-m", "tests.benchmarks.kill_desk", str(journal), str(state)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        first = next(line for line in process.stdout if line.startswith('{"done"'))
        time.sleep(lives_s)
    finally:
        process.kill()
        process.wait()
    said = [str(json.loads(first)["done"])]
    for line in process.stdout:
        with suppress(ValueError):  # the last line may be cut
            said.append(str(json.loads(line)["done"]))
    process.stdout.close()
    return said


def found(journal: Journal) -> tuple[list[str], list[tuple[str, str]], bool]:
    """Operations that stand, letters by operation and target, and whether the chain of the audit agrees."""
    with reading(journal.engine) as connection:
        done = list(connection.execute(sa.select(actions.c.id)).scalars())
        letters = [(row[0], row[1]) for row in connection.execute(sa.select(outbox.c.operation, outbox.c.target))]
        return done, letters, verify_chain(connection).wrong is None


def run(sizes: Sizes) -> Iterator[Figure]:
    """Each console is killed at another instant, over the same journal."""
    chance, said = random.Random(SEED), list[str]()
    with folder() as where:
        path = copy_of(kept_journal(STORY), where)
        journal = Journal.open(str(path))
        admin = Person(ADMIN[0], "Admin", Role.ADMIN)
        add_person(journal, None, admin, ADMIN[1])
        add_person(journal, Signed(admin, "bench"), Person(OPERATOR[0], "Rina", Role.OPERATOR), OPERATOR[1], "")
        for n in range(sizes.kills):
            say(f"console {n + 1} of {sizes.kills}")
            state = where / f"desk-{n}"
            state.mkdir()
            said += acknowledged(path, state, chance.uniform(0.0, LIVES_S))
        done, letters, agrees = found(journal)
        journal.close()
    size, lost = f"{sizes.kills} consoles, {len(said)} deeds", len(set(said) - set(done))
    twice = len(done) - len(set(done)) + len(letters) - len(set(letters))
    yield Figure("deeds lost after kill -9", size, lost, "deeds", aim="none", met=lost == 0)
    note = "the chain of the audit agrees" if agrees else "THE CHAIN OF THE AUDIT IS BROKEN"
    yield Figure("deeds or messages twice", size, twice, "of them", aim="none", met=twice == 0 and agrees, note=note)
