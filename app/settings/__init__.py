"""The city file and everything else an administrator sets: what it may hold, how it is read, what is wrong with it."""

from app.settings.channel import Channel
from app.settings.city import Agency, Category, City, Fleet
from app.settings.city_file import CityFile, Database, MapSettings, Privacy
from app.settings.indicators import Briefing, IndicatorSpec
from app.settings.load import load_city, read_city
from app.settings.money import FundsSpec, RevenueSpec, TaxKindSpec
from app.settings.places import Kecamatan, Kelurahan, Landmark, Line, Places
from app.settings.secrets import Secret, find_secret, secret_for
from app.settings.source import Mapping_, SourceSpec

__all__ = [
    "Agency",
    "Briefing",
    "Category",
    "Channel",
    "City",
    "CityFile",
    "Database",
    "Fleet",
    "FundsSpec",
    "IndicatorSpec",
    "Kecamatan",
    "Kelurahan",
    "Landmark",
    "Line",
    "MapSettings",
    "Mapping_",
    "Places",
    "Privacy",
    "RevenueSpec",
    "Secret",
    "SourceSpec",
    "TaxKindSpec",
    "find_secret",
    "load_city",
    "read_city",
    "secret_for",
]
