"""What is said through a screen reader: new critical cases, each once, and history never."""

from datetime import timedelta

import pytest

from app.i18n import Language
from tests.widgets.fakes import NOW
from tests.widgets.queue.room import QueueLive
from tests.widgets.shell.conftest import turn
from widgets.announce import CriticalCases


@pytest.fixture
def said(app, group):
    from PySide6.QtWidgets import QWidget

    group.set_language(Language("en"))
    live, window = QueueLive(), QWidget()
    sentences: list[str] = []
    watch = CriticalCases(live, group, window)
    watch.said.connect(sentences.append)
    critical = next(kind.id for kind in live.city.categories if kind.severity == "kritis")
    yield live, critical, sentences
    window.deleteLater()
    turn()


def test_a_new_critical_case_is_said_by_name_and_only_once(said):
    live, critical, sentences = said
    key = live.put(category=critical, requested=NOW, title="Banjir 1 m", address="Jl. Veteran")
    assert sentences == ["New critical case: Banjir 1 m · Jl. Veteran"]
    live.put(key, category=critical, requested=NOW, title="Banjir 1 m", address="Jl. Veteran", status="in_progress")
    assert len(sentences) == 1


def test_other_severities_closed_cases_and_history_are_silent(said):
    live, critical, sentences = said
    live.put(category="jalan", requested=NOW)
    live.put(category=critical, requested=NOW, state="closed")
    live.put(category=critical, requested=NOW - timedelta(days=3))
    assert sentences == []


def test_a_flood_of_cases_is_one_sentence(said):
    live, critical, sentences = said
    for _ in range(5):
        live.put(category=critical, requested=NOW, quiet=True)
    live.put(category=critical, requested=NOW)
    assert sentences == ["6 new critical cases"]


def test_X8_a_hostile_title_is_said_with_its_controls_spelled_out(said):
    live, critical, sentences = said
    live.put(category=critical, requested=NOW, title="\u202ebanjir" + "x" * 9_000)
    assert sentences[0].startswith("New critical case: ‹U+202E›banjir")
    assert len(sentences[0]) < 400
