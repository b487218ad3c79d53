"""Asks a channel, at its own pace, how far each order has come, until the order has ended."""

import logging
import threading

from app.domain.order import Order, OrderState
from app.errors import PocError
from app.journal.orders import open_orders
from app.journal.photos import want_order_photos
from app.journal.store import Journal
from app.settings.channel import Channel
from data_sources.channel_send import TELLABLE, OrderSender
from data_sources.delivery import Hears

log = logging.getLogger(__name__)


class Progress:
    """One channel's thread. It only tells; what it told twice is done once by whoever hears it."""

    def __init__(self, journal: Journal, channel: Channel, sender: OrderSender, hears: Hears) -> None:
        self._journal, self._channel, self._sender, self._hears = journal, channel, sender, hears
        self._told: dict[str, OrderState] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"orders {channel.id}", daemon=True)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more; whoever stops us cuts the call in flight."""
        self._stopping.set()

    def join(self, timeout_s: float) -> None:
        """Wait for the end."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.wait(self._channel.every.total_seconds()):
            try:
                for order in open_orders(self._journal, self._channel.id):
                    self._ask(order)
            except PocError as trouble:
                if not self._stopping.is_set():
                    log.warning("%s: %s", self._channel.id, trouble)
            except Exception:  # a fault of ours over one answer costs this look, never the next
                log.exception("%s: asking how far orders have come", self._channel.id)

    def _ask(self, order: Order) -> None:
        if self._stopping.is_set():
            return
        told = self._sender.progress(order.id)
        self._want_photos(order, told.get("photos"))
        word, text = told.get("state"), told.get("text")
        if word is None:
            return
        if not isinstance(word, str) or word not in set(OrderState):
            log.warning("%s: An order has a state nobody knows: %r.", self._channel.id, str(word)[:40])
            return
        state = OrderState(word)
        if state not in TELLABLE or state is order.state or self._told.get(order.id) is state:
            return
        self._hears.report(order.id, state, text[:500] if isinstance(text, str) else "")
        self._told[order.id] = state

    def _want_photos(self, order: Order, named: object) -> None:
        """Photos the crew has taken are fetched by whoever fetches photos."""
        if isinstance(named, dict):
            urls = {str(part): url for part, url in named.items() if isinstance(url, str)}
            want_order_photos(self._journal, order, urls)
