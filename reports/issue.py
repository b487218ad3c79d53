"""From the journal to a report on paper: freezing, drawing, issuing, and making an issued one again to the byte."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import msgspec
from msgspec import UNSET
from reportlab.platypus import Flowable, Spacer

from app.domain.report import IssuedReport
from app.errors import PocError
from app.i18n import N_, Language
from app.journal.encode import to_ms
from app.journal.issued import report_by_id, report_of_commit
from app.journal.store import Journal
from app.settings import CityFile
from app.views.sources import SOURCES
from reports.catalogue import ReportSpec, report_named
from reports.freeze import freeze_sources
from reports.frozen import FORM, Frozen, Head, thawed
from reports.moment import Instant, Seen, instant_of, seen_at
from reports.page import PageWords, pdf_of
from reports.program import program_version
from reports.sheet import Sheet

CENTRE = "Patriot Operation Center"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A report on paper. `fact` is what the journal holds of it, None for a draft; `is_new` when it is stored now."""

    frozen: Frozen
    pdf: bytes
    fact: IssuedReport | None = None
    is_new: bool = False


def frozen_of(spec: ReportSpec, seen: Seen, language: str, progress: Progress) -> Frozen:
    """Everything a report will say, in the very form in which it is kept: the page follows from nothing else."""
    sections = {}
    for part in spec.parts:
        progress(part.name)
        if (kept := part.freeze(part.view, seen, language)) is not None:
            sections[part.name] = msgspec.to_builtins(kept)
    return thawed(Frozen(_head(spec, seen, language), sections).text())


def _head(spec: ReportSpec, seen: Seen, language: str) -> Head:
    lines = SOURCES.build(seen.picture, seen.frame, seen.city)
    return Head(
        name=spec.name,
        day=seen.instant.day.isoformat(),
        language=language,
        program=program_version(),
        commit=seen.commit,
        at=to_ms(seen.instant.at),
        is_whole=seen.instant.is_whole,
        is_simulated=seen.is_simulated,
        city=seen.city.city.name,
        zone=seen.city.city.zone,
        sources=freeze_sources(lines),
        facts=seen.facts,
        audit=str(seen.audit) if seen.audit else UNSET,
    )


def drawn(frozen: Frozen, *, is_draft: bool = False) -> bytes:
    """The PDF of what is frozen: the same text, the same bytes. Raises PocError for a form this program cannot read."""
    if frozen.head.form != FORM:
        raise PocError("report", "it was issued by another program version.", "Use the version that issued it.")
    sheet, spec = Sheet.of(frozen), report_named(frozen.head.name)
    flowables: list[Flowable] = [flowable for section in spec.sections for flowable in section.draw(sheet)]
    return pdf_of(_words(sheet, spec, is_draft), [*flowables, Spacer(1, 4), *sheet.notes.flowables()])


def _words(sheet: Sheet, spec: ReportSpec, is_draft: bool) -> PageWords:
    head, say = sheet.frozen.head, sheet.words.text
    digest = sheet.frozen.digest()
    trace = say("journal {commit} · fingerprint {digest}", commit=sheet.words.number(head.commit), digest=digest)
    government = say("Government of {city} · {centre}", city=head.city, centre=CENTRE)
    return PageWords(
        over=government,
        title=say(spec.title),
        day=sheet.day_words(sheet.day, "full"),
        span=_span(sheet),
        sources=say("Sources: {names}", names=", ".join(sheet.used) or "\N{EN DASH}"),
        trace=f"{trace} · {sheet.frozen.id() if not is_draft else say('draft')}",
        audit="" if head.audit is UNSET else say("audit {anchor}", anchor=head.audit),
        lang=head.language,
        author=head.city,
        subject=say(spec.subject),
        keywords=(sheet.frozen.id(), digest) if not is_draft else (),
        creator=f"{CENTRE} {head.program}",
        bands=tuple(_bands(sheet.words, head.is_simulated, is_draft)),
    )


def _span(sheet: Sheet) -> str:
    words, at = sheet.words, sheet.at
    moment = f"{words.date(at, 'd MMM')} {words.time(at)}"
    return words.text("00.00–24.00 {zone} · data up to {moment}", zone=words.zone_name(), moment=moment)


SIMULATED = N_("SIMULATION · the times and figures of this page are a simulated city's, not real ones.")
DRAFT = N_("DRAFT · not issued; nothing of it is kept.")


def _bands(words: Language, is_simulated: bool, is_draft: bool) -> list[str]:
    return [words.text(SIMULATED)] * is_simulated + [words.text(DRAFT)] * is_draft


def make_draft(
    journal: Journal, city: CityFile, name: str, day: date, language: str, progress: Progress = lambda _: None
) -> Made:
    """A report that is not issued. Raises ValueError for an unknown name or a day ahead, PocError."""
    spec, instant = report_named(name), instant_of(day, city, journal.clock.now())
    progress("reading")
    frozen = frozen_of(spec, seen_at(journal, city, instant), language, progress)
    progress("drawing")
    return Made(frozen, drawn(frozen, is_draft=True))


def issue(
    journal: Journal, city: CityFile, name: str, day: date, language: str, progress: Progress = lambda _: None
) -> Made:
    """Issue a report, or make again the one that was issued of the same day, language, commit and program.

    The fact is stored when the page is there: what cannot be drawn is never issued. Raises as `make_draft`.
    """
    spec, instant = report_named(name), instant_of(day, city, journal.clock.now())
    progress("reading")
    seen = seen_at(journal, city, instant)
    known = report_of_commit(journal, name, day, language, seen.commit, program_version())
    if known is not None:
        return again(known, progress)
    frozen = frozen_of(spec, seen, language, progress)
    progress("drawing")
    pdf = drawn(frozen)
    fact = _fact(frozen, instant, pdf)
    stored = journal.append([fact])
    return Made(frozen, pdf, fact, bool(stored.stored))


def _fact(frozen: Frozen, instant: Instant, pdf: bytes) -> IssuedReport:
    head = frozen.head
    return IssuedReport(
        id=frozen.id(),
        valid_at=instant.at,
        name=head.name,
        day=instant.day,
        language=head.language,
        of_commit=head.commit,
        program=head.program,
        figures=frozen.text(),
        fingerprint=sha256(pdf).hexdigest(),
    )


def again(fact: IssuedReport, progress: Progress = lambda _: None) -> Made:
    """An issued report made again from its frozen values.

    Raises PocError when it does not come out to the byte: another program, or another font on this machine.
    """
    progress("drawing")
    frozen = _thawed(fact)
    pdf = drawn(frozen)
    if sha256(pdf).hexdigest() != fact.fingerprint:
        made_by = f"it was issued by version {fact.program}, this is {program_version()}"
        what = f"{fact.id} does not come out to the byte ({made_by})."
        raise PocError("report", what, "Make it with the version and the fonts it was issued with.")
    return Made(frozen, pdf, fact)


def issued(journal: Journal, id: str) -> IssuedReport:
    """The issued report with an id. Raises PocError when the journal has none."""
    fact = report_by_id(journal, id)
    if fact is None:
        raise PocError("report", f"the journal holds no issued report {id!r}.", "Look at the id in the page's foot.")
    return fact


def _thawed(fact: IssuedReport) -> Frozen:
    try:
        return thawed(fact.figures)
    except ValueError as fault:
        raise PocError("report", f"what was frozen of {fact.id} cannot be read ({fault}).", "") from fault
