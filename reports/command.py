"""`main.py report`: daily, revenue, again and verify, for people and for the desk, which runs it as a child.

Progress goes to stderr as JSON lines when asked for; SIGTERM ends it and leaves no part of a file behind.
"""

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import NoReturn

from app.errors import PocError
from app.i18n import Language
from app.journal.store import Journal
from app.settings import CityFile
from reports.files import target_of, write_whole
from reports.issue import Made, Progress, again, issue, issued, make_draft
from reports.verify import Verdict, verify

DONE, FAILED, WRONG_USE = 0, 1, 2
STOPPED = 143  # 128 + SIGTERM, as shells count it


def run(args: argparse.Namespace, city: CityFile, journal_url: str, read_url: str | None = None) -> int:
    """Do what the command line says; the exit code. `read_url` is a copy of the journal to read from.

    Raises PocError, and ValueError for wrong use.
    """
    with ended_by_sigterm():
        journal = Journal.open(journal_url, patient=True, read_url=read_url)
        try:
            return _done(args, city, journal)
        finally:
            journal.close()


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """While this lasts SIGTERM ends the program on the ordinary way out, which removes what is half written."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(STOPPED)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _done(args: argparse.Namespace, city: CityFile, journal: Journal) -> int:
    progress: Progress = Told() if args.progress == "json" else _silent
    words = Language(args.language, city.city.tz)
    if args.what == "verify":
        return _verified(verify(journal, city, _read(args.file), progress), words)
    if args.what == "again":
        made = again(issued(journal, args.id), progress)
    else:
        make = make_draft if args.draft else issue
        made = make(journal, city, args.what, _day(args.date), args.language, progress)
    path = target_of(args.output, f"{made.frozen.head.name}-{made.frozen.head.day}-{made.frozen.head.language}")
    progress("writing")
    write_whole(path, made.pdf)
    progress("done")
    print(_told(made, path, words))
    return DONE


def _silent(step: str) -> None:
    """Nobody asked for progress."""


class Told:
    """Progress as JSON lines on stderr: the step, and roughly which part of the work is done (0 to 1)."""

    def __init__(self) -> None:
        self._part = 0.0

    def __call__(self, step: str) -> None:
        self._part = _PARTS.get(step, min(self._part + 0.1, 0.6))
        print(json.dumps({"step": step, "part": round(self._part, 2)}), file=sys.stderr, flush=True)


_PARTS = {"reading": 0.05, "drawing": 0.65, "writing": 0.95, "done": 1.0}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date; write for example 2016-11-30") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise PocError("report", f"{path} cannot be read ({fault.strerror}).", "Choose another file.") from fault


def _told(made: Made, path: Path, words: Language) -> str:
    if made.fact is None:
        return words.text("{path}: a draft, not issued", path=path)
    if made.is_new:
        return words.text("{path}: issued as {id}", path=path, id=made.fact.id)
    return words.text("{path}: made again, issued before as {id}", path=path, id=made.fact.id)


def _verified(verdict: Verdict, words: Language) -> int:
    """Say what came of it: each difference and each figure that could not be checked in a line of its own."""
    say = words.text
    for one in verdict.differences:
        print(
            say("DIFFERS {what}: the report says {said}, the journal {now}", what=one.what, said=one.said, now=one.now)
        )
    for other in verdict.unchecked:
        why = say(other.why, missing=other.missing, kind=other.kind)
        print(say("UNCHECKED {what}: {why}", what=other.what, why=why))
    for remark in verdict.remarks:
        print(say(remark))
    counts: dict[str, object] = {
        "id": verdict.fact.id,
        "agreeing": verdict.agreeing,
        "differing": len(verdict.differences),
    }
    counts["rest"] = len(verdict.unchecked)
    print(say("{id}: {agreeing} figures agree, {differing} differ, {rest} could not be checked", **counts))
    return DONE if verdict.agrees else FAILED
