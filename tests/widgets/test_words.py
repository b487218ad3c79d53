"""No sentence hides from the extractor: in an f-string or behind a helper it would never be translated."""

import ast
from pathlib import Path

import pytest

from tests.checks.messages import used_messages
from tests.conftest import ROOT

SAYS = {"text", "_text", "plural"}
NO_SENTENCES = {ROOT / "app" / "settings" / "redact.py"}  # takes its own kind of text


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Every message id the extractor finds."""
    return {part for message in used_messages() for part in ([message] if isinstance(message, str) else message)}


def _sources() -> list[Path]:
    folders = ("app", "widgets", "maps")
    return sorted({path for folder in folders for path in (ROOT / folder).rglob("*.py")} - NO_SENTENCES)


def test_every_sentence_said_is_one_the_extractor_finds(known: set[str]) -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {said.value!r}"
        for path in _sources()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in SAYS and call.args
        for said in ast.walk(call.args[0])
        if isinstance(said, ast.Constant) and isinstance(said.value, str) and said.value and said.value not in known
    ]
    assert hidden == []
