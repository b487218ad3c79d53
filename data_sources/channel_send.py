"""Orders to a webhook: JSON over HTTP, signed, each with a key by which it is applied once.

The signature is HMAC-SHA256 over "timestamp.body" with the channel's secret, as hex in `X-POC-Signature`; whoever
receives it should refuse a timestamp older than five minutes.
"""

import hmac
from hashlib import sha256
from typing import Any

import msgspec

from app.clock import real_now
from app.domain.mail import MailState
from app.domain.order import OrderState
from app.errors import SourceError, SourceRefused
from app.journal.encode import to_json
from app.journal.outbox import Letter
from app.settings import SourceSpec
from app.settings.channel import Channel
from data_sources.delivery import Delivered
from data_sources.http import Http
from data_sources.http_trouble import beginning

TELLABLE = tuple(state for state in OrderState if state not in (OrderState.WAITING, OrderState.RECALLED))
"""What a crew can say of an order; whether it waits here or was called back is ours to know."""


def channel_line(channel: Channel) -> SourceSpec:
    """The channel's line as the session needs it. Raises ValueError for a channel without an address."""
    if channel.url is None:
        raise ValueError(f"{channel.id} has no url")
    return SourceSpec(
        id=channel.id,
        agency=channel.agency,
        protocol="webhook",
        url=channel.url,
        secret_env=channel.secret_env,
        ca_file=channel.ca_file,
        photo_hosts=channel.photo_hosts,
    )


def signed_headers(secret: str | None, body: bytes, timestamp: int) -> dict[str, str]:
    """The headers that prove who sent a body; none without a secret."""
    if not secret:
        return {}
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()
    return {"X-POC-Timestamp": str(timestamp), "X-POC-Signature": f"sha256={digest}"}


class OrderSender:
    """Posts orders and recalls to one channel and asks how far an order has come."""

    def __init__(self, channel: Channel, http: Http) -> None:
        self._channel, self._http = channel, http

    def __call__(self, letter: Letter) -> Delivered:
        """Deliver one order or recall. Raises SourceError when no whole answer came, SourceRefused without a secret."""
        if self._channel.secret_env and not self._http.secret:
            step = "Store it where the channel's secret_env says."
            raise SourceRefused(self._channel.id, "The channel's secret was not found, so nothing can be signed.", step)
        body = to_json({"what": letter.mail.what.value} | dict(letter.mail.payload)).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": letter.mail.id}
        headers |= signed_headers(self._http.secret, body, int(real_now().timestamp()))
        answer = self._http.send("orders", body=body, headers=headers)
        if answer.status in (200, 201, 202, 409):  # 409: it has this key already
            return Delivered(MailState.CONFIRMED, answer={"state": _state_of(answer.body)})
        if 400 <= answer.status < 500 and answer.status not in (401, 403, 404, 408, 425, 429):
            said = beginning(answer.body, self._http.hidden)
            return Delivered(MailState.REFUSED, said or f"The channel answered {answer.status}.", "Call the crew.")
        self._http.checked(answer)
        raise SourceError(self._channel.id, f"The channel answered {answer.status}.")

    def progress(self, order: str) -> dict[str, Any]:
        """How far an order has come: `state` (a word of OrderState), `at`, `text`, `photos`; empty for one it does not
        know yet. Raises SourceError."""
        answer = self._http.get(f"orders/{order}", also=(404,))
        if answer.status == 404:
            return {}
        try:
            told = msgspec.json.decode(answer.body)
        except msgspec.DecodeError:
            raise SourceError(self._channel.id, "The channel sent no JSON.") from None
        return told if isinstance(told, dict) else {}


def _state_of(body: bytes) -> str:
    try:
        told = msgspec.json.decode(body) if body.strip() else {}
    except msgspec.DecodeError:
        return OrderState.SENT.value
    word = told.get("state") if isinstance(told, dict) else None
    return word if isinstance(word, str) and word in set(TELLABLE) else OrderState.SENT.value
