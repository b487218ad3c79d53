"""How many complaints came in every ten minutes of the last day."""

from dataclasses import dataclass

import numpy as np

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.sources import sources_view
from app.views.spec import ViewSpec

BIN_S = 600
BINS = 144  # a day


@dataclass(frozen=True)
class Intake:
    """`counts` of complaints by the time they were made; `start` and `end` in seconds since 1970, bins of BIN_S.

    From `silent_since` on nothing is known: a source of complaints no longer answers. None while all answer.
    """

    counts: np.ndarray
    start: float
    end: float
    silent_since: float | None = None


def intake_view(picture: Picture, frame: Frame, city: CityFile) -> Intake:
    """The day that ends with the bin the frame's instant is in. Complaints without a time count nowhere."""
    end = (frame.seconds // BIN_S + 1) * BIN_S
    start = end - BINS * BIN_S
    requested = picture.complaints.requested
    inside = requested[(requested >= start) & (requested <= frame.seconds)]
    counts = np.bincount(((inside - start) // BIN_S).astype("i8"), minlength=BINS)
    return Intake(counts, start, end, _silent_since(picture, frame, city))


def _silent_since(picture: Picture, frame: Frame, city: CityFile) -> float | None:
    """The last good answer of the longest silent source of complaints that is stale or lost.

    A span is unknown only until its source answers again: what was made meanwhile then arrives with its own time.
    """
    codes = np.flatnonzero(np.bincount(picture.complaints.source, minlength=1)[1:]) + 1
    names = {picture.words.text(int(code)) for code in codes}
    lines = [line for line in sources_view(picture, frame, city) if line.id in names]
    late = [line.last_good for line in lines if line.freshness in (Freshness.STALE, Freshness.LOST)]
    return min((moment.timestamp() for moment in late if moment is not None), default=None)


INTAKE = ViewSpec("intake", frozenset({Kind.COMPLAINT, Kind.HEALTH}), intake_view)
