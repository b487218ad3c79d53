"""Who answers for a complaint: as we say, as its source says, else by the city's division of duties (tupoksi)."""

import numpy as np

from app.geo.points import OUTSIDE
from app.picture.picture import Picture
from app.settings import CityFile
from app.settings.division import Duty, duty_of
from app.views.figure import Array


def duty_in(picture: Picture, city: CityFile, key: int) -> Duty | None:
    """Whose duty the complaint of a key is."""
    c = picture.complaints
    return duty_of(city, picture.words.text(int(c.category[key - 1])), fact_area(picture, key))


def fact_area(picture: Picture, key: int) -> int:
    """The area a complaint lies in, OUTSIDE where that is only guessed: the schematic never decides."""
    is_known = picture.areas_are_facts and key <= picture.complaints.n
    return int(picture.complaints.area[key - 1]) if is_known else OUTSIDE


def answering(picture: Picture, rows: Array) -> Array:
    """The code of the agency that answers for each of these rows of complaints; 0 = nobody."""
    c, ours = picture.complaints, picture.cases
    codes = np.where(c.agency[rows] > 0, c.agency[rows], c.duty[rows])
    few = rows < ours.n
    said = ours.agency[rows[few]]
    codes[few] = np.where(said > 0, said, codes[few])
    return codes


def answers(picture: Picture, row: int) -> str:
    """The agency that answers for one row, as whoever named it calls it; "" for nobody."""
    return picture.words.text(int(answering(picture, np.array([row]))[0]))
