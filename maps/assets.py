"""The files the page may load, by path: our scripts, Leaflet and the letters. A fixed table; nothing is searched."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from app.errors import PocError
from maps.skeleton import Skeleton

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
JS, CSS, HTML, JSON, TTF = "text/javascript", "text/css", "text/html; charset=utf-8", "application/json", "font/ttf"
OUR_FILES = (
    "map.css",
    *(
        f"{module}.js"
        for module in (
            *("main", "api", "bus", "packed", "projection", "canvas", "theme", "raster", "sprites", "shapes", "labels"),
            *("ground", "heat", "complaints", "vehicles", "live", "trail", "pointer", "card", "controls", "follow"),
            *("names", "tags"),
        )
    ),
)
MARKS = ("mark-rendah", "mark-menengah", "mark-tinggi", "mark-kritis")


@dataclass(frozen=True, slots=True)
class Asset:
    """One thing the page may load: bytes in memory, or a file read on request."""

    mime: str
    source: bytes | Path

    def read(self) -> bytes:
        """Its bytes. Raises OSError when an installed file is gone."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


def page_assets(skeleton: Skeleton, base: bytes) -> dict[str, Asset]:
    """The whole table. `base` is the city as JSON."""
    leaflet = leaflet_folder()
    table = {
        "/": Asset(HTML, skeleton.page.encode()),
        "/head.js": Asset(JS, skeleton.head.encode()),
        "/skeleton.js": Asset(JS, skeleton.script.encode()),
        "/skeleton.css": Asset(CSS, skeleton.style.encode()),
        "/base.json": Asset(JSON, base),
        "/leaflet.js": Asset(JS, leaflet / "leaflet.js"),
        "/leaflet.css": Asset(CSS, leaflet / "leaflet.css"),
    }
    return table | _our_files() | _letters()


def _our_files() -> dict[str, Asset]:
    folder = RESOURCES / "map"
    return {f"/map/{name}": Asset(CSS if name.endswith(".css") else JS, folder / name) for name in OUR_FILES}


def _letters() -> dict[str, Asset]:
    folder = package_folder("font_roboto") / "files"
    return {f"/font/{name}.ttf": Asset(TTF, folder / f"Roboto-{name}.ttf") for name in ("Regular", "Medium")}


@cache
def leaflet_folder() -> Path:
    """Where the installed Leaflet package keeps its files. Raises PocError when it is not installed."""
    return package_folder("js_lib_leaflet") / "static" / "js_lib_leaflet"


def package_folder(name: str) -> Path:
    """Folder of an installed package, without importing it. Raises PocError."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise PocError("map", f"The package {name} is not installed.", "Run ./poc once to install what is missing.")
    return Path(spec.origin).parent
