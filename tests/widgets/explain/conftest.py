"""Explanations are tried on widgets that are shown."""

from tests.widgets.shown import show

__all__ = ["show"]
