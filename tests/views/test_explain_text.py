"""An explanation names its law and its commits, and claims no value it has not."""

from datetime import UTC, datetime

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.rules import RULES
from app.i18n import Language
from app.views.explain import Explanation, InputLine
from app.views.explain_text import explanation_rows
from app.views.figure import Figure

AT = datetime(2016, 11, 29, 9, 0, tzinfo=UTC)


def explanation(value: float | None = 91.6, note: str = "", sources: tuple[str, ...] = ("pajak",)) -> Explanation:
    figure = Figure("p", "Percent", value, "%", "revenue.percent", sources, AT, Freshness.FRESH, note=note)
    lines = (InputLine(Kind.INDICATOR, 12_480, 3, 4_812_907, AT), InputLine(Kind.POSITION, 5, None, None, AT))
    return Explanation(figure, RULES["revenue.percent"], lines, ())


def test_every_part_is_said():
    rows = explanation_rows(explanation(), Language("en"), datetime(2016, 11, 29, 9, 5, tzinfo=UTC))
    said = dict(rows)
    assert said["Value"] == "91.60%"
    assert said["Unit"] == "percent"
    assert said["Source"] == "pajak"
    assert said["Observed"] == "29 Nov 2016 16.00 WIB"
    assert said["Received"] == "29 Nov 2016 16.05 WIB"
    assert "target in force" in said["Rule"]
    assert said["Basis"]
    assert [text for title, text in rows if title == "Made from"] == [
        "12,480 figures of agencies, commits 3 to 4,812,907",
        "5 positions",
    ]


def test_what_was_not_read_is_left_out_and_what_nobody_knows_is_a_dash():
    said = dict(explanation_rows(explanation(None, sources=()), Language("en")))
    assert "Received" not in said
    assert said["Value"] == said["Source"] == "–"
