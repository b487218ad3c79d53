"""Amounts as portals and spreadsheets write them, read into a number and its unit. A blank is never zero.

Source of rule: domain facts 10.1 (point for thousands, comma for decimals, `Rp`, rb, jt, M = miliar, T = triliun) and
wire formats 4.4 (text columns, dashes, "n/a").

A text whose two readings are both right is read as Indonesian: in "1.234" the point parts thousands, in "1,234" the
comma parts decimals. That holds only while nothing in the text speaks against it: with both signs the later one parts
decimals ("1,234.50"), a sign that stands twice parts thousands ("1,234,567"), a group that is not of three digits, or
a leading zero, makes a decimal ("12.5", "0.125"). Who knows better says so: `notation` is then "id" or "en".
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from data_sources.wire_text import text_of

Notation = Literal["auto", "id", "en"]
LONGEST = 64
_FAR = 1e300
_NOTHING = frozenset(
    {"", "-", "--", "---", "n/a", "n.a", "n.a.", "na", "null", "none", "nil", "nihil", "tidak ada", "belum ada", "..."}
)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_SCALES = {
    "rb": 3, "ribu": 3, "jt": 6, "juta": 6, "miliar": 9, "milyar": 9, "mlyr": 9, "m": 9, "t": 12, "tn": 12,
    "triliun": 12, "trilyun": 12, "thousand": 3, "million": 6, "billion": 9, "bn": 9, "trillion": 12,
}  # fmt: skip
_ENGLISH = _SCALES | {"m": 6, "k": 3}
_SHAPE = re.compile(
    r"(?P<open>\()?(?P<minus1>[-+])? ?(?P<rp>rp\.?|idr)? ?(?P<open2>\()?(?P<minus2>[-+])? ?"
    r"(?P<digits>\d[\d., ]*?)(?:,-{1,2})? ?(?P<scale>(?!persen|rp|idr)[a-z]+)?"
    r" ?(?P<rp2>rp\.?|idr)? ?(?P<percent>%|persen)? ?(?P<close>\))?",
    re.ASCII,
)
_POWER = re.compile(r"[-+]?\d+(\.\d+)?e[-+]?\d{1,3}", re.ASCII)  # how spreadsheets export large numbers


class NotAnAmount(ValueError):
    """The text holds something, but no number we can read."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or None where the far end says there is none; `unit` is "IDR", "%" or "" as the text itself told."""

    value: float | None
    unit: str = ""


NO_AMOUNT = Amount(None)


def read_amount(value: Any, notation: Notation = "auto") -> Amount:
    """The amount of a JSON number or of a text. Raises NotAnAmount."""
    if isinstance(value, bool):
        raise NotAnAmount(str(value))
    if isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) >= _FAR:
            raise NotAnAmount(str(value)[:LONGEST])
        return Amount(float(value))
    text = text_of(value, LONGEST + 1)
    if len(text) > LONGEST:
        raise NotAnAmount(text[:LONGEST])
    return _read(text, notation)


@lru_cache(maxsize=65_536)
def _read(text: str, notation: Notation) -> Amount:
    plain = _SPACES.sub(" ", text.translate(_DASHES)).strip().casefold()
    if plain.removeprefix("rp").strip(" .") in _NOTHING or plain in _NOTHING:
        return NO_AMOUNT
    if _POWER.fullmatch(plain):
        return read_amount(float(plain))
    found = _SHAPE.fullmatch(plain)
    if not found or not _is_balanced(found):
        raise NotAnAmount(text)
    number = _number(found["digits"].rstrip(), notation, text)
    if found["scale"]:
        number = number.scaleb(_scale(found["scale"], notation, text))
    if "-" in (found["minus1"], found["minus2"]) or found["close"]:
        number = -number
    unit = "%" if found["percent"] else "IDR" if found["rp"] or found["rp2"] else ""
    return Amount(float(number), unit)


def _is_balanced(found: re.Match[str]) -> bool:
    """Brackets in pairs, one sign at most, one currency at most."""
    opened = sum(1 for name in ("open", "open2") if found[name])
    signs = sum(1 for name in ("minus1", "minus2") if found[name])
    money = sum(1 for name in ("rp", "rp2") if found[name])
    return opened == bool(found["close"]) and signs + opened <= 1 and money + bool(found["percent"]) <= 1


def _scale(word: str, notation: Notation, text: str) -> int:
    scales = _ENGLISH if notation == "en" else _SCALES
    if word not in scales:
        raise NotAnAmount(text)
    return scales[word]


def _number(digits: str, notation: Notation, text: str) -> Decimal:
    thousands, decimal = _signs(digits, notation)
    whole, parted, fraction = digits.partition(decimal)
    groups = whole.split(thousands)
    is_grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    numbers = [*groups, fraction] if parted else groups
    if not is_grouped or not all(part.isascii() and part.isdigit() for part in numbers):
        raise NotAnAmount(text)
    return Decimal("".join(groups) + "." + (fraction or "0"))


def _signs(digits: str, notation: Notation) -> tuple[str, str]:
    """What parts thousands and what parts decimals in these digits."""
    decimal = {"id": ",", "en": "."}.get(notation) or _decimal_sign(digits)
    if " " in digits:
        return " ", decimal
    return ("," if decimal == "." else "."), decimal


def _decimal_sign(digits: str) -> str:
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if commas:
        return "," if commas == 1 else "."
    if points != 1 or " " in digits:
        return "," if points != 1 else "."
    whole, _, rest = digits.partition(".")
    is_group = len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return "," if is_group else "."
