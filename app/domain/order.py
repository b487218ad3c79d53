"""Orders to crews: what was asked of whom, and how far it has come. States go forward only, by the crew or by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from app.domain.kind import Kind

SOURCE = "room"


class OrderState(StrEnum):
    """How far an order has come. The order is that of the codes in stores; append only."""

    WAITING = "waiting"  # menunggu: not sent yet, still to be undone
    SENT = "sent"  # terkirim
    ACCEPTED = "accepted"  # diterima
    DEPARTED = "departed"  # berangkat
    ARRIVED = "arrived"  # tiba
    DONE = "done"  # selesai
    REFUSED = "refused"  # ditolak, by the crew
    RECALLED = "recalled"  # ditarik, by us


ENDED = frozenset({OrderState.DONE, OrderState.REFUSED, OrderState.RECALLED})
UNANSWERED = frozenset({OrderState.WAITING, OrderState.SENT})
"""The crew has said nothing yet."""
_ROAD = (
    OrderState.WAITING,
    OrderState.SENT,
    OrderState.ACCEPTED,
    OrderState.DEPARTED,
    OrderState.ARRIVED,
    OrderState.DONE,
)


def may_become(state: OrderState, to: OrderState) -> bool:
    """Whether an order may go from one state to another: forward on the road, or off it while it has not ended."""
    if state in ENDED or state is to:
        return False
    return to not in _ROAD or _ROAD.index(to) > _ROAD.index(state)


@dataclass(frozen=True, slots=True)
class Order:
    """One version of an order: for which case, to which unit, by which channel, in which state, who said so and when.

    `case` is "source/id" of the complaint; `by` a person's id, or the channel that reported it.
    """

    kind: ClassVar[Kind] = Kind.ORDER
    id: str
    valid_at: datetime
    case: str
    unit: str
    agency: str
    channel: str
    state: OrderState
    by: str
    text: str = ""
    lat: float | None = None
    lon: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Orders are our own."""
        return SOURCE
