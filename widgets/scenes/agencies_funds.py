"""Agencies and funds: what is left of the response funds, and what bears a mark or is silent, the worst first."""

from app.domain.severity import Severity
from app.domain.visible import visible
from app.i18n import Language
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.agencies import AgenciesView, AgencyLine, IndicatorLine, agencies_view
from app.views.figure_text import running_text, value_text
from app.views.funds import FundsView, funds_view
from app.views.silence import silence_words
from widgets.chart.days import day_words
from widgets.explain.tile import with_parts
from widgets.money_words import name_of, title_of
from widgets.scenes.scene import MOST_LINES, Line, Scene, Tile


def agencies_funds(picture: Picture, frame: Frame, city: CityFile, words: Language) -> Scene:
    """The scene of a picture."""
    return agencies_funds_scene(agencies_view(picture, frame, city), funds_view(picture, frame, city), words)


def agencies_funds_scene(agencies: AgenciesView, funds: FundsView, words: Language) -> Scene:
    """The scene of both views."""
    lines = sorted([*_funds(funds, words), *_marked(agencies, words), *_silent(agencies, words)], key=_worst_first)
    answering = words.text("{n} of {all} agencies answer", n=agencies.answering, all=agencies.of)
    return Scene(
        words.text("Agencies and funds"),
        _tiles(funds, words),
        lines=tuple(lines[:MOST_LINES]),
        part=f"{answering} · " + words.text("needs a look"),
        empty=words.text("Nothing bears a mark, and every agency answers."),
        part_figure=agencies.answers,
    )


def _worst_first(line: Line) -> int:
    return -(line.mark or Severity.RENDAH)


def _tiles(funds: FundsView, words: Language) -> tuple[Tile, ...]:
    total = funds.total
    if total is None:
        return ()
    return (
        Tile(
            total.remaining,
            words.text("Response funds left"),
            words.text("of {n}", n=value_text(total.ceiling, words)),
            also=(total.ceiling,),
        ),
        Tile(total.percent, words.text("Used")),
        Tile(total.spent, words.text("Spent")),
        Tile(total.days_of_cover, words.text("Lasts for"), words.text("at the pace of the last 30 days")),
    )


def _funds(funds: FundsView, words: Language) -> list[Line]:
    found = []
    for line in funds.lines:
        if line.mark:
            text = words.text("Response fund of {agency}", agency=visible(line.name, 60))
            right = words.text("{percent} used", percent=value_text(line.percent, words))
            found.append(Line(text, right, mark=line.mark, figure=line.percent))
    return found


def _marked(agencies: AgenciesView, words: Language) -> list[Line]:
    return [
        Line(
            visible(title_of(line, words), 80),
            value_text(line.judged, words),
            _below(agency, line, words),
            line.mark,
            line.judged if line.whole is None else with_parts(line.whole, (line.value,)),
        )
        for agency in agencies.agencies
        for line in agency.indicators
        if line.mark
    ]


def _below(agency: AgencyLine, line: IndicatorLine, words: Language) -> str:
    """The agency; and of what is running the day that is judged, and how far the running period has come."""
    name = visible(name_of(agency, words), 60)
    if line.whole is None or line.judged_day is None:
        return name
    so_far = f"{value_text(line.value, words)} {running_text(line.value, words)}".strip()
    return f"{name} · {day_words(line.judged_day, words)} · {so_far}"


def _silent(agencies: AgenciesView, words: Language) -> list[Line]:
    found = []
    for one in agencies.silent:
        right = words.text("silent: {since}", since=silence_words(one.days, words))
        found.append(Line(visible(one.name, 60), right, mark=Severity.MENENGAH, figure=agencies.answers))
    return found
