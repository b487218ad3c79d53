"""Checking an issued report: is the file the one that was issued, and do its figures still follow from the journal?

Every figure is worked out again from the facts themselves, as of the frozen commit, without any checkpoint. A figure
whose facts were erased since cannot be; it is named with the reason and is no disagreement.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from math import isclose
from typing import Any

import msgspec
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.domain.report import IssuedReport
from app.errors import PocError
from app.i18n import N_
from app.journal.audit import Anchor, head_of, holds
from app.journal.encode import from_ms
from app.journal.engine import reading
from app.journal.issued import facts_left
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from app.settings import CityFile
from reports.catalogue import report_named
from reports.frozen import Frozen, Input, Noted, all_noted, all_series, thawed
from reports.issue import Progress, frozen_of, issued
from reports.moment import Instant, seen_at
from reports.program import program_version

CLOSE = 1e-9  # relative: the same sum in another order of adding
_UNREADABLE = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was issued: which, what the report says, what the journal says now."""

    what: str
    said: str
    now: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A figure that could not be worked out again; `why` is a message id with `missing` and `kind`."""

    what: str
    why: str
    missing: int
    kind: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of checking a report. It agrees when nothing differs; `remarks` are message ids that change nothing."""

    fact: IssuedReport
    agreeing: int
    differences: tuple[Difference, ...]
    unchecked: tuple[Unchecked, ...]
    remarks: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the file and every figure that could be checked are as issued."""
        return not self.differences


def id_in(pdf: bytes) -> str:
    """The report's id in a PDF's own information. Raises PocError for a file that is no report of ours."""
    try:
        info = PdfReader(BytesIO(pdf)).metadata
        words = str(info.get("/Keywords", "") if info is not None else "").split(",")
    except _UNREADABLE as fault:
        raise PocError("report", f"the file is no PDF that can be read ({fault}).", "Choose another file.") from fault
    if not words[0].strip():
        raise PocError("report", "the file bears no report's id: it was not issued here, or is a draft.", "")
    return words[0].strip()


def verify(journal: Journal, city: CityFile, pdf: bytes, progress: Progress = lambda _: None) -> Verdict:
    """Check a file against the report issued under its id. Raises PocError when there is nothing to check against."""
    progress("reading")
    fact = issued(journal, id_in(pdf))
    frozen = _frozen(fact)
    differences = list(_of_file(fact, frozen, pdf))
    spec, head = report_named(frozen.head.name), frozen.head
    instant = Instant(date.fromisoformat(head.day), from_ms(head.at), head.is_whole)
    seen = seen_at(journal, city, instant, by_stream=True)
    if seen.commit != head.commit:
        differences.append(Difference("commit", str(head.commit), str(seen.commit)))
    again = frozen_of(spec, seen, head.language, progress)
    with trouble_named(), reading(journal.reads) as connection:
        if isinstance(head.audit, str) and not holds(connection, Anchor.parse(head.audit)):
            differences.append(Difference("audit", head.audit, str(head_of(connection) or "-")))  # cut or written anew
        left = facts_left(connection, head.commit) | {"position": seen.facts["position"]}
    gone = {kind: n - left.get(kind, 0) for kind, n in head.facts.items() if n > left.get(kind, 0)}
    agreeing, found, unchecked = compare(frozen, again, gone)
    remarks = (N_("This program is another version than the one that issued the report."),)
    return Verdict(
        fact,
        agreeing,
        (*differences, *found),
        tuple(unchecked),
        remarks if head.program != program_version() else (),
    )


def _frozen(fact: IssuedReport) -> Frozen:
    try:
        return thawed(fact.figures)
    except ValueError as fault:
        raise PocError("report", f"what was frozen of {fact.id} cannot be read ({fault}).", "") from fault


def _of_file(fact: IssuedReport, frozen: Frozen, pdf: bytes) -> Iterator[Difference]:
    """Whether the file and the frozen values are the ones the fact speaks of."""
    fingerprint = sha256(pdf).hexdigest()
    if fingerprint != fact.fingerprint:
        yield Difference("file", fact.fingerprint, fingerprint)
    if frozen.id() != fact.id:
        yield Difference("frozen", fact.id, frozen.id())


def compare(then: Frozen, now: Frozen, gone: Mapping[str, int]) -> tuple[int, list[Difference], list[Unchecked]]:
    """How many figures agree, which differ, and which cannot be told because facts are gone (how many, by kind)."""
    agreeing, differences, unchecked = 0, list[Difference](), list[Unchecked]()
    was, is_ = _figures(then), _figures(now)
    for name, noted in was.items():
        other = is_.get(name)
        if other is not None and _equal(noted.value, other.value) and noted.unit == other.unit:
            agreeing += 1
        elif kind := _erased(noted, other, gone):
            unchecked.append(
                Unchecked(name, N_("{missing} facts of the kind {kind} were erased since"), gone[kind], kind)
            )
        else:
            differences.append(Difference(name, _said(noted.value), "-" if other is None else _said(other.value)))
    differences += [Difference(name, "-", _said(noted.value)) for name, noted in is_.items() if name not in was]
    if not gone:
        differences += _series(then, now)
    return agreeing, differences, unchecked


def _figures(frozen: Frozen) -> dict[str, Noted]:
    return {name: noted for part, value in frozen.sections.items() for name, noted in all_noted(value, part)}


def _erased(noted: Noted, other: Noted | None, gone: Mapping[str, int]) -> str:
    """The kind of facts this figure has lost, "" when it has all it had. Without inputs of its own: any kind."""
    had, has = _counts(noted.inputs), _counts(other.inputs if other is not None else ())
    for kind in gone:
        if has.get(kind, 0) < had.get(kind, 0) or not noted.inputs:
            return kind
    return ""


def _counts(inputs: tuple[Input, ...]) -> dict[str, int]:
    return {one.kind: one.count for one in inputs}


def _series(then: Frozen, now: Frozen) -> Iterator[Difference]:
    """Charts whose points are others now."""
    was, is_ = dict(all_series(then.sections)), dict(all_series(now.sections))
    for path, values in was.items():
        others = is_.get(path, [])
        apart = [n for n, value in enumerate(values) if n >= len(others) or not _equal(value, others[n])]
        if apart or len(others) != len(values):
            first = apart[0] if apart else len(values)
            other = _said(others[first]) if first < len(others) else "-"
            yield Difference(f"{path[1:]}/{first}", _said(values[first]) if first < len(values) else "-", other)


def _equal(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)


def _said(value: float | None) -> str:
    return "-" if value is None else msgspec.json.encode(value).decode()
