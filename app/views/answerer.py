"""Who answers for many complaints, agency by agency, under today's names."""

from collections.abc import Iterator

import numpy as np

from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.bearer import NO_AGENCY, agency_called, bearer
from app.views.duty import answering
from app.views.figure import Array
from app.views.standing import local_day

Answerers = Iterator[tuple[str, str, Array]]
"""Id, name, and which of the rows; id "" for those nobody answers for."""


def answerers(picture: Picture, frame: Frame, city: CityFile, rows: Array) -> Answerers:
    """Every agency that has any of these rows of complaints, by who bears its duty on the frame's day."""
    codes = answering(picture, rows)
    day, by_bearer = local_day(frame, city), dict[tuple[str, str], list[int]]()
    for code in np.unique(codes).tolist():
        name = picture.words.text(code)
        who = bearer(agency_called(name, city), day, city) if name else None
        by_bearer.setdefault((who.id, who.name) if who else ("", NO_AGENCY), []).append(code)
    for (id_, title), mine in by_bearer.items():
        yield id_, title, rows[np.isin(codes, mine)]
