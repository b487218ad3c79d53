"""The frozen views of the daily summary's sections."""

import msgspec

from reports.frozen import Noted


class AgencyRow(msgspec.Struct, frozen=True):
    """One agency's day."""

    id: str
    name: str
    received: Noted
    closed: Noted
    open: Noted
    on_time: Noted
    median: Noted


class District(msgspec.Struct, frozen=True):
    """Complaints received from one kecamatan."""

    name: str
    received: Noted


class DayPart(msgspec.Struct, frozen=True):
    """The day's complaints and vehicles. `by_hour` None = that hour is not over, or not known."""

    received: Noted
    closed: Noted
    open: Noted
    on_time: Noted
    median_close: Noted
    vehicles_on_duty: Noted
    vehicles: Noted
    by_hour: tuple[int | None, ...]
    agencies: tuple[AgencyRow, ...]
    districts: tuple[District, ...]
    before: Noted | None = None


class SilentAgency(msgspec.Struct, frozen=True):
    """An agency that does not answer; days None = it never has."""

    name: str
    days: int | None = None


class AgenciesPart(msgspec.Struct, frozen=True):
    """How many agencies answer, and who does not."""

    answering: int
    of: int
    silent: tuple[SilentAgency, ...]


class FundRow(msgspec.Struct, frozen=True):
    """What is left of one agency's response fund."""

    agency: str
    name: str
    remaining: Noted
    percent: Noted
    mark: int | None = None


class FundsPart(msgspec.Struct, frozen=True):
    """Response funds of the year. `withheld` are agencies whose source is lost."""

    year: int
    lines: tuple[FundRow, ...]
    withheld: tuple[str, ...] = ()
