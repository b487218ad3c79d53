"""Orders of a case as people read them: each with every state it went through, who said so and when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.order import ENDED, UNANSWERED, Order, OrderState, may_become
from app.domain.person import COURIER_ID
from app.journal.case_orders import CaseOrders, OrderLetter
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import Channel, CityFile
from app.views.ours import unanswered_since

BY_HAND = (
    OrderState.ACCEPTED,
    OrderState.DEPARTED,
    OrderState.ARRIVED,
    OrderState.DONE,
    OrderState.REFUSED,
)
"""What a person may record after a call."""


@dataclass(frozen=True, slots=True)
class StepTold:
    """A state an order came to: who said so (a person's name, or the channel) and when."""

    state: OrderState
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order. `channel` is None where it is none of the city file; `next` what may be recorded by hand now.

    `silent_since`: when the crew's time to answer was over (watch *no answer*), while it still says nothing.
    """

    id: str
    unit: str
    unit_name: str
    state: OrderState
    steps: tuple[StepTold, ...]
    channel: Channel | None
    channel_name: str
    text: str
    letter: OrderLetter | None
    next: tuple[OrderState, ...]
    is_newest: bool
    silent_since: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it may still go on."""
        return self.state not in ENDED


def order_lines(picture: Picture, frame: Frame, city: CityFile, known: CaseOrders) -> tuple[OrderLine, ...]:
    """The orders of a case as they stood at the frame's instant, newest first."""
    cut = {id_: tuple(o for o in told if o.valid_at <= frame.at) for id_, told in known.told.items()}
    orders = [told for told in cut.values() if told]
    names = unit_names(picture, {told[0].unit for told in orders})
    lines = [_line(told, city, known, names, at == len(orders) - 1) for at, told in enumerate(orders)]
    if lines and lines[-1].state in UNANSWERED:
        lines[-1] = replace(lines[-1], silent_since=unanswered_since(picture, known.key))
    return tuple(reversed(lines))


def _line(
    told: tuple[Order, ...], city: CityFile, known: CaseOrders, names: Mapping[str, str], is_newest: bool
) -> OrderLine:
    last = told[-1]
    channel = city.channel_of(last.channel)
    return OrderLine(
        last.id,
        last.unit,
        names.get(last.unit, last.unit),
        last.state,
        tuple(StepTold(order.state, _teller(order, known, city), order.valid_at) for order in told),
        channel,
        (channel.name or channel.id) if channel else last.channel,
        told[0].text,
        known.letters.get(last.id),
        tuple(state for state in BY_HAND if may_become(last.state, state)),
        is_newest,
    )


def _teller(order: Order, known: CaseOrders, city: CityFile) -> str:
    """A person's name; what the courier heard was said by the crew, over its channel."""
    channel = city.channel_of(order.channel)
    if order.by == COURIER_ID and channel is not None:
        return channel.name or channel.id
    return known.names.get(order.by, order.by)


def unit_names(picture: Picture, units: set[str]) -> dict[str, str]:
    """Names of units by "source/id"; those the picture does not hold are left out."""
    ids = {unit.partition("/")[2] for unit in units}
    text, source = picture.words.text, picture.vehicles.source
    found = {}
    for i, id_ in enumerate(picture.vehicle_ids if ids else ()):
        if id_ in ids and (unit := f"{text(int(source[i]))}/{id_}") in units:
            found[unit] = picture.vehicle_names[i]
    return found


def channels_for(city: CityFile, at: datetime, *agencies: str) -> tuple[Channel, ...]:
    """The ways to reach a crew of these agencies, the first agency's first, webhooks before calls.

    An agency is reached under the name it bears on the day, whatever it is called in the file.
    """
    day = at.astimezone(city.city.tz).date()

    def now(agency: str) -> str:
        found = city.agency_at(agency, day)
        return found.id if found else agency

    found: list[Channel] = []
    for agency in filter(None, agencies):
        own = [c for c in city.channels if c not in found and now(c.agency) == now(agency)]
        found += sorted(own, key=lambda channel: channel.kind != "webhook")
    return tuple(found)
