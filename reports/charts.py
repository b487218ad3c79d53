"""Charts on paper as vectors: bars of a day's hours, bars of districts, the year's money. Gaps stay gaps."""

from collections.abc import Callable, Sequence
from itertools import groupby

from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import HexColor

from reports.fonts import MEDIUM, REGULAR, drawn, load, width_of
from reports.page import INNER
from reports.palette import PAPER, Size

Value = float | None
_HOUR_HEIGHT, _CURVE_HEIGHT, _AXIS = 92.0, 176.0, 15.0


def hours_chart(
    counts: Sequence[Value], say: Callable[[float], str], nothing: str, running: int | None = None
) -> Drawing:
    """A bar for each of 24 hours; an hour not known is left out, `nothing` says so where all are.

    The bar of the `running` hour, which is not over, is only outlined.
    """
    load()
    drawing = Drawing(INNER, _HOUR_HEIGHT + _AXIS + 12)
    most = max((count for count in counts if count is not None), default=0.0)
    step = INNER / 24
    for hour, count in enumerate(counts):
        if count and most:
            height = _HOUR_HEIGHT * count / most
            drawing.add(_bar(hour * step + step * 0.1, _AXIS, step * 0.8, height, PAPER.bar, hollow=hour == running))
        if count and count == most:
            drawing.add(_label(hour * step + step / 2, _AXIS + _HOUR_HEIGHT + 3, say(count), "middle", PAPER.text))
        if hour % 3 == 0:
            drawing.add(_label(hour * step + step / 2, 3, f"{hour:02d}.00", "middle"))
    drawing.add(_line(0, _AXIS, INNER, _AXIS, PAPER.rule, 0.8))
    if not most:
        drawing.add(_label(INNER / 2, _AXIS + _HOUR_HEIGHT / 2, nothing, "middle"))
    return drawing


def bars_chart(rows: Sequence[tuple[str, Value, str]]) -> Drawing:
    """Lying bars: name, value, the value's words. A value not known has no bar, only its words."""
    load()
    step, left = 15.0, 118.0
    room = INNER - left - 86
    drawing = Drawing(INNER, step * len(rows) + 4)
    most = max((value for _, value, _ in rows if value is not None), default=0.0)
    for number, (name, value, words) in enumerate(rows):
        y = step * (len(rows) - number - 1) + 4
        drawing.add(_label(left - 8, y + 2.6, _short(name, left - 12), "end", PAPER.text))
        width = room * max(value or 0.0, 0.0) / most if most > 0 else 0.0
        if width:
            drawing.add(_bar(left, y, width, 9.5, PAPER.bar))
        drawing.add(_label(left + width + 5, y + 2.6, words, "start"))
    return drawing


class Plane:
    """Where a curve's points lie on paper: days to the right, money upwards, with the axes' labels at the edges."""

    def __init__(self, days: int, most: float) -> None:
        self.left, self.right, self.days, self.most = 58.0, INNER - 4, max(days - 1, 1), most or 1.0

    def x(self, day: float) -> float:
        """Points from the left of day number `day`, 0 for the first."""
        return float(self.left + (self.right - self.left) * day / self.days)

    def y(self, value: float) -> float:
        """Points from below."""
        return _AXIS + _CURVE_HEIGHT * value / self.most

    def points(self, values: Sequence[Value]) -> list[list[float]]:
        """The stretches of known values, each as x, y, x, y …"""
        known = groupby(enumerate(values), key=lambda pair: pair[1] is not None)
        return [[c for n, v in many for c in (self.x(n), self.y(v or 0.0))] for is_known, many in known if is_known]


