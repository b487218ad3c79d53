"""The daily summary: what came in, what was done, where the money stands, who did not answer."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from app.i18n import N_
from app.views.silence import silence_words
from reports.charts import bars_chart, hours_chart
from reports.daily_parts import AgenciesPart, AgencyRow, DayPart, FundsPart
from reports.frozen import Noted
from reports.grid import Column, grid, records
from reports.page import INNER
from reports.revenue_parts import MoneyRow, RevenuePart
from reports.sheet import MoneyUnit, Sheet
from reports.text import LEAD, SMALL, Run, heading, paragraph
from reports.tiles import Tile, tiles

UNDRAWN = N_("This record could not be rendered.")


def draw_lead(sheet: Sheet) -> list[Flowable]:
    """The day in plain words, and its four figures."""
    day, tax = sheet.frozen.part("day", DayPart), _tax(sheet)
    shown = [day.received, day.on_time, day.vehicles_on_duty] + ([tax.total.today] if tax is not None else [])
    said = paragraph(LEAD, *sheet.runs(_sentences(sheet)))
    return [said, tiles(list(_tiles(sheet))), *sheet.remarks(*shown)]


def _sentences(sheet: Sheet) -> Iterator[str]:
    """One sentence a subject; what nobody knows is said as such, never as nought."""
    day, tax, say = sheet.frozen.part("day", DayPart), _tax(sheet), sheet.words.text
    if day.received.value is None:
        yield say("How many complaints came in is not known.")
    elif not day.received.value and not day.closed.value:
        yield say("No complaint came in and none was closed.")
    else:
        received, closed = sheet.strong(day.received), sheet.strong(day.closed)
        yield say("{received} complaints came in and {closed} were closed.", received=received, closed=closed)
    if day.median_close.value is not None:
        yield say("Half of those closed took at most {time}.", time=sheet.strong(day.median_close))
    if tax is not None and tax.total.percent.value is not None:
        share = sheet.strong(tax.total.percent)
        yield say("{total} stands at {percent} of the year's target.", total=_capital(tax.total_name), percent=share)
    silent = sheet.frozen.part("agencies", AgenciesPart).silent
    if silent:
        yield sheet.words.plural("{n} agency did not answer.", "{n} agencies did not answer.", len(silent))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tax(sheet: Sheet) -> RevenuePart | None:
    """The taxes, None for a city without them."""
    return sheet.frozen.part("revenue", RevenuePart) if "revenue" in sheet.frozen.sections else None


def _tiles(sheet: Sheet) -> Iterator[Tile]:
    day, tax, say = sheet.frozen.part("day", DayPart), _tax(sheet), sheet.words.text
    yield sheet.tile(say("Complaints received"), day.received, _since(sheet, day), day.before)
    yield sheet.tile(say("On time"), day.on_time, say("{n} still open", n=sheet.value(day.open)), day.open)
    fleet = say("of {n} vehicles", n=sheet.value(day.vehicles))
    yield sheet.tile(say("Vehicles on duty"), day.vehicles_on_duty, fleet, day.vehicles)
    if tax is not None:
        name = say("{total} today", total=_capital(tax.total_name))
        share = say("{percent} of the year's target", percent=sheet.value(tax.total.percent))
        yield sheet.tile(name, tax.total.today, share, tax.total.percent)


def _since(sheet: Sheet, day: DayPart) -> str:
    """How many more or fewer than the day before."""
    before, now = day.before, day.received
    if now.value is None or before is None or before.value is None:
        return ""
    more = now.value - before.value
    is_running = now.until is not None
    if not more:
        same = N_("as many as the day before by this hour") if is_running else N_("as many as the day before")
        return sheet.words.text(same)
    sign = "+" if more > 0 else "\N{MINUS SIGN}"
    change = f"{sign}{sheet.words.number(abs(more))}"
    if is_running:
        return sheet.words.text("{change} from the day before by this hour", change=change)
    return sheet.words.text("{change} from the day before", change=change)


def draw_hours(sheet: Sheet) -> list[Flowable]:
    """Complaints by the hour they were made."""
    day, say = sheet.frozen.part("day", DayPart), sheet.words.text
    running = _running_hour(sheet, day)
    chart = hours_chart(day.by_hour, sheet.words.number, say("No complaints in this span."), running)
    aside = "" if running is None else say("the hour not over yet is only outlined")
    return [heading(say("Complaints per hour"), aside=aside), chart]


def _running_hour(sheet: Sheet, day: DayPart) -> int | None:
    """The hour that is not over at a running day's instant."""
    return None if day.received.until is None else sheet.at.astimezone(sheet.words.zone).hour


