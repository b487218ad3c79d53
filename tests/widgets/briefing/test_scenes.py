"""Scenes: what they say, never more than can be read from afar, and how they are shared out over pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.severity import Severity
from app.i18n import Language
from app.settings.indicators import SCENES as NAMES
from tests.widgets import money_views as mv
from tests.widgets.figures import figure
from widgets.scenes.agencies_funds import agencies_funds_scene
from widgets.scenes.pages import pages_of, tile_high
from widgets.scenes.registry import SCENES, chosen
from widgets.scenes.revenue import revenue_scene
from widgets.scenes.rotation import Rotation
from widgets.scenes.scene import Line, Scene, Tile
from widgets.scenes.today import today_scene

WORDS = Language("id")


def scenes(words: Language = WORDS) -> list[Scene]:
    return [
        today_scene(mv.day_view(), words),
        revenue_scene(mv.revenue_view(), words),
        agencies_funds_scene(mv.agencies_view(), mv.funds_view(), words),
    ]


def test_every_scene_of_the_city_file_exists_in_its_order():
    assert tuple(spec.name for spec in SCENES) == NAMES
    assert [spec.name for spec in chosen(("revenue", "nobody", "today"))] == ["revenue", "today"]


@pytest.mark.parametrize("code", ["id", "en"])
def test_no_scene_says_more_than_four_figures_and_one_chart_or_five_lines(code):
    for scene in scenes(Language(code)):
        assert len(scene.tiles) <= 4 and len(scene.lines) <= 5
        assert not (scene.chart and scene.lines)


def test_a_scene_that_says_too_much_is_refused():
    tile = Tile(figure(), "x")
    with pytest.raises(ValueError, match="more than four"):
        Scene("t", (tile,) * 5)
    with pytest.raises(ValueError, match="more than four"):
        Scene("t", lines=(Line("x"),) * 6)


def test_today_tells_open_pace_and_vehicles_and_the_busiest_agencies():
    scene = today_scene(mv.day_view(), WORDS)
    assert scene.tiles[0].name == "Aduan terbuka"
    assert scene.tiles[0].below == "214 masuk · 176 selesai hari ini"
    assert scene.tiles[3].below == "dari 120"
    assert scene.lines[0].text == "Dinas Kebersihan"


def test_a_mark_in_the_scene_is_of_the_last_period_that_is_over():
    line = mv.running_line()
    agencies = mv.agencies_view(
        silent=(), agencies=(mv.AgencyLine("kebersihan", "Dinas Kebersihan", mv.Freshness.FRESH, (line,)),)
    )
    [shown] = agencies_funds_scene(agencies, mv.funds_view(lines=(), total=None), WORDS).lines
    assert shown.right == "290 t" and shown.figure.id == line.whole.id
    assert [part.id for part in shown.figure.parts] == [line.value.id]
    assert shown.below == "Dinas Kebersihan · 29 Nov 2016 · 249 t sampai 10.00"


def test_revenue_names_its_total():
    assert revenue_scene(mv.revenue_view(), WORDS).title == "Pajak daerah 2016"


def test_agencies_and_funds_tell_the_worst_first_and_who_answers():
    scene = agencies_funds_scene(mv.agencies_view(), mv.funds_view(), WORDS)
    assert scene.part.startswith("11 dari 13 SKPD menjawab")
    assert scene.lines[0].mark is Severity.KRITIS and "Dinas Kesehatan" in scene.lines[0].text
    marks = [line.mark for line in scene.lines]
    assert marks == sorted(marks, reverse=True)
    assert all(line.figure is not None for line in scene.lines)


def test_before_anything_came_a_scene_says_so():
    empty = revenue_scene(mv.empty_revenue(), WORDS)
    assert empty.chart is None and "Belum ada" in empty.empty
    calm = agencies_funds_scene(
        mv.agencies_view(agencies=(), silent=()), mv.funds_view(lines=(), spending=(), total=None), WORDS
    )
    assert calm.lines == () and calm.empty


@given(st.floats(14, 130), st.floats(6, 70), st.integers(1, 30))
def test_every_figure_and_line_stands_on_exactly_one_page_and_fits(width, height, longest):
    for scene in scenes():
        pages = pages_of(scene, width, height, 1.25, longest)
        assert [at for p in pages for at in range(p.first, p.first + p.tiles)] == list(range(len(scene.tiles)))
        lines = [at for p in pages for at in range(p.first_line, p.first_line + p.lines)]
        assert lines == list(range(len(scene.lines)))
        assert sum(p.has_chart for p in pages) == (scene.chart is not None)
        for page in pages:
            rows = -(-page.tiles // page.columns)
            assert page.figure >= 1.25
            assert rows <= 1 or rows * tile_high(page.figure) <= height + 1e-6, "tiles run out of the page"


def test_a_wall_of_55_inches_shows_each_scene_on_one_page():
    assert [len(pages_of(scene, 58.0, 25.0, 1.25, 14)) for scene in scenes()] == [1, 1, 1]


def test_the_rotation_turns_holds_and_comes_back():
    rotation = Rotation(20)
    rotation.set_pages(["a", "b", "c"])
    assert not rotation.pass_time(19)
    assert rotation.pass_time(1) and rotation.at == 1
    rotation.hold()
    assert not rotation.pass_time(500) and rotation.at == 1
    rotation.hold()
    rotation.move(-2)
    assert rotation.at == 2, "it goes round"
    assert not rotation.pass_time(19), "a move by a person begins the page's time anew"
    rotation.set_pages(["c", "a"])
    assert rotation.at == 0, "the page shown stays the one shown"
    rotation.set_pages([])
    rotation.move(1)
    assert rotation.count == 0
