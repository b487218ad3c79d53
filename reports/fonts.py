"""Roboto by its path in the installed package, and a fallback for characters it lacks.

Fonts are read from these paths only. The library's own search for fonts is never asked: it unpickles a cache from the
temporary folder (safety P5).
"""

import importlib.util
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from app.domain.visible import code_point
from app.errors import PocError

LIGHT, REGULAR, MEDIUM = "Roboto-Light", "Roboto-Regular", "Roboto-Medium"
FACES = (LIGHT, REGULAR, MEDIUM)  # each costs some hundredths of a second to read
NOTO = Path("/usr/share/fonts/truetype/noto")
FALLBACKS = ("NotoSans-Regular", "NotoSansSymbols2-Regular")


@cache
def load() -> None:
    """Give the fonts to the library, once. Raises PocError when Roboto is not installed."""
    for face in FACES:
        try:
            pdfmetrics.registerFont(TTFont(face, str(roboto_folder() / f"{face}.ttf")))
        except (TTFError, OSError) as fault:
            raise PocError("report", f"the font {face} cannot be read ({fault}).", _NEXT_STEP) from fault


_NEXT_STEP = "Install the package font-roboto as the lock file names it."


def roboto_folder() -> Path:
    """Where the package keeps its files. Raises PocError when it is not installed."""
    spec = importlib.util.find_spec("font_roboto")
    if spec is None or spec.origin is None:
        raise PocError("report", "the font Roboto is not installed.", _NEXT_STEP)
    return Path(spec.origin).parent / "files"


@cache
def fallback(name: str) -> frozenset[int]:
    """The characters of a fallback font of the system, which is then loaded; none when it is not there."""
    try:
        font = TTFont(name, str(NOTO / f"{name}.ttf"))
    except (TTFError, OSError):
        return frozenset()
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@cache
def _roboto() -> frozenset[int]:
    load()
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


@cache
def font_for(char: str) -> str | None:
    """The fallback font that has a character, "" for Roboto itself, None when no font has it."""
    if ord(char) in _roboto():
        return ""
    return next((name for name in FALLBACKS if ord(char) in fallback(name)), None)


def spans(text: str) -> Iterator[tuple[str, str]]:
    """`text` in pieces of one font ("" = the style's own); what no font can draw is spelled ‹U+1F600›."""
    drawable = [(font_for(char), char) for char in text]
    plain = [(font or "", char if font is not None else code_point(char)) for font, char in drawable]
    for font, many in groupby(plain, key=lambda pair: pair[0]):
        yield font, "".join(char for _, char in many)


def drawn(text: str) -> str:
    """`text` for a place where only Roboto draws: everything else is spelled."""
    return "".join(char if font_for(char) == "" else code_point(char) for char in text)


def width_of(text: str, face: str, size: float) -> float:
    """Width of a text in points."""
    load()
    return float(pdfmetrics.stringWidth(text, face, size))
