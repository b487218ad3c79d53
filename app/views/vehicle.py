"""One vehicle: what it is, where it was at its last usable fix, and how old that is."""

from dataclasses import dataclass
from datetime import timedelta
from math import isnan

from app.domain.freshness import Freshness, data_state
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile

FIX_PERIOD = timedelta(seconds=20)
"""How often a working box is expected to send a fix."""


@dataclass(frozen=True, slots=True)
class VehicleView:
    """A vehicle as people see it. Speed km/h, course degrees, age seconds; None = never seen or not told."""

    key: int
    id: str
    name: str
    source: str
    kind: str
    kind_name: str
    kind_name_en: str
    group: str
    status: str
    speed_kmh: float | None
    course: float | None
    lat: float | None
    lon: float | None
    fix_age_s: float | None
    state: Freshness
    valid: bool


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)


def vehicle_view(picture: Picture, frame: Frame, city: CityFile, key: int) -> VehicleView | None:
    """The view of the vehicle with this key, None for one the picture does not hold."""
    if not 0 < key <= picture.vehicles.n:
        return None
    v, i, text = picture.vehicles, key - 1, picture.words.text
    kind = text(int(v.kind[i]))
    fleet = city.fleet_of(kind)
    age = _number(frame.seconds - v.fix_at[i])
    return VehicleView(
        key,
        picture.vehicle_ids[i],
        picture.vehicle_names[i],
        text(int(v.source[i])),
        kind,
        fleet.name if fleet else kind,
        (fleet.name_en or fleet.name) if fleet else kind,
        text(int(v.group[i])),
        text(int(v.status[i])),
        _number(v.speed[i]),
        _number(v.course[i]),
        _number(v.lat[i]),
        _number(v.lon[i]),
        age,
        Freshness.NEVER if age is None else data_state(frame.at - timedelta(seconds=age), frame.at, FIX_PERIOD),
        bool(v.valid[i]),
    )
