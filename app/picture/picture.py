"""The picture: columns of what is known, advanced commit by commit. Made by a reader, owned by one thread."""

from collections.abc import Sequence

import numpy as np

from app.domain.kind import Kind
from app.geo.areas import Areas
from app.geo.points import OUTSIDE
from app.journal.columns import Array, is_last_of_key
from app.journal.copying import Row
from app.journal.fixes import Fixes
from app.journal.reader import Changes, Delta
from app.journal.status import SourceStatus
from app.journal.unanswered import Silence
from app.picture.cases import take_cases, take_silences
from app.picture.columns import Columns, Words
from app.picture.figures import take_figures
from app.picture.layout import CASES, COMPLAINTS, INDICATORS, VEHICLES
from app.picture.rules import CategoryRules
from app.picture.versions import Versions, in_order, pick, versions_of
from app.settings import CityFile

_NOTHING = np.empty(0, "i8")


class Picture:
    """The city at one commit. Read the columns freely; only `apply` changes them."""

    def __init__(self, city: CityFile, areas: Areas | None = None, words: Words | None = None) -> None:
        self.city = city
        self.commit = 0
        self.words = words or Words()
        self.complaints = Columns(COMPLAINTS)
        self.cases = Columns(CASES)
        self.vehicles = Columns(VEHICLES)
        self.indicators = Columns(INDICATORS)
        self.vehicle_names: list[str] = []
        self.vehicle_ids: list[str] = []
        self.sources: dict[str, SourceStatus] = {}
        self.areas_are_facts = areas is not None and areas.official  # a schematic area is only "around"
        self._areas_known = areas
        self.rules = CategoryRules(city, self.words, areas_are_facts=self.areas_are_facts)

    def apply(self, delta: Delta) -> Changes:
        """Advance to the delta's commit; what changed, for the views that depend on it."""
        entities = {
            Kind.COMPLAINT: self.take_complaints(delta.complaints),
            Kind.VEHICLE: self.take_vehicles(delta.vehicles),
            Kind.POSITION: self.take_positions(delta.positions),
            Kind.INDICATOR: self.take_indicators(delta.indicators),
            Kind.ACTION: self.take_cases(delta.cases),
            Kind.DERIVED: self.take_silences(delta.silences),
        }
        self.commit = max(self.commit, delta.commit)
        return Changes(self.commit, delta.kinds, {kind: keys for kind, keys in entities.items() if len(keys)})

    def take_complaints(self, rows: Sequence[Row]) -> Array:
        """Take complaint versions (reader.COMPLAINT_COLUMNS) in the order of their recording. Keys changed."""
        return self.take_versions(versions_of(rows, self.words))

    def take_versions(self, versions: Versions) -> Array:
        """Take complaint versions, later recorded than all taken so far; the newest by truth stands. Keys changed."""
        if not len(versions["key"]):
            return _NOTHING
        ordered = in_order(versions)
        newest = pick(ordered, is_last_of_key(ordered["key"]))
        self.complaints.grow(int(newest["key"][-1]))
        newest = pick(newest, newest["valid"] >= self.complaints.valid[newest["key"] - 1])
        self.put(newest, self._areas(newest["lat"], newest["lon"]))
        return newest["key"]

    def put(self, versions: Versions, area: Array) -> None:
        """Let these versions stand, one a key."""
        at = versions["key"] - 1
        for name, column in versions.items():
            if name != "key":
                getattr(self.complaints, name)[at] = column
        c, category, duty = self.complaints, versions["category"], self.rules.duty(versions["category"], area)
        c.area[at], c.duty[at] = area, duty
        c.severity[at] = self.rules.severity(category)
        c.due[at] = self.rules.due(category, versions["requested"], duty)
        self._hold_stored(at)

    def put_moved(self, versions: Versions) -> None:
        """As `put`; the area is looked up only where the place is not the one that stands."""
        c, at = self.complaints, versions["key"] - 1
        area = c.area[at]
        moved = (versions["lat"] != c.lat[at]) | (versions["lon"] != c.lon[at])
        area[moved] = self._areas(versions["lat"][moved], versions["lon"][moved])
        self.put(versions, area)

    def derive(self) -> None:
        """Work out everything that follows from the city file anew."""
        c = self.complaints
        c.severity[:] = self.rules.severity(c.category)
        c.area[:] = self._areas(c.lat, c.lon)
        c.duty[:] = self.rules.duty(c.category, c.area)
        c.due[:] = self.rules.due(c.category, c.requested, c.duty)
        self._hold_stored(np.arange(c.n))

    def _areas(self, lat: Array, lon: Array) -> Array:
        if self._areas_known is None or not len(lat):
            return np.full(len(lat), OUTSIDE, "i2")
        return self._areas_known.index(lat, lon)

    def take_cases(self, rows: Sequence[Row]) -> Array:
        """Take actions (reader.CASE_COLUMNS) in the order they were done. Keys changed."""
        keys = take_cases(self.cases, rows, self.words)
        self._hold_stored(keys - 1)
        return keys

    def take_silences(self, silences: Sequence[Silence]) -> Array:
        """Take orders nobody answered in time, in the order they were noted. Keys changed."""
        return take_silences(self.cases, silences)

    def _hold_stored(self, at: Array) -> None:
        """A deadline stored with a case stands in place of the rule's; while it is paused nothing is due."""
        at = at[at < min(self.cases.n, self.complaints.n)]
        at = at[~np.isnan(self.cases.due[at])]
        self.complaints.due[at] = np.where(self.cases.paused[at] > 0, np.nan, self.cases.due[at])

    def take_indicators(self, rows: Sequence[Row]) -> Array:
        """Take indicator versions (reader.INDICATOR_COLUMNS) in the order of their recording. Keys changed."""
        return take_figures(self.indicators, rows, self.words)

    def take_vehicles(self, rows: Sequence[Row]) -> Array:
        """Take vehicle versions (reader.VEHICLE_COLUMNS). Keys changed."""
        if not rows:
            return _NOTHING
        v, code = self.vehicles, self.words.code
        self._grow_vehicles(max(row[0] for row in rows))
        ordered = sorted(rows, key=lambda row: (row[2], row[1]))
        for key, _, valid_at, _, source, id_, name, kind, group, status in ordered:
            i = key - 1
            if valid_at / 1000 < v.described[i]:
                continue
            self.vehicle_names[i], self.vehicle_ids[i] = name, id_
            v.described[i] = valid_at / 1000
            v.source[i], v.kind[i], v.group[i], v.status[i] = code(source), code(kind), code(group), code(status)
        return np.unique([row[0] for row in rows])

    def _grow_vehicles(self, n: int) -> None:
        self.vehicles.grow(n)
        missing = self.vehicles.n - len(self.vehicle_names)
        self.vehicle_names += [""] * missing
        self.vehicle_ids += [""] * missing

    def take_positions(self, fixes: Fixes) -> Array:
        """Take fixes in any order; only a newer usable fix moves a mark. Keys changed.

        A late fix is history, but it may be the one *before* the mark, where the slide begins.
        """
        if not fixes:
            return _NOTHING
        self._grow_vehicles(int(fixes.vehicle[-1]))
        last, before = fixes.newest(), fixes.second_newest()
        is_newer = ~(last.at <= self.vehicles.fix_at[last.vehicle - 1])
        moved = last.only(is_newer)
        self._move(moved)
        self._slide_from(before)
        self._slide_from(last.only(~is_newer))
        return moved.vehicle

    def _move(self, last: Fixes) -> None:
        v, at = self.vehicles, last.vehicle - 1
        v.prev_lat[at], v.prev_lon[at], v.prev_fix_at[at] = v.lat[at], v.lon[at], v.fix_at[at]
        v.lat[at], v.lon[at], v.fix_at[at] = last.lat, last.lon, last.at
        v.speed[at], v.course[at], v.valid[at] = last.speed, last.course, last.valid

    def _slide_from(self, before: Fixes) -> None:
        v, at = self.vehicles, before.vehicle - 1
        closer = (before.at < v.fix_at[at]) & ~(before.at <= v.prev_fix_at[at])
        before, at = before.only(closer), at[closer]
        v.prev_lat[at], v.prev_lon[at], v.prev_fix_at[at] = before.lat, before.lon, before.at
