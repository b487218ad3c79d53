"""Views of deadlines made by hand: what a panel is given, without any picture."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.views.deadlines import DeadlineLine, DeadlinesView, Late, LateCase
from app.views.figure import Figure
from tests.widgets.fakes import NOW
from tests.widgets.figures import figure, keys


def deadline_line(
    agency: str, name: str, open_: int, today: int, missed: int, forecast: int, pace: float
) -> DeadlineLine:
    """An agency's deadlines."""

    def one(field: str, words: str, value: float, **more: Any) -> Figure:
        said = {"id": f"deadlines.{agency}.{field}", "name": words, "rule": f"deadlines.{field}"} | more
        return figure(value, "complaints", **said)

    counted = one("open", "Open with a target", open_, inputs=(keys(1, 2, 3),))
    pace_ = one("pace", "Finished a working hour", pace, inputs=(keys(3),))
    late = one("forecast", "Missed by the end of the week", forecast, parts=(counted, pace_))
    return DeadlineLine(
        agency, name, counted, one("today", "Due today", today), one("missed", "Missed", missed), late, pace_
    )


def deadlines_view(**changes: Any) -> DeadlinesView:
    """Two agencies and their sum, three cases: one missed, one due today, one forecast."""
    lines = (
        deadline_line("kebersihan", "Dinas Kebersihan", 214, 31, 17, 22, 2.375),
        deadline_line("disbimarta", "Dinas Bina Marga dan Tata Air", 61, 4, 3, 0, 0.5),
    )
    cases = tuple(
        LateCase(key, "Dinas Kebersihan", NOW + timedelta(hours=hours), late)
        for key, hours, late in ((3, -5, Late.MISSED), (1, 2, Late.TODAY), (2, 40, Late.FORECAST))
    )
    total = deadline_line("total", "All agencies", 275, 35, 20, 22, 2.875)
    view = DeadlinesView(datetime(2016, 12, 2, 9, tzinfo=UTC), lines, total, cases)
    return replace(view, **changes)
