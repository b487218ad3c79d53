"""A place as others can open it: coordinates, a geo: address, links to two well-known maps. Nothing is opened here."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.visible import visible
from app.i18n import N_, Language
from widgets.commands import CommandSpec

SECTION = N_("Place")
COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "place:all",
        N_("Copy the place"),
        "Ctrl+Shift+C",
        "place",
        help=N_("Name, coordinates and links of what is selected, as text to paste."),
        section=SECTION,
    ),
    CommandSpec(
        "place:coordinates", N_("Copy the coordinates"), "", "copy", help=N_("Latitude, longitude."), section=SECTION
    ),
    CommandSpec(
        "place:geo", N_("Copy as geo: address"), "", "copy", help=N_("Opens the map of a telephone."), section=SECTION
    ),
    CommandSpec(
        "place:osm",
        N_("Copy a link to OpenStreetMap"),
        "",
        "copy",
        help=N_("Text only: nothing is opened."),
        section=SECTION,
    ),
    CommandSpec(
        "place:google",
        N_("Copy a link to Google Maps"),
        "",
        "copy",
        help=N_("Text only: nothing is opened."),
        section=SECTION,
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A named place in degrees (WGS 84)."""

    name: str
    lat: float
    lon: float

    def shared(self, how: str) -> str:
        """One way of telling it: coordinates, geo (RFC 5870), osm or google."""
        at = f"{self.lat:.6f},{self.lon:.6f}"
        match how:
            case "geo":
                return f"geo:{at}"
            case "osm":
                lat, lon = at.split(",")
                return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{lat}/{lon}"
            case "google":
                return f"https://www.google.com/maps/search/?api=1&query={at}"
        return at.replace(",", ", ")

    def whole(self, words: Language) -> str:
        """All of them under its name, one a line."""
        ways: Sequence[tuple[str, str]] = (
            (words.text("Coordinates"), "coordinates"),
            (words.text("On a telephone"), "geo"),
            ("OpenStreetMap", "osm"),
            ("Google Maps", "google"),
        )
        lines = [f"{title}: {self.shared(how)}" for title, how in ways]
        return "\n".join([visible(self.name, 200), *lines])
