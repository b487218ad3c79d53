"""Which page of the briefing is shown, and for how long: a clockwork without a clock, told how much time has passed."""

from collections.abc import Hashable, Sequence


class Rotation:
    """Pages by their keys. `held` stops the turning; every move by a person begins the page's time anew."""

    def __init__(self, every_s: float) -> None:
        self._every_s = every_s
        self._pages: tuple[Hashable, ...] = ()
        self._passed = 0.0
        self.at = 0
        self.held = False

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def set_pages(self, pages: Sequence[Hashable]) -> None:
        """Other pages; the one shown stays when it still is among them."""
        now = self._pages[self.at] if self._pages else None
        self._pages = tuple(pages)
        if now in self._pages:
            self.at = self._pages.index(now)
        else:
            self.at = min(self.at, max(len(self._pages) - 1, 0))

    def move(self, by: int) -> None:
        """The next page or the one before, round and round."""
        if self._pages:
            self.at = (self.at + by) % len(self._pages)
        self._passed = 0.0

    def go(self, at: int) -> None:
        """This page."""
        if 0 <= at < len(self._pages):
            self.at, self._passed = at, 0.0

    def hold(self) -> None:
        """Stop turning, or go on."""
        self.held, self._passed = not self.held, 0.0

    def pass_time(self, seconds: float) -> bool:
        """So many seconds went by; whether the page turned."""
        if self.held or len(self._pages) < 2:
            return False
        self._passed += seconds
        if self._passed < self._every_s:
            return False
        self.move(1)
        return True
