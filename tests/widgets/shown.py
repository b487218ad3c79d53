"""Shows widgets in a test, and takes them away at its end."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget

from tests.widgets.shell.conftest import turn


@pytest.fixture
def show() -> Iterator[Callable[..., QWidget]]:
    """Shows a widget in a size; all are closed at the end."""
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
