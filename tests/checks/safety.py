"""Every safety row of a finished issue has a test that bears its id; the rest are counted."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.checks.tree import ROOT


@dataclass(frozen=True)
class Rows:
    """Safety rows: those without a test in finished issues, those without in open ones, and how many have one."""

    missing: list[str]
    open: list[str]
    tested: int


def safety_rows(root: Path = ROOT) -> Rows:
    """Compare `tests/safety_rows.toml` with the names of the tests."""
    table = tomllib.loads((root / "tests" / "safety_rows.toml").read_text(encoding="utf-8"))
    finished = {issue["number"] for issue in table["issue"] if issue["finished"]}
    names = set(_test_names(root))
    without = [row for row in table["row"] if not _is_tested(row["id"], names)]
    return Rows(
        [f"{row['id']} (issue {row['issue']}): {row['about']}" for row in without if row["issue"] in finished],
        [row["id"] for row in without if row["issue"] not in finished],
        len(table["row"]) - len(without),
    )


def faults_of_the_list(root: Path = ROOT) -> list[str]:
    """Rows that are listed twice, or belong to no issue of the list."""
    table: dict[str, Any] = tomllib.loads((root / "tests" / "safety_rows.toml").read_text(encoding="utf-8"))
    ids = [row["id"] for row in table["row"]]
    numbers = {issue["number"] for issue in table["issue"]}
    twice = [f"{one} is listed twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    return twice + [f"{row['id']}: no issue {row['issue']}" for row in table["row"] if row["issue"] not in numbers]


def _test_names(root: Path) -> list[str]:
    paths = (root / "tests").rglob("test_*.py")
    return [name for path in paths for name in re.findall(r"^\s*(?:async )?def (test_\w+)", path.read_text(), re.M)]


def _is_tested(row: str, names: set[str]) -> bool:
    start = f"test_{row.replace('.', '_')}_"
    return any(name.startswith(start) for name in names)
