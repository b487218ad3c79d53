"""Shapes: one path each, in a subset that Qt, a canvas and reportlab all draw."""

import json

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from app.domain.severity import Severity
from widgets.marks import FOLDER, SEVERITY_MARKS, draw, icon, parse_path, pixmap, shape, shape_names


@pytest.mark.parametrize("name", shape_names())
def test_a_shape_stays_in_its_square_and_leaves_ink(app, name: str):
    wanted = shape(name)
    box = wanted.path.boundingRect().adjusted(-wanted.width / 2, -wanted.width / 2, wanted.width / 2, wanted.width / 2)
    assert QRectF(-0.5, -0.5, wanted.size + 1, wanted.size + 1).contains(box)
    image = pixmap(name, "#ffffff", 24).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_shape_file_holds_one_path_of_known_operators(path):
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert raw["name"] == path.stem
    assert raw["paint"] in ("fill", "stroke")
    assert (raw["paint"] == "stroke") == ("width" in raw)
    assert {word for word in raw["path"].split() if word.isalpha()} <= {"M", "L", "C", "Z"}
    assert raw["path"].startswith("M ")


def test_an_unknown_operator_is_refused():
    with pytest.raises(ValueError, match="unknown operator 'A'"):
        parse_path("M 0 0 A 1 1 0 0 0 5 5")


def test_severities_differ_by_shape_not_only_by_colour(app):
    pictures = {pixmap(SEVERITY_MARKS[s], "#ffffff", 16).toImage().constBits().tobytes() for s in Severity}
    assert len(pictures) == 4


def test_an_arrow_turns_clockwise_with_its_course(app):
    def lowest_ink(angle: float) -> int:
        image = QImage(48, 48, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        draw(painter, "arrow", QRectF(0, 0, 48, 48), "#ffffff", angle=angle)
        painter.end()
        right = sum(QColor.fromRgba(image.pixel(44, y)).alpha() for y in range(20, 28))
        left = sum(QColor.fromRgba(image.pixel(3, y)).alpha() for y in range(20, 28))
        return right - left

    assert lowest_ink(90) > 0 > lowest_ink(270)


def test_icons_are_sharp_at_twice_the_scale(app):
    assert icon("search", "#ffffff").pixmap(QSize(16, 16), 2.0).width() == 32
