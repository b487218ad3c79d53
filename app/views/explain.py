"""What `?` shows of a figure: its rule in words, and what it was made from, down to the commits that brought it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from app.domain.kind import Kind
from app.domain.rules import RULES, Rule
from app.picture.columns import Columns
from app.picture.picture import Picture
from app.views.figure import Array, Facts, Figure


@dataclass(frozen=True, slots=True)
class InputLine:
    """Facts of one kind a figure was made from; commits are None where the picture does not hold them."""

    kind: Kind
    count: int
    first_commit: int | None
    last_commit: int | None
    newest: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """A figure, its rule, its inputs as the picture holds them, and the figures it was worked out from."""

    figure: Figure
    rule: Rule
    inputs: tuple[InputLine, ...]
    parts: tuple[Figure, ...]


def explain(figure: Figure, picture: Picture) -> Explanation:
    """The explanation of a figure of a view of this picture. Raises KeyError for a rule nobody wrote down."""
    inputs = tuple(_input_line(facts, picture) for facts in figure.inputs if len(facts.keys))
    return Explanation(figure, RULES[figure.rule], inputs, figure.parts)


def _input_line(facts: Facts, picture: Picture) -> InputLine:
    if facts.kind is Kind.INDICATOR:
        return _of_columns(facts, picture.indicators)
    if facts.kind is Kind.COMPLAINT:
        return _of_columns(facts, picture.complaints)
    times = picture.vehicles.fix_at if facts.kind is Kind.POSITION else picture.vehicles.described
    return InputLine(facts.kind, len(facts.keys), None, None, _newest(times[facts.keys - 1]))


def _of_columns(facts: Facts, columns: Columns) -> InputLine:
    at = facts.keys - 1
    commits = columns.commit[at]
    return InputLine(facts.kind, len(at), int(commits.min()), int(commits.max()), _newest(columns.valid[at]))


def _newest(times: Array) -> datetime | None:
    finite = times[np.isfinite(times)]
    return datetime.fromtimestamp(float(finite.max()), UTC) if len(finite) else None


def all_keys(figure: Figure) -> dict[Kind, Array]:
    """Every fact behind a figure and its parts, by kind, each once, ascending."""
    found: dict[Kind, list[Array]] = {}
    for facts in _facts(figure):
        found.setdefault(facts.kind, []).append(facts.keys)
    return {kind: np.unique(np.concatenate(keys)) for kind, keys in found.items()}


def _facts(figure: Figure) -> Iterable[Facts]:
    yield from figure.inputs
    for part in figure.parts:
        yield from _facts(part)
