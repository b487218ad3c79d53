"""The whole picture at any instant, by checkpoint and seeks, against GROUP BY over the streams."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from app.journal.encode import to_ms
from app.journal.reader import Axis
from app.journal.store import Journal
from app.picture.frame import Frame, Mode
from app.picture.open import picture_at
from tests.benchmarks.city import city, start
from tests.benchmarks.figure import Figure
from tests.benchmarks.measure import percentile, say, timed_ms
from tests.benchmarks.seed import Story, areas, kept_journal
from tests.benchmarks.sizes import Sizes

AIM_MS = 100
EVERY = 4  # of the instants, one is asked by GROUP BY too, in turn
STANDS = {Axis.KNOWN: "commit_n <= (SELECT max(n) FROM commits WHERE recorded_at <= :at)", Axis.TRUE: "valid_at <= :at"}
FIXES = {Axis.KNOWN: STANDS[Axis.KNOWN], Axis.TRUE: "fix_at <= :at"}
COMPLAINTS = """SELECT key, status, state, category, agency, lat, lon, requested_at, updated_at, expected_at, flags,
 max(valid_at * 100000 + v) FROM complaint_versions WHERE {stands} GROUP BY key"""
VEHICLES = "SELECT key, name, vehicle_kind, status, max(valid_at) FROM vehicle_versions WHERE {stands} GROUP BY key"
POSITIONS = "SELECT vehicle, lat_e7, lon_e7, max(fix_at) FROM positions WHERE {stands} GROUP BY vehicle"


def grouped(database: sqlite3.Connection, at: datetime, axis: Axis) -> int:
    """The same instant by GROUP BY; rows are only fetched. How many there were."""
    rows = 0
    for query, stands in ((COMPLAINTS, STANDS), (VEHICLES, STANDS), (POSITIONS, FIXES)):
        rows += len(database.execute(query.format(stands=stands[axis]), {"at": to_ms(at)}).fetchall())
    return rows


def both(path: Path, axis: Axis, moments: list[datetime]) -> tuple[list[float], list[float]]:
    """Milliseconds of each instant, ours and the peer's, in turn."""
    journal, finder, ours, theirs = Journal.open(str(path)), areas(), [], []
    with closing(sqlite3.connect(path)) as database:
        for turn, at in enumerate(moments):
            ours.append(timed_ms(partial(picture_at, journal, city(), Frame(at, axis, Mode.REPLAY), finder)))
            if turn % EVERY == 0:
                theirs.append(timed_ms(partial(grouped, database, at, axis)))
    journal.close()
    return ours[1:], theirs  # the first warms up


def run(sizes: Sizes) -> Iterator[Figure]:
    """Medians over instants of the whole span, on both axes."""
    story, chance = Story(sizes.complaints, sizes.vehicles, sizes.days), Random(8)
    path, begin, span = kept_journal(story), start(sizes.days), timedelta(days=sizes.days)
    for axis in (Axis.KNOWN, Axis.TRUE):
        say(f"{sizes.instants} instants, as {axis.value} then")
        moments = [begin + span * chance.random() for _ in range(sizes.instants + 1)]
        ours, theirs = both(path, axis, moments)
        median, note = percentile(ours, 0.5), f"95 of 100 within {percentile(ours, 0.95):.0f} ms"
        what, aim, met = f"picture, as {axis.value} then", f"{AIM_MS} ms", median <= AIM_MS
        yield Figure(what, str(story), median, "ms", "GROUP BY", percentile(theirs, 0.5), aim=aim, met=met, note=note)
