"""Make every character of foreign text visible, so that no list, page or log can be steered by hidden ones.

Source: safety rule X8 (bidirectional overrides, zero width, endless combining marks, NUL, lone surrogates).
"""

import unicodedata

LIST_CAP = 2_000  # characters of a text shown in a list
FULL_CAP = 10_000  # characters of a text shown in full
_MARKS_PER_LETTER = 4  # real scripts stack at most a few
_ELLIPSIS = "…"


def visible(text: str, cap: int = LIST_CAP, *, lines: bool = False) -> str:
    """`text` with control, format and unassigned characters written out as ‹U+202E›, at most `cap` of it.

    Line ends and tabs become spaces, unless `lines` keeps the line ends. The work is bounded by `cap`, however
    long the text is.
    """
    cut = text[:cap]
    shown = cut if _is_harmless(cut) else "".join(_spelled(cut, lines))
    return shown + _ELLIPSIS if len(text) > cap else shown


def _is_harmless(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _spelled(text: str, lines: bool) -> list[str]:
    out: list[str] = []
    marks = 0
    for char in text.replace("\r\n", "\n"):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > _MARKS_PER_LETTER:
            continue
        out.append(_shown(char, category, lines))
    return out


def _shown(char: str, category: str, lines: bool) -> str:
    if char == "\n" and lines:
        return char
    if char in "\n\r\t" or category == "Zs":
        return " "
    return code_point(char) if category[0] == "C" or category in ("Zl", "Zp") else char


def code_point(char: str) -> str:
    """‹U+1F600›: how a character is named where it cannot be drawn."""
    return f"‹U+{ord(char):04X}›"
