"""How much of a scene stands on one page, counted in letters: what has no room goes to the next page, never smaller.

All measures are in parts of the text's size.
"""

from dataclasses import dataclass

from widgets.scenes.scene import Scene

LINE = 1.3  # a line of type with its leading
TILE_REST = 1.0 + 2 * LINE + 0.4  # of a tile: its edges, its name, the line below, and what is between
GAP = 0.5
TILE_WIDE = 11.5
ROW, ROW_BELOW = 1.9, LINE
PART_HIGH = 8.5  # the least of a chart
_LARGEST = 2.4  # figures, in parts of the text


@dataclass(frozen=True, slots=True)
class Page:
    """One page: tiles `first` to `first + tiles` in so many columns, `figure` in size, a chart, and some lines."""

    first: int = 0
    tiles: int = 0
    columns: int = 1
    figure: float = 1.25
    has_chart: bool = False
    first_line: int = 0
    lines: int = 0
    lines_below: bool = False


def pages_of(scene: Scene, width: float, height: float, least: float, longest: int) -> tuple[Page, ...]:
    """The pages of a scene in a room of so many letters. `least` is the least size of a figure, `longest` the
    letters of the longest value."""
    tops = _tile_pages(scene, width, height, least, longest)
    used = _height(tops[-1]) if tops else 0.0
    if not scene.lines:
        return _with_chart(scene, tops, height - used)
    together = _lines_that_fit(len(scene.lines), height - used)
    if tops and len(tops) == 1 and together[0] == len(scene.lines):
        top = tops[0]
        page = Page(0, top.tiles, top.columns, top.figure, False, 0, together[0], together[1])
        return (page,)
    many, below = _lines_that_fit(len(scene.lines), height)
    count = len(scene.lines)
    pages = [Page(0, 0, 1, least, False, at, min(many, count - at), below) for at in range(0, count, many)]
    return (*tops, *pages)


def _with_chart(scene: Scene, tops: list[Page], room: float) -> tuple[Page, ...]:
    if scene.chart is None:
        return tuple(tops) or (Page(),)
    if len(tops) == 1 and room >= PART_HIGH:
        top = tops[0]
        return (Page(0, top.tiles, top.columns, top.figure, True),)
    return (*tops, Page(has_chart=True))


def _tile_pages(scene: Scene, width: float, height: float, least: float, longest: int) -> list[Page]:
    many = len(scene.tiles)
    if not many:
        return []
    columns = min(many, max(int((width + GAP) / (TILE_WIDE + GAP)), 1))
    if columns == 3 and many == 4:
        columns = 2
    wide = (width - GAP * (columns - 1)) / columns - 1.6
    fits = max(min(wide / max(longest * 0.56, 1), _LARGEST), least)
    rows = max(int((height + GAP) / (tile_high(least) + GAP)), 1)
    each = columns * rows
    alone = many <= columns  # one row, so that there is room for what stands below
    figure = fits if alone else min(fits, max((height - GAP * (rows - 1)) / rows - TILE_REST, least * LINE) / LINE)
    return [Page(at, min(each, many - at), columns, max(figure, least)) for at in range(0, many, each)]


def tile_high(figure: float) -> float:
    """The height of a tile whose figure has this size."""
    return TILE_REST + figure * LINE


def _height(page: Page) -> float:
    rows = -(-page.tiles // page.columns) if page.tiles else 0
    return rows * (tile_high(page.figure) + GAP)


def _lines_that_fit(many: int, height: float) -> tuple[int, bool]:
    """How many lines fit below their title, and whether with their second lines."""
    room = height - ROW
    if many * (ROW + ROW_BELOW) <= room:
        return many, True
    return max(min(many, int(room / ROW)), 1), False
