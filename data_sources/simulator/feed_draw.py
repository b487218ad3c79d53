"""What the agencies of the simulated city report of themselves: a year back from the start, and on with the clock.

Every number is a function of (seed, agency, day); what is not over yet is reported as far as it has come.
"""

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from data_sources.simulator.noise import chooser, unit
from data_sources.simulator.world import World

Record = dict[str, Any]
HISTORY_DAYS = 365
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
BEDS = (320, 90, 75)
"""Of the city's hospital and of two districts'."""
PROGRAMMES = ("Jalan dan jembatan", "Drainase dan banjir", "Gedung sekolah", "Puskesmas", "Taman dan lampu jalan")
SYSTEMS = (
    "Website kota", "SOROT", "SIMPBB", "SIMDA keuangan", "Perizinan daring", "Kependudukan", "Jaringan kantor",
    "Surat elektronik", "CCTV pusat kendali",
)  # fmt: skip
_REMARKS = (
    "Fogging fokus dilakukan di RW terdampak.",
    "Menunggu laporan dua puskesmas.",
    "Kader jumantik turun tiap Jumat.",
)


class Agencies:
    """The numbers of the five agencies that send them; revenue and funds stand in their own modules."""

    def __init__(self, world: World) -> None:
        self._world, self._zone = world, world.city.zone
        self._seed = world.setup.seed
        named = dict.fromkeys(village.district for village in world.city.villages if village.district)
        self.districts: tuple[str, ...] = tuple(named) or (world.city.name,)
        self.hospitals = [f"RSUD {name}" for name in (world.city.name, *self.districts[-2:])]
        self.first = datetime.fromtimestamp(world.clock.starts, self._zone).date() - _DAY * HISTORY_DAYS

    def _today(self, now: float) -> date:
        return datetime.fromtimestamp(now, self._zone).date()

    def _days(self, now: float) -> Iterator[date]:
        for n in range((self._today(now) - self.first).days + 1):
            yield self.first + _DAY * n

    def _weeks(self, now: float) -> Iterator[date]:
        """Mondays of all weeks that have begun."""
        monday = self.first - _DAY * self.first.weekday()
        while monday <= self._today(now):
            yield monday
            monday += _WEEK

    def dengue(self, now: float) -> Iterator[Record]:
        """Cases by week and district: many in the rains, few in August; this week as far as it has come."""
        done = self._part_of_week(now)
        for monday in self._weeks(now):
            wave = 3.2 + 2.9 * math.cos(2 * math.pi * (monday.timetuple().tm_yday - 45) / 365)
            is_now = monday + _WEEK > self._today(now)
            year, week, _ = monday.isocalendar()
            for n, district in enumerate(self.districts):
                cases = round(wave * (0.4 + 1.2 * unit(self._seed * 7 + n, monday.toordinal())))
                record: Record = {"minggu": f"{year}-W{week:02d}", "kecamatan": district}
                record |= {"kasus": int(cases * done) if is_now else cases}
                if is_now and n == 0:
                    record["catatan"] = _REMARKS[week % len(_REMARKS)]
                yield record

    def _part_of_week(self, now: float) -> float:
        moment = datetime.fromtimestamp(now, self._zone)
        return (moment.weekday() + moment.hour / 24) / 7

    def beds(self, now: float) -> Iterator[Record]:
        """Beds and beds taken by day and hospital."""
        for day in self._days(now):
            for n, (hospital, beds) in enumerate(zip(self.hospitals, BEDS, strict=False)):
                wave = 0.72 + 0.12 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 60) / 365)
                taken = min(beds, round(beds * (wave + 0.14 * (unit(self._seed + 91, day.toordinal(), n) - 0.5))))
                yield {"tanggal": day.isoformat(), "rs": hospital, "tersedia": beds, "terisi": taken}

    def progress(self, now: float) -> Iterator[Record]:
        """Physical and financial progress by week and programme, from nothing in January; money comes after work."""
        for monday in self._weeks(now):
            day = min(monday + 6 * _DAY, self._today(now))
            part = day.timetuple().tm_yday / 365
            for n, programme in enumerate(PROGRAMMES):
                pace = 0.9 + 0.2 * unit(self._seed + 17, n, day.year)
                physical = min(100.0, 100 * pace * part**1.35)
                money = min(100.0, 100 * pace * part**1.9)
                yield {
                    "minggu": f"Minggu {monday.isocalendar()[1]} {monday.isocalendar()[0]}",
                    "program": programme,
                    "fisik": f"{physical:.1f} %".replace(".", ","),
                    "keuangan": f"{money:.1f} %".replace(".", ","),
                    "per": datetime.combine(day, time(8), self._zone).isoformat(),
                }

    def permits(self, now: float) -> Iterator[Record]:
        """Permits in, issued and issued on time by day; none at the weekend, today as far as it has come."""
        for day in self._days(now):
            rng = chooser(self._seed, "permits", day)
            if day.weekday() >= 5:
                continue
            done = self._part_of_day(day, now)
            came = int(rng.gauss(62, 9) * done)
            issued = int(max(0.0, rng.gauss(57, 8)) * done)
            on_time = round(issued * min(1.0, max(0.55, rng.gauss(0.9, 0.05))))
            yield {"Tanggal": day.strftime("%d/%m/%Y"), "Masuk": came, "Terbit": issued, "Tepat Waktu": on_time}

    def systems(self, now: float) -> Iterator[Record]:
        """Whether each system is up, by day: 1 or 0; a remark where it is not."""
        for day in self._days(now):
            for n, system in enumerate(SYSTEMS):
                is_down = unit(self._seed + 5, day.toordinal(), n) < 0.02
                record: Record = {"sistem": system, "tanggal": day.isoformat(), "aktif": 0 if is_down else 1}
                yield record | ({"keterangan": "Gangguan jaringan, teknisi di lokasi."} if is_down else {})

    def waste(self, now: float) -> Iterator[Record]:
        """Tonnes hauled by day; today as far as the trucks have come."""
        for day in self._days(now):
            rng = chooser(self._seed, "waste", day)
            tonnes = rng.gauss(612 if day.weekday() < 6 else 540, 28) * self._part_of_day(day, now)
            remark = "Antrean di TPA." if tonnes < 560 and self._part_of_day(day, now) >= 1 else ""
            yield {"Tanggal": day.strftime("%d-%m-%Y"), "Terangkut (ton)": _comma(tonnes), "Keterangan": remark}

    def _part_of_day(self, day: date, now: float) -> float:
        """How much of a working day is done at the last full ten minutes: from 06.00 to 16.00."""
        moment = datetime.fromtimestamp(now - now % 600, self._zone)
        if moment.date() != day:
            return 1.0 if moment.date() > day else 0.0
        return min(max((moment.hour + moment.minute / 60 - 6) / 10, 0.0), 1.0)


def _comma(number: float) -> str:
    return f"{number:,.1f}".translate(str.maketrans(",.", ".,"))
