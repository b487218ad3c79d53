"""Tracks as files: /positions/csv, /positions/gpx and /positions/kml."""

from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from data_sources.simulator.traccar_json import stamp
from data_sources.simulator.tracks import Fix

_COLUMNS = "id,deviceId,fixTime,valid,latitude,longitude,speed,course"


def csv(name: str, fixes: Iterable[Fix]) -> str:
    """One line a fix; speed in knots."""
    lines = (f"{f.id},{f.vehicle.id},{stamp(f.at)},true,{f.lat},{f.lon},{f.speed},{f.course}" for f in fixes)
    return "\n".join([_COLUMNS, *lines]) + "\n"


def gpx(name: str, fixes: Iterable[Fix]) -> str:
    """A GPX 1.1 track."""
    points = "".join(f'<trkpt lat="{f.lat}" lon="{f.lon}"><time>{stamp(f.at)}</time></trkpt>' for f in fixes)
    head = '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
    return f"{head}<trk><name>{escape(name)}</name><trkseg>{points}</trkseg></trk></gpx>"


def kml(name: str, fixes: Iterable[Fix]) -> str:
    """A KML line; KML writes longitude first."""
    line = " ".join(f"{f.lon},{f.lat}" for f in fixes)
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
    place = f"<name>{escape(name)}</name><LineString><coordinates>{line}</coordinates></LineString>"
    return f"{head}{place}</Placemark></Document></kml>"


FILES: dict[str, tuple[str, Callable[[str, Iterable[Fix]], str]]] = {
    "csv": ("text/csv", csv),
    "gpx": ("application/gpx+xml", gpx),
    "kml": ("application/vnd.google-earth.kml+xml", kml),
}
