"""Indicators, series of readings and issued reports as rows, and rows as facts."""

from datetime import date
from typing import Any

from app.domain.indicator import Indicator
from app.domain.kind import flag_bits, flags_of
from app.domain.order import Order, OrderState
from app.domain.reading import Reading
from app.domain.report import IssuedReport
from app.journal.encode import from_json, from_ms, to_json

_EPOCH = date(1970, 1, 1).toordinal()
Content = tuple[Any, ...]


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The day of `day_number`."""
    return date.fromordinal(number + _EPOCH)


def indicator_content(fact: Indicator) -> Content:
    """The content columns of `indicator_versions`."""
    return (
        fact.agency,
        fact.name,
        day_number(fact.period_from),
        day_number(fact.period_to),
        fact.value,
        fact.unit,
        to_json(fact.labels) if fact.labels else "",
        flag_bits(fact.flags) if fact.flags else 0,
        to_json(fact.extra) if fact.extra else "",
    )


def indicator_of(row: Any) -> Indicator:
    """The indicator of a row of `indicator_versions`."""
    return Indicator(
        source=row.source,
        id=row.id,
        valid_at=from_ms(row.valid_at),
        agency=row.agency,
        name=row.name,
        period_from=day_of(row.day_from),
        period_to=day_of(row.day_to),
        value=row.value,
        unit=row.unit,
        labels=from_json(row.labels, {}),
        flags=flags_of(row.flags),
        extra=from_json(row.extra, {}),
    )


def series_content(fact: Reading) -> Content:
    """The content columns of `series_versions`: what is measured, where and in what unit."""
    return (fact.station, fact.parameter, fact.unit, fact.lat, fact.lon)


def reading_row(fact: Reading, series: int, commit: int, valid_at: int) -> Content:
    """The columns of `readings` in their order."""
    flags = flag_bits(fact.flags) if fact.flags else 0
    return (series, valid_at, commit, fact.id, fact.value, flags, to_json(fact.extra) or None)


def reading_of(row: Any) -> Reading:
    """The reading of a row of `readings` joined with its series (`source`, `station`, `parameter`, `unit`, place)."""
    return Reading(
        source=row.source,
        id=row.ref,
        valid_at=from_ms(row.valid_at),
        station=row.station,
        parameter=row.parameter,
        value=row.value,
        unit=row.unit,
        lat=row.lat,
        lon=row.lon,
        flags=flags_of(row.flags),
        extra=from_json(row.extra, {}),
    )


def order_content(fact: Order) -> Content:
    """The content columns of `order_versions`."""
    words = (fact.case, fact.unit, fact.agency, fact.channel, fact.state.value, fact.by, fact.text)
    return (*words, fact.lat, fact.lon, to_json(fact.extra) if fact.extra else "")


def order_of(row: Any) -> Order:
    """The order of a row of `order_versions`."""
    return Order(
        id=row.id,
        valid_at=from_ms(row.valid_at),
        case=row.case_id,
        unit=row.unit,
        agency=row.agency,
        channel=row.channel,
        state=OrderState(row.state),
        by=row.by,
        text=row.text,
        lat=row.lat,
        lon=row.lon,
        extra=from_json(row.extra, {}),
    )


def report_row(fact: IssuedReport) -> dict[str, Any]:
    """The columns of `reports` by name, without number and commit."""
    return {
        "source": fact.source,
        "id": fact.id,
        "name": fact.name,
        "day": day_number(fact.day),
        "language": fact.language,
        "of_commit": fact.of_commit,
        "program": fact.program,
        "figures": fact.figures,
        "fingerprint": fact.fingerprint,
    }


def report_of(row: Any) -> IssuedReport:
    """The issued report of a row of `reports`."""
    return IssuedReport(
        id=row.id,
        valid_at=from_ms(row.valid_at),
        name=row.name,
        day=day_of(row.day),
        language=row.language,
        of_commit=row.of_commit,
        program=row.program,
        figures=row.figures,
        fingerprint=row.fingerprint,
    )
