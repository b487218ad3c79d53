"""The simulator inside a test or another program: a thread with a loop, on free ports, gone when the block ends."""

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data_sources.simulator.http_faults import Seen
from data_sources.simulator.server import Simulator
from data_sources.simulator.world import LAUNCH, Setup


class FarEnd:
    """A running simulator. Addresses go through the fault proxy; the methods act at once, without HTTP."""

    def __init__(self, simulator: Simulator, loop: asyncio.AbstractEventLoop) -> None:
        self.simulator, self._loop = simulator, loop
        self.world = simulator.world
        self.open311 = simulator.urls["open311"]
        self.traccar = simulator.urls["traccar"]
        self.ckan = simulator.urls["ckan"]
        self.json_feed = simulator.urls["json_feed"]
        self.crew = simulator.urls["crew"]
        self.control = simulator.urls["control"]
        self.scenario = simulator.control.scenario

    def fault(self, source: str, name: str, arg: Any = None, count: int | None = None, path: str | None = None) -> int:
        """Switch a fault on: for `count` requests, or until cleared; only for addresses that contain `path`."""
        ident = self.world.board.add(source, name, arg, count, path).id
        self._follow()
        return ident

    def clear(self, source: str | None = None, name: str | None = None) -> None:
        """Switch faults off, all of them without arguments."""
        self.world.board.remove(source, name)
        self._follow()

    def _follow(self) -> None:
        """Wait until the ports are as the faults want them."""
        asyncio.run_coroutine_threadsafe(self.simulator.follow(), self._loop).result(5)

    def complaint(self, **wanted: Any) -> str:
        """Report a case now (service_code, description, address, lat, long, at, status, note); returns its id."""
        return self.simulator.control.complaint(wanted)

    def update(self, ident: str, status: str, note: str = "") -> bool:
        """Give a case a new status now."""
        return self.simulator.control.update(ident, status, note)

    def errand(self, vehicle: int, lat: float, lon: float, stay: float = 300, kmh: float = 40) -> datetime:
        """Send a vehicle to a place now; returns when it arrives."""
        return datetime.fromtimestamp(self.simulator.control.errand(vehicle, lat, lon, stay, kmh), UTC)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.world.now(), UTC)

    def advance(self, seconds: float) -> datetime:
        """Move the city's clock on; returns the new moment."""
        self.world.clock.set(self.world.now() + seconds)
        return self.now()

    @property
    def seen(self) -> list[Seen]:
        """The newest requests as they arrived, oldest first."""
        return list(self.simulator.seen)


@contextmanager
def running(
    *, city: Path | None = None, starts: datetime = LAUNCH, faults: Iterable[str] = (), **options: Any
) -> Iterator[FarEnd]:
    """Run a simulator for the length of a block. `options` are those of Setup (speed, scale, seed, login, …)."""
    box: dict[str, Any] = {}
    ready = threading.Event()
    setup = Setup(city=city, starts=starts, **options)
    thread = threading.Thread(target=_thread, args=(setup, tuple(faults), box, ready), name="simulator", daemon=True)
    thread.start()
    ready.wait(20)
    if "error" in box or "end" not in box:
        thread.join(2)
        raise RuntimeError("the simulator did not start") from box.get("error")
    try:
        yield box["end"]
    finally:
        box["loop"].call_soon_threadsafe(box["stop"].set)
        thread.join(5)


def _thread(setup: Setup, faults: tuple[str, ...], box: dict[str, Any], ready: threading.Event) -> None:
    try:
        asyncio.run(_run(setup, faults, box, ready))
    except Exception as error:
        box["error"] = error
        if ready.is_set():
            raise
    finally:
        ready.set()


async def _run(setup: Setup, faults: tuple[str, ...], box: dict[str, Any], ready: threading.Event) -> None:
    simulator = Simulator(setup, faults)
    await simulator.start()
    box["loop"], box["stop"] = asyncio.get_running_loop(), asyncio.Event()
    box["end"] = FarEnd(simulator, box["loop"])
    ready.set()
    await box["stop"].wait()
    await simulator.stop()
