"""What a report rests on: how old each source is, and what is missing."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from app.domain.freshness import Freshness
from app.domain.source import LinkState
from app.i18n import N_
from app.views.figure import INCOMPLETE
from app.views.figure_text import FRESHNESS_WORDS
from app.views.sources import LINK_WORDS
from reports.daily_parts import FundsPart
from reports.freeze import MONEY_FIGURES
from reports.frozen import Noted, SourceAge, all_noted
from reports.grid import Column, grid, records
from reports.page import INNER
from reports.revenue_parts import MoneyRow, RevenuePart
from reports.sheet import Sheet
from reports.text import SMALL, heading, paragraph

_ERROR_CAP = 200
UNDRAWN = N_("This record could not be rendered.")


def draw_sources(sheet: Sheet) -> list[Flowable]:
    """Every source: its line, its last whole answer, its newest record, as of the report's instant."""
    say = sheet.words.text
    titles = (say("Source"), say("Agency"), say("Line"), say("Last answer"), say("Newest record"))
    widths = (94.0, 100.0, INNER - 362, 84.0, 84.0)
    columns = [Column(title, width, figures=n > 2) for n, (title, width) in enumerate(zip(titles, widths, strict=True))]
    rows = records(_concerned(sheet), lambda one: _source(sheet, one), len(columns), say(UNDRAWN))
    return [heading(say("Sources and their ages")), grid(columns, rows)]


def _concerned(sheet: Sheet) -> list[SourceAge]:
    """The sources of the report's figures; for the daily summary, which is of the whole centre, all of them."""
    sources = list(sheet.frozen.head.sources)
    return sources if sheet.frozen.head.name == "daily" else [one for one in sources if one.id in sheet.used]


def _source(sheet: Sheet, one: SourceAge) -> list[str]:
    say = sheet.words.text
    state = say(LINK_WORDS[LinkState(one.state)])
    if one.freshness != Freshness.FRESH and one.freshness != Freshness.NEVER:
        state = f"{state}, {say(FRESHNESS_WORDS[Freshness(one.freshness)])}"
    if one.error:
        state = f"{state}: {one.error[:_ERROR_CAP]}"
    return [one.id, one.agency, state, _ago(sheet, one.link_age_s), _ago(sheet, one.data_age_s)]


def _ago(sheet: Sheet, age_s: float | None) -> str:
    if age_s is None:
        return sheet.words.text("never")
    return sheet.words.text("{age} before", age=sheet.words.age(age_s)) if age_s >= 1 else sheet.words.text("just then")


def draw_missing(sheet: Sheet) -> list[Flowable]:
    """What is not in the report, in plain sentences; that nothing is missing is said too."""
    said = list(_missing(sheet))
    title = heading(sheet.words.text("What is missing"))
    if not said:
        return [title, paragraph(SMALL, sheet.words.text("Nothing: every source answered and every figure is known."))]
    return [title, *(paragraph(SMALL, f"–  {line}") for line in said)]


def _missing(sheet: Sheet) -> Iterator[str]:
    head, say = sheet.frozen.head, sheet.words.text
    if not head.is_whole:
        yield say("The day is not over, or its night's late records are not in: figures can still change.")
    never = [one.id for one in _concerned(sheet) if one.freshness == Freshness.NEVER]
    late = [one.id for one in _concerned(sheet) if Freshness.STALE <= one.freshness < Freshness.NEVER]
    if never:
        yield say("Has never answered: {sources}.", sources=", ".join(never))
    if late:
        yield say("No longer answered, so that its figures stand still: {sources}.", sources=", ".join(late))
    if filling := sorted(set(_filling(sheet))):
        names = ", ".join(filling)
        yield say("Older records are still being fetched, so that sums are not complete: {sources}.", sources=names)
    unknown = list(_unknown(sheet))
    if unknown:
        names = _counted(unknown)
        yield sheet.words.plural(
            "{n} figure is not known: {names}.", "{n} figures are not known: {names}.", len(unknown), names=names
        )
    if withheld := ", ".join(_withheld(sheet)):
        yield say("Left out of the sums, for it was never told or its source is lost: {names}.", names=withheld)


def _filling(sheet: Sheet) -> Iterator[str]:
    """Sources of figures that are not complete."""
    for _, noted in all_noted(sheet.frozen.sections):
        if noted.note == INCOMPLETE:
            yield from noted.sources


def _unknown(sheet: Sheet) -> Iterator[str]:
    """Names of figures nobody knows; a line of taxes of which nothing is known is named once, by its own name.

    What is told of no kecamatan, such as a target of its own, is nothing that is missing.
    """
    silent: dict[str, str] = {}
    nobodys: set[str] = set()
    if "revenue" in sheet.frozen.sections:
        part = sheet.frozen.part("revenue", RevenuePart)
        rows = [row for row in (*part.kinds, *part.districts) if row.to_date.value is None and row.target.value is None]
        silent = {f"revenue/{row.to_date.id.rpartition('.')[0]}": row.name for row in rows}
        nobodys = {name for name in MONEY_FIGURES if not any(_is_known(row, name) for row in part.districts)}
    left_out = set(_withheld(sheet))
    yield from (name for name in silent.values() if name not in left_out)
    for section, value in sheet.frozen.sections.items():
        for path, noted in all_noted(value, section):
            line, _, name = path.rpartition(".")
            is_unasked = "/district." in path and name in nobodys
            if noted.value is None and line not in silent and not is_unasked:
                yield sheet.words.text(noted.name)


def _is_known(row: MoneyRow, name: str) -> bool:
    noted: Noted = getattr(row, name)
    return noted.value is not None


def _counted(names: list[str]) -> str:
    """Each name once, in order, with how often."""
    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    return ", ".join(name + (f" ({count})" if count > 1 else "") for name, count in counts.items())


def _withheld(sheet: Sheet) -> Iterator[str]:
    if "funds" in sheet.frozen.sections:
        yield from sheet.frozen.part("funds", FundsPart).withheld
    if "revenue" in sheet.frozen.sections:
        yield from sheet.frozen.part("revenue", RevenuePart).withheld
