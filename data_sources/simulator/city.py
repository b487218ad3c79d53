"""The city the far ends live in: read from a city file, filled up with invented places where the file says little."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data_sources.simulator.noise import chooser
from data_sources.simulator.topics import topic_of

Box = tuple[float, float, float, float]
Point = tuple[float, float]
DEFAULT_CITY = Path(__file__).resolve().parents[2] / "resources" / "cities" / "kota-bekasi.toml"
_BOX: Box = (-6.41, 106.88, -6.16, 107.06)
_VILLAGES = (
    "Sukamaju", "Mekarsari", "Sukasari", "Cibadak", "Margasari", "Harapan", "Sukajaya", "Pasirjaya", "Cikaret",
    "Tegalega", "Babakan", "Kebonjati", "Sindangsari", "Bantarjati", "Ciluar", "Katulampa", "Mulyaharja", "Rangga",
    "Cipaku", "Genteng", "Kertajaya", "Wanasari", "Panaragan", "Gudang",
)  # fmt: skip
_FALLBACK_SERVICES = {
    "010": "jalan", "020": "sampah", "030": "drainase", "040": "pohon", "050": "lampu", "060": "lalu-lintas",
    "070": "fasilitas", "080": "ketertiban",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Village:
    """A kelurahan (or an invented one): where its people report from."""

    name: str
    district: str
    lat: float
    lon: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Spot:
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Service:
    """One Open311 service. `topic` chooses the texts and the pace of the work."""

    code: str
    name: str
    topic: str
    agency: str
    kind: str = "realtime"


@dataclass(frozen=True, slots=True)
class FleetKind:
    kind: str
    name: str


@dataclass(frozen=True)
class City:
    name: str
    zone: ZoneInfo
    box: Box
    villages: tuple[Village, ...]
    landmarks: tuple[Spot, ...]
    roads: tuple[tuple[Point, ...], ...]
    services: tuple[Service, ...]
    fleets: tuple[FleetKind, ...]
    agencies: dict[str, str]
    """Ids of agencies by the short name that services bear."""

    @property
    def slug(self) -> str:
        """The last word of the name, small: the jurisdiction of the endpoint."""
        return self.name.split()[-1].lower()

    def holds(self, lat: float, lon: float) -> bool:
        south, west, north, east = self.box
        return south <= lat <= north and west <= lon <= east


def load_city(path: Path | None = None) -> City:
    """Read a city file with the few keys that matter here. No file at all gives an invented city."""
    path = path or (DEFAULT_CITY if DEFAULT_CITY.exists() else None)
    raw = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    head = raw.get("city", {})
    box = _box(head.get("box"))
    villages = _villages(raw, box)
    return City(
        name=str(head.get("name", "Kota Contoh")),
        zone=ZoneInfo(str(head.get("zone", "Asia/Jakarta"))),
        box=box,
        villages=villages,
        landmarks=tuple(Spot(str(m["name"]), m["lat"], m["lon"]) for m in _placed(raw, "landmark")),
        roads=tuple(_roads(raw)),
        services=tuple(_services(raw)),
        agencies={_short(a): str(a["id"]) for a in raw.get("agency", []) if "id" in a},
        fleets=tuple(FleetKind(str(f["kind"]), str(f.get("name", f["kind"]))) for f in raw.get("fleet", [])),
    )


def _box(value: Any) -> Box:
    if not value:
        return _BOX
    south, west, north, east = map(float, value)
    return south, west, north, east


def _placed(raw: dict[str, Any], table: str) -> list[dict[str, Any]]:
    return [row for row in raw.get(table, []) if "lat" in row and "lon" in row]


def _villages(raw: dict[str, Any], box: Box) -> tuple[Village, ...]:
    districts = {str(k.get("code", k.get("name"))): str(k.get("name", "")) for k in raw.get("kecamatan", [])}
    rows = _placed(raw, "kelurahan")
    if len(rows) < 3:
        return _invented(box, [name for name in districts.values() if name])
    return tuple(
        Village(str(r["name"]), districts.get(str(r.get("kecamatan", "")), ""), r["lat"], r["lon"],
                560.0 * float(r.get("area_km2", 3.0)) ** 0.5)
        for r in rows
    )  # fmt: skip


def _invented(box: Box, districts: list[str]) -> tuple[Village, ...]:
    """A grid of invented villages inside the box, nudged off the grid so that nobody takes them for real ones."""
    south, west, north, east = box
    rng, side, out = chooser("villages", *box), 5, []
    for n in range(side * side - 1):
        lat = south + (north - south) * (0.12 + 0.76 * ((n // side) + rng.uniform(0.2, 0.8)) / side)
        lon = west + (east - west) * (0.12 + 0.76 * ((n % side) + rng.uniform(0.2, 0.8)) / side)
        district = districts[n % len(districts)] if districts else ""
        out.append(Village(_VILLAGES[n % len(_VILLAGES)], district, round(lat, 4), round(lon, 4), 900.0))
    return tuple(out)


def _roads(raw: dict[str, Any]) -> list[tuple[Point, ...]]:
    """Lines that wheels can follow; rivers, canals and rails are left out."""
    wheels = ("road", "jalan", "street", "toll", "tol")
    lines = [line for line in raw.get("line", []) if any(w in str(line.get("kind", "")).lower() for w in wheels)]
    return [tuple((float(lat), float(lon)) for lat, lon in line["points"]) for line in lines]


def _services(raw: dict[str, Any]) -> list[Service]:
    """Codes of the first Open311 source's mapping; else the built-in eight: every city has something to report."""
    mapped: dict[str, str] = {}
    for source in raw.get("source", []):
        if source.get("protocol") == "open311":
            mapped |= {str(k): str(v) for k, v in source.get("mapping", {}).get("services", {}).items()}
    categories = {str(c["id"]): c for c in raw.get("category", []) if "id" in c}
    agencies = {str(a["id"]): _short(a) for a in raw.get("agency", []) if "id" in a}
    out = []
    codes = sorted((mapped or _FALLBACK_SERVICES).items())
    for n, (code, ident) in enumerate(codes):
        row = categories.get(ident, {})
        topic = topic_of(ident, str(row.get("name", "")))
        agency = agencies.get(str(row.get("agency", "")), topic.agency)
        name = str(row.get("name") or topic.name)
        out.append(Service(code, name, topic.key, agency, "batch" if n == len(codes) - 1 else "realtime"))
    return out


def _short(agency: dict[str, Any]) -> str:
    """What an agency is called in a list."""
    return str(agency.get("short") or agency.get("name", agency["id"]))
