"""A case's photos as a person sees them: whose, how far each has come, and whether its place and time fit the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.complaint import Complaint
from app.domain.person import DESK, Role
from app.domain.photo import Check, Part, PhotoState, place_check, time_check
from app.geo.points import distance_m
from app.journal.photos import Photo


class Look(StrEnum):
    """What a person sees of a photo."""

    NOT_ASKED = "not asked"  # nobody asked for it, or nobody fetches
    WAITING = "waiting"
    FAILED = "failed"
    REFUSED = "refused"
    COVERED = "covered"  # there; a citizen's is looked at by a person's own wish, which is recorded
    SHOWN = "shown"
    MASKED = "masked"  # this person may not look
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """One photo. `why` is a sentence of the collector; distances in metres, times UTC; checks only where it is shown.

    `since`: what the time is held against, the report's time or the order's.
    """

    part: Part
    look: Look
    hash: str = ""
    why: str = ""
    place: Check = Check.UNKNOWN
    metres: float | None = None
    time: Check = Check.UNKNOWN
    taken: datetime | None = None
    is_sure: bool = False
    since: datetime | None = None


def photo_lines(
    complaint: Complaint, photos: Sequence[Photo], role: Role | None, seen: frozenset[str], at: datetime | None = None
) -> tuple[PhotoLine, ...]:
    """The citizen's photos, then each order's before and after. `seen` are the hashes whose pictures are at hand.

    `at`: an earlier instant, which knew of no later photo of a crew.
    """
    known = {photo.url: photo for photo in photos if photo.part is Part.CITIZEN}
    named = [known.pop(url, None) for url in complaint.media]
    citizens = [_line(complaint, photo, role, seen) for photo in (*named, *known.values())]
    crews = [photo for photo in photos if photo.part is not Part.CITIZEN]
    crews = [one for one in crews if at is None or (one.stored_at is not None and one.stored_at <= at)]
    newest = crews[-1].order if crews else ""
    mine = sorted((one for one in crews if one.order == newest), key=lambda one: one.part is Part.AFTER)
    return (*citizens, *(_line(complaint, photo, role, seen) for photo in mine))


_LOOKS = {
    PhotoState.WAITING: Look.WAITING,
    PhotoState.FAILED: Look.FAILED,
    PhotoState.REFUSED: Look.REFUSED,
    PhotoState.FORGOTTEN: Look.FORGOTTEN,
}


def _line(complaint: Complaint, photo: Photo | None, role: Role | None, seen: frozenset[str]) -> PhotoLine:
    is_citizens = photo is None or photo.part is Part.CITIZEN
    if is_citizens and role not in DESK:
        return PhotoLine(Part.CITIZEN, Look.MASKED)
    if photo is None:
        return PhotoLine(Part.CITIZEN, Look.NOT_ASKED)
    if photo.state is not PhotoState.STORED:
        return PhotoLine(photo.part, _LOOKS[photo.state], why=photo.error)
    if photo.hash not in seen:
        return PhotoLine(photo.part, Look.COVERED if is_citizens else Look.WAITING)
    return _checked(complaint, photo)


def _checked(complaint: Complaint, photo: Photo) -> PhotoLine:
    taken = photo.taken
    places = (complaint.lat, complaint.lon, taken.lat, taken.lon)
    metres = None if None in places else float(distance_m(*places))  # type: ignore[arg-type]
    since = complaint.requested_at if photo.part is Part.CITIZEN else photo.ordered_at
    fits = time_check(photo.part, taken.at, since)
    return PhotoLine(
        photo.part,
        Look.SHOWN,
        photo.hash,
        place=place_check(metres),
        metres=metres,
        time=fits,
        taken=taken.at,
        is_sure=taken.is_sure,
        since=since,
    )
