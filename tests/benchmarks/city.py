"""The city of all benchmarks, and chance that repeats: places, categories and words of made-up complaints."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.settings import CityFile, load_city
from tests.benchmarks.places import CITY

Floats = NDArray[np.float64]
END = datetime(2016, 11, 30, 17, tzinfo=UTC)  # where every history ends: midnight in the city
STATUSES = ("open", "in_progress", "closed")
TROUBLES = (
    ("Lubang di tengah jalan", "Lubang sedalam mata kaki di lajur kiri, sudah dua pengendara motor jatuh malam ini."),
    ("Sampah menumpuk", "Tumpukan sampah menutup separuh bahu jalan dan mulai berbau; mohon segera diangkut."),
    ("Saluran tersumbat", "Air meluap ke halaman setiap hujan karena saluran penuh lumpur dan plastik."),
    ("Lampu jalan padam", "Lima titik lampu padam sejak tiga hari, jalan gelap dan rawan."),
    ("Pohon tumbang", "Pohon besar menutup jalan dan menimpa kabel; warga memasang tali pembatas."),
)
STREETS = ("Jl. Ahmad Yani", "Jl. Chairil Anwar", "Jl. Juanda", "Jl. Siliwangi", "Jl. Pekayon Raya", "Jl. Hasibuan")


@cache
def city() -> CityFile:
    """Kota Bekasi as the product ships it."""
    return load_city(CITY)


def start(days: int) -> datetime:
    """Where a history of so many days begins."""
    return END - timedelta(days=days)


@dataclass(frozen=True)
class Places:
    """Places around the centres of the kelurahan: half near them, half anywhere in the city's box."""

    lat: Floats
    lon: Floats

    @classmethod
    def scattered(cls, n: int, seed: int = 1) -> "Places":
        """`n` of them."""
        rng, areas = np.random.default_rng(seed), city().places.kelurahan
        which = rng.integers(0, len(areas), n)
        lat = np.array([area.lat for area in areas])[which] + rng.normal(0, 0.006, n)
        lon = np.array([area.lon for area in areas])[which] + rng.normal(0, 0.006, n)
        return cls(lat, lon)


def category_ids() -> list[str]:
    """Ids of the city's categories."""
    return [category.id for category in city().categories]


def words_of(n: int, category: str) -> dict[str, Any]:
    """Title, description and address of complaint number `n`; one in five has a pothole ("lubang")."""
    title, description = TROUBLES[n % len(TROUBLES)]
    street = STREETS[n % 7 % len(STREETS)]
    return {
        "title": f"{title} dekat {street}",
        "description": f"{description} Laporan ke-{n} dari {street} nomor {n % 211}, kategori {category}.",
        "address": f"{street} No. {n % 211}, RT {n % 9 + 1}/RW {n % 13 + 1}",
    }
