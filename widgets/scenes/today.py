"""Today: complaints, how fast they close, and which vehicles are out; below it the agencies with the most of them."""

from app.domain.visible import visible
from app.i18n import Language
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.day import AgencyDay, DayView, day_view
from app.views.figure_text import value_text
from widgets.explain.tile import with_parts
from widgets.scenes.scene import MOST_LINES, Line, Scene, Tile


def today(picture: Picture, frame: Frame, city: CityFile, words: Language) -> Scene:
    """The scene of a picture."""
    return today_scene(day_view(picture, frame, city), words)


def today_scene(view: DayView, words: Language) -> Scene:
    """The scene of a view."""
    received, closed = value_text(view.received, words), value_text(view.closed, words)
    below = words.text("{received} in · {closed} closed today", received=received, closed=closed)
    vehicles = words.text("of {n}", n=value_text(view.vehicles, words))
    tiles = (
        Tile(view.open, words.text("Open complaints"), below, also=(view.received, view.closed)),
        Tile(view.median_close, words.text("Median time to close")),
        Tile(view.on_time, words.text("Closed on time")),
        Tile(view.vehicles_on_duty, words.text("Vehicles on duty"), vehicles, also=(view.vehicles,)),
    )
    busiest = sorted(view.by_agency, key=lambda one: -(one.received.value or 0))[:MOST_LINES]
    return Scene(
        words.text("Today"),
        tiles,
        lines=tuple(_line(one, words) for one in busiest),
        part=words.text("Complaints by agency today"),
        empty=words.text("No complaint has come today."),
    )


def _line(one: AgencyDay, words: Language) -> Line:
    counts = (value_text(figure, words) for figure in (one.received, one.closed, one.open))
    received, closed, still = counts
    right = words.text("{received} in · {closed} closed · {open} open", received=received, closed=closed, open=still)
    told = with_parts(one.received, (one.closed, one.open))
    return Line(visible(one.name, 80), right, figure=told)
