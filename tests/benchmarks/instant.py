"""The whole picture at any instant, by checkpoint and seeks, against GROUP BY over the streams."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from random import Random

from app.journal.encode import to_ms
from app.journal.reader import Axis
from app.journal.store import Journal
from app.picture.frame import Frame, Mode
from app.picture.open import picture_at
from tests.benchmarks.city import city, start
from tests.benchmarks.figure import Figure
from tests.benchmarks.measure import alternate, percentile, say, timed_ms
from tests.benchmarks.seed import Story, areas, kept_journal
from tests.benchmarks.sizes import Sizes

STANDS = {Axis.KNOWN: "commit_n <= (SELECT max(n) FROM commits WHERE recorded_at <= :at)", Axis.TRUE: "valid_at <= :at"}
FIXES = {Axis.KNOWN: STANDS[Axis.KNOWN], Axis.TRUE: "fix_at <= :at"}
COMPLAINTS = """SELECT key, status, state, category, agency, lat, lon, requested_at, updated_at, expected_at, flags,
 max(valid_at * 100000000 + v) FROM complaint_versions WHERE {stands} GROUP BY key"""
VEHICLES = "SELECT key, name, vehicle_kind, status, max(valid_at) FROM vehicle_versions WHERE {stands} GROUP BY key"
POSITIONS = "SELECT vehicle, lat_e7, lon_e7, speed_mkmh, max(fix_at) FROM positions WHERE {stands} GROUP BY vehicle"


def grouped(database: sqlite3.Connection, at: datetime, axis: Axis) -> int:
    """The same instant by GROUP BY; rows are only fetched. How many there were."""
    rows = 0
    for query, stands in ((COMPLAINTS, STANDS), (VEHICLES, STANDS), (POSITIONS, FIXES)):
        rows += len(database.execute(query.format(stands=stands[axis]), {"at": to_ms(at)}).fetchall())
    return rows


def run(sizes: Sizes) -> Iterator[Figure]:
    """Medians over instants of the whole span, on both axes."""
    story = Story(sizes.complaints, sizes.vehicles, sizes.days)
    path = kept_journal(story)
    journal, finder, chance = Journal.open(str(path)), areas(), Random(8)
    begin, span = start(sizes.days), timedelta(days=sizes.days)
    for axis in (Axis.KNOWN, Axis.TRUE):
        say(f"{sizes.instants} instants as {axis.value}")
        moments = [begin + span * chance.random() for _ in range(sizes.instants)]
        times = [
            timed_ms(lambda at=at: picture_at(journal, city(), Frame(at, axis, Mode.REPLAY), finder)) for at in moments
        ]
        with closing(sqlite3.connect(path)) as database:
            asked = iter(moments)
            theirs = alternate(
                min(3, sizes.instants - 1),
                lambda asked=asked, axis=axis: timed_ms(lambda: grouped(database, next(asked), axis)),
            )[0]
        ours = percentile(times, 0.5)
        note = f"95 of 100 within {percentile(times, 0.95):.0f} ms"
        yield Figure(
            f"picture, {axis.value} then",
            str(story),
            ours,
            "ms",
            "GROUP BY",
            theirs,
            aim="100 ms",
            met=ours <= 100,
            note=note,
        )
    journal.close()
