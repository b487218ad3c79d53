"""One decision on many cases, worked off in the operator's lane slice by slice, so that other deeds come in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.actions.bulk import Bulk, Make, begin_bulk, begin_undo, confirmation
from app.actions.perform import Acting
from app.domain.case import CaseId
from app.domain.person import Signed
from app.errors import PocError
from app.journal.texts import complaint_texts
from widgets.acting.lane import OperatorLane

Begin = Callable[[Acting], Bulk]


@dataclass(frozen=True, slots=True)
class Second:
    """Who confirms, and their secret."""

    who: str
    secret: str


class BulkRun(QObject):
    """Lives in the GUI thread. `moved` after every slice, `refused` before anything was done, `stopped` when the
    database went away in the middle (`go_on` continues where it was), `ended` when all had their turn or it was left.
    """

    moved = Signal(int, int, int)  # done, failed, all
    refused = Signal(object)  # PocError
    stopped = Signal(object)  # PocError
    ended = Signal()

    _begun = Signal(object)
    _stepped = Signal(object)  # PocError | None
    _finished = Signal()

    def __init__(self, lane: OperatorLane, signed: Signed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane, self._signed = lane, signed
        self.bulk: Bulk | None = None
        self.cancelled = self._is_stopped = False
        queued = Qt.ConnectionType.QueuedConnection
        self._begun.connect(self._on_begun, queued)
        self._stepped.connect(self._on_stepped, queued)
        self._finished.connect(self.ended, queued)

    def start(self, verb: str, keys: Sequence[int], make: Make, second: Second | None = None) -> None:
        """Begin with the complaints of these keys, in this order."""
        wanted, signed = list(keys), self._signed

        def begin(acting: Acting) -> Bulk:
            texts = complaint_texts(acting.journal, wanted)
            cases = [CaseId(texts[key].source, texts[key].id) for key in wanted if key in texts]
            by = confirmation(acting.journal, signed, second.who, second.secret) if second else None
            return begin_bulk(acting, signed, verb, cases, make, by)

        self._begin(begin)

    def undo(self, whole: Bulk) -> None:
        """Take back what an earlier run did."""
        signed = self._signed
        self._begin(lambda acting: begin_undo(acting, signed, whole))

    def cancel(self) -> None:
        """Leave what has not been done yet; what is done stays done."""
        self.cancelled = True
        if self._is_stopped:
            self.ended.emit()

    def go_on(self) -> None:
        """Continue after the database was away."""
        self._is_stopped = False
        self._lane.work(self._step)

    def _begin(self, begin: Begin) -> None:
        def job(acting: Acting) -> None:
            begun: Bulk | PocError = _broken()
            try:
                begun = begin(acting)
            except PocError as why:
                begun = why
            finally:
                self._begun.emit(begun)

        self._lane.work(job)

    @Slot(object)
    def _on_begun(self, begun: Bulk | PocError) -> None:
        if isinstance(begun, PocError):
            self.refused.emit(begun)
            return
        self.bulk = begun
        self._lane.work(self._step)

    def _step(self, _acting: Acting) -> None:
        """In the lane's thread: one slice. A bug in it goes on to the lane's hook, and nobody waits for ever."""
        bulk = self.bulk
        assert bulk is not None
        before = len(bulk.done)
        trouble: PocError | None = _broken()
        try:
            bulk.step()
            trouble = None
        except PocError as why:
            trouble = why
        finally:
            self._lane.remember(bulk.done[before:])
            self._stepped.emit(trouble)

    @Slot(object)
    def _on_stepped(self, trouble: PocError | None) -> None:
        bulk = self.bulk
        assert bulk is not None
        self.moved.emit(len(bulk.done), len(bulk.failed), len(bulk.deeds))
        if bulk.is_over or self.cancelled:
            self._lane.work(self._finish)
        elif trouble is not None:
            self._is_stopped = True
            self.stopped.emit(trouble)
        else:
            self._lane.work(self._step)

    def _finish(self, _acting: Acting) -> None:
        """In the lane's thread: hold what waits to leave."""
        assert self.bulk is not None
        try:
            self.bulk.finish()
        except PocError:
            pass  # then it leaves ten seconds after its own deed, as every deed does
        finally:
            self._finished.emit()


def _broken() -> PocError:
    """What is said when a job ended in no way that was foreseen."""
    return PocError(
        "bulk", "this program has a fault, which was logged.", "What was done stays done; look at the cases."
    )
