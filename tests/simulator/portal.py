"""A plain client of the simulated portal."""

import json
from typing import Any

import requests

from data_sources.simulator import FarEnd

REVENUE, TARGETS = "realisasi-pajak-daerah", "target-pajak-daerah"


def ask(far: FarEnd, action: str, **params: Any) -> Any:
    """One call of the Action API, whatever it answers."""
    texts = {k: v if isinstance(v, str | int) else json.dumps(v) for k, v in params.items()}
    return requests.get(f"{far.ckan}/api/3/action/{action}", texts, timeout=20).json()


def revenue(far: FarEnd, **params: Any) -> dict[str, Any]:
    """The result of a search in the revenue table."""
    answer = ask(far, "datastore_search", **{"resource_id": REVENUE, **params})
    assert answer["success"] is True
    result: dict[str, Any] = answer["result"]
    return result


def amount_of(text: str) -> int:
    """Whole rupiah of a cell, read without our own reader."""
    text = text.removeprefix("Rp ").removesuffix(",00").replace(".", "")
    return 0 if text == "-" else int(text)
