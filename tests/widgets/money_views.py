"""Views of money, agencies and the day made by hand: what a panel or a scene is given, without any picture."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.severity import Severity
from app.views.agencies import AgenciesView, AgencyLine, IndicatorLine, Silent
from app.views.day import AgencyDay, DayView
from app.views.figure import Figure, Running
from app.views.funds import FundLine, FundsView, Spending
from app.views.revenue_lines import DayLine, RevenueCurves, RevenueLine, RevenueView
from tests.widgets.fakes import NOW
from tests.widgets.figures import figure, keys

FIRST = 16_801  # 1 January 2016, in days since 1970
TODAY = 333  # 29 November: the newest day with data
EVIL = "Dinas <b>Pengelolaan</b> \u202e" + "Pendapatan Daerah dan Aset Kota Bekasi Raya " * 6
KINDS = (
    ("BPHTB", "BPHTB", "Property transfer duty", 0.27),
    ("PBB_P2", "PBB-P2", "Land and building tax", 0.24),
    ("PPJ", "Pajak Penerangan Jalan", "Street lighting tax", 0.20),
    ("RESTORAN", "Pajak Restoran", "Restaurant tax", 0.15),
    ("REKLAME", "Pajak Reklame", "Billboard tax", 0.05),
    ("HIBURAN", "Pajak Hiburan", "Entertainment tax", 0.035),
    ("PARKIR", "Pajak Parkir", "Parking tax", 0.03),
    ("HOTEL", "Pajak Hotel", "Hotel tax", 0.02),
    ("AIR_TANAH", "Pajak Air Tanah", "Groundwater tax", 0.005),
)
DISTRICTS = ("Bekasi Timur", "Bekasi Selatan", "Bekasi Barat", "Bekasi Utara", "Rawalumbu", "Mustikajaya")


def revenue_line(key: str, name: str, name_en: str, part: float, **changes: Any) -> RevenueLine:
    """A line of `part` of the whole tax; `changes` go to every figure (freshness, value None …)."""

    def one(field: str, words: str, value: float | None, unit: str = "IDR", **more: Any) -> Figure:
        values = {"id": f"{key}.{field}", "name": words, "rule": f"revenue.{field}"} | more | changes
        return figure(values.pop("value", value), unit, **values)

    total, target = 1.42e12 * part, 1.55e12 * part
    slow = Severity.MENENGAH if part < 0.03 else None
    parts = (figure(total, "IDR", id=f"{key}.to_date", name="Realised to date", rule="revenue.to_date"),)
    return RevenueLine(
        key,
        name,
        name_en,
        one("today", "Realised today", 6.1e9 * part),
        one("to_date", "Realised to date", total, inputs=(keys(1, 2, 3, 5),)),
        one("target_original", "Original target", 1.45e12 * part),
        one("target_revised", "Revised target", target),
        one("target", "Target in force", target),
        one("percent", "Percent of the target", total / target * 100, "%", parts=parts, inputs=(keys(1, 2, 3),)),
        one("remainder", "Remainder", target - total),
        one("last_year", "Same day last year", total * 0.88),
        one("pace", "Pace index", 0.97 if slow else 1.01, "index", mark=slow),
        one("expected", "Expected by now", total / 1.01),
        one("projection", "Projected for the year", target * 0.996),
        one("projection_low", "Lowest projection", target * 0.97, rule="revenue.band"),
        one("projection_high", "Highest projection", target * 1.02, rule="revenue.band"),
    )


def curves(hole: bool = True) -> RevenueCurves:
    """A year whose curve bends at the due day of PBB, with a hole in March."""
    day = np.arange(366)
    share = day / 365 + 0.06 * np.tanh((day - 250) / 25)
    share -= share[0]
    share /= share[-1]
    this = share * 1.545e12
    if hole:
        this[62:88] = np.nan
    this[TODAY + 1 :] = np.nan
    ahead = share * 1.545e12
    ahead[:TODAY] = np.nan
    wide = np.linspace(0, 0.03, 366 - TODAY)
    low, high = ahead.copy(), ahead.copy()
    low[TODAY:], high[TODAY:] = ahead[TODAY:] * (1 - wide), ahead[TODAY:] * (1 + wide)
    years = {2015: share * 1.31e12, 2014: np.sqrt(share) * share * 1.1e12, 2013: share * 0.9e12}
    return RevenueCurves(FIRST + day, this, share * 1.55e12, years, low, high, ahead)


def revenue_view(**changes: Any) -> RevenueView:
    """The year 2016 on 30 November; `line` changes go to every line's figures."""
    line = changes.pop("line", {})
    values: dict[str, Any] = {
        "year": 2016,
        "day": date(2016, 11, 30),
        "total_name": "Pajak daerah",
        "total": revenue_line("total", "Pajak daerah", "Local taxes", 1.0, **line),
        "kinds": tuple(revenue_line(key, name, en, part, **line) for key, name, en, part in KINDS),
        "districts": tuple(
            revenue_line(f"32.75.0{n}", name, name, 0.3 - n * 0.045, **line) for n, name in enumerate(DISTRICTS, 1)
        ),
        "curves": curves(),
        "pbb_due": date(2016, 9, 10),
        "data_until": date(2016, 11, 29),
        "target_changed": date(2016, 11, 15),
        "years": (2016, 2015, 2014, 2013),
    }
    return RevenueView(**(values | changes))


