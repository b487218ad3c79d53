"""Undo: within the first ten seconds nothing has left, and a deed is simply taken back."""

from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from app.actions.room import Conflict, Effect, Refused, Scene
from app.domain.case import Case, CaseId
from app.domain.order import ENDED, Order, OrderState
from app.journal.cases import action_named, case_before
from app.journal.outbox import cancel_mails
from app.journal.people import names_of


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back an operation on a case. Once something has left, a counter-order is the way."""

    case: CaseId
    undone: str
    verb: str = "undo"

    def prepare(self, connection: Connection, key: int, now: Case) -> Case:
        """Cancel what has not left; the case as it stood before. Raises Refused, Conflict."""
        done = action_named(connection, self.undone)
        if done is None or done[1].after.id != self.case:
            raise Refused(str(self.case), "there is no such action to undo.")
        if done[1].after.version != now.version:
            raise conflict_on(connection, now)
        if not cancel_mails(connection, self.undone):
            raise Refused(str(self.case), "it has been sent.", "Send a counter-order: call the crew back.")
        return case_before(connection, key, self.undone) or Case(self.case)

    def apply(self, case: Case, scene: Scene) -> Effect:
        """The case goes back; an order of the undone deed is recalled before it was ever sent."""
        undone = [order for order in scene.orders.values() if order.id == f"P-{self.undone}"]
        orders = [_withdrawn(order, scene) for order in undone if order.state not in ENDED]
        return Effect(case, {"undone": self.undone}, orders)


def conflict_on(connection: Connection, case: Case) -> Conflict:
    """Somebody acted on a case first; told by what they are called."""
    by = case.changed_by
    return Conflict(case, names_of(connection, [by]).get(by, by))


def _withdrawn(order: Order, scene: Scene) -> Order:
    return replace(order, valid_at=scene.now, state=OrderState.RECALLED, by=scene.signed.person.id)
