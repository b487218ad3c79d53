"""What the far ends tell of themselves becomes a deed too, signed by the courier instead of by a person."""

import logging
from dataclasses import dataclass

from app.actions.dispatch import Report
from app.actions.perform import Acting
from app.actions.room import Refused
from app.domain.case import CaseId
from app.domain.order import OrderState
from app.domain.person import Person, Role, Signed

log = logging.getLogger(__name__)
COURIER = Signed(Person("kurir", "Kurir", Role.COURIER), "collector")


@dataclass(frozen=True, slots=True)
class Messenger:
    """Records what a channel told of an order. Told twice it is done once: the order and its state name the deed."""

    acting: Acting

    def report(self, case: str, order: str, state: OrderState, text: str = "") -> None:
        """One answer of a crew. What comes late or out of turn changes nothing. Raises JournalError."""
        deed = Report(CaseId.parse(case), order, state, text)
        try:
            self.acting.perform(COURIER, deed, operation=f"{order}.{state.value}")
        except Refused as trouble:
            log.info("courier: %s", trouble)
