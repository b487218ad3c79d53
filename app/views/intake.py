"""How many complaints came in every ten minutes of the last day."""

from dataclasses import dataclass

import numpy as np

from app.domain.kind import Kind
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.views.spec import ViewSpec

BIN_S = 600
BINS = 144  # a day


@dataclass(frozen=True)
class Intake:
    """`counts` of complaints by the time they were made; `start` and `end` in seconds since 1970, bins of BIN_S."""

    counts: np.ndarray
    start: float
    end: float


def intake_view(picture: Picture, frame: Frame) -> Intake:
    """The day that ends with the bin the frame's instant is in. Complaints without a time count nowhere."""
    end = (frame.seconds // BIN_S + 1) * BIN_S
    start = end - BINS * BIN_S
    requested = picture.complaints.requested
    inside = requested[(requested >= start) & (requested <= frame.seconds)]
    counts = np.bincount(((inside - start) // BIN_S).astype("i8"), minlength=BINS)
    return Intake(counts, start, end)


INTAKE = ViewSpec("intake", frozenset({Kind.COMPLAINT}), intake_view)
