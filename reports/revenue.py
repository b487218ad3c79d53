"""The revenue report: totals, the year's curve, every kind and every kecamatan, targets, projection, milestones."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from reportlab.platypus import Flowable

from app.i18n import N_
from reports.charts import curve_chart, legend
from reports.frozen import Noted
from reports.grid import Cell, Column, grid, records
from reports.marked import Marked
from reports.page import INNER
from reports.palette import PAPER
from reports.revenue_parts import Curves, MilestoneRow, MoneyRow, RevenuePart
from reports.sheet import MoneyUnit, Sheet
from reports.text import BODY, LEAD, SMALL, Run, heading, paragraph
from reports.tiles import Tile, tiles

UNDRAWN = N_("This record could not be rendered.")


def _part(sheet: Sheet) -> RevenuePart:
    return sheet.frozen.part("revenue", RevenuePart)


def _total_name(part: RevenuePart) -> str:
    return part.total_name[:1].upper() + part.total_name[1:]


def draw_lead(sheet: Sheet) -> list[Flowable]:
    """The year so far in plain words, and its four figures."""
    part = _part(sheet)
    total = part.total
    said = paragraph(LEAD, *sheet.runs(_sentences(sheet, part)))
    remarks = sheet.remarks(total.today, total.to_date, total.percent, total.pace)
    return [said, tiles(list(_tiles(sheet, part))), *remarks]


def _tiles(sheet: Sheet, part: RevenuePart) -> Iterator[Tile]:
    total, say = part.total, sheet.words.text
    of, known = say("of {target}", target=sheet.value(total.target)), total.target.value is not None
    yield sheet.tile(say("{total} today", total=_total_name(part)), total.today, "")
    target = total.target if known else None
    yield sheet.tile(say("To date"), total.to_date, of if known else say("no target is known"), target)
    yield sheet.tile(say("Percent of the target"), total.percent, "")
    yield sheet.tile(say("Pace"), total.pace, say("1 = as in former years"))


def _sentences(sheet: Sheet, part: RevenuePart) -> Iterator[str]:
    total, say = part.total, sheet.words.text
    values = {"total": _total_name(part), "day": sheet.day_words(date.fromisoformat(part.day))}
    if total.to_date.value is None:
        yield say("No revenue is known for this year.")
        return
    values["amount"] = sheet.strong(total.to_date)
    if total.percent.value is None:
        yield say("{total} to {day}: {amount}; no target is known.", **values)
    else:
        values["percent"] = sheet.strong(total.percent)
        yield say("{total} to {day}: {amount}, {percent} of the year's target.", **values)
    if total.last_year.value is not None:
        yield say("On the same day of the year before it was {amount}.", amount=sheet.strong(total.last_year))
    if total.projection.value is not None:
        middle = sheet.strong(total.projection)
        low, high = sheet.strong(total.projection_low), sheet.strong(total.projection_high)
        yield say("The year is likely to end at {middle}, between {low} and {high}.", middle=middle, low=low, high=high)


def draw_curve(sheet: Sheet) -> list[Flowable]:
    """The year's money as a curve beside plan and former years, with the band of the projection."""
    part, say = _part(sheet), sheet.words.text
    title = heading(say("{total} through the year", total=_total_name(part)))
    if part.curves is None:
        return [title, paragraph(SMALL, say("No curve: no revenue is known for this year."))]
    curves, entries = _curves(sheet, part, part.curves)
    months = [(n, sheet.day_words(day, "MMM")) for n, day in _month_starts(part.year)]
    band = (part.curves.low, part.curves.high)
    chart = curve_chart(curves, band, months, lambda amount: _scale(sheet, amount))
    return [title, legend(entries), chart]


_MONTHS = 12


def _scale(sheet: Sheet, amount: float) -> str:
    """Rp1,42 T on an axis; in English the letters would be misread (M is miliar, a thousand million)."""
    return sheet.words.rupiah(amount, short=True) if sheet.words.code == "id" else sheet.words.money(amount)


def _month_starts(year: int) -> Iterator[tuple[int, date]]:
    first = date(year, 1, 1)
    for month in range(1, _MONTHS + 1):
        day = date(year, month, 1)
        yield (day - first) // timedelta(days=1), day


Curve = tuple[Sequence[float | None], str, float, bool]
Entry = tuple[str, str, bool, bool]


def _curves(sheet: Sheet, part: RevenuePart, curves: Curves) -> tuple[list[Curve], list[Entry]]:
    """What is drawn, from the back to the front, and what the legend says of it."""
    say = sheet.words.text
    drawn: list[Curve] = []
    entries: list[Entry] = []
    former = str(part.year - 1)
    if former in curves.former:
        drawn.append((curves.former[former], PAPER.former, 1.0, False))
        entries.append((former, PAPER.former, False, False))
    if any(value is not None for value in curves.plan):
        drawn.append((curves.plan, PAPER.former, 1.0, True))
        entries.append((say("plan"), PAPER.former, True, False))
    if any(value is not None for value in curves.projected):
        drawn.append((curves.projected, PAPER.bar, 1.2, True))
        entries += [(say("projection"), PAPER.bar, True, False), (say("its band"), PAPER.band, False, True)]
    drawn.append((curves.this_year, PAPER.heading, 1.8, False))
    return drawn, [(str(part.year), PAPER.heading, False, False), *entries]


