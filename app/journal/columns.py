"""Rows as numpy columns: what fixes, versions and pictures share."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def is_last_of_key(key: Array) -> Array:
    """For ascending keys, a mask of the last row of each."""
    return np.append(key[1:] != key[:-1], True) if len(key) else np.empty(0, bool)
