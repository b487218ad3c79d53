"""Every benchmark: one entry in one list. Its module has `run(sizes)`, which yields figures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`name` for the command line, `module` in this package; `limit_s` ends it at small sizes, `full_s` at full."""

    name: str
    module: str
    title: str
    needs_window: bool = True
    limit_s: float = 150.0
    full_s: float = 3600.0


BENCHMARKS = (
    Benchmark("map-paint", "map_paint", "changed points, from picture to painted frame"),
    Benchmark("map-move", "map_move", "points that all move"),
    Benchmark("map-pan", "map_pan", "complaints panned"),
    Benchmark("queue", "queue_work", "the complaint queue opened, filtered, sorted, searched, scrolled"),
    Benchmark("ingest", "ingest", "facts a second into the journal", needs_window=False),
    Benchmark("operator", "operator_write", "an operator's write beside a running back-fill", needs_window=False),
    Benchmark("bulk", "bulk", "one decision on many cases", needs_window=False),
    Benchmark("act", "act", "from a key to the deed stored and shown"),
    Benchmark("kill", "kill", "whole consoles killed while keys are pressed"),
    Benchmark("start", "start", "from the start of `run` to the first painted desk"),
    Benchmark("block", "block", "the GUI thread while changes arrive"),
    Benchmark("instant", "instant", "the whole picture at any instant", needs_window=False),
    Benchmark("report", "report_page", "the daily summary on paper", needs_window=False, limit_s=300.0),
    Benchmark("suggest", "suggest", "the nearest fit units for a case", needs_window=False),
    Benchmark("readings", "readings", "ten years of readings drawn and zoomed"),
    Benchmark("memory", "memory", "memory of console and renderer under load", limit_s=220.0),
)


def chosen(names: list[str]) -> list[Benchmark]:
    """Those whose name is, or begins with, one of `names`; all without names. Raises ValueError for an unknown one."""
    for name in names:
        if not any(one.name.startswith(name) for one in BENCHMARKS):
            raise ValueError(f"no benchmark {name!r}; there are {', '.join(one.name for one in BENCHMARKS)}")
    return [one for one in BENCHMARKS if not names or any(one.name.startswith(name) for name in names)]
