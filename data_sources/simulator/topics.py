"""What citizens write about, by topic: titles, texts, the notes of the crews and the pace of the work (topics.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Topic:
    """`weight` = share of all complaints; `hours` = median hours until done; `promise_h` = hours to the promise."""

    key: str
    name: str
    agency: str
    words: tuple[str, ...]
    weight: float
    hours: float
    promise_h: float
    reports: tuple[tuple[str, str], ...]
    working: tuple[str, ...]
    done: tuple[str, ...]


@cache
def topics() -> dict[str, Topic]:
    """All topics by key, in the file's order; the last one takes what nobody recognises."""
    raw = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {row["key"]: Topic(**{name: _frozen(value) for name, value in row.items()}) for row in raw["topic"]}


def topic(key: str) -> Topic:
    return topics()[key]


def topic_of(ident: str, name: str) -> Topic:
    """The topic of a category: by its id, else by the longest word of a topic in its name."""
    known = topics()
    if ident in known:
        return known[ident]
    text = f"{ident} {name}".lower()
    hits = [(len(word), t.key) for t in known.values() for word in t.words if word in text]
    return known[max(hits)[1]] if hits else list(known.values())[-1]


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


STREETS = (
    "Ir. H. Juanda", "Ahmad Yani", "Cut Mutia", "Pramuka", "Teuku Umar", "Veteran", "Agus Salim", "Kartini",
    "Pahlawan", "Raya Perjuangan", "Melati", "Anggrek", "Mawar", "Kenanga", "Flamboyan", "Cempaka", "Bougenville",
    "Imam Bonjol", "Gatot Subroto", "Hasanuddin", "Sultan Agung", "Diponegoro", "Pattimura", "Dewi Sartika",
    "Lapangan", "Masjid Al-Ikhlas", "Swadaya", "Gotong Royong", "Sawah Indah", "Bambu Kuning", "Nangka", "Merpati",
    "Teratai", "Sirih", "Cendrawasih", "Irigasi", "Kemakmuran", "Tugu Raya", "Gajah Mada", "Beringin",
)  # fmt: skip
HOURS = (4, 3, 2, 2, 3, 8, 22, 42, 52, 50, 44, 38, 34, 32, 34, 38, 46, 52, 50, 44, 34, 24, 14, 8)
"""How busy each hour of the day is, as weights: people report on the way to work and back."""
