"""When to load the page again after its renderer died, and when to give up."""

from collections import deque
from collections.abc import Callable

from app.clock import monotonic

FIRST_S, LONGEST_S = 0.5, 8.0
GIVE_UP, WITHIN_S = 5, 60.0


class Recovery:
    """Counts crashes. The delay doubles with every crash of the last minute; at the fifth the map gives up."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._crashes: deque[float] = deque()

    def after_crash(self) -> float | None:
        """Seconds to wait before the next load; None: show the list instead and let the person decide."""
        now = self._now()
        self._crashes.append(now)
        while now - self._crashes[0] > WITHIN_S:
            self._crashes.popleft()
        count = len(self._crashes)
        return None if count >= GIVE_UP else float(min(LONGEST_S, FIRST_S * 2 ** (count - 1)))

    def forget(self) -> None:
        """Start counting anew: a person asked, or we ended it ourselves."""
        self._crashes.clear()