def curve_chart(
    curves: Sequence[tuple[Sequence[Value], str, float, bool]],
    band: tuple[Sequence[Value], Sequence[Value]],
    months: Sequence[tuple[int, str]],
    scale: Callable[[float], str],
) -> Drawing:
    """Cumulative curves (values by day, ink, width, dashed) over a band (low, high); `months` are days with a name."""
    load()
    everything = [value for values, *_ in curves for value in values] + list(band[1])
    known = [value for value in everything if value is not None]
    plane = Plane(len(curves[0][0]) if curves else 365, max(known, default=0.0) * 1.06)
    drawing = Drawing(INNER, _CURVE_HEIGHT + _AXIS + 6)
    _grid(drawing, plane, months, scale)
    _band(drawing, plane, *band)
    for values, ink, width, is_dashed in curves:
        for points in plane.points(values):
            if len(points) > 2:
                dash = [3, 2.4] if is_dashed else None
                drawing.add(PolyLine(points, strokeColor=HexColor(ink), strokeWidth=width, strokeDashArray=dash))
    return drawing


def _grid(drawing: Drawing, plane: Plane, months: Sequence[tuple[int, str]], scale: Callable[[float], str]) -> None:
    for value in ticks(plane.most):
        y = plane.y(value)
        drawing.add(_line(plane.left, y, plane.right, y, PAPER.line if value else PAPER.rule, 0.6))
        drawing.add(_label(plane.left - 6, y - 2.4, scale(value), "end"))
    for day, name in months:
        drawing.add(_line(plane.x(day), _AXIS, plane.x(day), _AXIS - 3, PAPER.rule, 0.6))
        drawing.add(_label(plane.x(day) + 2, 3, name, "start"))


def _band(drawing: Drawing, plane: Plane, low: Sequence[Value], high: Sequence[Value]) -> None:
    both = [n for n, pair in enumerate(zip(low, high, strict=True)) if None not in pair]
    if len(both) > 1:
        there = [c for n in both for c in (plane.x(n), plane.y(high[n] or 0.0))]
        back = [c for n in reversed(both) for c in (plane.x(n), plane.y(low[n] or 0.0))]
        drawing.add(Polygon(there + back, fillColor=HexColor(PAPER.band), strokeColor=None))


def ticks(most: float) -> list[float]:
    """Round numbers from 0 up to `most`, about five of them."""
    if most <= 0:
        return [0.0]
    power = 10 ** (len(f"{int(most)}") - 1)
    step = next(s * power for s in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5) if most / (s * power) <= 6)
    return [n * step for n in range(int(most / step) + 1)]


def legend(entries: Sequence[tuple[str, str, bool, bool]]) -> Drawing:
    """What the curves are: words, ink, whether dashed, whether an area."""
    load()
    drawing, x = Drawing(INNER, 13), 58.0
    for words, ink, is_dashed, is_area in entries:
        if is_area:
            drawing.add(_bar(x, 2, 14, 7, ink))
        else:
            dash = [3, 2.4] if is_dashed else None
            drawing.add(Line(x, 5.5, x + 14, 5.5, strokeColor=HexColor(ink), strokeWidth=1.6, strokeDashArray=dash))
        drawing.add(_label(x + 18, 3, words, "start"))
        x += 18 + width_of(drawn(words), REGULAR, Size.SMALL) + 14
    return drawing


def _bar(x: float, y: float, width: float, height: float, ink: str, *, hollow: bool = False) -> Rect:
    colour = HexColor(ink)
    if hollow:
        return Rect(x, y, width, height, fillColor=None, strokeColor=colour, strokeWidth=0.8, strokeDashArray=[2, 1.5])
    return Rect(x, y, width, height, fillColor=colour, strokeColor=None)


def _line(x1: float, y1: float, x2: float, y2: float, ink: str, width: float) -> Line:
    return Line(x1, y1, x2, y2, strokeColor=HexColor(ink), strokeWidth=width)


def _label(x: float, y: float, text: str, anchor: str, ink: str = PAPER.secondary) -> String:
    face = MEDIUM if ink == PAPER.text and anchor == "middle" else REGULAR
    words = drawn(text[:120])
    return String(x, y, words, fontName=face, fontSize=Size.SMALL, fillColor=HexColor(ink), textAnchor=anchor)


def _short(text: str, room: float) -> str:
    text = drawn(text[:120])
    while len(text) > 1 and width_of(text, REGULAR, Size.SMALL) > room:
        text = text[:-2] + "…"
    return text
