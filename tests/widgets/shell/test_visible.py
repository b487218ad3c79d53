"""X8: hidden characters are shown, long and strange texts cost nothing."""

import tracemalloc

import pytest

from app.domain.visible import FULL_CAP, LIST_CAP, visible


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("biasa saja", "biasa saja"),
        ("\u202egnp.exe", "‹U+202E›gnp.exe"),
        ("a\u200bb\u2060c\ufeffd", "a‹U+200B›b‹U+2060›c‹U+FEFF›d"),
        ("nul\0x", "nul‹U+0000›x"),
        ("\x1b[31mred", "‹U+001B›[31mred"),
        ("lone \ud800 end", "lone ‹U+D800› end"),
        ("para\u2029graph", "para‹U+2029›graph"),
        ("tag \U000e0041", "tag ‹U+E0041›"),
        ("Jl. Ahmad\u00a0Yani", "Jl. Ahmad Yani"),
        ("café ngăn 漢字 عربي", "café ngăn 漢字 عربي"),
        ("baris\r\ndua\tkolom", "baris dua kolom"),
    ],
)
def test_X8_hidden_characters_are_spelled_out(raw: str, shown: str):
    assert visible(raw) == shown


def test_X8_line_ends_are_kept_where_a_text_is_shown_in_full():
    assert visible("satu\r\ndua\x07", lines=True) == "satu\ndua‹U+0007›"


def test_X8_ten_thousand_combining_marks_become_a_few():
    shown = visible("e" + "\u0301" * 10_000 + " lalu", FULL_CAP + 10)
    assert shown == "e" + "\u0301" * 4 + " lalu"


def test_X8_lists_are_capped_and_say_so():
    assert visible("x" * 3_000) == "x" * LIST_CAP + "…"
    assert visible("x" * LIST_CAP) == "x" * LIST_CAP


def test_X8_the_work_is_bounded_by_the_cap_not_by_the_text():
    """A megabyte in one word: nothing of its size is built."""
    huge = "\u202e" * 1_000_000
    tracemalloc.start()
    shown = visible(huge)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert shown.startswith("‹U+202E›" * LIST_CAP)
    assert peak < 1_000_000
