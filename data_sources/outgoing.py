"""All that leaves: the courier with a line to every far end that takes something, and who asks after orders."""

from collections.abc import Callable
from typing import Protocol

from app.domain.mail import MailState, What
from app.domain.order import OrderState
from app.journal.outbox import Letter
from app.journal.store import Journal
from app.settings import CityFile, secret_for
from app.settings.channel import Channel
from data_sources.channel_send import OrderSender, channel_line
from data_sources.connector import line_to
from data_sources.courier import Courier
from data_sources.delivery import Deliver, Delivered, Hears
from data_sources.http import Http
from data_sources.open311 import NAME as OPEN311
from data_sources.open311_create import CreateSender
from data_sources.open311_send import UpdateSender
from data_sources.order_progress import Progress


class Beside(Protocol):
    """Works beside the pollers while its collector leads; made anew for each leadership."""

    def start(self, epoch: int) -> None:
        """Begin under a lease."""
        ...

    def stop(self) -> None:
        """Begin to end: cut what is in flight."""
        ...

    def join(self, timeout_s: float) -> None:
        """Wait for the end."""
        ...


class Outgoing:
    """The courier and the questions after orders, started and ended as one."""

    def __init__(self, journal: Journal, city: CityFile, hears: Hears) -> None:
        self._hears = hears
        self._lines: list[Http] = []
        ways: dict[tuple[str, What], Deliver] = {}
        for spec in city.sources:
            if spec.write_back and spec.protocol == OPEN311:
                line = self._keep(line_to(spec, journal.clock))
                ways[spec.id, What.UPDATE] = UpdateSender(spec, line, journal)
                ways[spec.id, What.CREATE] = CreateSender(spec, city, line, journal)
        hooks = [channel for channel in city.channels if channel.kind == "webhook"]
        for channel in hooks:
            ways[channel.id, What.ORDER] = ways[channel.id, What.RECALL] = self._sender(channel)
        self._asking = [Progress(journal, channel, self._sender(channel), hears) for channel in hooks]
        self._courier = Courier(journal, ways, [line.cancel for line in self._lines], self._heard)

    def start(self, epoch: int) -> None:
        """Begin under a lease."""
        self._courier.start(epoch)
        for asking in self._asking:
            asking.start()

    def stop(self) -> None:
        """Cut what is in flight; its letter stays *sending*."""
        for asking in self._asking:
            asking.stop()
        self._courier.stop()

    def join(self, timeout_s: float) -> None:
        """Wait for the threads, then close the lines."""
        self._courier.join(timeout_s)
        for asking in self._asking:
            asking.join(timeout_s)
        for line in self._lines:
            line.close()

    def _keep(self, line: Http) -> Http:
        self._lines.append(line)
        return line

    def _sender(self, channel: Channel) -> OrderSender:
        spec = channel_line(channel)
        return OrderSender(channel, self._keep(Http(spec, secret_for(spec))))

    def _heard(self, letter: Letter, delivered: Delivered) -> None:
        """An order that has left is *sent*, or what the channel answered at once; a complaint has its number."""
        mail, answer = letter.mail, delivered.answer
        if delivered.state is not MailState.CONFIRMED:
            return
        if mail.what is What.ORDER:
            self._hears.report(mail.order, OrderState(str(answer.get("state", OrderState.SENT))))
        elif mail.what is What.CREATE and answer.get("number"):
            self._hears.link(mail.case, mail.target, str(answer["number"]))


def outgoing(journal: Journal, city: CityFile, hears: Hears) -> Callable[[], Beside]:
    """How a collector makes what leaves, each time it begins to lead."""
    return lambda: Outgoing(journal, city, hears)
