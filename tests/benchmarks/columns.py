"""Pictures without a journal: columns filled at once, for what begins at the picture."""

from datetime import datetime
from typing import Any

import numpy as np

from app.picture.frame import Frame
from app.picture.layout import COMPLAINTS, VEHICLES
from app.picture.picture import Picture
from tests.benchmarks.city import END, Places, category_ids, city


def picture_of(complaints: int = 0, vehicles: int = 0) -> Picture:
    """A picture that stands at END, all complaints open."""
    picture = Picture(city())
    if complaints:
        _fill_complaints(picture, complaints)
    if vehicles:
        _fill_vehicles(picture, vehicles)
    return picture


def frame(at: datetime = END) -> Frame:
    """The live frame at an instant."""
    return Frame(at)


def _empty(layout: dict[str, Any], n: int) -> dict[str, Any]:
    return {name: np.full(n, fill, dtype) for name, (dtype, fill) in layout.items()}


def _fill_complaints(picture: Picture, n: int) -> None:
    rng, places, columns = np.random.default_rng(2), Places.scattered(n), _empty(COMPLAINTS, n)
    codes = np.array([picture.words.code(id_) for id_ in category_ids()], "u2")
    columns["lat"], columns["lon"] = places.lat, places.lon
    columns["category"] = rng.choice(codes, n)
    columns["state"][:] = 0
    columns["status"][:] = picture.words.code("open")
    columns["requested"] = END.timestamp() - rng.uniform(0, 30 * 86_400, n)
    columns["severity"] = picture.rules.severity(columns["category"])
    columns["due"] = columns["requested"] + 72 * 3600
    columns["commit"][:] = 1
    picture.complaints.replace(columns)


def _fill_vehicles(picture: Picture, n: int) -> None:
    rng, places, columns = np.random.default_rng(3), Places.scattered(n, seed=4), _empty(VEHICLES, n)
    kinds = np.array([picture.words.code(fleet.kind) for fleet in city().fleets], "u2")
    columns["lat"], columns["lon"] = places.lat, places.lon
    columns["prev_lat"], columns["prev_lon"] = places.lat - 0.0002, places.lon - 0.0002
    columns["fix_at"][:] = END.timestamp()
    columns["prev_fix_at"][:] = END.timestamp() - 1
    columns["speed"][:] = 24
    columns["course"] = rng.uniform(0, 360, n)
    columns["kind"] = rng.choice(kinds, n)
    columns["valid"][:] = 1
    picture.vehicles.replace(columns)
    picture.vehicle_names = [f"B-{key}" for key in range(1, n + 1)]
    picture.vehicle_ids = [str(key) for key in range(1, n + 1)]


def shift_complaints(picture: Picture, turn: int) -> None:
    """Every complaint changes: place a little, severity by one."""
    c = picture.complaints
    c.lat[:] += 0.0003 if turn % 2 else -0.0003
    c.severity[:] = (c.severity + 1) % 4
    c.commit[:] += 1
