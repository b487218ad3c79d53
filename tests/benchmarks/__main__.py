"""`./poc bench [--full] [NAME…]`: runs the benchmarks one after the other and prints one table."""

import argparse
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tests.benchmarks.catalogue import BENCHMARKS, Benchmark, chosen
from tests.benchmarks.figure import Figure
from tests.benchmarks.measure import PROGRESS
from tests.benchmarks.places import KEPT, ROOT, environment, kept
from tests.benchmarks.table import table


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    names = "\n".join(f"  {one.name:10} {one.title}" for one in BENCHMARKS)
    parser = argparse.ArgumentParser(
        prog="./poc bench",
        description="Speed and memory, each figure beside a named peer measured in the same run.",
        epilog=f"benchmarks:\n{names}\n\nWhat --full builds is kept in .bench/; delete that folder to build it anew.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these (or the beginning of a name)")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--full", dest="sizes", action="store_const", const="full", help="the named sizes; takes long")
    size.add_argument("--tiny", dest="sizes", action="store_const", const="tiny", help="only to see that all run")
    parser.set_defaults(sizes="small")
    return parser.parse_args(words)


def run_one(benchmark: Benchmark, sizes: str) -> tuple[list[Figure], str]:
    """The figures of one benchmark and why it failed, if it did."""
    out = kept("run") / f"{benchmark.name}.jsonl"
    out.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.benchmarks.child", benchmark.name, sizes, str(out)]
    progress = os.dup(2)
    with out.with_suffix(".log").open("w") as log:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment() | {PROGRESS: str(progress)},
            pass_fds=(progress,),
            start_new_session=True,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    os.close(progress)
    try:
        code = child.wait(benchmark.full_s if sizes == "full" else benchmark.limit_s)
        why = f"exit code {code}" if code else ""
    except subprocess.TimeoutExpired:
        why = "not done in time"
    finally:
        _end(child)
    if why:
        why += f"; {_last_line(out.with_suffix('.log'))}"
    return _figures(out), why


def _last_line(log: Path) -> str:
    """What Python said at its end, as far as it said anything."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    faults = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Lost|Exit)\b", line)] or ["it said nothing"]
    return f"{faults[-1][:200]} (all in {log.relative_to(ROOT)})"


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the benchmark and whatever it has started; a moment for it to stop its database."""
    child.terminate()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        print("bench:   it does not end by itself", file=sys.stderr)
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()


def _figures(out: Path) -> list[Figure]:
    lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    return [Figure.of(json.loads(line)) for line in lines]


def save(sizes: str, results: dict[str, list[Figure]], failed: dict[str, str]) -> Path:
    """Keep the figures as JSON; its path."""
    now = datetime.now().astimezone()
    where = {"cores": os.cpu_count(), "python": platform.python_version(), "machine": platform.machine()}
    told = {"at": now.isoformat(timespec="seconds"), "sizes": sizes, "where": where, "failed": failed}
    told["figures"] = {name: [figure.as_dict() for figure in figures] for name, figures in results.items()}
    path = kept("results") / f"{now:%Y%m%d-%H%M%S}-{sizes}.json"
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return path


def has_screen(benchmarks: Sequence[Benchmark]) -> bool:
    """Whether those that need a window can have one."""
    return bool(os.environ.get("DISPLAY")) or not any(one.needs_window for one in benchmarks)


def main(words: Sequence[str]) -> int:
    """0 when every benchmark ran, 1 when one failed, 2 for a wrong name or no screen."""
    args = arguments(words)
    try:
        benchmarks = chosen(args.names)
    except ValueError as fault:
        print(f"bench: {fault}", file=sys.stderr)
        return 2
    if not has_screen(benchmarks):
        print("bench: windows are needed and there is no screen; start it as ./poc bench", file=sys.stderr)
        return 2
    started = time.monotonic()
    results: dict[str, list[Figure]] = {}
    failed: dict[str, str] = {}
    for i, one in enumerate(benchmarks, 1):
        print(f"bench: {i}/{len(benchmarks)} {one.name}: {one.title}", file=sys.stderr, flush=True)
        results[one.name], why = run_one(one, args.sizes)
        if why:
            failed[one.name] = why
    print(table(results, failed))
    path = save(args.sizes, results, failed)
    minutes = (time.monotonic() - started) / 60
    load = os.getloadavg()[0]
    print(f"\n{args.sizes} sizes, {minutes:.1f} minutes, load {load:.1f}; medians")
    print(f"as JSON: {path.relative_to(ROOT)}; {KEPT.name}/ is kept for the next run", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
