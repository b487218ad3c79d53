"""A live picture for the queue's tests: complaints put in one by one, questions written down and answered on demand."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from app.domain.kind import Flag, Kind, flag_bits
from app.domain.source import LinkState
from app.journal.reader import Delta
from app.journal.texts import ComplaintText
from app.picture.layout import COMPLAINTS
from tests.widgets.fakes import NOW, FakeLive

STATES = ("open", "closed", "unknown")


class QueueLive(FakeLive):
    """Answers at once unless `mute`; `asked_texts` and `searches` hold what was asked."""

    def __init__(self) -> None:
        super().__init__(complaints=0, vehicles=0)
        self.words: dict[int, ComplaintText] = {}
        self.asked_texts: list[int] = []
        self.searches: list[str] = []
        self.mute = False

    def want_texts(self, keys: Iterable[int]) -> None:
        """Write the question down; answer it unless mute."""
        self.asked_texts += [int(key) for key in keys]
        if not self.mute:
            self.answer(keys)

    def answer(self, keys: Iterable[int]) -> None:
        """Answer with made-up words where none were put in."""
        self.texts_ready.emit({int(key): self.words.get(int(key)) or words_of(int(key)) for key in keys})

    def search(self, text: str, asker: str) -> None:
        """Write the question down; the test answers."""
        self.searches.append(text)

    def put(self, key: int = 0, *, quiet: bool = False, **said: Any) -> int:
        """Put in a complaint, or another version of it; its key."""
        key = key or self.picture.complaints.n + 1
        self.words[key] = words_of(key, **{k: v for k, v in said.items() if k in _WORDS})
        commit = self.picture.commit + 1
        delta = Delta(commit, complaints=[_row(key, commit, **said)], kinds=frozenset({Kind.COMPLAINT}))
        changes = self.picture.apply(delta)
        if not quiet:
            self.changed.emit(changes)
        return key

    def silence(self, source: str = "sorot") -> None:
        """The source was never heard."""
        self.picture.sources.pop(source, None)
        self.sources_changed.emit()

    def late(self, age: timedelta, source: str = "sorot") -> None:
        """The source's last good answer was `age` ago."""
        self.set_source(source, state=LinkState.DOWN, last_good=self.now - age)


_WORDS = ("id", "title", "service_name", "address", "status", "description_head")


def words_of(key: int, **said: str) -> ComplaintText:
    """The words of a complaint."""
    known = {
        "id": f"2016-{key:06d}",
        "title": f"Aduan nomor {key}",
        "service_name": "Jalan",
        "address": f"Jl. Uji {key}",
    }
    known |= {"status": "open", "description_head": ""} | said
    return ComplaintText(key=key, source="sorot", service_code="010", agency="", **known)


def _row(key: int, commit: int, **said: Any) -> tuple[Any, ...]:
    asked: datetime = said.get("requested", NOW - timedelta(minutes=key))
    place = said.get("place", (-6.24, 107.01))
    ms = int(asked.timestamp() * 1000)
    promised = said.get("expected")
    return (
        *(key, commit, int(NOW.timestamp() * 1000) + commit, commit, "sorot", said.get("status", "open")),
        *(STATES.index(said.get("state", "open")), said.get("category", "jalan"), said.get("agency", ""), *place),
        *(ms, ms, None if promised is None else int(promised.timestamp() * 1000)),
        flag_bits((Flag.NO_PLACE.value,) if place[0] is None else ()),
    )


def million(live: QueueLive, n: int = 1_000_000) -> None:
    """Fill the picture's columns with `n` complaints, as a checkpoint would."""
    rng = np.random.default_rng(1)
    picture, now = live.picture, NOW.timestamp()
    columns = {name: np.full(n, fill, dtype) for name, (dtype, fill) in COMPLAINTS.items()}
    kinds = np.array([picture.words.code(kind.id) for kind in live.city.categories], "u2")
    columns["category"] = rng.choice(kinds, n)
    columns["state"] = rng.integers(0, 3, n).astype("u1")
    columns["status"] = np.full(n, picture.words.code("open"), "u2")
    columns["source"] = np.full(n, picture.words.code("sorot"), "u2")
    columns["requested"] = now - rng.uniform(0, 30 * 86_400, n)
    columns["severity"] = picture.rules.severity(columns["category"])
    columns["due"] = columns["requested"] + 72 * 3600
    picture.complaints.replace(columns)
