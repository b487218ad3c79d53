"""Deeds with a crew: sending a unit, calling it back, and what it reports."""

from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from app.actions.mails import tell_channel, tell_source
from app.actions.money import money_said, with_money
from app.actions.moves import moved, required
from app.actions.room import Effect, Refused, Scene
from app.domain.case import Case, CaseId
from app.domain.lifecycle import Stage, Verb
from app.domain.mail import What
from app.domain.order import ENDED, Order, OrderState, may_become
from app.journal.orders import case_of_order


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Send a unit: `unit` is "source/id" of the vehicle, `channel` the way its agency is reached ("" = none).

    `committed` is the estimate of what it costs, whole rupiah of the agency's response fund; None leaves it as it is.
    """

    case: CaseId
    unit: str
    channel: str = ""
    agency: str = ""
    text: str = ""
    verb: Verb = Verb.DISPATCH
    committed: int | None = None

    def apply(self, case: Case, scene: Scene) -> Effect:
        """An order that waits, and leaves with the courier. Another unit may be sent beside the first."""
        unit = required(self.unit, case.id, "the unit")
        complaint, agency = scene.complaint, self.agency or case.agency or scene.complaint.agency
        order = Order(
            f"P-{scene.operation}",
            scene.now,
            str(case.id),
            unit,
            agency,
            self.channel,
            OrderState.WAITING,
            scene.signed.person.id,
            self.text,
            complaint.lat,
            complaint.lon,
        )
        after = replace(moved(case, self.verb), agency=agency, order=order.id, order_state=order.state)
        after = with_money(after, committed=self.committed)
        mails = (*tell_source(after, scene), *tell_channel(order, scene))
        said = {"unit": unit, "channel": self.channel, "order": order.id, "text": self.text}
        return Effect(after, said | money_said(committed=self.committed), (order,), mails)


@dataclass(frozen=True, slots=True)
class Recall:
    """Call the crew back: the counter-order to a dispatch that has left."""

    case: CaseId
    reason: str
    verb: Verb = Verb.RECALL

    def apply(self, case: Case, scene: Scene) -> Effect:
        """The order ends; the case goes back to its agency."""
        reason = required(self.reason, case.id, "the reason")
        order = scene.orders.get(case.order)
        if order is None or order.state in ENDED:
            raise Refused(str(case.id), "no crew is under way.", "There is nothing to call back.")
        recalled = _reported(order, OrderState.RECALLED, scene)
        after = replace(moved(case, self.verb), order_state=OrderState.RECALLED, committed=0)
        mails = (*tell_channel(recalled, scene, What.RECALL), *tell_source(after, scene, reason))
        return Effect(after, {"order": order.id, "reason": reason}, (recalled,), mails)


@dataclass(frozen=True, slots=True)
class Report:
    """How far an order has come: by the crew's answer, or by hand after a call. `by` is who said so."""

    case: CaseId
    order: str
    state: OrderState
    text: str = ""
    verb: str = "report"

    def apply(self, case: Case, scene: Scene) -> Effect:
        """The order's next state; a case follows its newest order."""
        order = scene.orders.get(self.order)
        if order is None:
            raise Refused(str(case.id), f"it has no order {self.order}.")
        if not may_become(order.state, self.state):
            raise Refused(self.order, f"an order that is {order.state} does not become {self.state}.")
        said = {"order": order.id, "state": self.state.value, "text": self.text}
        if order.id != case.order:
            return Effect(case, said, (_reported(order, self.state, scene),))
        after = replace(case, order_state=self.state, stage=_stage(case.stage, self.state))
        if self.state is OrderState.REFUSED:
            after = replace(after, committed=0)
        if self.state is OrderState.ARRIVED and case.arrived_at is None:
            after = replace(after, arrived_at=scene.now)
        if self.state is OrderState.DONE:
            after = replace(after, done_at=scene.now)
        mails = tell_source(after, scene, self.text) if after.stage is not case.stage else ()
        return Effect(after, said, (_reported(order, self.state, scene),), mails)


@dataclass(frozen=True, slots=True)
class CrewsWord:
    """What a crew says of its order. It knows of no case, and a case may move to another number at any time."""

    order: str
    state: OrderState
    text: str = ""

    def report(self, connection: Connection) -> Report:
        """The deed, on the case that has the order in this very transaction. Raises Refused."""
        case = case_of_order(connection, self.order)
        if case is None:
            raise Refused(self.order, "there is no such order.")
        return Report(case, self.order, self.state, self.text)


def _reported(order: Order, state: OrderState, scene: Scene) -> Order:
    return replace(order, valid_at=scene.now, state=state, by=scene.signed.person.id)


def _stage(stage: Stage, state: OrderState) -> Stage:
    if stage not in (Stage.ASSIGNED, Stage.WORKING):
        return stage
    if state is OrderState.ARRIVED:
        return Stage.WORKING
    if state is OrderState.DONE:
        return Stage.DONE
    return Stage.REFERRED if state is OrderState.REFUSED else stage
