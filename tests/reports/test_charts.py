"""Charts and marks on paper: gaps stay gaps, shapes are those of the screen."""

import json
from typing import Any

import pytest
from reportlab.graphics.shapes import Drawing, PolyLine, Rect, String

from app.domain.severity import Severity
from reports.charts import Plane, bars_chart, curve_chart, hours_chart, legend, ticks
from reports.marked import Marked
from reports.marks import FOLDER, MARKS, mark, shape
from reports.palette import INKS, PAPER
from reports.text import BODY, paragraph
from widgets.contrast import contrast


def found(drawing: Drawing, kind: type) -> list[Any]:
    return [one for one in drawing.contents if isinstance(one, kind)]


def texts(drawing: Drawing) -> list[str]:
    return [one.text for one in found(drawing, String)]


def test_every_ink_reads_on_paper() -> None:
    for role in INKS:
        assert contrast(getattr(PAPER, role), "#ffffff") >= 4.5, role
    assert contrast(PAPER.replay, PAPER.raised) >= 4.5


def test_each_hour_that_is_known_has_a_bar_as_high_as_its_share() -> None:
    drawing = hours_chart([None, 0, 10, 5] + [None] * 20, str, "tiada")
    bars = found(drawing, Rect)
    assert len(bars) == 2
    assert bars[1].height == pytest.approx(bars[0].height / 2)
    assert bars[0].x > 1.9 * (drawing.width / 24)
    assert "10" in texts(drawing) and "tiada" not in texts(drawing)


def test_the_hour_that_is_not_over_is_only_outlined() -> None:
    full, running = found(hours_chart([None, 0, 10, 5] + [None] * 20, str, "tiada", running=3), Rect)
    assert full.fillColor is not None and running.fillColor is None and running.strokeColor is not None


def test_a_day_without_complaints_says_so() -> None:
    for nothing in ([0] * 24, [None] * 24):
        drawing = hours_chart(nothing, str, "tiada aduan")
        assert not found(drawing, Rect)
        assert "tiada aduan" in texts(drawing)


def test_a_curve_is_broken_where_nothing_is_known() -> None:
    values = [1.0, 2.0, 3.0, None, None, 4.0, 5.0, None, 6.0]
    drawing = curve_chart([(values, PAPER.heading, 1.0, False)], ([], []), [(0, "Jan")], str)
    assert [len(line.points) // 2 for line in found(drawing, PolyLine)] == [3, 2], "a single point is no line"
    assert Plane(9, 6.0).points(values)[1][0] == pytest.approx(Plane(9, 6.0).x(5))


def test_an_empty_curve_and_an_empty_table_of_bars_are_drawn_empty() -> None:
    assert not found(curve_chart([([None] * 366, PAPER.bar, 1, True)], ([], []), [], str), PolyLine)
    assert not found(bars_chart([("a", None, "–")]), Rect)
    assert texts(bars_chart([("a", None, "–")])) == ["a", "–"]


def test_a_bar_of_a_district_is_as_long_as_its_share_and_a_long_name_is_cut() -> None:
    drawing = bars_chart([("A" * 200, 40.0, "40"), ("b", 10.0, "10"), ("c", 0.0, "0")])
    bars = found(drawing, Rect)
    assert [round(bar.width / bars[0].width, 2) for bar in bars] == [1.0, 0.25]
    assert texts(drawing)[0].endswith("…")


@pytest.mark.parametrize("most", [0.0, 1.0, 7.0, 12.0, 99.0, 1.68e12, 6.1e9])
def test_axes_have_round_steps(most: float) -> None:
    steps = ticks(most)
    assert steps[0] == 0 and steps[-1] <= most and len(steps) <= 7
    if most > 1:
        assert len(steps) >= 3


def test_marks_are_the_screen_s_shapes() -> None:
    for severity in Severity:
        assert mark(severity, 8).width == 8
        raw = json.loads((FOLDER / f"{MARKS[severity]}.json").read_text(encoding="utf-8"))
        assert len(shape(MARKS[severity], 0, 0, 24, PAPER.text).operators) == sum(c in "MLCZ" for c in raw["path"])


def test_the_legend_names_every_curve() -> None:
    drawing = legend([("2016", PAPER.heading, False, False), ("rentang", PAPER.band, False, True)])
    assert texts(drawing) == ["2016", "rentang"]


def test_a_marked_figure_stands_behind_its_mark_and_as_high_as_its_words() -> None:
    words = paragraph(BODY, "0,92")
    plain = words.wrap(80, 100)
    marked = Marked(paragraph(BODY, "0,92"), Severity.KRITIS, 6.5, at_left=True)
    assert marked.wrap(80, 100) == (80, plain[1]) and marked.room > 6.5
