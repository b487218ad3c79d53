"""From the press of a key to the deed on the disk, and to the row that says so, against raw SQL of the same rows."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.lifecycle import Stage
from app.domain.person import Person, Role, Signed
from app.i18n import Language
from app.journal.store import Journal
from app.views.ours import stage_of
from tests.benchmarks.city import city
from tests.benchmarks.figure import AS_LONG, Figure
from tests.benchmarks.measure import percentile, say, timed_ms
from tests.benchmarks.peer_rows import rows_of, write_rows
from tests.benchmarks.seed import Story, copy_of, kept_journal
from tests.benchmarks.servers import folder
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.window import until
from widgets.fonts import load_fonts
from widgets.group import Group
from widgets.layout_store import LayoutStore
from widgets.live import Live
from widgets.panels.registry import PANELS
from widgets.screens.desk import DeskWindow
from widgets.stylesheet import dress

RINA = Signed(Person("rina", "Rina", Role.OPERATOR), "bench")
AIM_MS = 300.0


class Painted(QObject):
    """When a widget was last painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.at = 0.0
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a painting."""
        if event.type() == QEvent.Type.Paint:
            self.at = perf_counter()
        return False


class Desk:
    """A desk that is a queue, over a journal; Rina is signed in."""

    def __init__(self, journal: Journal, where: Path) -> None:
        app = QApplication.instance() or QApplication([])
        load_fonts()
        self.live, self.group = Live(journal, city()), Group(Language("id"))
        dress(app, self.group.theme)  # type: ignore[arg-type]
        queue = [spec for spec in PANELS if spec.name == "queue"]
        store = LayoutStore(where / "layout.json")
        self.window = DeskWindow(self.live, self.group, desk="bench", store=store, panels=queue)
        self.group.set_operator(RINA)
        self.window.resize(1200, 800)
        self.window.show()
        self.live.start()
        self.table = self.window.panels["queue"].parts.table  # type: ignore[attr-defined]
        self.painted = Painted(self.table.viewport())
        self.stored = 0.0
        self.group.deed_ended.connect(self._on_ended)
        until(lambda: self.live.is_loaded and self.table.model().rowCount() > 0)

    def _on_ended(self, _ended: object) -> None:
        self.stored = perf_counter()

    def press(self) -> tuple[float, float]:
        """Verify the next case by its key: milliseconds until it was stored, and until a row on the screen says so."""
        self.table.step(down=True)
        until(lambda: self.group.selection[1] > 0)
        key, self.stored = self.group.selection[1], 0.0
        start = perf_counter()
        QTest.keyClick(self.table, Qt.Key.Key_A)
        until(lambda: self.stored > 0 and stage_of(self.live.picture, key) is Stage.VERIFIED, step_ms=1)
        known = perf_counter()
        until(lambda: self.painted.at >= known or not self.window.panels["queue"].pace.is_waiting, step_ms=1)  # type: ignore[attr-defined]
        return (self.stored - start) * 1000, (max(self.painted.at, known) - start) * 1000

    def close(self) -> None:
        """End everything."""
        self.window.lane.stop()
        self.live.stop()
        self.window.close()


def run(sizes: Sizes) -> Iterator[Figure]:
    """Medians and the 95th percentile over a desk with all of a journal's complaints."""
    story = Story(sizes.complaints, sizes.vehicles, sizes.days)
    with folder() as where:
        journal = Journal.open(str(copy_of(kept_journal(story), where)))
        desk = Desk(journal, where)
        say(f"{sizes.pressed} keys")
        taken = [desk.press() for _ in range(sizes.pressed)]
        desk.close()
        rows = rows_of(journal)
        journal.close()
    with folder() as where:
        again = Journal.open(str(copy_of(kept_journal(story), where)))
        each = timed_ms(lambda: write_rows(again, rows, sizes.pressed)) / sizes.pressed
        again.close()
    size, peer = f"{story}, {sizes.pressed} keys", "raw SQL of the same rows"
    stored, shown = [one for one, _ in taken], [two for _, two in taken]
    yield Figure("key to stored, median", size, median(stored), "ms", peer, each, AS_LONG)
    yield Figure("key to shown, median", size, median(shown), "ms", peer, each, AS_LONG)
    late = percentile(shown, 0.95)
    yield Figure("key to shown, 95 of 100 within", size, late, "ms", aim=f"{AIM_MS:.0f} ms", met=late <= AIM_MS)
