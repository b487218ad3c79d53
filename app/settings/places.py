"""The city's places as the schematic map knows them: areas by centroid, landmarks, rough lines."""

from typing import Annotated

from pydantic import AfterValidator, Field

from app.settings.kinds import Frozen, Latitude, Longitude, Word, one_of

LINE_KINDS = ("river", "canal", "toll", "rail", "road")


class Kecamatan(Frozen):
    """A district: its official code, centroid in degrees and area."""

    code: Word
    name: Word
    lat: Latitude
    lon: Longitude
    area_km2: float = Field(gt=0)


class Kelurahan(Kecamatan):
    """A sub-district; `kecamatan` is the code of the district it belongs to."""

    kecamatan: Word


class Landmark(Frozen):
    """A named point; `accuracy_m` says how far the pin may be off, and uncertain ones are drawn hollow."""

    name: Word
    lat: Latitude
    lon: Longitude
    accuracy_m: float = Field(default=0.0, ge=0)


def _line_kind(word: str) -> str:
    return one_of(word, LINE_KINDS)


class Line(Frozen):
    """A river, canal, toll road, railway or road by rough (lat, lon) points: drawn thin, never measured on."""

    name: Word
    kind: Annotated[str, AfterValidator(_line_kind)]
    points: Annotated[tuple[tuple[Latitude, Longitude], ...], Field(min_length=2)]


class Places(Frozen):
    """All places of a city file; each may be empty."""

    kecamatan: tuple[Kecamatan, ...] = ()
    kelurahan: tuple[Kelurahan, ...] = ()
    landmarks: tuple[Landmark, ...] = Field(default=(), alias="landmark")
    lines: tuple[Line, ...] = Field(default=(), alias="line")

    def at(self, area: int) -> Kelurahan | None:
        """The kelurahan of an index as the picture's `area` column holds it; None for any other."""
        return self.kelurahan[area] if 0 <= area < len(self.kelurahan) else None