_COLUMNS = ("today", "to_date", "target", "percent", "remainder", "last_year", "pace")
_TITLES = (
    N_("This day"),
    N_("To date"),
    N_("Target"),
    N_("Percent"),
    N_("Still to come"),
    N_("A year before"),
    N_("Pace"),
)
_WIDTHS = (54.0, 60.0, 60.0, 54.0, 70.0, 72.0, 40.0)


def draw_kinds(sheet: Sheet) -> list[Flowable]:
    """A line for every kind of tax, and the total."""
    part, say = _part(sheet), sheet.words.text
    title = say("{total} by kind", total=_total_name(part))
    return _table(sheet, title, say("Kind of tax"), [*part.kinds, part.total])


def draw_districts(sheet: Sheet) -> list[Flowable]:
    """A line for every kecamatan, and the total."""
    part, say = _part(sheet), sheet.words.text
    if not part.districts:
        return []
    title = say("{total} by kecamatan", total=_total_name(part))
    return _table(sheet, title, say("Kecamatan"), [*part.districts, part.total])


def _table(sheet: Sheet, title: str, first: str, lines: list[MoneyRow]) -> list[Flowable]:
    """A column nobody but the total has a figure for is left out."""
    say, parts = sheet.words.text, lines[:-1] or lines
    known = [name for name in _COLUMNS if any(getattr(row, name).value is not None for row in parts)]
    names = known or list(_COLUMNS)
    unit = sheet.money_unit(getattr(row, name) for row in lines for name in names)
    columns = [Column(first, INNER - sum(_WIDTHS[_COLUMNS.index(name)] for name in names), figures=False)]
    for name in names:
        n = _COLUMNS.index(name)
        words = say(_TITLES[n])
        note = sheet.notes.of_column(words, [(row.name, getattr(row, name)) for row in lines])
        columns.append(Column(words, _WIDTHS[n], note=note))
    rows = records(lines, lambda row: _line(sheet, row, names, unit), len(columns), say(UNDRAWN))
    return [heading(title, aside=say(unit.words)), grid(columns, rows, total=True)]


def _line(sheet: Sheet, row: MoneyRow, names: list[str], unit: MoneyUnit) -> list[Cell]:
    return [row.name, *(_figure(sheet, getattr(row, name), unit) for name in names)]


def _figure(sheet: Sheet, noted: Noted, unit: MoneyUnit) -> Cell:
    """A figure in a cell, its mark before it."""
    said = sheet.cell(noted, unit)
    return said if noted.mark is None else Marked(paragraph(BODY.right(), said), noted.mark)


def draw_targets(sheet: Sheet) -> list[Flowable]:
    """The year's target as first set and as revised, with the date, and where the year is likely to end."""
    part, say = _part(sheet), sheet.words.text
    total = part.total
    rows: list[tuple[str, Noted]] = [(say("Target as first set"), total.target_original)]
    if total.target_revised.value is not None or part.target_changed:
        day = sheet.day_words(date.fromisoformat(part.target_changed)) if part.target_changed else ""
        words = say("Target as revised, from {day}", day=day) if day else say("Target as revised")
        rows.append((words, total.target_revised))
    rows.append((say("Should be in by this day"), total.expected))
    if total.projection.value is not None:
        rows.append((say("Likely year's end"), total.projection))
        rows.append((say("its low end"), total.projection_low))
        rows.append((say("its high end"), total.projection_high))
    columns = [Column(say("Figure"), INNER - 200, figures=False), Column(say("Amount"), 200)]
    cells = [(words, sheet.noted_runs(noted)) for words, noted in rows]
    return [heading(say("Target and projection")), grid(columns, cells), *_no_projection(sheet, part)]


def _no_projection(sheet: Sheet, part: RevenuePart) -> list[Flowable]:
    """Why there is no projection, where there is none."""
    noted = part.total.projection
    if noted.value is not None:
        return []
    why = sheet.state(noted) or sheet.words.text("There is no projection.")
    return [paragraph(SMALL, Run(why, note=sheet.notes.of(noted)))]


def draw_milestones(sheet: Sheet) -> list[Flowable]:
    """The quarters' legal milestones: what is due, what was reached."""
    part, say = _part(sheet), sheet.words.text
    if not part.milestones:
        return []
    titles = (say("Quarter"), say("Due on"), say("Share of the target"), say("Reached"), say("Met"))
    widths = (INNER - 400, 100.0, 110.0, 100.0, 90.0)
    notes = [sheet.notes.of_column(titles[3], [(f"{titles[0]} {one.quarter}", one.reached) for one in part.milestones])]
    columns = [
        Column(title, width, figures=n > 0, note=notes[0] if n == 3 else 0)
        for n, (title, width) in enumerate(zip(titles, widths, strict=True))
    ]
    rows = records(part.milestones, lambda one: _milestone(sheet, one), len(columns), say(UNDRAWN))
    return [heading(say("Milestones of the year")), grid(columns, rows)]


def _milestone(sheet: Sheet, one: MilestoneRow) -> list[str]:
    met = {True: sheet.words.text("yes"), False: sheet.words.text("no"), None: sheet.words.text("still ahead")}[one.met]
    day = sheet.day_words(date.fromisoformat(one.day))
    return [str(one.quarter), day, sheet.words.percent(one.percent / 100, 0), sheet.value(one.reached), met]
