"""Every figure of the pages against an independent count in SQL on a real journal."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest

from app.domain.deadline import Step, Target
from app.journal.store import Journal
from app.settings import CityFile
from app.settings.rule_of import hours_of, rule_of
from reports.daily_parts import DayPart, FundsPart
from reports.frozen import Frozen
from reports.issue import make_draft
from reports.revenue_parts import MoneyRow, RevenuePart
from tests.reports.paper import words_of
from tests.reports.town import DAY, END, PLACES, READY, START, TAXES, WIB, Counted

NEW_YEAR = date(2016, 1, 1)


@pytest.fixture(scope="module")
def drafted(told_store: str, city: CityFile) -> dict[str, Frozen]:
    journal = Journal.open(told_store)
    made = {name: make_draft(journal, city, name, DAY, "id") for name in ("daily", "revenue")}
    journal.close()
    assert "KONSEP" in words_of(made["daily"].pdf)
    return {name: one.frozen for name, one in made.items()}


@pytest.fixture(scope="module")
def day(drafted: dict[str, Frozen]) -> DayPart:
    return drafted["daily"].part("day", DayPart)


@pytest.fixture(scope="module")
def counted(told_store: str, drafted: dict[str, Frozen]) -> Counted:
    return Counted(told_store, drafted["daily"].head.commit)


def due(category: str, requested: int, city: CityFile) -> float | None:
    """By one case at a time; the views reckon all of them at once, by quarter hours."""
    known = city.category_of(category)
    if known is None:
        return None
    hours, start = hours_of(city, known.agency), datetime.fromtimestamp(requested / 1000, UTC)
    targets = [Target.parse(text) for text in rule_of(city, category).allowed[Step.DONE]]
    ends = [target.due(start, hours.city, hours.agency) for target in targets]
    return min(ends).timestamp() * 1000 if ends else None


def on_time(cases: list[tuple[object, ...]], city: CityFile) -> float | None:
    limits = [(due(str(c[2]), int(str(c[0])), city), int(str(c[1]))) for c in cases]
    known = [updated < limit for limit, updated in limits if limit is not None]
    return 100 * sum(known) / len(known) if known else None


def test_the_report_is_as_of_six_the_next_morning_and_knows_nothing_told_later(
    drafted: dict[str, Frozen], told_store: str, counted: Counted
) -> None:
    head = drafted["daily"].head
    assert head.at == READY.timestamp() * 1000 and head.is_whole
    [(newest,)] = Counted(told_store, 0).rows("SELECT max(n) FROM commits")
    assert head.commit == newest - 1, "the last commit came two hours too late"
    assert len(Counted(told_store, newest).received()) == len(counted.received()) + 1
    assert head.facts["complaint"] == counted.rows("SELECT count(*) FROM complaint_versions")[0][0] - 1


def test_complaints_of_the_day(day: DayPart, counted: Counted, city: CityFile) -> None:
    received, closed = counted.received(), counted.closed()
    assert len(received) > 20 and len(closed) > 20
    assert day.received.value == len(received)
    assert day.closed.value == len(closed)
    assert day.open.value == len(counted.open())
    assert day.on_time.value == pytest.approx(on_time(closed, city))
    assert day.median_close.value == pytest.approx(median((c[1] - c[0]) / 1000 for c in closed))
    before = counted.cases("requested_at >= ? AND requested_at < ?", *_ms(START - timedelta(days=1), START))
    assert day.before is not None and day.before.value == len(before)


def _ms(*moments: datetime) -> list[int]:
    return [round(moment.timestamp() * 1000) for moment in moments]


def test_hours_of_the_day(day: DayPart, counted: Counted) -> None:
    hours = Counter(datetime.fromtimestamp(case[0] / 1000, WIB).hour for case in counted.received())
    assert day.by_hour == tuple(hours[hour] for hour in range(24))


def test_every_agency_of_the_day(day: DayPart, counted: Counted, city: CityFile) -> None:
    assert len(day.agencies) > 4
    for row in day.agencies:
        mine = {
            name: [c for c in getattr(counted, name)() if c[3] == row.id] for name in ("received", "closed", "open")
        }
        assert {name: getattr(row, name).value for name in mine} == {n: len(cases) for n, cases in mine.items()}, row.id
        assert row.on_time.value == (None if not mine["closed"] else pytest.approx(on_time(mine["closed"], city)))
        spans = [(c[1] - c[0]) / 1000 for c in mine["closed"]]
        assert row.median.value == (pytest.approx(median(spans)) if spans else None)
    for name in ("received", "closed", "open"):
        assert sum(getattr(row, name).value for row in day.agencies) == getattr(day, name).value


def test_vehicles_of_the_day(day: DayPart, counted: Counted) -> None:
    sql = "SELECT count(DISTINCT vehicle) FROM positions WHERE fix_at >= ? AND fix_at < ? AND valid = 1 AND flags = 0"
    assert day.vehicles_on_duty.value == counted.rows(sql, *_ms(START, END))[0][0] == 6
    assert day.vehicles.value == 12


def test_what_is_left_of_each_fund(drafted: dict[str, Frozen], counted: Counted) -> None:
    lines = drafted["daily"].part("funds", FundsPart).lines
    assert {line.agency for line in lines} >= {"kebersihan", "dinkes"}
    for line in lines:
        sql = "SELECT coalesce(sum(value), 0) FROM indicator_versions WHERE agency = ? AND name = ?"
        ceiling, committed, spent = (
            counted.rows(sql, line.agency, name)[0][0] for name in ("dana_pagu", "dana_komitmen", "dana_belanja")
        )
        if ceiling:
            assert line.remaining.value == pytest.approx(ceiling - max(committed, spent))


def test_taxes_of_the_day_and_the_year(drafted: dict[str, Frozen], counted: Counted) -> None:
    for name in ("daily", "revenue"):
        part = drafted[name].part("revenue", RevenuePart)
        assert (part.year, part.day) == (2016, "2016-11-30")
        check(part.total, counted, "%")
        kinds = {row.key: row for row in part.kinds if row.to_date.value}
        assert set(kinds) == set(TAXES)
        for key, row in kinds.items():
            check(row, counted, f'%"{key}"%')
        places = {row.key: row for row in part.districts if row.to_date.value}
        assert set(places) == (set(PLACES) if name == "revenue" else set()), "the summary of the day is brief"
        for key, row in places.items():
            check(row, counted, f'%"{key}"%', has_target=False)


def check(row: MoneyRow, counted: Counted, label: str, *, has_target: bool = True) -> None:
    """One line of taxes, column by column."""
    today = counted.money("realisasi_pajak", DAY, DAY, label)
    to_date = counted.money("realisasi_pajak", NEW_YEAR, DAY, label)
    former = counted.money("realisasi_pajak", date(2015, 1, 1), date(2015, 11, 30), label)
    assert row.today.value == pytest.approx(today) and today
    assert row.to_date.value == pytest.approx(to_date)
    assert row.last_year.value == pytest.approx(former)
    if has_target:
        whole = NEW_YEAR, date(2016, 12, 31)
        first = counted.money("target_pajak", *whole, _basis(label, "murni"))
        revised = counted.money("target_pajak", *whole, _basis(label, "perubahan"))
        assert row.target_original.value == pytest.approx(first)
        assert row.target_revised.value == pytest.approx(revised) == pytest.approx(row.target.value)
        assert row.percent.value == pytest.approx(100 * to_date / revised, abs=0.0051)
        assert row.remainder.value == pytest.approx(revised - to_date)


def _basis(label: str, basis: str) -> str:
    """Labels are canonical JSON: berlaku, dasar, jenis."""
    return f'%"{basis}"%' if label == "%" else f'%"{basis}"{label}'


def test_the_curve_ends_where_the_total_is(drafted: dict[str, Frozen]) -> None:
    part = drafted["revenue"].part("revenue", RevenuePart)
    assert part.curves is not None and len(part.curves.this_year) == 366
    number = (DAY - NEW_YEAR).days
    assert part.curves.this_year[number] == pytest.approx(part.total.to_date.value)
    assert all(value is None for value in part.curves.this_year[number + 1 :])
    assert part.curves.former["2015"][-1] is not None
    assert part.total.projection_low.value is not None and part.total.projection_high.value is not None
    assert part.total.projection.value is not None
    assert part.total.projection_low.value <= part.total.projection_high.value
