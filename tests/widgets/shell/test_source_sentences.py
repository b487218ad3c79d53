"""What a collector writes in English is shown in the person's language: every sentence it knows has words here."""

import ast
from pathlib import Path

import pytest

from app.i18n import Language
from tests.conftest import ROOT
from widgets.source_sentences import SENTENCES, in_words, matching

INDONESIAN = Language("id")
RAISES = {"SourceError", "SourceRefused", "SourceAsksToWait", "Refused", "BadStatus", "WrongType", "_Told", "_fail"}
LISTED = {"_SENTENCES", "steps"}


def _text(node: ast.AST) -> str | None:
    """A constant, or a template with "7" in its holes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _hole(part) for part in node.values)
    return None


def _hole(part: ast.AST) -> str:
    """One of two words where the code chooses between them."""
    chosen = getattr(part, "value", None)
    return str(ast.literal_eval(chosen.body)) if isinstance(chosen, ast.IfExp) else "7"


def _said(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        owner = getattr(getattr(node.func, "value", None), "attr", getattr(getattr(node.func, "value", None), "id", ""))
        if name in RAISES or (name == "append" and owner == "notes"):
            return node.args
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if getattr(target, "id", "") in LISTED and node.value is not None:
            return list(ast.walk(node.value))
    return []


def _sentences() -> dict[str, str]:
    found = {}
    for path in sorted((ROOT / "data_sources").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for said in _said(node):
                text = _text(said)
                if text and " " in text:
                    found[text] = Path(path).name
    return found


def test_every_sentence_of_the_connectors_is_known():
    sentences = _sentences()
    assert len(sentences) > 40
    assert {text: where for text, where in sentences.items() if matching(text) is None} == {}


@pytest.mark.parametrize("message", SENTENCES)
def test_every_sentence_has_indonesian_words(message):
    assert INDONESIAN.text(message) != message


def test_values_are_carried_over_and_sentences_within_a_sentence_are_said_too():
    assert in_words("The server refused us (401). It says: key <b>7</b> {x}", INDONESIAN) == (
        "Server menolak kami (401). Katanya: key <b>7</b> {x}"
    )
    assert in_words("History could not be read: The answer ended early.", INDONESIAN) == (
        "Riwayat tidak dapat dibaca: Jawaban terputus sebelum selesai."
    )
    assert in_words("The answer is nested too deep at byte 12.", INDONESIAN).endswith("bita 12.")


def test_an_unknown_sentence_stays_and_lines_are_said_one_by_one():
    assert in_words("Rubbish {n} from afar", INDONESIAN) == "Rubbish {n} from afar"
    two = in_words("The answer ended early.\nRubbish", INDONESIAN)
    assert two == "Jawaban terputus sebelum selesai.\nRubbish"
    assert len(in_words("The server sent x instead of data: " + "y" * 1_000_000, INDONESIAN)) < 5_000
