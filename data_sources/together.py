"""Several works beside the pollers, started and ended as one."""

from collections.abc import Callable, Sequence

from data_sources.outgoing import Beside


class Together:
    """All begin under the lease; all are told to stop before the first is waited for."""

    def __init__(self, parts: Sequence[Beside]) -> None:
        self._parts = parts

    def start(self, epoch: int) -> None:
        """Begin under a lease."""
        for part in self._parts:
            part.start(epoch)

    def stop(self) -> None:
        """Begin to end."""
        for part in self._parts:
            part.stop()

    def join(self, timeout_s: float) -> None:
        """Wait for the end of each."""
        for part in self._parts:
            part.join(timeout_s)


def together(*makers: Callable[[], Beside]) -> Callable[[], Beside]:
    """How a collector makes all of them, each time it begins to lead."""
    return lambda: Together([make() for make in makers])
