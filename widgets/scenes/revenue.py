"""Revenue: today, to date, against the target and where the year is likely to end; the year's chart."""

from app.i18n import Language
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.figure_text import value_text
from app.views.revenue import revenue_view
from app.views.revenue_lines import RevenueView
from widgets.chart.revenue import revenue_chart
from widgets.explain.tile import with_parts
from widgets.money_words import name_of
from widgets.scenes.scene import Scene, Tile


def revenue(picture: Picture, frame: Frame, city: CityFile, words: Language) -> Scene:
    """The scene of a picture."""
    return revenue_scene(revenue_view(picture, frame, city), words)


def revenue_scene(view: RevenueView, words: Language) -> Scene:
    """The scene of a view; the total is named, for it is never PAD."""
    total = view.total
    target = words.text("of {target}", target=value_text(total.target, words))
    band = ""
    if total.projection_low.value is not None and total.projection_high.value is not None:
        band = words.money_range(total.projection_low.value, total.projection_high.value)
    tiles = (
        Tile(total.percent, words.text("Percent of the target"), target, also=(total.target,)),
        Tile(total.to_date, words.text("To date")),
        Tile(total.today, words.text("Today")),
        Tile(total.projection, words.text("Projection"), band, also=(total.projection_low, total.projection_high)),
    )
    name = f"{name_of(total, words)} {view.year}"
    last = {max(view.curves.years)} if view.curves is not None and view.curves.years else set()
    why = words.text("No revenue of {year} has come yet.", year=view.year)
    told = with_parts(total.to_date, (total.projection, total.target))
    return Scene(name, tiles, chart=revenue_chart(view, words, last), empty=why, chart_figure=told)
