"""Chores done aside: never twice at once, not too often, and their trouble stays theirs."""

import threading

import pytest

from app.errors import PocError
from data_sources.chores import Aside
from tests.collector.stub import T0


def test_a_chore_is_not_begun_again_while_it_runs_nor_before_its_time() -> None:
    begun, go = [], threading.Event()

    def work(now: object) -> None:
        begun.append(now)
        go.wait(5)

    slow = Aside("slow", 0.0, work)
    slow(1, T0)
    slow(1, T0)
    go.set()
    assert slow.join(2)
    slow(1, T0)
    assert slow.join(2)
    assert len(begun) == 2
    rare = Aside("rare", 3600.0, begun.append)
    rare(1, T0)
    assert rare.join(2)
    rare(1, T0)
    assert rare.join(2)
    assert len(begun) == 3


@pytest.mark.expects_log("checkpoint: disk: it is full")
def test_its_trouble_is_logged_and_ends_nothing() -> None:
    def work(now: object) -> None:
        raise PocError("disk", "it is full.")

    chore = Aside("checkpoint", 0.0, work)
    chore(1, T0)
    assert chore.join(2)
