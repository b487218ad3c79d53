"""The courier: takes what is due from the outbox and delivers it, a thread a far end, under the lease.

A slow far end holds up its own letters only. Each letter is marked *sending* before the call and with its end after
it; one that stood as *sending* when we came was cut in the middle, and goes again: the far end applies it once.
A letter is taken only as it was read: a list that is older than the last round sends nothing a second time.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from app.clock import real_now
from app.domain.mail import MailState, What
from app.errors import LeaseLost, PocError, SourceError
from app.journal.outbox import Letter, due_letters, mark_letter, take_letter, wake_letters
from app.journal.store import Journal
from data_sources.delivery import Deliver, Delivered, rest_s, try_again
from data_sources.worker import own_fault

log = logging.getLogger(__name__)
LOOK_EVERY_S = 0.5
UNKNOWN = Delivered(MailState.REFUSED, "Nobody delivers this there.", "Name it in the city file, or call them.")
OnEnd = Callable[[Letter, Delivered], None]
Ways = Mapping[tuple[str, What], Deliver]
"""Who delivers, by the target and what is delivered."""


class Courier:
    """Delivers while its collector leads. `on_end` hears of a letter's end before the letter is marked with it:

    whoever dies between the two hears the same again after the next delivery, and nothing is forgotten.
    """

    def __init__(
        self,
        journal: Journal,
        ways: Ways,
        cancel: Sequence[Callable[[], None]] = (),
        on_end: OnEnd | None = None,
    ) -> None:
        self._journal, self._ways, self._cancel, self._on_end = journal, ways, cancel, on_end
        self._stopping = threading.Event()
        self._rounds: dict[str, threading.Thread] = {}
        self._looking: threading.Thread | None = None

    def start(self, epoch: int) -> None:
        """Begin to deliver under a lease."""
        self._looking = threading.Thread(target=self._look, args=(epoch,), name="courier", daemon=True)
        self._looking.start()

    def stop(self) -> None:
        """Begin to end; a call in flight is cut, and its letter stays *sending*. It is not started again."""
        self._stopping.set()
        for cut in self._cancel:
            cut()

    def join(self, timeout_s: float = 1.0) -> None:
        """Wait for all threads, each so long."""
        for thread in (self._looking, *list(self._rounds.values())):
            if thread is not None:
                thread.join(timeout_s)

    def _look(self, epoch: int) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                due = due_letters(self._journal, real_now(), self._busy())
            except PocError as trouble:
                log.warning("courier: %s", trouble)
                continue
            for target, letters in _by_target(due).items():
                self._send_out(epoch, target, letters)

    def _busy(self) -> list[str]:
        return [target for target, round_ in self._rounds.items() if round_.is_alive()]

    def _send_out(self, epoch: int, target: str, letters: list[Letter]) -> None:
        round_ = threading.Thread(
            target=self._deliver_all, args=(epoch, letters), name=f"courier {target}", daemon=True
        )
        self._rounds[target] = round_
        round_.start()

    def _deliver_all(self, epoch: int, letters: list[Letter]) -> None:
        try:
            for letter in letters:
                if self._stopping.is_set():
                    return
                self._deliver_one(epoch, letter)
        except LeaseLost:
            self._stopping.set()
        except PocError as trouble:
            log.warning("courier: %s", trouble)

    def _deliver_one(self, epoch: int, letter: Letter) -> None:
        rest = rest_s(letter.mail.what)
        if not take_letter(self._journal, epoch, letter, real_now() + timedelta(seconds=rest)):
            return
        try:
            deliver = self._ways.get((letter.mail.target, letter.mail.what))
            delivered = deliver(letter) if deliver else UNKNOWN
        except SourceError as trouble:
            if self._stopping.is_set():
                return
            delivered = try_again(trouble, letter.attempts + 1, rest)
        except PocError:
            raise
        except Exception as bug:  # a fault of ours over one letter costs this letter, never the others
            log.exception("courier: letter %s to %s", letter.n, letter.mail.target)
            delivered = try_again(own_fault(letter.mail.target, bug), letter.attempts + 1, rest)
        self._note(epoch, letter, delivered)

    def _note(self, epoch: int, letter: Letter, delivered: Delivered) -> None:
        if self._on_end is not None and delivered.state is not MailState.WAITING:
            self._on_end(letter, delivered)
        now = real_now()
        has_left = delivered.state in (MailState.SENT, MailState.CONFIRMED)
        mark_letter(
            self._journal,
            epoch,
            letter.n,
            delivered.state,
            error=delivered.error,
            next_step=delivered.next_step,
            not_before=now + timedelta(seconds=delivered.wait_s),
            **({} if delivered.tried else {"attempts": letter.attempts}),
            **({"answer": dict(delivered.answer)} if delivered.answer else {}),
            **({"sent_at": now} if has_left else {}),
        )
        if has_left and letter.attempts:
            wake_letters(self._journal, epoch, letter.mail.target, now)


def _by_target(letters: Sequence[Letter]) -> dict[str, list[Letter]]:
    found: defaultdict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        found[letter.mail.target].append(letter)
    return found
