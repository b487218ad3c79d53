"""What became of a letter that was handed to a far end, and when to try again."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.domain.mail import MailState, What
from app.domain.order import OrderState
from app.errors import SourceAsksToWait, SourceError, SourceRefused
from app.journal.outbox import Letter

LONGEST_WAIT_S = 300.0
REFUSED_WAIT_S = 600.0
CREATE_REST_S = 60.0


@dataclass(frozen=True)
class Delivered:
    """The letter's next state. WAITING: try again in `wait_s` real seconds. `answer` is what the far end told.

    `tried`: whether it left at all; a letter that waits here for something has failed nowhere.
    """

    state: MailState
    error: str = ""
    next_step: str = ""
    wait_s: float = 0.0
    answer: Mapping[str, Any] = field(default_factory=dict)
    tried: bool = True


class Deliver(Protocol):
    """Hands one letter to its far end; may be called again with the same letter, which is then applied once."""

    def __call__(self, letter: Letter) -> Delivered:
        """Raises SourceError when the line failed: the end of this try is unclear."""
        ...


class Hears(Protocol):
    """Is told what far ends say of themselves; what is told twice it does once. Raises JournalError."""

    def report(self, order: str, state: OrderState, text: str = "") -> None:
        """How far a crew has come with an order, with its own words."""
        ...

    def link(self, case: str, source: str, number: str) -> None:
        """The number a source gave to a complaint of ours."""
        ...


def rest_s(what: What) -> float:
    """How long a letter rests after a try whose end is unclear, real seconds.

    Nothing tells a server that a creation is the same one. It is looked for there before it is sent again, and a slow
    server may store it long after the call ended.
    """
    return CREATE_REST_S if what is What.CREATE else 0.0


def try_again(trouble: SourceError, attempts: int, rest: float = 0.0) -> Delivered:
    """After a failed line: full jitter up to five minutes, or the rest; ten minutes where a person has to act."""
    if isinstance(trouble, SourceAsksToWait):
        wait_s = trouble.wait_s
    elif isinstance(trouble, SourceRefused):
        wait_s = REFUSED_WAIT_S
    elif rest:
        wait_s = rest
    else:
        wait_s = random.uniform(0.5, min(LONGEST_WAIT_S, 5.0 * 2 ** min(attempts, 10)))  # noqa: S311 - no secret
    return Delivered(MailState.WAITING, trouble.what, trouble.next_step, wait_s)
