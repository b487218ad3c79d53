"""Small scenes for the watches: a place, vehicles that drive to it, rows as the journal gives them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import cos, radians

from app.domain.complaint import Complaint, State
from app.domain.source import Derived
from app.domain.vehicle import Geofence, Position, Vehicle
from app.geo.points import MEAN_EARTH_M
from app.journal.encode import to_ms
from app.journal.watch_rows import ComplaintRow, GeofenceRow, Piece, PositionRow
from app.settings import CityFile
from app.watch.arrival import Arrival
from app.watch.places import city_places
from app.watch.standing import Standing
from app.watch.watch import State as WatchState
from app.watch.watch import WatchInput

T0 = datetime(2016, 11, 30, 3, 0, tzinfo=UTC)
HERE = (-6.30, 106.97)  # far from every landmark of the city
FAR_M = 5_000.0


def metres_north(metres: float, of: tuple[float, float] = HERE) -> tuple[float, float]:
    """The point so many metres north."""
    return of[0] + metres / (radians(1) * MEAN_EARTH_M), of[1]


def metres_east(metres: float, of: tuple[float, float] = HERE) -> tuple[float, float]:
    """The point so many metres east."""
    return of[0], of[1] + metres / (radians(1) * MEAN_EARTH_M * cos(radians(of[0])))


def at(seconds: float) -> datetime:
    """So many seconds into the scene."""
    return T0 + timedelta(seconds=seconds)


def open_complaint(id_: str = "4812", where: tuple[float, float] | None = HERE, state: State = State.OPEN) -> Complaint:
    """A heap of rubbish, reported an hour before the scene."""
    lat, lon = where or (None, None)
    made = at(-3600)
    return Complaint("sorot", id_, made, "open", state, made, title="Tumpukan sampah", lat=lat, lon=lon)


def fix(seconds: float, metres: float, vehicle: str = "7", **more: object) -> Position:
    """A fix so many metres north of HERE."""
    lat, lon = metres_north(metres)
    return Position("armada", f"{vehicle}-{seconds}", vehicle, at(seconds), lat, lon, **more)  # type: ignore[arg-type]


def baktor(id_: str = "7") -> Vehicle:
    """A small rubbish cart."""
    return Vehicle("armada", id_, T0, f"Baktor {id_}", "baktor")


def fence(area: dict[str, object], id_: str = "3") -> Geofence:
    """An area of the fleet's server."""
    return Geofence("armada", id_, T0, "Depo", area)


def row(
    seconds: float, metres: float, commit: int = 1, *, vehicle: int = 1, valid: bool = True, flags: int = 0
) -> PositionRow:
    """A fix as the journal gives it to a watch."""
    lat, lon = metres_north(metres)
    return PositionRow(vehicle, to_ms(at(seconds)), commit, lat, lon, None, valid, flags)


def complaint_row(
    commit: int = 1, *, key: int = 1, state: State = State.OPEN, made: float = -3600, where: tuple[float, float] = HERE
) -> ComplaintRow:
    """The version of a complaint that stands from a commit on."""
    ms = to_ms(at(made))
    return ComplaintRow(
        key, commit, ms, commit, "sorot", f"48{key}", state, "sampah", "", *where, ms, None, 0, "Tumpukan sampah"
    )


def geofence_row(area: str, commit: int = 1) -> GeofenceRow:
    """The version of a geofence that stands from a commit on."""
    return GeofenceRow(1, 1, to_ms(T0), commit, "armada", "3", "Depo", area)


class Scene:
    """The watch *arrival* fed by hand, piece by piece, as the runner would."""

    def __init__(self, city: CityFile) -> None:
        self.watch, self.standing = Arrival(), Standing(city_places(city))
        self.state: WatchState = {}
        self.high = 0

    def see(
        self,
        positions: Sequence[PositionRow] = (),
        complaints: Sequence[ComplaintRow] = (),
        geofences: Sequence[GeofenceRow] = (),
    ) -> list[Derived]:
        """The facts of one more piece."""
        rows = (*positions, *complaints, *geofences)
        high = max((self.high, *(one.commit for one in rows)))
        news = {"complaints": tuple(complaints), "positions": tuple(positions), "geofences": tuple(geofences)}
        piece = Piece(self.high, high, high, 0, **news)  # type: ignore[arg-type]
        step = self.watch.step(self.state, WatchInput(piece, self.standing), T0)
        self.state, self.high, self.standing = step.state, high, self.standing.after(piece)
        return list(step.facts)


def since(facts: Sequence[Derived]) -> list[tuple[str, float]]:
    """What arrived where, as (place, seconds into the scene)."""
    return [(fact.what.split("/", 1)[1].rsplit("/", 1)[0], (fact.valid_at - T0).total_seconds()) for fact in facts]
