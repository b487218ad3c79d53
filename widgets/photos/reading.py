"""Reading photos for a window: runs in a lane's thread; what comes out is ready to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from app.actions.districts import area_finder
from app.actions.perform import Acting
from app.actions.photos import look_at_photos
from app.domain.case import CaseId
from app.domain.person import Signed
from app.errors import NotAllowed, PocError
from app.journal.photos import Photo, Picture, crew_pictures, photos_of
from app.journal.store import Journal
from app.settings import CityFile


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture at hand: the small one to draw, and the large one's JPEG."""

    small: QImage
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class CasePhotos:
    """The photos of a case, and the crews' pictures by their hash."""

    case: CaseId
    photos: tuple[Photo, ...] = ()
    seen: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at the citizen's photos brought, or why it did not."""

    case: CaseId
    seen: Mapping[str, Seen]
    trouble: PocError | None = None


def read_photos(journal: Journal, case: CaseId) -> CasePhotos:
    """Everything about a case's photos that needs no look; nothing for a login that may see none.

    Raises JournalError.
    """
    try:
        photos = photos_of(journal, case.source, case.id)
    except NotAllowed:
        return CasePhotos(case)
    crews = [photo.hash for photo in photos if photo.order and photo.hash]
    return CasePhotos(case, photos, ready(crew_pictures(journal, crews)) if crews else {})


def look(journal: Journal, city: CityFile, signed: Signed, case: CaseId) -> Looked:
    """The citizen's pictures, for a person whose look is recorded."""
    try:
        acting = Acting(journal, city, area_finder(city))
        return Looked(case, ready(look_at_photos(acting, signed, case)))
    except PocError as trouble:
        return Looked(case, {}, trouble)


def ready(pictures: Mapping[str, Picture]) -> dict[str, Seen]:
    """Pictures decoded as the JPEG they are and as nothing else."""
    return {key: Seen(decoded(one.thumb), one.jpeg) for key, one in pictures.items()}


def decoded(jpeg: bytes) -> QImage:
    """A JPEG as an image; an empty image for anything else."""
    return QImage.fromData(jpeg, "JPEG")  # type: ignore[arg-type]  # the stub says bytes, which Qt refuses
