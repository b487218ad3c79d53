"""Indicator versions as numpy columns, and what they leave standing in a picture."""

from collections.abc import Sequence

import numpy as np

from app.journal.columns import Array, is_last_of_key
from app.journal.copying import Row
from app.picture.columns import Columns, Words
from app.picture.versions import seconds

_WORDS = ("source", "agency", "name", "unit", "labels")


def take_figures(columns: Columns, rows: Sequence[Row], words: Words) -> Array:
    """Take versions (reader.INDICATOR_COLUMNS), later recorded than all taken so far; the newest by truth stands.

    The keys changed, ascending.
    """
    if not rows:
        return np.empty(0, "i8")
    versions = _columns_of(rows, words)
    order = np.lexsort((versions["v"], versions["valid"], versions["key"]))
    newest = order[is_last_of_key(versions["key"][order])]
    columns.grow(int(versions["key"][newest[-1]]))
    newest = newest[versions["valid"][newest] >= columns.valid[versions["key"][newest] - 1]]
    keys: Array = versions["key"][newest]
    for name in columns.names():
        getattr(columns, name)[keys - 1] = versions[name][newest]
    return keys


def _columns_of(rows: Sequence[Row], words: Words) -> dict[str, Array]:
    key, v, valid, commit, source, agency, name, day_from, day_to, value, unit, labels, flags = zip(*rows, strict=True)
    texts = {"source": source, "agency": agency, "name": name, "unit": unit, "labels": labels}
    return {name: words.codes(texts[name]) for name in _WORDS} | {
        "key": np.array(key, "i8"),
        "v": np.array(v, "i8"),
        "valid": seconds(valid),
        "commit": np.array(commit, "i8"),
        "day_from": np.array(day_from, "i4"),
        "day_to": np.array(day_to, "i4"),
        "value": np.array(value, "f8"),
        "flags": np.array(flags, "u4"),
    }