def empty_revenue() -> RevenueView:
    """Before anything has come."""
    nothing = {"value": None, "freshness": Freshness.NEVER, "observed": None, "sources": (), "inputs": (), "mark": None}
    return revenue_view(line=nothing, kinds=(), districts=(), curves=None, data_until=None, years=())


_INPUTS = (keys(1, 2, kind=Kind.INDICATOR),)


def days(n: int = 40) -> tuple[DayLine, ...]:
    """The last days of one kind in one kecamatan, newest first; weekends have nothing."""
    made = []
    for back in range(n):
        day = date(2016, 11, 29) - timedelta(days=back)
        value = None if day.weekday() > 4 else 1.2e8 + back * 1e6
        made.append(DayLine(day, figure(value, "IDR", id=f"day.{day}", name="Realised today", rule="revenue.today")))
    return tuple(made)


def indicator(name: str, title: str, value: float | None, unit: str, **changes: Any) -> IndicatorLine:
    """An indicator with a year of weeks behind it."""
    weeks = changes.pop("weeks", 60)
    rng = np.random.default_rng(len(name))
    trend = (value or 10) * (1 + 0.3 * np.sin(np.arange(weeks) / 8) + rng.uniform(-0.1, 0.1, weeks))
    trend[20:23] = np.nan
    trend_days = FIRST + TODAY - 7 * np.arange(weeks)[::-1]
    figures = {key: changes.pop(key) for key in ("freshness", "observed", "mark", "sources", "note") if key in changes}
    mark = figures.get("mark")
    made = figure(value, unit, id=f"agency.{name}", name=title, rule="indicator.last", inputs=_INPUTS, **figures)
    return IndicatorLine(
        name,
        title,
        changes.pop("title_en", title),
        made,
        changes.pop("target", None),
        changes.pop("owner", "Kepala Bidang P2P"),
        trend,
        trend_days,
        changes.pop("age_s", 50_000.0),
        mark,
        changes.pop("remark", ""),
        changes.pop("reference", None),
        changes.pop("by_label", ()),
    )


def target(value: float, unit: str) -> Figure:
    """A target of the city file."""
    return figure(value, unit, id="target", name="Target", rule="indicator.target")


def agencies_view(**changes: Any) -> AgenciesView:
    """Six agencies, two of which are silent."""
    cases = indicator(
        "dbd_kasus",
        "Kasus DBD per minggu",
        48.0,
        "cases",
        mark=Severity.TINGGI,
        title_en="Dengue cases a week",
        remark="Fogging di Rawalumbu dan Bekasi Timur sejak Senin.",
        reference=np.full(60, 40.0),
    )
    beds = indicator("tempat_tidur_terisi", "Tempat tidur terisi", 83.4, "%", target=target(85, "%"), owner="RSUD")
    physical = indicator("fisik_persen", "Kemajuan fisik", 78.2, "%", target=target(92, "%"), mark=Severity.MENENGAH)
    money = indicator("keuangan_persen", "Kemajuan keuangan", 71.0, "%", target=target(90, "%"), mark=Severity.TINGGI)
    issued = indicator("izin_terbit", "Izin terbit hari ini", 42.0, "permits", owner="Kepala BPPT")
    late = {"freshness": Freshness.LOST, "age_s": 6 * 86_400.0}
    systems = indicator("sistem_aktif", "Sistem aktif", 11.0, "systems", target=target(12, "systems"), **late)
    waste = indicator("sampah_terangkut", "Sampah terangkut", None, "t/hari", age_s=None, freshness=Freshness.NEVER)
    agencies = (
        AgencyLine("dinkes", "Dinas Kesehatan", Freshness.FRESH, (cases, beds)),
        AgencyLine("bappeda", "Bappeda", Freshness.AGEING, (physical, money)),
        AgencyLine("bppt", "Badan Pelayanan Perizinan Terpadu", Freshness.FRESH, (issued,)),
        AgencyLine("telematika", "Bagian Telematika", Freshness.LOST, (systems,), days_silent=6),
        AgencyLine("kebersihan", "Dinas Kebersihan", Freshness.NEVER, (waste,)),
    )
    silent = (Silent("telematika", "Bagian Telematika", 6), Silent("kebersihan", "Dinas Kebersihan", None))
    return replace(AgenciesView(11, 13, silent, agencies), **changes)