_FIGURES = ("received", "closed", "open", "on_time", "median")
_TITLES = (N_("Came in"), N_("Closed"), N_("Still open"), N_("On time"), N_("Median to close"))
_WIDTHS = (46.0, 50.0, 56.0, 58.0, 80.0)


def draw_agencies(sheet: Sheet) -> list[Flowable]:
    """The agencies' day and what is left of their response funds."""
    day, say = sheet.frozen.part("day", DayPart), sheet.words.text
    title = heading(say("Complaints per agency"))
    if not day.agencies:
        return [title, paragraph(SMALL, say("No complaints for any agency in this span."))]
    columns = [Column(say("Agency"), INNER - sum(_WIDTHS) - 92, figures=False)]
    for name, words, width in zip(_FIGURES, map(say, _TITLES), _WIDTHS, strict=True):
        note = sheet.notes.of_column(words, [(row.name, getattr(row, name)) for row in day.agencies])
        columns.append(Column(words, width, note=note))
    funds = sheet.frozen.part("funds", FundsPart).lines
    left = say("Response fund left")
    note = sheet.notes.of_column(left, [(fund.name, fund.remaining) for fund in funds])
    columns.append(Column(left, 92, note=note))
    by_agency = {fund.agency: fund.remaining for fund in funds}
    rows = records(day.agencies, lambda row: _agency(sheet, row, by_agency), len(columns), say(UNDRAWN))
    return [title, grid(columns, rows)]


def _agency(sheet: Sheet, row: AgencyRow, funds: dict[str, Noted]) -> list[str]:
    fund = funds.get(row.id)
    figures = [sheet.value(getattr(row, name)) for name in _FIGURES]
    return [row.name, *figures, sheet.value(fund) if fund is not None else "\N{EN DASH}"]


_MONEY = ("today", "to_date", "target", "percent", "remainder")
_MONEY_TITLES = (N_("This day"), N_("To date"), N_("Target"), N_("Percent"), N_("Still to come"))
_MONEY_WIDTHS = (70.0, 76.0, 76.0, 64.0, 84.0)


def draw_revenue(sheet: Sheet) -> list[Flowable]:
    """The day's taxes by kind; the heading says which total it is."""
    tax, say = _tax(sheet), sheet.words.text
    if tax is None:
        return []
    title = say("{total}: the day and the year", total=_capital(tax.total_name))
    lines = [row for row in tax.kinds if row.to_date.value is not None or row.target.value is not None]
    if not lines and tax.total.to_date.value is None:
        return [heading(title), paragraph(SMALL, say("No revenue is known for this year."))]
    every = [*lines, tax.total]
    unit = sheet.money_unit(getattr(row, name) for row in every for name in _MONEY)
    columns = [Column(say("Kind of tax"), INNER - sum(_MONEY_WIDTHS), figures=False)]
    for name, words, width in zip(_MONEY, map(say, _MONEY_TITLES), _MONEY_WIDTHS, strict=True):
        note = sheet.notes.of_column(words, [(row.name, getattr(row, name)) for row in every])
        columns.append(Column(words, width, note=note))
    rows = records(every, lambda row: _money(sheet, row, unit), len(columns), say(UNDRAWN))
    return [heading(title, aside=say(unit.words)), grid(columns, rows, total=True)]


def _money(sheet: Sheet, row: MoneyRow, unit: MoneyUnit) -> list[str]:
    return [row.name, *(sheet.cell(getattr(row, name), unit) for name in _MONEY)]


def draw_districts(sheet: Sheet) -> list[Flowable]:
    """Complaints per kecamatan, only where official boundaries say which is which."""
    day, say = sheet.frozen.part("day", DayPart), sheet.words.text
    if not day.districts:
        return []
    title = say("Complaints per kecamatan")
    note = sheet.notes.of_column(title, [(one.name, one.received) for one in day.districts])
    bars = [(one.name, one.received.value, sheet.value(one.received)) for one in day.districts]
    return [heading(title, note), bars_chart(bars)]


def draw_silent(sheet: Sheet) -> list[Flowable]:
    """Which agencies do not answer, by name and days."""
    part, say = sheet.frozen.part("agencies", AgenciesPart), sheet.words.text
    if not part.of:
        return []
    count = say("{answering} of {of} agencies answer.", answering=part.answering, of=part.of)
    names = [_silence(sheet, one.name, one.days) for one in part.silent]
    said = [count, say("No answer from: {names}.", names=", ".join(names))] if names else [count]
    return [heading(say("Agencies")), paragraph(SMALL, Run(" ".join(said)), cap=4_000)]


def _silence(sheet: Sheet, name: str, days: int | None) -> str:
    return f"{name} ({silence_words(days, sheet.words)})"
