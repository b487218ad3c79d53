"""A dressed application, a live picture, a group, and panels over views made by hand."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.widgets.fakes import FakeLive, fake_group
from tests.widgets.shown import show
from widgets.fonts import load_fonts
from widgets.group import Group
from widgets.stylesheet import dress

__all__ = ["show"]


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
