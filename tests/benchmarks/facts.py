"""Facts as connectors make them, for what begins at the journal's door."""

from datetime import datetime, timedelta

from app.domain.complaint import Complaint, State
from app.domain.vehicle import Position, Vehicle
from tests.benchmarks.city import END, STATUSES, Places, category_ids, city, words_of

STATES = (State.OPEN, State.OPEN, State.CLOSED)


class Makers:
    """Makes versions of up to `n` complaints and fixes of vehicles; the ids are those of kept journals."""

    def __init__(self, n: int) -> None:
        self._places, self._kinds = Places.scattered(max(n, 1), seed=9), category_ids()

    def complaint(self, key: int, which: int, at: datetime) -> Complaint:
        """Version `which` of a complaint, true at an instant."""
        category = self._kinds[key * 7 % len(self._kinds)]
        known = city().category_of(category)
        i = key % len(self._places.lat)
        words = words_of(key, category)
        return Complaint(
            source="sorot",
            id=f"2016-{key:08d}",
            valid_at=at,
            status=STATUSES[which % 3],
            state=STATES[which % 3],
            requested_at=END - timedelta(days=2, seconds=key % 86_400),
            updated_at=at,
            service_code="010",
            service_name=known.name if known else "",
            category=category,
            agency=known.agency if known else "",
            lat=round(float(self._places.lat[i]), 6),
            lon=round(float(self._places.lon[i]), 6),
            status_notes=f"langkah {which}",
            **words,
        )

    def vehicle(self, key: int) -> Vehicle:
        """A vehicle of the fleets."""
        kind = city().fleets[key % len(city().fleets)].kind
        return Vehicle("armada", str(key), END - timedelta(days=1), f"B {key:04d} KQA", kind, status="online")

    def fix(self, key: int, turn: int, at: datetime) -> Position:
        """Fix number `turn` of a vehicle, eight metres on."""
        i = key % len(self._places.lat)
        lat, lon = float(self._places.lat[i]), float(self._places.lon[i])
        step = turn % 400 * 7e-5
        attributes = {"ignition": True, "distance": 8.1, "totalDistance": 1e6 + turn, "motion": True}
        where = (round(lat + step, 6), round(lon - step, 6), 29.0, 315.0, 5.0)
        return Position("armada", f"{key}-{turn}", str(key), at, *where, attributes=attributes)
