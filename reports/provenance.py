"""What a report rests on: how old each source is, and what is missing."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from app.domain.freshness import Freshness
from app.domain.source import LinkState
from app.i18n import N_
from app.views.figure_text import FRESHNESS_WORDS
from reports.daily_parts import FundsPart
from reports.frozen import SourceAge, all_noted
from reports.grid import Column, grid, records
from reports.page import INNER
from reports.revenue_parts import RevenuePart
from reports.sheet import Sheet
from reports.text import SMALL, heading, paragraph

_LINKS = {
    LinkState.NEVER: N_("not tried yet"),
    LinkState.OK: N_("connected"),
    LinkState.DEGRADED: N_("faltering"),
    LinkState.DOWN: N_("down"),
    LinkState.WAITING: N_("asked to wait"),
    LinkState.MISCONFIGURED: N_("needs settings"),
    LinkState.PAUSED: N_("paused"),
}
_ERROR_CAP = 200
UNDRAWN = N_("This record could not be rendered.")


def draw_sources(sheet: Sheet) -> list[Flowable]:
    """Every source: its line, its last whole answer, its newest record, as of the report's instant."""
    say = sheet.words.text
    titles = (say("Source"), say("Agency"), say("Line"), say("Last answer"), say("Newest record"))
    widths = (72.0, 108.0, INNER - 348, 84.0, 84.0)
    columns = [Column(title, width, figures=n > 2) for n, (title, width) in enumerate(zip(titles, widths, strict=True))]
    rows = records(_concerned(sheet), lambda one: _source(sheet, one), len(columns), say(UNDRAWN))
    return [heading(say("Sources and their ages")), grid(columns, rows)]


def _concerned(sheet: Sheet) -> list[SourceAge]:
    """The sources of the report's figures; for the daily summary, which is of the whole centre, all of them."""
    sources = list(sheet.frozen.head.sources)
    return sources if sheet.frozen.head.name == "daily" else [one for one in sources if one.id in sheet.used]


def _source(sheet: Sheet, one: SourceAge) -> list[str]:
    say = sheet.words.text
    state = say(_LINKS[LinkState(one.state)])
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
    for one in _concerned(sheet):
        if one.freshness == Freshness.NEVER:
            yield say("{source} has never answered.", source=one.id)
        elif one.freshness >= Freshness.STALE:
            yield say("{source} no longer answered; its figures stand still.", source=one.id)
    unknown = [noted for _, noted in all_noted(sheet.frozen.sections) if noted.value is None]
    if unknown:
        yield sheet.words.plural(
            "{n} figure is not known: {names}.",
            "{n} figures are not known: {names}.",
            len(unknown),
            names=_names(sheet, [one.name for one in unknown]),
        )
    for name in _withheld(sheet):
        yield say("{name} is left out of the sums, for its source is lost.", name=name)


def _names(sheet: Sheet, names: list[str]) -> str:
    """Each name once, in order, with how often."""
    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    return ", ".join(sheet.words.text(n) + (f" ({count})" if count > 1 else "") for n, count in counts.items())


def _withheld(sheet: Sheet) -> Iterator[str]:
    if "funds" in sheet.frozen.sections:
        yield from sheet.frozen.part("funds", FundsPart).withheld
    if "revenue" in sheet.frozen.sections:
        yield from sheet.frozen.part("revenue", RevenuePart).withheld
