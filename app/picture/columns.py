"""Growing numpy columns, indexed by an entity's dense key minus one, and the words behind their codes."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Dtype = Any
MOST_WORDS = 2**16  # codes are two bytes; a source that invents words without end cannot stop the picture


class Words:
    """Short texts and their codes; code 0 is the empty text."""

    def __init__(self, texts: tuple[str, ...] = ("",)) -> None:
        self._texts = list(texts)
        self._codes = {text: code for code, text in enumerate(texts)}

    def code(self, text: str) -> int:
        """The code of a text, a new one for a new text; once all codes are given away, that of the empty text."""
        code = self._codes.get(text)
        if code is None:
            if len(self._texts) >= MOST_WORDS:
                return 0
            code = self._codes[text] = len(self._texts)
            self._texts.append(text)
        return code

    def codes(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        """The codes of many texts, most of them alike."""
        known = {text: self.code(text) for text in set(texts)}
        return np.fromiter(map(known.__getitem__, texts), "u2", len(texts))

    def find(self, text: str) -> int | None:
        """The code of a text, None for one never seen."""
        return self._codes.get(text)

    def text(self, code: int) -> str:
        """The text of a code. Raises IndexError for a code never given."""
        return self._texts[code]

    def __len__(self) -> int:
        return len(self._texts)

    def all(self) -> tuple[str, ...]:
        """Every text in the order of the codes."""
        return tuple(self._texts)


class Columns:
    """Columns of equal length with room to grow; `columns.lat` is the part in use, a view without a copy."""

    def __init__(self, layout: Mapping[str, tuple[Dtype, float]]) -> None:
        self._layout = dict(layout)
        self.n = 0
        self._store = {name: np.full(0, fill, dtype) for name, (dtype, fill) in self._layout.items()}

    def __getattr__(self, name: str) -> np.ndarray:
        try:
            return self._store[name][: self.n]
        except KeyError:
            raise AttributeError(name) from None

    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self._layout)

    def grow(self, n: int) -> None:
        """Make room for `n` rows; new ones hold each column's empty value."""
        if n > len(next(iter(self._store.values()))):
            room = max(n, int(self.n * 1.3) + 64)
            for name, (dtype, fill) in self._layout.items():
                wider = np.full(room, fill, dtype)
                wider[: self.n] = self._store[name][: self.n]
                self._store[name] = wider
        self.n = max(self.n, n)

    def cut(self, n: int) -> None:
        """Keep only the first `n` rows."""
        for name, (_, fill) in self._layout.items():
            self._store[name][n : self.n] = fill
        self.n = min(self.n, n)

    def clear(self, which: np.ndarray) -> None:
        """Make rows empty again, by index or mask."""
        for name, (_, fill) in self._layout.items():
            getattr(self, name)[which] = fill

    def replace(self, columns: Mapping[str, np.ndarray]) -> None:
        """Take whole columns, as a checkpoint holds them. Raises KeyError when one is missing."""
        self.n = len(next(iter(columns.values())))
        self._store = {name: np.ascontiguousarray(columns[name], dtype) for name, (dtype, _) in self._layout.items()}
