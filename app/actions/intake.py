"""Intake by hand: half of such rooms' complaints come by telephone, at the counter, or by message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.actions.room import Refused
from app.domain.case import DESK, CaseId
from app.domain.complaint import Complaint, Personal, State
from app.domain.mail import Mail, What
from app.geo.points import OUTSIDE
from app.journal import tables
from app.settings import CityFile
from app.settings.division import answers_for

_h = tables.complaint_heads.c


class Channel(StrEnum):
    """How a caller reached us."""

    EMERGENCY = "112"
    TELEPHONE = "telephone"
    WALK_IN = "walk-in"
    WHATSAPP = "whatsapp"


@dataclass(frozen=True, slots=True)
class Intake:
    """A new complaint. `caller` (name, phone, …) is the citizen's own and never becomes part of a fact.

    `backend` is the source that is asked to create it, "" for none; until it answers the complaint bears our number.
    """

    category: str
    description: str
    channel: Channel
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    caller: Mapping[str, str] = field(default_factory=dict)
    backend: str = ""

    def check(self, city: CityFile) -> None:
        """Raises Refused naming what is missing or outside the city."""
        if not self.category or not self.description.strip():
            raise Refused("intake", "the category or the description is missing.", "Say what was reported.")
        if (self.lat is None) != (self.lon is None):
            raise Refused("intake", "half a place is none.", "Give latitude and longitude, or neither.")
        if self.lat is not None and self.lon is not None and not _is_inside(self.lat, self.lon, city):
            raise Refused("intake", "the place is outside the city.", "Put the pin where it belongs, or forward it.")
        if self.backend and city.source_of(self.backend) is None:
            raise Refused("intake", f"there is no source {self.backend}.", "Name one of the city file.")

    def complaint(self, number: str, city: CityFile, now: datetime, area: int = OUTSIDE) -> Complaint:
        """The record as a fact, without a word about the caller. `area` is where it lies for a fact."""
        category = city.category_of(self.category)
        return Complaint(
            DESK,
            number,
            now,
            "open",
            State.OPEN,
            requested_at=now,
            service_code=service_code(city, self.backend, self.category),
            service_name=category.name if category else self.category,
            category=self.category,
            description=self.description.strip(),
            address=self.address.strip(),
            lat=self.lat,
            lon=self.lon,
            agency=answers_for(city, self.category, area),
            flags=() if self.lat is not None else ("no_place",),
            extra={"channel": self.channel.value} | ({"backend": self.backend} if self.backend else {}),
        )

    def personal(self, number: str) -> tuple[Personal, ...]:
        """The caller's own data, apart."""
        said = {key: text for key, text in self.caller.items() if text.strip()}
        return (Personal(DESK, number, said),) if said else ()

    def mails(self, operation: str, complaint: Complaint) -> tuple[Mail, ...]:
        """What asks the backend to create it; the caller's data are looked up when it is sent, not kept here."""
        if not self.backend:
            return ()
        case = str(CaseId(DESK, complaint.id))
        return (Mail(operation, What.CREATE, self.backend, case, {"marker": complaint.id}),)


def _is_inside(lat: float, lon: float, city: CityFile) -> bool:
    south, west, north, east = city.city.box_with_margin
    return south <= lat <= north and west <= lon <= east


def service_code(city: CityFile, source: str, category: str) -> str:
    """The source's own code for a category; "" when its mapping has none."""
    spec = city.source_of(source)
    codes = spec.mapping.services if spec else {}
    return next((code for code, ours in codes.items() if ours == category), "")


def next_number(connection: Connection, day: datetime) -> str:
    """Our own number for the next complaint of a day of the city, such as POC-20161130-0007."""
    prefix = f"POC-{day:%Y%m%d}-"
    query = sa.select(sa.func.max(_h.id)).where(_h.source == DESK, _h.id.startswith(prefix, autoescape=True))
    newest = connection.execute(query).scalar()
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:04d}"
