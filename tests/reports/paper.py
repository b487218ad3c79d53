"""Frozen reports by hand, and what tests look for in a PDF."""

import io
from collections.abc import Sequence
from typing import Any

import msgspec
import pypdf

from app.domain.freshness import Freshness
from reports.daily_parts import AgenciesPart, AgencyRow, DayPart, District, FundRow, FundsPart, SilentAgency
from reports.frozen import Frozen, Head, Input, Noted, SourceAge, thawed
from reports.revenue_parts import Curves, MilestoneRow, MoneyRow, RevenuePart

DAY_END = 1_480_525_199_999  # 30 November 2016, 23.59.59,999 WIB
AT = 1_480_546_800_000  # 1 December 2016, 06.00 WIB
NAMES = ("Dinas Kebersihan", "Dinas Bina Marga dan Tata Air", "Dinas Pertamanan, Pemakaman, dan PJU", "Dinas Kesehatan")
KINDS = ("PBB-P2", "BPHTB", "Hotel", "Restoran", "Hiburan", "Reklame", "PPJ", "Parkir", "Air Tanah")
KECAMATAN = ("Bekasi Timur", "Bekasi Barat", "Bekasi Utara", "Bekasi Selatan", "Rawalumbu", "Medansatria")
TRILLION = 1e12


def noted(id: str, value: float | None, unit: str = "complaints", rule: str = "day.received", **more: Any) -> Noted:
    """A figure that is well, made of as many complaints as it says."""
    fields: dict[str, Any] = {
        "name": id.split(".")[-1].replace("_", " ").capitalize(),
        "sources": ("sorot",),
        "observed": DAY_END,
        "freshness": int(Freshness.FRESH if value is not None else Freshness.NEVER),
        "inputs": (Input("complaint", int(min(abs(value or 0), 999)), 12, 4_812_907, DAY_END),),
    }
    return Noted(id, value=value, unit=unit, rule=rule, **(fields | more))


def agency_row(name: str, received: float, closed: float, still: float, on_time: float, median: float) -> AgencyRow:
    """One agency's day."""
    key = name.split()[-1].lower()
    return AgencyRow(
        key,
        name,
        noted(f"agency.{key}.received", received),
        noted(f"agency.{key}.closed", closed, rule="day.closed"),
        noted(f"agency.{key}.open", still, rule="day.open"),
        noted(f"agency.{key}.on_time", on_time, "%", "day.on_time"),
        noted(f"agency.{key}.median", median, "s", "day.median"),
    )


def day_part(names: Sequence[str] = NAMES, **changed: Any) -> DayPart:
    """The day of the design's picture."""
    hours = (13, 9, 13, 16, 18, 32, 41, 74, 103, 126, 133, 117, 92, 69, 44, 43, 47, 69, 82, 92, 92, 58, 40, 20)
    rows = ((96, 88, 41, 95.8, 540), (71, 49, 52, 88.1, 1020), (34, 28, 27, 94.0, 720), (13, 11, 8, 100.0, 480))
    fields: dict[str, Any] = {
        "received": noted("received", 214),
        "closed": noted("closed", 176, rule="day.closed"),
        "open": noted("open", 128, rule="day.open"),
        "on_time": noted("on_time", 93.4, "%", "day.on_time"),
        "median_close": noted("median_close", 660, "s", "day.median"),
        "vehicles_on_duty": noted("vehicles_on_duty", 94, "vehicles", "day.on_duty", sources=("armada",)),
        "vehicles": noted("vehicles", 120, "vehicles", "day.vehicles", sources=("armada",)),
        "by_hour": hours,
        "agencies": tuple(agency_row(name, *rows[n % 4]) for n, name in enumerate(names)),
        "districts": tuple(District(name, noted(f"district.{n}", 40 - 5 * n)) for n, name in enumerate(KECAMATAN)),
        "before": noted("before.received", 196),
    }
    return DayPart(**(fields | changed))


def funds_part(names: Sequence[str] = NAMES) -> FundsPart:
    """What is left of four funds."""
    money = (182.4e6, 31.0e6, 97.7e6, 240.0e6)

    def row(n: int, name: str) -> FundRow:
        key = name.split()[-1].lower()
        left = noted(f"{key}.remaining", money[n % 4], "IDR", "funds.remaining", sources=("dana",))
        return FundRow(key, name, left, noted(f"{key}.percent", 60.0 + n, "%", "funds.percent", sources=("dana",)))

    return FundsPart(2016, tuple(row(n, name) for n, name in enumerate(names)))


