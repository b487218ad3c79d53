"""The crew's photo from after the work as a file with the update that tells of it (`photo_mode = "upload"`).

Only the picture of our own making is sent, under a name that tells nothing. One that is still being fetched is waited
for, so long as the source's `photo_wait` says, and then the update leaves without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.case import CaseId
from app.domain.mail import Enclosed, MailState
from app.journal.encode import from_ms, to_ms
from app.journal.links import crew_photo, has_gone_before
from app.journal.outbox import Letter
from app.journal.store import Journal
from data_sources.delivery import Delivered
from data_sources.http import File
from data_sources.open311_options import Options

MENDED = ("FIXED", "CLOSED")  # statuses that a photo from after the work goes with
NAME, KIND = "after.jpg", "image/jpeg"
MOST_BYTES = 4 * 1024 * 1024  # a JPEG of 1600 pixels a side has some hundred kilobytes
LOOK_AGAIN_S = 10.0
UNTIL = "photo_until"  # in the letter's answer: until when it waits, real time in ms
AWAITED = "The crew's photo has not come yet; the update waits for it."


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What goes along with a letter, what the letter's answer tells of it, and the wait if it is still to come."""

    file: File | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    wait: Delivered | None = None


def enclosure(letter: Letter, options: Options, journal: Journal, now: datetime) -> Enclosure:
    """The photo that belongs to a letter, if its source wants files. `now` is real time. Raises JournalError."""
    if options.photo_mode != "upload" or letter.mail.payload["status"] not in MENDED:
        return Enclosure()
    if letter.answer.get("photo") == Enclosed.REFUSED:
        return Enclosure(told={"photo": Enclosed.REFUSED})
    photo = crew_photo(journal, CaseId.parse(letter.mail.case))
    if photo is None or (photo.jpeg and has_gone_before(journal, letter, photo.hash)):
        return Enclosure()
    if 0 < len(photo.jpeg) <= MOST_BYTES:
        sent = {"photo": Enclosed.SENT, "photo_hash": photo.hash}
        return Enclosure(File(options.photo_field, NAME, photo.jpeg, KIND), sent)
    wait = _wait(letter, options, now) if photo.is_coming else None
    return Enclosure(told={} if wait else {"photo": Enclosed.MISSING}, wait=wait)


def _wait(letter: Letter, options: Options, now: datetime) -> Delivered | None:
    """How the letter waits; None once it has waited long enough."""
    until = from_ms(letter.answer[UNTIL]) if UNTIL in letter.answer else now + options.photo_patience
    left = (until - now).total_seconds()
    if left <= 0:
        return None
    return Delivered(
        MailState.WAITING, AWAITED, wait_s=min(LOOK_AGAIN_S, left), answer={UNTIL: to_ms(until)}, tried=False
    )
