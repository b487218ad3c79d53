"""Safety finding 0.1: a binding that loses references to None must be found before the first window."""

import ctypes
import sys

import pytest

from app.errors import PocError
from widgets import guard


def test_0_1_the_pinned_binding_loses_no_reference() -> None:
    assert abs(guard.lost_references()) < 20
    guard.refuse_bad_qt()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_0_1_a_binding_that_loses_references_is_refused_with_a_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    drop, hold = ctypes.pythonapi.Py_DecRef, ctypes.pythonapi.Py_IncRef
    drop.argtypes = hold.argtypes = [ctypes.py_object]
    dropped = 0

    class LosingItem:
        def setText(self, _text: str) -> None:
            nonlocal dropped
            drop(None)
            dropped += 1

    monkeypatch.setattr(guard, "QStandardItem", LosingItem)
    try:
        with pytest.raises(PocError, match=r"loses references on Python .*\./poc"):
            guard.refuse_bad_qt()
    finally:
        for _ in range(dropped):
            hold(None)
