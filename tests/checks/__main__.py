"""`./poc check`: every step runs, each says one line, faults are printed below it; exit code 1 if any step failed."""

import subprocess
import sys
import time
from collections.abc import Callable

from tests.checks.addresses import stray_words
from tests.checks.imports import broken_rules
from tests.checks.safety import faults_of_the_list, safety_rows
from tests.checks.tree import ROOT, python_files

Step = Callable[[], list[str]]


def tool(*command: str) -> Step:
    """A step that is another program, run by this Python."""

    def run() -> list[str]:
        done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)
        return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines()

    return run


def types() -> list[str]:
    """mypy, on what is there."""
    return tool("-m", "mypy", *sorted({p.relative_to(ROOT).parts[0] for p in python_files()}))()


def safety() -> list[str]:
    """Rows of finished issues have tests; the rest are counted."""
    rows = safety_rows()
    waiting = f", {len(rows.open)} wait for their issue: {' '.join(rows.open)}" if rows.open else ""
    print(f"safety rows: {rows.tested} tested{waiting}")
    return faults_of_the_list() + [f"no test bears the id {row}" for row in rows.missing]


STEPS: dict[str, Step] = {
    "format": tool("-m", "ruff", "format", "--check", "."),
    "lint": tool("-m", "ruff", "check", "."),
    "types": types,
    "layers": tool("-c", "from importlinter.cli import lint_imports_command as c; c(['--no-logo'])"),
    "imports": broken_rules,
    "addresses": stray_words,
    "messages": tool("-m", "tests.checks.messages"),
    "safety": safety,
}


def main(names: list[str]) -> int:
    """Run the named steps, or all."""
    unknown = set(names) - set(STEPS)
    if unknown:
        print(f"no such step: {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}", file=sys.stderr)
        return 2
    failed = [name for name in names or STEPS if not _passes(name)]
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all is well'}", flush=True)
    return 1 if failed else 0


def _passes(name: str) -> bool:
    start = time.monotonic()
    faults = STEPS[name]()
    print(f"{'FAILED' if faults else 'ok':6} {name} ({time.monotonic() - start:.1f} s)", flush=True)
    for line in faults:
        print(f"       {line}")
    return not faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
