"""Complaint versions as numpy columns: what the store's rows become before they stand in a picture or a checkpoint."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from app.journal.columns import Array
from app.journal.copying import Row
from app.picture.columns import Words
from app.picture.layout import COMPLAINTS

Versions = dict[str, Array]  # columns of equal length; `key` and those of VERSION_COLUMNS

DERIVED = ("severity", "due", "area", "duty")  # by the city file, not by the source
VERSION_COLUMNS = {"key": "i8"} | {name: kind for name, (kind, _) in COMPLAINTS.items() if name not in DERIVED}
_WORDS = ("source", "status", "category", "agency")


def versions_of(rows: Sequence[Row], words: Words) -> Versions:
    """Columns of rows that came as reader.COMPLAINT_COLUMNS, in the same order."""
    if not rows:
        return {name: np.empty(0, kind) for name, kind in VERSION_COLUMNS.items()}
    (key, _, valid, commit, source, status, state, category, agency, lat, lon, requested, updated, expected, flags) = (
        zip(*rows, strict=True)
    )
    texts = {"source": source, "status": status, "category": category, "agency": agency}
    return {name: words.codes(texts[name]) for name in _WORDS} | {
        "key": np.array(key, "i8"),
        "valid": seconds(valid),
        "commit": np.array(commit, "i8"),
        "state": np.array(state, "u1"),
        "lat": np.array(lat, "f8"),
        "lon": np.array(lon, "f8"),
        "requested": seconds(requested),
        "updated": seconds(updated),
        "expected": seconds(expected),
        "flags": np.array(flags, "u4"),
    }


def seconds(values: Iterable[int | None]) -> Array:
    """Milliseconds or None as seconds, NaN for None."""
    return np.array(values, "f8") / 1000


def pick(versions: Mapping[str, Array], at: Array) -> Versions:
    """Some of the versions, by index or mask."""
    return {name: versions[name][at] for name in VERSION_COLUMNS}


def joined(many: Sequence[Mapping[str, Array]]) -> Versions:
    """Versions one after the other."""
    return {name: np.concatenate([one[name] for one in many]) for name in VERSION_COLUMNS}


def in_order(versions: Mapping[str, Array]) -> Versions:
    """By key, then by truth; of equal ones the later recorded stays behind."""
    return pick(versions, np.lexsort((versions["valid"], versions["key"])))
