"""What a person does from the dispatch panel: wishes to the operator's lane, and hearing what became of them."""

from PySide6.QtCore import QObject, Signal, Slot

from app.actions.dispatch import Dispatch, Recall, Report
from app.domain.lifecycle import Verb
from app.domain.order import OrderState
from app.domain.person import CREWS
from app.journal.case_orders import CaseOrders
from widgets.acting.wish import Ended, Make, Wish
from widgets.group import Group
from widgets.panels.dispatch_case import CaseAtHand


class DispatchDeeds(QObject):
    """`ended` carries the verb and whether it was done. The desk itself says why something was not."""

    ended = Signal(str, bool)

    def __init__(self, group: Group, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self._wished = ""
        group.deed_ended.connect(self._on_ended)

    def may_act(self) -> bool:
        """Whether somebody who may deal with crews is signed in, and now is shown."""
        signed = self._group.operator
        return self._group.frame is None and signed is not None and signed.person.role in CREWS

    def send(
        self, case: CaseAtHand, known: CaseOrders | None, unit: str, channel: str, text: str, cost: int | None
    ) -> None:
        """Send a unit; the agency is told where nobody named it yet."""
        agency = case.told_agency
        self._wish(case, known, Verb.DISPATCH, lambda of: Dispatch(of, unit, channel, agency, text, committed=cost))

    def report(self, case: CaseAtHand, known: CaseOrders | None, order: str, state: OrderState) -> None:
        """Record how far an order has come."""
        self._wish(case, known, "report", lambda of: Report(of, order, state))

    def recall(self, case: CaseAtHand, known: CaseOrders | None, reason: str) -> None:
        """Call the newest crew back."""
        self._wish(case, known, Verb.RECALL, lambda of: Recall(of, reason))

    def _wish(self, case: CaseAtHand, known: CaseOrders | None, verb: str, make: Make) -> None:
        if self.may_act():
            stands = known.stands if known else None
            seen = case.version if stands is None else max(case.version, stands.version)  # what was read may be ahead
            wish = Wish(verb, case.key, make, seen, stands)
            self._wished = wish.operation
            self._group.deed_wished.emit(wish)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if ended.wish.operation == self._wished:
            self.ended.emit(str(ended.wish.verb), ended.outcome is not None)
