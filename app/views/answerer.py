"""Who answers for each complaint: as we say, as its source says, else by its category; under today's name."""

from collections.abc import Iterator

import numpy as np

from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.bearer import NO_AGENCY, agency_called, agency_of_category, bearer
from app.views.figure import Array
from app.views.indicator_series import root_of
from app.views.standing import local_day

Answerers = Iterator[tuple[str, str, Array]]
"""Id, name, and which of the rows; id "" for those nobody answers for."""


def answerers(picture: Picture, frame: Frame, city: CityFile, rows: Array) -> Answerers:
    """Every agency that has any of these rows of complaints, by who bears its duty on the frame's day."""
    c, ours = picture.complaints, picture.cases
    told = c.agency[rows].astype("i4")
    codes = np.where(told == 0, agency_of_category(picture, city)[c.category[rows]], told)
    few = rows < ours.n
    said = ours.agency[rows[few]]
    codes[few] = np.where(said > 0, said, codes[few])
    day, by_bearer = local_day(frame, city), dict[tuple[str, str], list[int]]()
    for code in np.unique(codes).tolist():
        name = picture.words.text(code) if code > 0 else city.categories[-1 - code].agency if code < 0 else ""
        who = bearer(root_of(agency_called(name, city), city), day, city) if name else None
        by_bearer.setdefault((who.id, who.name) if who else ("", NO_AGENCY), []).append(code)
    for (id_, title), mine in by_bearer.items():
        yield id_, title, rows[np.isin(codes, mine)]
