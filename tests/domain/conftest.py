"""Worked examples of the city's rules that stand beside the recorded answers."""

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def vectors(fixtures: Path) -> dict[str, Any]:
    """Worked examples by subject; tests that need them skip where they are not."""
    path = fixtures.parent / "domain-vectors.json"
    if not path.is_file():
        pytest.skip(f"no worked examples at {path}")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
