"""The operator's lane: deeds are done in a thread of their own, one after the other, never in the GUI's.

Wishes come by `Group.deed_wished`; what became of each goes out by `Group.deed_ended`, in the GUI thread.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.actions.districts import area_finder
from app.actions.intake import Intake
from app.actions.perform import Acting, Outcome
from app.actions.room import Refused
from app.domain.case import CaseId
from app.domain.person import Signed
from app.errors import PocError
from app.journal.cases import case_of_key
from widgets.acting.wish import Ended, Wish
from widgets.group import Group
from widgets.lane import Lane
from widgets.live import Live


class OperatorLane(QObject):
    """Does what the people of one group want, as whoever is signed in when they want it.

    Its thread begins with the first wish. `stop` it before the journal is closed.
    """

    _ended = Signal(object)

    def __init__(self, live: Live, group: Group, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._group = live, group
        self._lane: Lane | None = None
        self._acting: Acting | None = None
        self._own: dict[CaseId, int] = {}  # the version our own last deed led to; the picture may not have it yet
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        group.deed_wished.connect(self.perform)

    @Slot(object)
    def perform(self, wish: Wish) -> None:
        """Queue a wish."""
        signed = self._group.operator
        if signed is None:
            self._ended.emit(Ended(wish, trouble=Refused("desk", "nobody is signed in.", "Sign in first.")))
            return
        self.work(lambda _acting: self._ended.emit(self._tried(wish, signed)))

    def work(self, job: Callable[[Acting], None]) -> None:
        """Queue a job for the lane's thread with where deeds are done; it hands its result over by a queued signal."""
        if self._lane is None:
            self._lane = Lane("operator")
            self._lane.start()
        self._lane.submit(lambda: job(self._where()))

    def remember(self, outcomes: Sequence[Outcome]) -> None:
        """These deeds were ours, done by a job; called in the lane's thread."""
        for outcome in outcomes:
            self._own[outcome.case.id] = max(outcome.case.version, self._own.get(outcome.case.id, 0))

    def stop(self) -> bool:
        """End the thread after the deed in hand; whether it ended in time."""
        return self._lane is None or self._lane.stop()

    def wait_until_idle(self, timeout_s: float = 10.0) -> bool:
        """Wait until every wish so far is done; for tests and pictures."""
        return self._lane is None or self._lane.wait_until_idle(timeout_s)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        self._group.deed_ended.emit(ended)

    # in the lane's own thread
    def _tried(self, wish: Wish, signed: Signed) -> Ended:
        try:
            return Ended(wish, self._done(wish, signed))
        except PocError as trouble:
            return Ended(wish, trouble=trouble)

    def _done(self, wish: Wish, signed: Signed) -> Outcome:
        acting = self._where()
        if isinstance(wish.make, Intake):
            outcome = acting.take_in(signed, wish.make, operation=wish.operation)
        else:
            case = case_of_key(self._live.journal, wish.key)
            expected = self._expected(case, wish.expected)
            outcome = acting.perform(signed, wish.make(case), expected=expected, operation=wish.operation)
        self.remember([outcome])
        return outcome

    def _where(self) -> Acting:
        if self._acting is None:
            city = self._live.city
            self._acting = Acting(self._live.journal, city, area_finder(city))
        return self._acting

    def _expected(self, case: CaseId, seen: int | None) -> int | None:
        """What was looked at, or what we ourselves did since: one's own deeds are nobody else's."""
        return None if seen is None else max(seen, self._own.get(case, 0))
