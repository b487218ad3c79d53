"""The funds as a table for other programs."""

from app.i18n import N_, Language
from app.views.funds import FundsView
from reports.tables import Table

_FIELDS = (
    ("ceiling", N_("Ceiling")),
    ("committed", N_("Committed")),
    ("spent", N_("Spent")),
    ("remaining", N_("Remaining")),
    ("percent", N_("Used")),
    ("days_of_cover", N_("Days of cover")),
)


def funds_table(view: FundsView, words: Language) -> Table:
    """Every fund and their sum, as plain numbers."""
    lines = (*view.lines, view.total) if view.total is not None else view.lines
    rows = [(line.name, *(getattr(line, field).value for field, _ in _FIELDS)) for line in lines]
    columns = (words.text("Agency"), *(words.text(title) for _, title in _FIELDS))
    about = (words.text("Response funds {year}", year=view.year),)
    return Table(about[0], columns, rows, about, frozenset({1, 2, 3, 4}))
