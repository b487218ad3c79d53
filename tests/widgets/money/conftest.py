"""A dressed application, a live picture, a group, and panels over views made by hand."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.widgets.fakes import FakeLive, fake_group
from tests.widgets.shell.conftest import turn
from widgets.fonts import load_fonts
from widgets.group import Group
from widgets.stylesheet import dress


@pytest.fixture
def live(qapp: QApplication) -> FakeLive:
    """A small city."""
    load_fonts()
    return FakeLive()


@pytest.fixture
def group(qapp: QApplication) -> Group:
    """In Indonesian, at night."""
    made = fake_group()
    dress(qapp, made.theme)
    return made


@pytest.fixture
def show() -> Iterator[Callable[[QWidget], QWidget]]:
    """Shows widgets, and takes them away at the end."""
    shown: list[QWidget] = []

    def make(widget: QWidget, size: tuple[int, int] = (950, 760)) -> QWidget:
        shown.append(widget)
        widget.resize(*size)
        widget.show()
        turn()
        return widget

    yield make
    for widget in shown:
        widget.close()
        widget.deleteLater()
    turn()
