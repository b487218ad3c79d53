"""A cell put down as a picture looks exactly as one painted now, and is painted anew when it says another thing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from app.domain.severity import Severity
from app.i18n import Language
from widgets.panels.queue_delegate import CELLS_KEPT, Look, QueueDelegate
from widgets.panels.queue_due import Due, DueState
from widgets.panels.queue_model import AGENCY, CASE, DUE, MARK, STATUS, TEXT_CACHE, QueueModel
from widgets.panels.queue_rows import Row
from widgets.theme import DAY, NIGHT

DUE_SOON = Due(DueState.SOON, "00:18:22", 0.8, "10.42")
ROW = Row(
    1, Severity.TINGGI, "Lubang di jalan", "Jalan Chairil Anwar", "DBMSDA", "diterima", DUE_SOON, True, "terkirim"
)
SIZE, PLAIN = QSize(200, 44), (False, False, False)


@pytest.fixture
def delegate(qapp: object) -> QueueDelegate:
    """A delegate that is handed its rows."""
    return QueueDelegate(QueueModel(lambda _keys: None, Language("en")), NIGHT)


def now_painted(delegate: QueueDelegate, row: Row, column: int, ratio: float, look: Look) -> QImage:
    picture = QImage(SIZE * ratio, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.black)
    painter = QPainter(picture)
    delegate._cell(painter, QRectF(0, 0, SIZE.width(), SIZE.height()), row, column, look)
    painter.end()
    return picture


@pytest.mark.parametrize("look", [PLAIN, (True, False, False), (False, True, False), (True, False, True)])
@pytest.mark.parametrize("column", [MARK, CASE, AGENCY, STATUS, DUE])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_kept_cell_is_the_painted_one(delegate: QueueDelegate, column: int, ratio: float, look: Look) -> None:
    delegate._picture(ROW, column, SIZE, ratio, look)
    kept = delegate._picture(ROW, column, SIZE, ratio, look).toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert kept == now_painted(delegate, ROW, column, ratio, look)


@pytest.mark.parametrize(
    ("column", "other"),
    [
        (MARK, replace(ROW, severity=Severity.KRITIS)),
        (CASE, replace(ROW, title="Pohon tumbang")),
        (CASE, replace(ROW, place="Bekasi Timur")),
        (CASE, replace(ROW, read=False)),
        (AGENCY, replace(ROW, agency="DLH")),
        (STATUS, replace(ROW, status="dikerjakan")),
        (STATUS, replace(ROW, silent="no answer from the crew, due 10.41")),
        (DUE, replace(ROW, due=replace(DUE_SOON, text="00:18:21"))),
        (DUE, replace(ROW, due=replace(DUE_SOON, state=DueState.OVERDUE))),
    ],
)
def test_a_cell_that_says_another_thing_is_painted_anew(delegate: QueueDelegate, column: int, other: Row) -> None:
    before = delegate._picture(ROW, column, SIZE, 1.0, PLAIN).toImage()
    assert delegate._picture(other, column, SIZE, 1.0, PLAIN).toImage() != before


def test_other_colours_paint_all_anew(delegate: QueueDelegate) -> None:
    before = delegate._picture(ROW, CASE, SIZE, 1.0, PLAIN).toImage()
    delegate.set_theme(DAY)
    assert delegate._picture(ROW, CASE, SIZE, 1.0, PLAIN).toImage() != before


def test_pictures_of_cells_do_not_grow_without_end(delegate: QueueDelegate) -> None:
    for n in range(CELLS_KEPT * 2):
        delegate._picture(replace(ROW, title=str(n)), CASE, SIZE, 1.0, PLAIN)
    assert len(delegate._kept) == CELLS_KEPT


def test_questions_that_are_never_answered_do_not_pile_up(qapp: object) -> None:
    asked: list[int] = []
    model = QueueModel(asked.extend, Language("en"))
    for first in range(0, TEXT_CACHE * 4, 50):
        model.want_keys(range(first, first + 50))
    assert len(asked) == TEXT_CACHE * 4
    assert len(model._asked) <= TEXT_CACHE + 50