def running_line() -> IndicatorLine:
    """Waste at ten in the morning: little so far, and too little the day before."""
    line = indicator("sampah_terangkut", "Sampah terangkut", 249.0, "t")
    so_far = replace(line.value, running=Running(datetime(2016, 11, 30, 3, tzinfo=UTC)))
    whole = replace(line.value, id=f"{line.value.id}.whole", value=290.0, mark=Severity.KRITIS)
    return replace(line, value=so_far, whole=whole, mark=Severity.KRITIS, judged_day=date(2016, 11, 29))


def fund_line(agency: str, name: str, ceiling: float, committed: float, spent: float, cover: float | None) -> FundLine:
    """One fund; its mark follows its percent."""
    percent = max(committed, spent) / ceiling * 100
    mark = Severity.KRITIS if percent >= 95 else Severity.TINGGI if percent >= 80 else None

    def one(field: str, words: str, value: float | None, unit: str = "IDR", **more: Any) -> Figure:
        return figure(value, unit, id=f"fund.{agency}.{field}", name=words, rule=f"funds.{field}", **more)

    return FundLine(
        agency,
        name,
        one("ceiling", "Ceiling", ceiling),
        one("committed", "Committed", committed),
        one("spent", "Spent", spent),
        one("remaining", "Remaining", ceiling - max(committed, spent)),
        one("percent", "Percent used", percent, "%", mark=mark),
        one("cover", "Days of cover", cover, "days"),
        mark,
    )


def funds_view(**changes: Any) -> FundsView:
    """Four funds and their payments; the second is bound to the complaint with key 3."""
    lines = (
        fund_line("disbimarta", "Dinas Bina Marga dan Tata Air", 2.4e9, 2.208e9, 1.9e9, 6.0),
        fund_line("kebersihan", "Dinas Kebersihan", 1.2e9, 0.8e9, 0.7e9, 41.0),
        fund_line("dpppju", "Dinas Pertamanan, Pemakaman, dan PJU", 0.9e9, 0.2e9, 0.21e9, None),
        fund_line("dinkes", "Dinas Kesehatan", 0.6e9, 0.58e9, 0.5e9, 3.0),
    )
    total = fund_line("total", "Semua dana tanggap", 5.1e9, 3.788e9, 3.31e9, 22.0)
    spending = (
        spend(date(2016, 11, 29), "disbimarta", 31_500_000, "Pompa bergerak, Jl. Pekayon Raya", "2016-11-30-0403"),
        spend(date(2016, 11, 28), "kebersihan", 4_200_000, "Sewa armroll tiga hari", ""),
        spend(date(2016, 11, 28), "dinkes", 12_000_000, "Fogging Rawalumbu", "2016-11-30-0999"),
    )
    return replace(FundsView(2016, lines, spending, total), **changes)


def spend(day: date, agency: str, amount: float, purpose: str, complaint: str) -> Spending:
    """One payment."""
    paid = figure(amount, "IDR", id=f"spend.{day}.{agency}", name="Payment", rule="funds.payment")
    return Spending(day, agency, paid, purpose, complaint)


def day_view(**changes: Any) -> DayView:
    """The day of the launch."""

    def one(field: str, words: str, value: float | None, unit: str) -> Figure:
        return figure(value, unit, id=f"day.{field}", name=words, rule=f"day.{field}", observed=NOW, sources=("sorot",))

    hours = np.array([3, 2, 2, 3, 4, 7, 9, 18, 24, 27, 29, 0] + [0] * 12, "i8")
    agencies = tuple(
        AgencyDay(
            id_,
            name,
            one("received", "Received", n, "complaints"),
            one("closed", "Closed", n * 0.9 // 1, "complaints"),
            one("open", "Open", n // 2, "complaints"),
            one("on_time", "On time", 95.8, "%"),
            one("median", "Median", 540.0, "s"),
        )
        for id_, name, n in (("kebersihan", "Dinas Kebersihan", 96.0), ("disbimarta", "Dinas Bina Marga", 71.0))
    )
    values: dict[str, Any] = {
        "day": date(2016, 11, 30),
        "received": one("received", "Complaints received", 214, "complaints"),
        "closed": one("closed", "Complaints closed", 176, "complaints"),
        "open": one("open", "Complaints open", 128, "complaints"),
        "on_time": one("on_time", "Closed on time", 93.4, "%"),
        "median_close": one("median", "Median time to close", 660.0, "s"),
        "vehicles_on_duty": one("on_duty", "Vehicles on duty", 94, "vehicles"),
        "vehicles": one("vehicles", "Vehicles", 120, "vehicles"),
        "by_hour": hours,
        "by_agency": agencies,
        "by_district": (),
    }
    return DayView(**(values | changes))
