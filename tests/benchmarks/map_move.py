"""Very many vehicles that all send a fix each second, drawn moving: frames a second and the GUI thread's share.

Fixes come as in a console: made in a thread (there read from the journal), handed over in pieces by queued signals,
applied to the picture and told to the map panel. No peer: no page of markers moves so many.
"""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.kind import Kind
from app.journal.fixes import fixes_of
from app.journal.reader import Delta
from app.picture.frame import Frame
from tests.benchmarks.city import END
from tests.benchmarks.columns import picture_of
from tests.benchmarks.figure import Figure
from tests.benchmarks.map_stage import page_value
from tests.benchmarks.measure import say
from tests.benchmarks.sizes import Sizes, thousands
from tests.benchmarks.window import SIZE, turn, until, web_app
from tests.widgets.fakes import FakeLive, fake_group
from widgets.tail_reader import pieces

WARM_S = 3.0
COUNT = "window.frames_seen=0; window.poc._parts.live.afterFrame.push(() => { window.frames_seen++; }); 0"


class Fixes:
    """Every vehicle's next fix, as rows of the journal."""

    def __init__(self, picture: Any) -> None:
        self._n, self._turn = picture.vehicles.n, 0
        self._lat, self._lon = picture.vehicles.lat.copy(), picture.vehicles.lon.copy()
        self._course = np.random.default_rng(5).uniform(0, 2 * np.pi, self._n)

    def next(self) -> Delta:
        """One second later, eight metres on."""
        self._turn += 1
        self._lat += np.cos(self._course) * 7e-5
        self._lon += np.sin(self._course) * 7e-5
        at = int(END.timestamp() + self._turn) * 1000
        lat, lon = (self._lat * 1e7).astype("i8").tolist(), (self._lon * 1e7).astype("i8").tolist()
        course = (np.degrees(self._course) * 10).astype("i8").tolist()
        commit = self._turn + 1
        rows = [
            (key, at, commit, y, x, 290, c, 1, 0) for key, (y, x, c) in enumerate(zip(lat, lon, course, strict=True), 1)
        ]
        return Delta(commit, positions=fixes_of(rows), kinds=frozenset({Kind.POSITION}))


class MovingCity(FakeLive):
    """A live picture whose vehicles move; `applying_s` is what applying cost the GUI thread."""

    _piece_made = Signal(object)

    def __init__(self, vehicles: int) -> None:
        super().__init__(complaints=0, vehicles=0)
        self.picture, self.applying_s, self.seconds = picture_of(vehicles=vehicles), 0.0, 0
        self._next_fixes, self._applied, self._ended = Fixes(self.picture), threading.Event(), threading.Event()
        self._began = time.monotonic()
        self._piece_made.connect(self._on_piece, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._make, name="fixes", daemon=True)

    def frame(self) -> Frame:
        return Frame(END + timedelta(seconds=time.monotonic() - self._began))

    def begin(self) -> None:
        """Start the thread."""
        self._began = time.monotonic()
        self._thread.start()

    def end(self) -> None:
        """End it."""
        self._ended.set()
        self._applied.set()
        self._thread.join()

    def _make(self) -> None:
        due = time.monotonic()
        while not self._ended.wait(max(0.0, due - time.monotonic())):
            due = max(due + 1, time.monotonic())
            for piece in pieces(self._next_fixes.next()):
                self._applied.clear()
                if self._ended.is_set():
                    return
                self._piece_made.emit(piece)
                self._applied.wait(1.0)
            self.seconds += 1

    @Slot(object)
    def _on_piece(self, piece: Delta) -> None:
        start = time.thread_time()
        changes = self.picture.apply(piece)
        self.applying_s += time.thread_time() - start
        self._applied.set()
        self.changed.emit(changes)


class Quiet(QObject):
    """Counts what the panel tells the map."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = 0

    @Slot(str, int, float)
    def on_painted(self, layer: str, _seq: int, _ms: float) -> None:
        """A layer was painted."""
        self.layers += layer == "vehicles"


def run(sizes: Sizes) -> Iterator[Figure]:
    """Frames a second, and the share of a core the GUI thread used."""
    from widgets.panels.map import MapPanel

    app = web_app()
    live, group, counter = MovingCity(sizes.moving), fake_group("id"), Quiet()
    panel = MapPanel(live, group)  # type: ignore[arg-type]
    panel.view.painted.connect(counter.on_painted)
    panel.resize(*SIZE)
    panel.show()
    until(lambda: panel.view.is_ready)
    live.begin()
    say(f"{thousands(sizes.moving)} vehicles moving for {sizes.move_s:.0f} s")
    turn(int(WARM_S * 1000))
    page = panel.view.page
    page_value(page, COUNT)
    wall, cpu, applying, seconds, layers = (
        time.monotonic(),
        time.thread_time(),
        live.applying_s,
        live.seconds,
        counter.layers,
    )
    turn(int(sizes.move_s * 1000))
    wall, cpu = time.monotonic() - wall, time.thread_time() - cpu
    applying = (live.applying_s - applying) / wall
    frames = page_value(page, "window.frames_seen") / wall
    rounds, told = (live.seconds - seconds) / wall, (counter.layers - layers) / wall
    note = f"{rounds:.2f} rounds of fixes and {told:.1f} layers a second"
    live.end()
    panel.shutdown()
    app.quit()
    size = f"{thousands(sizes.moving)} vehicles, {SIZE[0]}x{SIZE[1]}"
    yield Figure("drawn moving", size, frames, "frames/s", aim="30 frames/s", met=frames >= 29, note=note)
    share = cpu / wall * 100
    note = f"{applying * 100:.0f} % of it a core for applying the facts, the rest for packing, telling and compositing"
    yield Figure("GUI thread", size, share, "% of a core", aim="under 20 %", met=share < 20, note=note)
