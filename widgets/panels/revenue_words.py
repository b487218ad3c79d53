"""What the revenue panel says below its figures, and its tables as files."""

from collections.abc import Sequence

from app.i18n import N_, Language
from app.views.figure import Figure
from app.views.figure_text import value_text
from app.views.revenue_lines import DayLine, RevenueLine, RevenueView
from reports.tables import Table
from widgets.chart.days import day_words
from widgets.money_words import name_of

TILES = ("today", "to_date", "target", "percent", "remainder", "last_year", "pace", "projection")
_FIELDS = (
    ("today", N_("Today")),
    ("to_date", N_("To date")),
    ("target_original", N_("Original target")),
    ("target_revised", N_("Revised target")),
    ("target", N_("Target in force")),
    ("percent", N_("Percent of the target")),
    ("remainder", N_("Remainder")),
    ("last_year", N_("Same day last year")),
    ("pace", N_("Pace index")),
    ("projection", N_("Projection")),
    ("projection_low", N_("Lowest projection")),
    ("projection_high", N_("Highest projection")),
)
_MONEY = frozenset(at + 1 for at, (field, _) in enumerate(_FIELDS) if field not in ("percent", "pace"))


def below_words(name: str, view: RevenueView, words: Language) -> str:
    """The line below a tile, with what the figure alone does not say."""
    total = view.total
    match name:
        case "target":
            return _target_words(view, words)
        case "percent" if total.expected.value is not None and total.target.value:
            expected = words.percent(total.expected.value / total.target.value, 1)
            return words.text("{share} expected by now", share=expected)
        case "remainder" if (total.remainder.value or 0) < 0:
            return words.text("more than the target")
        case "last_year" if total.last_year.value and total.to_date.value is not None:
            change = (total.to_date.value / total.last_year.value - 1) * 100
            return words.text("{change}% to this year", change=_signed(change, words))
        case "projection" if total.projection_low.value is not None and total.projection_high.value is not None:
            return words.money_range(total.projection_low.value, total.projection_high.value)
    return ""


_BELOW = {
    "target": ("target_original",),
    "percent": ("expected",),
    "last_year": ("to_date",),
    "projection": ("projection_low", "projection_high"),
}


def below_figures(name: str, view: RevenueView) -> tuple[Figure, ...]:
    """The figures that the line below a tile tells, so that they are explained with it."""
    return tuple(getattr(view.total, field) for field in _BELOW.get(name, ()))


def _target_words(view: RevenueView, words: Language) -> str:
    if view.target_changed is None or view.day < view.target_changed:
        return words.text("original")
    original = value_text(view.total.target_original, words)
    day = day_words(view.target_changed, words)
    return words.text("revised {day}, was {original}", day=day, original=original)


def _signed(value: float, words: Language) -> str:
    return ("+" if value >= 0 else "\N{MINUS SIGN}") + words.number(abs(value), 1)


def lines_table(view: RevenueView, lines: Sequence[RevenueLine], path: str, words: Language) -> Table:
    """Every figure of every line, and their sum, as plain numbers."""
    columns = (words.text("Name"), *(words.text(title) for _, title in _FIELDS))
    rows = [
        (name_of(line, words), *(getattr(line, field).value for field, _ in _FIELDS)) for line in (*lines, view.total)
    ]
    return Table(_title(view, path, words), columns, rows, _about(view, words), _MONEY)


def days_table(view: RevenueView, days: Sequence[DayLine], path: str, words: Language) -> Table:
    """One row a day."""
    rows = [(line.day, line.value.value) for line in days]
    columns = (words.text("Day"), words.text("Realised"))
    return Table(_title(view, path, words), columns, rows, _about(view, words), frozenset({1}))


def withheld_names(view: RevenueView, words: Language) -> tuple[str, ...]:
    """What is left out of the total, in the language of the window."""
    known = {line.name: name_of(line, words) for line in view.kinds}
    return tuple(known.get(name, name) for name in view.withheld)


def _title(view: RevenueView, path: str, words: Language) -> str:
    return f"{name_of(view.total, words)} {view.year} {path}".strip()


def _about(view: RevenueView, words: Language) -> tuple[str, ...]:
    lines = [f"{name_of(view.total, words)} {view.year} · {day_words(view.day, words)}"]
    if view.data_until is not None:
        lines.append(words.text("Data until {day}.", day=day_words(view.data_until, words)))
    if view.withheld:
        names = ", ".join(withheld_names(view, words))
        lines.append(words.text("Left out, for their source is lost: {names}.", names=names))
    return tuple(lines)
