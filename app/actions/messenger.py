"""What the far ends tell of themselves becomes a deed too, signed by the courier instead of by a person."""

import logging
from dataclasses import dataclass

from app.actions.dispatch import CrewsWord
from app.actions.link import Link, adopt
from app.actions.perform import Acting
from app.actions.room import Deed, Refused
from app.domain.case import CaseId
from app.domain.order import OrderState
from app.domain.person import COURIER_ID, Person, Role, Signed
from app.journal.links import waiting_for_their_record

log = logging.getLogger(__name__)
COURIER = Signed(Person(COURIER_ID, "Kurir", Role.COURIER), "collector")


@dataclass(frozen=True, slots=True)
class Messenger:
    """Records what far ends told. Told twice it is done once: what was told names the deed."""

    acting: Acting

    def report(self, order: str, state: OrderState, text: str = "") -> None:
        """One answer of a crew. What comes late or out of turn changes nothing. Raises JournalError."""
        self._do(CrewsWord(order, state, text), f"{order}.{state.value}")

    def link(self, case: str, source: str, number: str) -> None:
        """The number a source gave to a complaint of ours. Raises JournalError."""
        desk = CaseId.parse(case)
        self._do(Link(desk, CaseId(source, number)), f"{desk.id}.link.{number}")

    def adopt_linked(self) -> int:
        """Move cases over whose backend's record has come; how many. Raises JournalError."""
        waiting = waiting_for_their_record(self.acting.journal)
        return sum(adopt(self.acting, COURIER, case) for case in waiting)

    def _do(self, deed: Deed | CrewsWord, operation: str) -> None:
        try:
            self.acting.perform(COURIER, deed, operation=operation)
        except Refused as trouble:
            log.info("courier: %s", trouble)
