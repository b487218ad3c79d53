"""What a scene says: at most four figures, and one chart or five lines. More goes to another scene."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.kind import Kind
from app.domain.severity import Severity
from app.i18n import Language
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.figure import Figure
from widgets.chart.series import ChartSpec

MOST_TILES, MOST_LINES = 4, 5


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A figure with finished words: `name` and `below`, and `value` where it is said in its own way.

    `also` are the figures that `below` tells.
    """

    figure: Figure
    name: str
    below: str = ""
    value: str = ""
    also: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line: its mark, its text, what stands behind it at the right, and a second line where there is room.

    `figure` is explained, with the others the line tells as its parts.
    """

    text: str
    right: str = ""
    below: str = ""
    mark: Severity | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One scene. Raises ValueError when it says more than can be read from afar.

    `chart_figure` is the one the chart is of, `part_figure` the one that `part` tells.
    """

    title: str
    tiles: tuple[Tile, ...] = ()
    chart: ChartSpec | None = None
    lines: tuple[Line, ...] = ()
    part: str = ""  # title of the chart or the lines
    empty: str = ""  # why there is neither
    chart_figure: Figure | None = None
    part_figure: Figure | None = None

    def __post_init__(self) -> None:
        if len(self.tiles) > MOST_TILES or len(self.lines) > MOST_LINES or (self.chart and self.lines):
            raise ValueError(f"scene {self.title!r} says more than four figures and one chart or five lines")


@dataclass(frozen=True, slots=True)
class SceneSpec:
    """A scene by its name in the city file: its title (a message id), what it depends on, and how it is made."""

    name: str
    title: str
    depends_on: frozenset[Kind]
    build: Callable[[Picture, Frame, CityFile, Language], Scene]
