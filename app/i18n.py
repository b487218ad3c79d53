"""Words and formats for people, in Indonesian and English, for screens and paper alike.

Message ids are English sentences; catalogues are gettext .po files read directly, so there is nothing to build.
Numbers, money and dates by Babel; times of the clock are written with a point (10.42) and the zone's name.
"""

import gettext
from datetime import datetime, tzinfo
from functools import lru_cache
from io import BytesIO
from math import log10
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal

from app.domain.message import N_ as N_

LANGUAGES = ("id", "en")
LOCALE_FOLDER = Path(__file__).parent.parent / "resources" / "locale"
_LOCALES = {"id": "id_ID", "en": "en_GB"}
_ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@lru_cache
def _catalogue(code: str) -> gettext.NullTranslations:
    path = LOCALE_FOLDER / code / "LC_MESSAGES" / "poc.po"
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Language:
    """One language's words and formats. `code` is "id" or "en"; `zone` the city's, for every time shown."""

    def __init__(self, code: str = "id", zone: tzinfo = ZoneInfo("Asia/Jakarta")) -> None:
        if code not in LANGUAGES:
            raise ValueError(f"no language {code!r}; there are {', '.join(LANGUAGES)}")
        self.code, self.zone = code, zone
        self.locale = Locale.parse(_LOCALES[code])
        self._catalogue = _catalogue(code)

    def text(self, message: str, **values: object) -> str:
        """The translated message with its values filled in."""
        words = self._catalogue.gettext(message) if message else ""
        return words.format(**values) if values else words

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The message for `n` things; `{n}` in it becomes the formatted number."""
        words = self._catalogue.ngettext(one, many, n)
        return words.format(n=self.number(n), **values)

    def number(self, value: float, digits: int | None = None) -> str:
        """4.812.907 or 1.234,5; `digits` fixes the decimals."""
        pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def percent(self, ratio: float, digits: int = 2) -> str:
        """A ratio as 60,66%."""
        return self.number(ratio * 100, digits) + "%"

    def short(self, value: float, digits: int = 1) -> str:
        """12,3 jt (in English 12.3M): for axes, where there is little room."""
        told = format_compact_decimal(_rounded(value, digits), locale=self.locale, fraction_digits=digits)
        return str(told)

    def rupiah(self, amount: float, *, short: bool = False) -> str:
        """Rp1.680.000.000.000; `short` gives Rp1,68 T (in English Rp1.68T, where M would be a million), for axes."""
        if short:
            return _signed(amount, self.short(abs(amount), 2))
        return str(format_decimal(amount, format="'Rp'#,##0;-'Rp'#,##0", locale=self.locale))

    def money(self, amount: float, *, dense: bool = False) -> str:
        """Rp1,42 triliun, Rp337,4 miliar, for text and tiles; under a million in full.

        `dense` leaves three figures that count (Rp337 miliar), for tables.
        """
        size = abs(amount)
        if size < 1_000_000:
            return self.rupiah(amount)
        front = size / _thousands(size)
        digits = (0 if front >= 100 else 1 if front >= 10 else 2) if dense else 1 if front >= 100 else 2
        size = _rounded(size, digits)
        spelled = format_compact_decimal(size, format_type="long", locale=self.locale, fraction_digits=digits)
        return _signed(amount, spelled)

    def money_range(self, low: float, high: float) -> str:
        """Rp1,14–1,17 triliun: from one amount to another, the unit said once where it is the same."""
        front, rear = self.money(low).split(), self.money(high).split()
        same = len(front) > 1 and front[1:] == rear[1:] and min(low, high) >= 0
        if same:
            return f"{front[0]}–{rear[0].removeprefix('Rp')} {' '.join(rear[1:])}"
        return f"{self.money(low)} – {self.money(high)}"

    def clock(self, moment: datetime) -> str:
        """10.42.07"""
        return f"{moment.astimezone(self.zone):%H.%M.%S}"

    def time(self, moment: datetime) -> str:
        """10.42"""
        return f"{moment.astimezone(self.zone):%H.%M}"

    def date(self, moment: datetime, form: str = "medium") -> str:
        """30 Nov 2016; `form` full gives Rabu, 30 November 2016."""
        form = "EEEE, d MMMM y" if form == "full" and self.code == "id" else form  # the table has 01 for the first
        return str(format_date(moment.astimezone(self.zone), form, locale=self.locale))

    def weekday_date(self, moment: datetime) -> str:
        """Rab 30 Nov 2016, for the corner of a screen."""
        return str(format_date(moment.astimezone(self.zone), "EEE d MMM y", locale=self.locale))

    def zone_name(self) -> str:
        """WIB, WITA, WIT or the zone's own name."""
        key = str(getattr(self.zone, "key", self.zone))
        return _ZONE_NAMES.get(key, key)

    def moment(self, moment: datetime, form: str = "medium") -> str:
        """30 Nov 2016 10.42 WIB; `form` full gives Rabu, 30 November 2016 10.42 WIB."""
        return f"{self.date(moment, form)} {self.time(moment)} {self.zone_name()}"

    def age(self, seconds: float) -> str:
        """4 dtk, 14 mnt, 3 jam, 2 hari: rounded down, never negative."""
        s = max(0, int(seconds))
        if s < 60:
            return self.text("{n} s", n=s)
        if s < 3600:
            return self.text("{n} min", n=s // 60)
        if s < 48 * 3600:
            return self.text("{n} h", n=s // 3600)
        return self.text("{n} days", n=self.number(s // 86_400))

    def countdown(self, seconds: float) -> str:
        """00:18:22 within two days, else "4 hari"; late times carry a minus sign."""
        sign, s = ("\N{MINUS SIGN}", int(-seconds)) if seconds < 0 else ("", int(seconds))
        if s >= 48 * 3600:
            return sign + self.text("{n} days", n=self.number(s // 86_400))
        return f"{sign}{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}"


def _thousands(size: float) -> float:
    """The power of a thousand a size is told in: 1.000.000.000 for miliar."""
    return float(1000 ** max(int(log10(size) // 3), 0)) if size else 1.0


def _rounded(value: float, digits: int) -> float:
    """Rounded as it will be shown, so that 999.999.999.999 is told as 1 triliun and not as 1000 miliar."""
    step = _thousands(abs(value))
    return round(value / step, digits) * step


def _signed(amount: float, told: str) -> str:
    return f"-Rp{told}" if amount < 0 else f"Rp{told}"
