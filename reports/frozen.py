"""What a report says, frozen: plain values as JSON text, from which the page is made and made again.

A page is drawn from these alone, never from the picture, so that the same issued report with the same program gives
the same bytes. Times are milliseconds since 1970 UTC.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.rules import RULES, Rule
from app.domain.severity import Severity
from app.journal.encode import time_or_none
from app.views.explain import Explanation, InputLine
from app.views.figure import Figure, Running

FORM = 1  # raise it when old frozen reports can no longer be read
_encode = msgspec.json.Encoder(order="deterministic").encode
Part = TypeVar("Part", bound=msgspec.Struct)


class Input(msgspec.Struct, frozen=True):
    """The facts of one kind that a figure was made from: how many, in which commits, how new."""

    kind: str
    count: int
    first_commit: int | None = None
    last_commit: int | None = None
    newest: int | None = None


class Noted(msgspec.Struct, frozen=True):
    """A figure with what its footnote says. `until` and `days` are of a period that was not over."""

    id: str
    name: str
    value: float | None
    unit: str
    rule: str
    sources: tuple[str, ...] = ()
    observed: int | None = None
    freshness: int = int(Freshness.NEVER)
    note: str = ""
    mark: int | None = None
    inputs: tuple[Input, ...] = ()
    until: int | None = None
    days: int = 1

    def explanation(self) -> Explanation:
        """What a screen shows for `?`, for the words that screens and paper share."""
        rule = RULES.get(self.rule) or Rule(self.rule, self.rule, "")
        inputs = tuple(
            InputLine(Kind(one.kind), one.count, one.first_commit, one.last_commit, time_or_none(one.newest))
            for one in self.inputs
        )
        return Explanation(self.figure(), rule, inputs, ())

    def figure(self) -> Figure:
        """As the figure it was."""
        observed = time_or_none(self.observed)
        mark = None if self.mark is None else Severity(self.mark)
        state = Freshness(self.freshness)
        until = time_or_none(self.until)
        return Figure(
            self.id,
            self.name,
            self.value,
            self.unit,
            self.rule,
            self.sources,
            observed,
            state,
            mark=mark,
            note=self.note,
            running=None if until is None else Running(until, self.days),
        )


class SourceAge(msgspec.Struct, frozen=True):
    """A source at the report's instant; ages in seconds, None = never."""

    id: str
    agency: str
    state: str
    freshness: int
    link_age_s: float | None = None
    data_age_s: float | None = None
    error: str = ""


class Head(msgspec.Struct, frozen=True):
    """What the report is of. `at` is its instant, `is_whole` whether the whole day and its night were over by then.

    `facts` counts the facts of each kind up to `commit`: fewer of them later means that some were erased.
    """

    name: str
    day: str
    language: str
    program: str
    commit: int
    at: int
    is_whole: bool
    is_simulated: bool
    city: str
    zone: str
    sources: tuple[SourceAge, ...] = ()
    facts: dict[str, int] = {}
    form: int = FORM
    audit: str | msgspec.UnsetType = msgspec.UNSET  # the chain's head at the commit; unset: it was empty


class Frozen(msgspec.Struct, frozen=True):
    """A report before it is paper: its head, and the frozen view of each section by the section's name."""

    head: Head
    sections: dict[str, dict[str, Any]]

    def text(self) -> str:
        """Canonical JSON."""
        return _encode(self).decode()

    def digest(self) -> str:
        """The fingerprint of everything it says, as printed on every page: 16 of 64 hexadecimal digits."""
        return sha256(_encode(self)).hexdigest()[:16]

    def id(self) -> str:
        """The report's id: readable, and another one whenever anything it says is another."""
        h = self.head
        return f"{h.name}-{h.day}-{h.language}-{h.commit}-{self.digest()[:10]}"

    def part(self, section: str, form: type[Part]) -> Part:
        """The frozen view of a section. Raises KeyError when the report has none, ValueError for another form."""
        return msgspec.convert(self.sections[section], form)


def thawed(text: str) -> Frozen:
    """What `Frozen.text` wrote. Raises ValueError for anything else."""
    return msgspec.json.decode(text, type=Frozen)


def all_noted(value: Any, section: str = "") -> Iterator[tuple[str, Noted]]:
    """Every figure in frozen plain values, as (section/id, figure), in their order."""
    if isinstance(value, dict):
        if "rule" in value and "unit" in value and "id" in value:
            yield f"{section}/{value['id']}", msgspec.convert(value, Noted)
            return
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from all_noted(item, section)


def all_series(value: Any, path: str = "") -> Iterator[tuple[str, list[float | None]]]:
    """Every row of plain numbers in frozen values (a chart's points), by its path."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from all_series(item, f"{path}/{name}")
    elif isinstance(value, list) and value and all(item is None or isinstance(item, int | float) for item in value):
        yield path, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from all_series(item, f"{path}/{number}")