def money_row(key: str, name: str, scale: float = 1.0, **changed: Any) -> MoneyRow:
    """One line of taxes; `scale` 1 is the whole city's."""

    def one(field: str, value: float | None, unit: str = "IDR", rule: str = "") -> Noted:
        where = key if key == "total" else f"kind.{key}"
        values: dict[str, Any] = {"sources": ("pajak",)} | ({"value": changed[field]} if field in changed else {})
        made = noted(f"{where}.{field}", value, unit, rule or f"revenue.{field}", sources=("pajak",))
        return msgspec.structs.replace(made, **values)

    return MoneyRow(
        key,
        name,
        today=one("today", 6.1e9 * scale),
        to_date=one("to_date", 1.539 * TRILLION * scale),
        target_original=one("target_original", 1.60 * TRILLION * scale),
        target_revised=one("target_revised", 1.68 * TRILLION * scale),
        target=one("target", 1.68 * TRILLION * scale),
        percent=one("percent", 91.6, "%"),
        remainder=one("remainder", 0.141 * TRILLION * scale),
        last_year=one("last_year", 1.34 * TRILLION * scale),
        pace=one("pace", 0.97, "index"),
        expected=one("expected", 1.58 * TRILLION * scale),
        projection=one("projection", 1.64 * TRILLION * scale),
        projection_low=one("projection_low", 1.61 * TRILLION * scale, rule="revenue.band"),
        projection_high=one("projection_high", 1.67 * TRILLION * scale, rule="revenue.band"),
    )


def curves() -> Curves:
    """A year whose money comes before September, known to the end of November, with a gap in March."""

    def share(day: int) -> float:
        return (day / 366) ** 1.15 * 0.85 + (0.15 if day > 253 else 0.15 * (day / 253) ** 6)

    days = range(1, 367)
    known = tuple(None if d > 335 or 70 < d < 80 else round(1.66 * TRILLION * share(d)) for d in days)
    ahead = tuple(round(1.64 * TRILLION * share(d)) if d >= 335 else None for d in days)
    band = ((0.985, 1.018)) if ahead else (1, 1)
    low, high = (
        tuple(None if v is None else v * (1 + (k - 1) * (n - 334) / 31) for n, v in enumerate(ahead)) for k in band
    )
    plan = tuple(round((1.60 if d < 320 else 1.68) * TRILLION * share(d)) for d in days)
    former = {"2015": tuple(round(1.49 * TRILLION * share(d)) for d in days)}
    return Curves(known, plan, former, low, high, ahead)


def revenue_part(**changed: Any) -> RevenuePart:
    """Taxes on 30 November 2016."""
    kinds = tuple(money_row(f"K{n}", name, 0.3 / (n + 1)) for n, name in enumerate(KINDS))
    places = tuple(money_row(f"32.75.{n:02d}", name, 0.2 / (n + 1)) for n, name in enumerate(KECAMATAN))
    steps = ((1, "2016-03-31", 15.0, 17.2, True), (2, "2016-06-30", 40.0, 38.4, False))
    steps += ((3, "2016-09-30", 75.0, 76.0, True),)
    fields: dict[str, Any] = {
        "year": 2016,
        "day": "2016-11-30",
        "total_name": "pajak daerah",
        "total": money_row("total", "Jumlah"),
        "kinds": kinds,
        "districts": places,
        "curves": curves(),
        "pbb_due": "2016-09-10",
        "data_until": "2016-11-30",
        "target_changed": "2016-11-15",
        "milestones": (
            *(
                MilestoneRow(q, day, due, noted(f"milestone.{q}", got, "%", "revenue.milestone"), met)
                for q, day, due, got, met in steps
            ),
            MilestoneRow(4, "2016-12-31", 100.0, noted("milestone.4", None, "%", "revenue.milestone"), None),
        ),
    }
    return RevenuePart(**(fields | changed))


SOURCES = (
    SourceAge("sorot", "Bagian Telematika", "ok", 0, 9.0, 240.0),
    SourceAge("armada", "Dishub", "ok", 0, 3.0, 6.0),
    SourceAge("pajak", "Dispenda", "ok", 1, 3600.0, 86_400.0),
    SourceAge("dana", "BPKAD", "down", 3, 260_000.0, 300_000.0, "The server did not answer (timeout)."),
)


def frozen(name: str = "daily", language: str = "id", **changed: Any) -> Frozen:
    """A whole frozen report; any part can be replaced by its name, and so can the head's fields."""
    parts: dict[str, Any] = {"revenue": revenue_part()}
    if name == "daily":
        silent = (SilentAgency("Badan Perizinan", 3), SilentAgency("Dinas Sosial"))
        parts = {"day": day_part(), "agencies": AgenciesPart(11, 13, silent), "funds": funds_part()}
        parts["revenue"] = revenue_part(curves=None)
    parts |= {key: value for key, value in changed.items() if key in parts}
    fields: dict[str, Any] = {
        "name": name,
        "day": "2016-11-30",
        "language": language,
        "program": "0.1.0",
        "commit": 4_812_907,
        "at": AT,
        "is_whole": True,
        "is_simulated": False,
        "city": "Kota Bekasi",
        "zone": "Asia/Jakarta",
        "sources": SOURCES,
    }
    head = Head(**(fields | {key: value for key, value in changed.items() if key not in parts}))
    return thawed(Frozen(head, {key: msgspec.to_builtins(part) for key, part in parts.items()}).text())


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def words_of(pdf: bytes) -> str:
    """All text with single spaces."""
    return " ".join(" ".join(pages_of(pdf)).split())
