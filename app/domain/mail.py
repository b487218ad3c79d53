"""What is to be delivered to a far end: written with the decision, sent by the courier."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class MailState(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"  # menunggu: may still be undone
    SENDING = "sending"  # a courier has it in hand; after a crash its end is unclear
    SENT = "sent"  # terkirim
    CONFIRMED = "confirmed"  # diterima: the far end said so, or already had it
    REFUSED = "refused"  # ditolak: a person has to act
    CANCELLED = "cancelled"  # undone before it left


class Enclosed(StrEnum):
    """What became of a picture that was to go with a letter; stands in the letter's answer as `photo`."""

    SENT = "sent"
    MISSING = "missing"  # it did not come in time, or is no good
    REFUSED = "refused"  # the far end takes no picture, but the letter
    STUCK = "stuck"  # time and again the line failed with the picture, and then not without it


class What(StrEnum):
    """What kind of thing is delivered."""

    UPDATE = "update"  # a case's status and text, to its source
    CREATE = "create"  # a complaint taken at the desk, to the backend
    ORDER = "order"  # an order, to a channel
    RECALL = "recall"  # an order taken back


@dataclass(frozen=True, slots=True)
class Mail:
    """One delivery. `target` is a source's or a channel's id; `case` is "source/id".

    Mails of one case to one target leave in the order they were written. The far end applies each once: `id` goes
    with it (as `update_id` or `Idempotency-Key`).
    """

    id: str
    what: What
    target: str
    case: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    order: str = ""
