"""Kinds of local tax and which of the new law's kinds continues which of the old.

Sources: UU 28/2009 (kinds and highest rates, in force until the taxes of UU 1/2022 began on 5 January 2024), UU 1/2022
(PBJT takes in five of the old kinds; the surcharges on the province's vehicle taxes began on 5 January 2025).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

NEW_LAW = date(2024, 1, 5)
SURCHARGES = date(2025, 1, 5)
_OLD_LAW_ENDS = NEW_LAW - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TaxKind:
    """A kind of tax under the name it bears from `valid_from` to `valid_to` (both days count).

    `successor` is the key of the kind that continues it; `cap_percent` the law's highest ordinary rate.
    """

    key: str
    name: str
    name_en: str
    cap_percent: float | None = None
    successor: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid(self, day: date) -> bool:
        """Whether the kind was levied under this name on `day`."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


def _old(key: str, name: str, name_en: str, cap: float, successor: str) -> TaxKind:
    return TaxKind(key, name, name_en, cap, successor, None, _OLD_LAW_ENDS)


def _new(key: str, name: str, name_en: str, cap: float | None, begin: date = NEW_LAW) -> TaxKind:
    return TaxKind(key, name, name_en, cap, "", begin)


KINDS: tuple[TaxKind, ...] = (
    TaxKind("PBB_P2", "PBB Perdesaan dan Perkotaan", "Land and building tax", 0.5),
    TaxKind("BPHTB", "Bea Perolehan Hak atas Tanah dan Bangunan", "Property transfer duty", 5.0),
    _old("HOTEL", "Pajak Hotel", "Hotel tax", 10.0, "PBJT_HOTEL"),
    _old("RESTORAN", "Pajak Restoran", "Restaurant tax", 10.0, "PBJT_MAKAN"),
    _old("HIBURAN", "Pajak Hiburan", "Entertainment tax", 35.0, "PBJT_HIBURAN"),
    TaxKind("REKLAME", "Pajak Reklame", "Billboard tax", 25.0),
    _old("PPJ", "Pajak Penerangan Jalan", "Street lighting tax", 10.0, "PBJT_LISTRIK"),
    _old("PARKIR", "Pajak Parkir", "Parking tax", 30.0, "PBJT_PARKIR"),
    TaxKind("AIR_TANAH", "Pajak Air Tanah", "Groundwater tax", 20.0),
    TaxKind("MBLB", "Pajak Mineral Bukan Logam dan Batuan", "Non-metal minerals tax"),
    TaxKind("WALET", "Pajak Sarang Burung Walet", "Swiftlet nest tax"),
    _new("PBJT_MAKAN", "PBJT Makanan dan/atau Minuman", "Food and beverage tax", 10.0),
    _new("PBJT_LISTRIK", "PBJT Tenaga Listrik", "Electricity tax", 10.0),
    _new("PBJT_HOTEL", "PBJT Jasa Perhotelan", "Hotel services tax", 10.0),
    _new("PBJT_PARKIR", "PBJT Jasa Parkir", "Parking services tax", 10.0),
    _new("PBJT_HIBURAN", "PBJT Jasa Kesenian dan Hiburan", "Arts and entertainment tax", 10.0),
    _new("OPSEN_PKB", "Opsen PKB", "Surcharge on the vehicle tax", None, SURCHARGES),
    _new("OPSEN_BBNKB", "Opsen BBNKB", "Surcharge on the vehicle transfer duty", None, SURCHARGES),
)


def by_key(kinds: Iterable[TaxKind]) -> dict[str, TaxKind]:
    """Kinds by their key; of two with one key the later stands, so that a city's own words win over the law's."""
    return {kind.key: kind for kind in kinds}


def family(key: str, kinds: Mapping[str, TaxKind]) -> str:
    """The key under which a kind and all it was before are one line: that of the last successor.

    A kind nobody knows is its own family. A circle of successors ends where it began.
    """
    seen = {key}
    while (kind := kinds.get(key)) and kind.successor and kind.successor not in seen:
        key = kind.successor
        seen.add(key)
    return key


def borne_on(family_key: str, day: date, kinds: Mapping[str, TaxKind]) -> TaxKind:
    """The kind a family was levied as on `day`; the newest name where none was valid that day."""
    members = [kind for kind in kinds.values() if family(kind.key, kinds) == family_key]
    valid = [kind for kind in members if kind.is_valid(day)]
    if valid:
        return valid[0]
    return kinds.get(family_key) or TaxKind(family_key, family_key, family_key)


def formerly(family_key: str, day: date, kinds: Mapping[str, TaxKind]) -> tuple[TaxKind, ...]:
    """The names a family bore before `day`, for the tables that show both laws side by side."""
    return tuple(
        kind
        for kind in kinds.values()
        if family(kind.key, kinds) == family_key and kind.valid_to is not None and kind.valid_to < day
    )
