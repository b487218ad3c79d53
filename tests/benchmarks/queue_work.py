"""The queue opened, filtered, sorted, searched and scrolled, against QTableWidget and QSqlTableModel."""

import json
import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.figure import OF_SIZE, Figure
from tests.benchmarks.measure import say
from tests.benchmarks.places import kept
from tests.benchmarks.queue_steps import flat_table
from tests.benchmarks.seed import Story, kept_journal
from tests.benchmarks.sizes import Sizes, thousands

STEPS: dict[str, tuple[str, int | None]] = {
    "open": ("opened, first rows", 300),
    "filter": ("filtered by kind", 100),
    "sort": ("sorted", 100),
}
STEPS |= {"search": ("a word found", 500), "scroll": ("jumped and painted", None)}
MOST_MB = 400


def told(module: str, *words: object) -> dict[str, float]:
    """What one queue says, in a process of its own so that memory is its own too."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run(sizes: Sizes) -> Iterator[Figure]:
    """Each step beside both peers."""
    story = Story(sizes.queue, 0, sizes.days)
    journal = kept_journal(story)
    flat = flat_table(journal, kept("peers") / f"{story.name}.flat.sqlite")
    say("our queue")
    ours = told("queue_ours", journal, sizes.rounds)
    say(f"QTableWidget, {thousands(sizes.table)} rows")
    widget = told("peer_table", flat, sizes.table, sizes.rounds)
    say("QSqlTableModel")
    model = told("peer_sql_model", flat, sizes.rounds)
    size = f"{thousands(ours['rows'])} rows"
    peers = ((f"QTableWidget, {thousands(sizes.table)}", widget), ("QSqlTableModel", model))
    for step, (what, aim) in STEPS.items():
        met = None if aim is None else ours[step] <= aim
        for peer, theirs in peers:
            words = f"{aim} ms" if aim else ""
            yield Figure(what, size, ours[step], "ms", peer, theirs[step], aim=words, met=met)
    note = f"QSqlTableModel blocks its window for all of its {model['search']:.0f} ms"
    yield Figure("GUI blocked while a word is found", size, ours["block"], "ms", note=note)
    for peer, theirs in peers:
        met = ours["rss"] <= MOST_MB
        yield Figure(
            "memory of the process", size, ours["rss"], "MB", peer, theirs["rss"], OF_SIZE, f"{MOST_MB} MB", met
        )
