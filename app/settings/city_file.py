"""The whole city file, read and checked."""

from datetime import date
from pathlib import Path

from pydantic import Field

from app.domain.calendar import WorkingCalendar
from app.domain.tax_kinds import KINDS, TaxKind, by_key
from app.settings.channel import Channel
from app.settings.city import Agency, Category, City, Fleet
from app.settings.duty import CalendarSpec, TargetsSpec, calendar_for
from app.settings.indicators import Briefing, IndicatorSpec
from app.settings.kinds import Frozen, NearPath
from app.settings.money import FundsSpec, RevenueSpec, TaxKindSpec
from app.settings.places import Places
from app.settings.sending import Routing, Sending
from app.settings.source import SourceSpec
from app.settings.template import Template


class Database(Frozen):
    """Where the journal is, and a copy of it that desks read (`read_url`); `--journal` sets both aside."""

    url: str | None = None
    read_url: str | None = None


class MapSettings(Frozen):
    """Official boundaries (GeoJSON) and raster tiles (MBTiles or PMTiles); without them the schematic is drawn."""

    boundaries: NearPath | None = None
    tiles: NearPath | None = None


class Privacy(Frozen):
    """How long citizens' data are kept, in days, and after how many idle minutes a desk locks itself."""

    retention_days: int = Field(default=365, ge=1, le=36_500)
    lock_minutes: int = Field(default=10, ge=1, le=240)


class CityFile(Frozen):
    """One city. Names of the file are singular tables ([[agency]], [[source]] …), here they are plural tuples."""

    city: City
    agencies: tuple[Agency, ...] = Field(default=(), alias="agency")
    categories: tuple[Category, ...] = Field(default=(), alias="category")
    fleets: tuple[Fleet, ...] = Field(default=(), alias="fleet")
    places: Places = Places()
    database: Database = Database()
    map: MapSettings = MapSettings()
    privacy: Privacy = Privacy()
    calendar: CalendarSpec = CalendarSpec()
    targets: TargetsSpec = TargetsSpec()
    indicators: tuple[IndicatorSpec, ...] = Field(default=(), alias="indicator")
    revenue: RevenueSpec = RevenueSpec()
    tax_kinds: tuple[TaxKindSpec, ...] = Field(default=(), alias="tax_kind")
    funds: FundsSpec = FundsSpec()
    briefing: Briefing = Briefing()
    sources: tuple[SourceSpec, ...] = Field(alias="source")
    channels: tuple[Channel, ...] = Field(default=(), alias="channel")
    templates: tuple[Template, ...] = Field(default=(), alias="template")
    routing: Routing = Routing()
    sending: Sending = Sending()
    path: Path | None = None

    def working(self, agency: str = "") -> WorkingCalendar:
        """The working calendar of an agency, of the whole city for ""."""
        return calendar_for(self.calendar, self.city.zone, agency)

    def category_of(self, id: str) -> Category | None:
        """The category by its id; None is no fault, the id is shown instead."""
        return next((c for c in self.categories if c.id == id), None)

    def fleet_of(self, kind: str) -> Fleet | None:
        """The fleet by its kind of vehicle, or None."""
        return next((f for f in self.fleets if f.kind == kind), None)

    def source_of(self, id: str) -> SourceSpec | None:
        """The source by its id, or None."""
        return next((s for s in self.sources if s.id == id), None)

    def channel_of(self, id: str) -> Channel | None:
        """The channel by its id, or None."""
        return next((c for c in self.channels if c.id == id), None)

    def agency_of(self, id: str) -> Agency | None:
        """The agency by its id, whatever the day, or None."""
        return next((a for a in self.agencies if a.id == id), None)

    def all_tax_kinds(self) -> dict[str, TaxKind]:
        """Kinds of tax by key: those of the laws, under the city's own words where it has some."""
        return by_key([*KINDS, *(spec.kind for spec in self.tax_kinds)])

    def agency_at(self, id: str, day: date) -> Agency | None:
        """Who bears the duty of agency `id` on `day` (a day of the city): itself, or its first successor in line."""
        agency, seen = self.agency_of(id), set[str]()
        while agency and agency.id not in seen and agency.valid_to and agency.valid_to < day and agency.successors:
            seen.add(agency.id)
            agency = self.agency_of(agency.successors[0]) or agency
        return agency
