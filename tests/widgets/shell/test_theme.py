"""Every pair of ink and ground reads well, and the severities stay apart for people without green cones."""

from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.domain.freshness import Freshness
from app.domain.severity import Severity
from widgets.contrast import contrast, deuteranopia, luminance, readable_on
from widgets.marks import SEVERITY_MARKS, draw
from widgets.stylesheet import dock_stylesheet, palette, stylesheet
from widgets.theme import DAY, GROUNDS, INKS, NIGHT, THEMES, WALL, Theme


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert luminance("#808080") == pytest.approx(0.2159, abs=0.0001)


@pytest.mark.parametrize("theme", [NIGHT, DAY], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_of_the_desk_reads_on_every_ground(theme: Theme, ink: str, ground: str):
    tokens = theme.tokens()
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", ["window", "panel"])
def test_every_text_of_the_wall_reads_from_afar(ink: str, ground: str):
    tokens = WALL.tokens()
    assert contrast(tokens[ink], tokens[ground]) >= 7


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_text_on_a_filled_button_and_on_a_band_reads(theme: Theme):
    for fill in (theme.accent, theme.faint, theme.replay, theme.kritis):
        assert contrast(readable_on(fill, theme.window, theme.text, theme.panel), fill) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_severities_stay_apart_without_green_cones(theme: Theme, tmp_path: Path, app):
    """Colour alone need not carry the difference: the mark and the word stand beside it. But no two look the same."""
    seen = {severity: deuteranopia(theme.severity(severity)) for severity in Severity}
    _picture(theme, seen).save(str(tmp_path / f"deuteranopia-{theme.name}.png"))
    for one, other in combinations(Severity, 2):
        far = sum(abs(int(seen[one][i : i + 2], 16) - int(seen[other][i : i + 2], 16)) for i in (1, 3, 5))
        assert far > 24, f"{one.name} and {other.name} look alike"
    assert len(set(SEVERITY_MARKS.values())) == 4


def _picture(theme: Theme, seen: dict[Severity, str]) -> QImage:
    image = QImage(360, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.panel))
    painter = QPainter(image)
    for severity, colour in seen.items():
        draw(painter, SEVERITY_MARKS[severity], QRectF(20 + 90 * severity, 12, 32, 32), theme.severity(severity))
        draw(painter, SEVERITY_MARKS[severity], QRectF(20 + 90 * severity, 56, 32, 32), colour)
    painter.end()
    return image


def test_all_themes_have_the_same_roles():
    assert {frozenset(theme.tokens()) for theme in THEMES.values()} == {frozenset((*GROUNDS, *INKS, "line"))}


def test_fresh_is_plain_text_and_never_is_not_alarming():
    assert NIGHT.freshness(Freshness.FRESH) == NIGHT.text
    assert NIGHT.freshness(Freshness.NEVER) == NIGHT.faint
    assert NIGHT.freshness(Freshness.LOST) == NIGHT.kritis


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_style_sheets_use_only_colours_of_the_tokens(theme: Theme):
    tokens = set(theme.tokens().values())
    for sheet in (stylesheet(theme), dock_stylesheet(theme)):
        used = {word for word in sheet.replace(";", " ").replace(",", " ").split() if word.startswith("#")}
        assert {word for word in used if len(word) == 7 and word[1:].isalnum() and word[1].isdigit()} <= tokens
        assert "$" not in sheet


def test_the_palette_is_ours_whatever_the_system_prefers(app):
    assert palette(DAY).window().color().name() == DAY.window
    assert palette(NIGHT).text().color().name() == NIGHT.text
