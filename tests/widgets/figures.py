"""Figures made by hand, for the tests of what shows them."""

from datetime import timedelta
from typing import Any

import numpy as np

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.views.figure import Facts, Figure
from tests.widgets.fakes import NOW


def figure(value: float | None = 91.6, unit: str = "%", **changes: Any) -> Figure:
    """A fresh figure; `rule`, `name`, `id` and everything else may be given."""
    values: dict[str, Any] = {
        "id": "total.percent",
        "name": "Percent",
        "rule": "revenue.percent",
        "sources": ("pajak",),
        "observed": NOW - timedelta(hours=18),
        "freshness": Freshness.FRESH,
    }
    return Figure(value=value, unit=unit, **(values | changes))


def keys(*which: int, kind: Kind = Kind.COMPLAINT) -> Facts:
    """Facts by their keys."""
    return Facts(kind, np.array(which, "i8"))
