"""The daily summary on paper, from the start of the process to the whole file, against browsers printing the page."""

import shutil
import statistics
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from math import cos
from pathlib import Path

from app.domain.indicator import Indicator, indicator_id
from app.journal import upkeep
from app.journal.store import Journal
from app.picture.writing import write
from reports.issue import drawn, make_draft
from tests.benchmarks.city import END, city
from tests.benchmarks.figure import OF_SIZE, Figure
from tests.benchmarks.measure import say, timed_ms
from tests.benchmarks.peer_pages import commands, missing, page
from tests.benchmarks.places import CITY, ROOT, kept
from tests.benchmarks.process_cost import Cost, cost_of
from tests.benchmarks.seed import Story, areas, copy_of, kept_journal
from tests.benchmarks.sizes import Sizes, thousands

DAY = date(2016, 11, 30)
AIM_S, AIM_SHARE = 2.0, 0.2
YEARS = 3
KINDS = ("PBB_P2", "BPHTB", "HOTEL", "RESTORAN", "HIBURAN", "REKLAME", "PPJ", "PARKIR", "AIR_TANAH")
PIECE = 2_000


def with_money(story: Story) -> Path:
    """The kept journal of a story and three years of taxes by day, kind and kecamatan."""
    path = kept_journal(story)
    told = path.with_name(f"money-{path.name}")
    if not told.exists():
        say("telling it three years of taxes (kept)")
        folder = kept("journals", "part")
        copy = copy_of(path, folder)
        journal = Journal.open(str(copy))
        facts = list(taxes())
        for begin in range(0, len(facts), PIECE):
            journal.append(facts[begin : begin + PIECE], at=END)
        write(journal, city(), END, areas())
        journal.close()
        shutil.move(f"{copy}.checkpoints", f"{told}.checkpoints")
        copy.rename(told)
        shutil.rmtree(folder)
    upkeep.upgrade(str(told))  # kept from before a change of the schema
    for copy in told.parent.glob(f"{told.name}.before-*"):
        copy.unlink()
    return told


def taxes() -> Iterator[Indicator]:
    """A row for each day, kind and kecamatan, and the year's targets."""
    places = [place.code for place in city().places.kecamatan]
    for number in range((DAY - date(DAY.year - YEARS + 1, 1, 1)).days + 1):
        day = date(DAY.year - YEARS + 1, 1, 1) + timedelta(days=number)
        for k, kind in enumerate(KINDS):
            for p, place in enumerate(places):
                value = round(3e8 * (1.2 + cos(number / 58 + k)) / (k + 1) / (p + 1))
                yield _row("realisasi_pajak", day, day, value, {"jenis": kind, "kecamatan": place})
    for kind in KINDS:
        labels = {"jenis": kind, "dasar": "murni", "berlaku": f"{DAY.year}-01-01"}
        yield _row("target_pajak", date(DAY.year, 1, 1), date(DAY.year, 12, 31), 1.8e11, labels)


def _row(name: str, first: date, last: date, value: float, labels: dict[str, str]) -> Indicator:
    key = indicator_id("dispenda", name, first, last, labels)
    return Indicator("pajak", key, END, "dispenda", name, first, last, value, "IDR", labels)


def ours(journal: Path, out: Path) -> list[str]:
    """The command a person would type."""
    words = ["report", "daily", "--date", DAY.isoformat(), "--draft", "--city", str(CITY)]
    return [sys.executable, str(ROOT / "main.py"), *words, "--journal", str(journal), "--output", str(out)]


def run(sizes: Sizes) -> Iterator[Figure]:
    """Time, memory and bytes of the whole command; the peers only print a page that lies ready."""
    story = Story(sizes.report, sizes.vehicles, sizes.days)
    where, path = kept("report"), with_money(story)
    journal = Journal.open(str(path))
    frozen = make_draft(journal, city(), "daily", DAY, "id").frozen
    journal.close()
    source, out = where / "page.html", where / "ours.pdf"
    source.write_text(page(frozen), encoding="utf-8")
    everyone = {"ours": (ours(path, out), out)}
    everyone |= {n: (c, where / f"peer{i}.pdf") for i, (n, c) in enumerate(_peers(source, where).items())}
    say(f"{sizes.rounds + 1} reports of each: {', '.join(everyone)}")
    for sentence in missing(everyone):
        say(sentence)
    costs = _alternate(sizes.rounds, {name: command for name, (command, _) in everyone.items()})
    yield from _figures(f"{thousands(sizes.report)} complaints, {sizes.days} days", costs, everyone)
    browser = next(name for name in costs if name != "ours")
    alone = statistics.median(timed_ms(lambda: drawn(frozen)) for _ in range(sizes.rounds))
    met = alone <= AIM_SHARE * costs[browser].ms
    aim = "a fifth of the peer's time"
    note = "in a running program, from values worked out to the PDF; the peer is started for it"
    yield Figure(
        "the page alone", "the same page", alone, "ms", browser, costs[browser].ms, aim=aim, met=met, note=note
    )


def _peers(source: Path, where: Path) -> dict[str, list[str]]:
    names = commands(source, where)
    return {name: commands(source, where / f"peer{i}.pdf")[name] for i, name in enumerate(names)}


def _alternate(rounds: int, commands: dict[str, list[str]]) -> dict[str, Cost]:
    """Medians, one round of all after the other; the first warms up."""
    seen: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            cost = cost_of(command)
            if turn:
                seen[name].append(cost)
    return {
        name: Cost(statistics.median(c.ms for c in many), statistics.median(c.mb for c in many))
        for name, many in seen.items()
    }


def _figures(size: str, costs: dict[str, Cost], everyone: dict[str, tuple[list[str], Path]]) -> Iterator[Figure]:
    mine, bytes_ = costs["ours"], {name: out.stat().st_size / 1000 for name, (_, out) in everyone.items()}
    note = "ours opens the journal and works out every figure; the peer prints a page that lies ready"
    for n, (name, theirs) in enumerate((name, cost) for name, cost in costs.items() if name != "ours"):
        aim, met = ("2 s", mine.ms <= AIM_S * 1000) if not n else ("", None)
        yield Figure("whole command", size, mine.ms, "ms", name, theirs.ms, aim=aim, met=met, note="" if n else note)
        small = ("a fifth of the peer's", mine.mb <= AIM_SHARE * theirs.mb) if not n else ("", None)
        yield Figure("its memory at the most", size, mine.mb, "MB", name, theirs.mb, OF_SIZE, small[0], small[1])
        yield Figure("bytes", size, bytes_["ours"], "kB", name, bytes_[name], OF_SIZE)
    for sentence in missing(costs):
        yield Figure("whole command", size, mine.ms, "ms", "not measured", note=sentence)
