"""Fixes as numpy columns, sorted by vehicle and time, one row an instant.

They are made where the rows are read, in a thread of its own: a window takes thousands a second, and only as columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from app.domain.kind import Flag, flag_bits
from app.journal.columns import Array, is_last_of_key
from app.journal.copying import Row

UNTRUSTED = flag_bits((Flag.CLOCK.value, Flag.SPEED.value))  # such a fix moves no mark


@dataclass(frozen=True, slots=True)
class Fixes:
    """Usable fixes: times in seconds since 1970, degrees, km/h."""

    vehicle: Array
    at: Array
    lat: Array
    lon: Array
    speed: Array
    course: Array
    valid: Array
    commit: Array

    def __len__(self) -> int:
        return len(self.vehicle)

    def only(self, which: Array | slice) -> "Fixes":
        """Some of them, by index or mask."""
        return Fixes(*(getattr(self, field.name)[which] for field in fields(self)))

    def newest(self) -> "Fixes":
        """Each vehicle's newest one."""
        return self.only(is_last_of_key(self.vehicle))

    def second_newest(self) -> "Fixes":
        """Each vehicle's newest but one, of vehicles that have two."""
        at = np.flatnonzero(is_last_of_key(self.vehicle)) - 1
        at = at[at >= 0]
        return self.only(at[self.vehicle[at] == self.vehicle[at + 1]])


def no_fixes() -> Fixes:
    """None at all."""
    nothing = np.empty(0)
    return Fixes(np.empty(0, "i8"), *[nothing] * 7)


def fixes_of(rows: Sequence[Row]) -> Fixes:
    """The usable ones of rows that came as reader.POSITION_COLUMNS.

    Of several records of one instant the first recorded stands, so that live and replay agree whatever came when.
    """
    usable = [row for row in rows if not row[8] & UNTRUSTED]
    if not usable:
        return no_fixes()
    vehicle, fix, commit, lat, lon, speed, course, valid, _ = zip(*usable, strict=True)
    fixes = Fixes(
        np.array(vehicle, "i8"),
        np.array(fix, "f8") / 1000,
        np.array(lat, "f8") / 1e7,
        np.array(lon, "f8") / 1e7,
        np.array(speed, "f8") / 1000,
        np.array(course, "f8") / 1000,
        np.array(valid, "u1"),
        np.array(commit, "i8"),
    )
    return _one_an_instant(fixes)


def _one_an_instant(fixes: Fixes) -> Fixes:
    backwards = -np.arange(len(fixes.vehicle))
    ordered = fixes.only(np.lexsort((backwards, -fixes.commit, fixes.at, fixes.vehicle)))
    same = (ordered.vehicle[1:] == ordered.vehicle[:-1]) & (ordered.at[1:] == ordered.at[:-1])
    return ordered.only(np.append(~same, True))
