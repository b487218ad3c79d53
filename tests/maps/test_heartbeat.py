"""The page is begun anew when it grew too large, but not under the hands of a person."""

from collections.abc import Callable

import pytest

from maps import heartbeat
from maps.heartbeat import FAR_TOO_LARGE_RSS, LARGEST_RSS, MISSES, QUIET_BEATS, Heartbeat

LARGE, FAR_TOO_LARGE = LARGEST_RSS + 1, FAR_TOO_LARGE_RSS + 1


class Page:
    """A page that answers, of a size one can choose."""

    answers = True

    def runJavaScript(self, _script: str, answered: Callable[[object], None]) -> None:
        """Answer at once."""
        if self.answers:
            answered(1)

    def renderProcessPid(self) -> int:
        """Nobody's."""
        return 0


class Watched:
    """A heartbeat whose beats the test gives."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        monkeypatch.setattr(heartbeat, "rss", lambda _pid: size)
        self.page, self.heart, self.told = Page(), Heartbeat(), list[str]()
        self.heart.bloated.connect(lambda: self.told.append("bloated"))
        self.heart.died.connect(lambda: self.told.append("died"))
        self.heart.start(self.page)  # type: ignore[arg-type]

    def beat(self, times: int = 1) -> list[str]:
        """What was said in so many beats."""
        self.told.clear()
        for _ in range(times):
            self.heart._on_beat()
        return self.told


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Callable[[int], Watched]:
    """Watches a page of a size."""
    return lambda size: Watched(monkeypatch, size)


def test_a_page_grown_too_large_is_told_of_once_nobody_has_touched_it_for_a_while(
    grown: Callable[[int], Watched],
) -> None:
    watched = grown(LARGE)
    assert watched.beat(QUIET_BEATS - 1) == []
    watched.heart.touched()
    assert watched.beat(QUIET_BEATS - 1) == []
    assert watched.beat() == ["bloated"]


def test_one_far_too_large_waits_for_nobody(grown: Callable[[int], Watched]) -> None:
    watched = grown(FAR_TOO_LARGE)
    watched.heart.touched()
    assert watched.beat() == ["bloated"]


def test_an_ordinary_page_is_left_alone_and_a_silent_one_is_dead(grown: Callable[[int], Watched]) -> None:
    watched = grown(LARGEST_RSS)
    assert watched.beat(QUIET_BEATS * 2) == []
    watched.page.answers = False
    assert watched.beat(MISSES + 1) == ["died"]
