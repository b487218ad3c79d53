"""Issuing: the same report once, the same bytes again, and nothing said of what is not there."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.clock import Clock
from app.domain.report import IssuedReport
from app.domain.source import Health, LinkState
from app.errors import PocError
from app.journal.issued import report_by_id
from app.journal.store import Journal
from app.settings import CityFile
from reports import issue as issuing
from reports.daily_parts import DayPart
from reports.frozen import thawed
from reports.issue import again, issue, issued, make_draft
from reports.moment import DayNotBegun, instant_of
from tests.reports.paper import words_of
from tests.reports.town import DAY, END, READY, START, Counted, _case


def rows(path: Path) -> int:
    return int(Counted(path, 0).rows("SELECT count(*) FROM reports")[0][0])


@pytest.mark.parametrize("name", ["daily", "revenue"])
def test_an_issued_report_is_one_fact_and_comes_again_to_the_byte(own_journal: Path, city: CityFile, name: str) -> None:
    journal = Journal.open(str(own_journal))
    first, second = issue(journal, city, name, DAY, "id"), issue(journal, city, name, DAY, "id")
    assert first.is_new and not second.is_new and first.fact is not None
    assert first.pdf == second.pdf and rows(own_journal) == 1
    assert hashlib.sha256(first.pdf).hexdigest() == first.fact.fingerprint
    assert again(issued(journal, first.fact.id)).pdf == first.pdf
    stored = report_by_id(journal, first.fact.id)
    assert stored == first.fact and (stored.name, stored.day, stored.language) == (name, DAY, "id")
    assert thawed(stored.figures).id() == stored.id
    assert first.fact.id in words_of(first.pdf)
    other = issue(journal, city, name, DAY, "en")
    assert other.is_new and other.fact is not None and other.fact.id != first.fact.id and rows(own_journal) == 2
    journal.close()


def test_a_draft_is_no_fact(own_journal: Path, city: CityFile) -> None:
    journal = Journal.open(str(own_journal))
    made = make_draft(journal, city, "daily", DAY, "id")
    journal.close()
    assert made.fact is None and rows(own_journal) == 0


def test_what_was_told_since_makes_another_report_of_a_day_that_was_not_over(tmp_path: Path, city: CityFile) -> None:
    """Within the day the instant is now; the next commit is another report, and the first stays as it was."""
    journal = Journal.create(str(tmp_path / "j.sqlite"), Clock.starting(END - timedelta(hours=5)))
    journal.append([Health("sorot", END - timedelta(hours=6), LinkState.OK, 1.0)], at=END - timedelta(hours=6))
    first = issue(journal, city, "daily", DAY, "id")
    assert not first.frozen.head.is_whole and first.frozen.head.is_simulated
    journal.append([Health("armada", END - timedelta(hours=5), LinkState.OK, 1.0)], at=END - timedelta(hours=5))
    second = issue(journal, city, "daily", DAY, "id")
    assert second.is_new and second.frozen.head.commit > first.frozen.head.commit
    assert first.fact is not None and again(first.fact).pdf == first.pdf
    journal.close()


def test_a_day_that_is_not_over_is_compared_with_the_day_before_by_the_same_hour(
    tmp_path: Path, city: CityFile
) -> None:
    ten = START + timedelta(hours=10)
    journal = Journal.create(str(tmp_path / "j.sqlite"), Clock.starting(ten))
    made = [START + timedelta(hours=h) for h in (-22, -20, -10, -5, 2, 3, 4)]
    cases = [fact for n, at in enumerate(made) for _, fact in _case(f"c{n}", at, "jalan", None, city)]
    journal.append([*cases, Health("sorot", ten, LinkState.OK, 0.0)], at=ten)
    draft = make_draft(journal, city, "daily", DAY, "id")
    journal.close()
    day = draft.frozen.part("day", DayPart)
    assert day.before is not None
    assert (day.received.value, day.before.value) == (3, 2), "two of the day before came before ten"
    said = " ".join(words_of(draft.pdf).split())
    assert "+1 dari hari sebelumnya sampai jam ini" in said and "sampai 10.00" in said


def test_a_report_does_not_come_again_from_other_values_or_another_program(
    own_journal: Path, city: CityFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.open(str(own_journal))
    fact = issue(journal, city, "daily", DAY, "id").fact
    assert fact is not None
    changed = fact.figures.replace('"city":"Kota Bekasi"', '"city":"Kota Lain"')
    with pytest.raises(PocError, match="does not come out to the byte"):
        again(_with(fact, figures=changed))
    with pytest.raises(PocError, match="cannot be read"):
        again(_with(fact, figures='{"head": 1'))
    monkeypatch.setattr(issuing, "program_version", lambda: "9.9")
    assert issue(journal, city, "daily", DAY, "id").is_new, "another program issues anew"
    journal.close()


def _with(fact: IssuedReport, **changed: str) -> IssuedReport:
    from dataclasses import replace

    return replace(fact, **changed)


def test_the_instant_is_six_the_next_morning_or_now(city: CityFile) -> None:
    now = datetime(2016, 11, 30, 14, 30, tzinfo=UTC)
    assert instant_of(DAY, city, now).at == now and not instant_of(DAY, city, now).is_whole
    over = instant_of(DAY, city, READY)
    assert over.at == READY and over.is_whole
    assert instant_of(DAY, city, READY - timedelta(seconds=1)).at == READY - timedelta(seconds=1)
    with pytest.raises(DayNotBegun, match="2016-12-01 has not begun"):
        instant_of(date(2016, 12, 1), city, now)
    assert instant_of(date(2016, 12, 1), city, END).day == date(2016, 12, 1)


def test_a_day_before_the_first_record_is_named(told_journal: Path, city: CityFile) -> None:
    journal = Journal.open(str(told_journal))
    with pytest.raises(PocError, match="knew nothing yet"):
        make_draft(journal, city, "daily", date(2016, 1, 1), "id")
    with pytest.raises(ValueError, match="no report 'weekly'"):
        make_draft(journal, city, "weekly", DAY, "id")
    with pytest.raises(PocError, match="holds no issued report"):
        issued(journal, "daily-2016-11-30-id-1-0000000000")
    journal.close()


def test_a_day_without_complaints_is_a_page_of_words(told_journal: Path, city: CityFile) -> None:
    journal = Journal.open(str(told_journal))
    made = make_draft(journal, city, "daily", DAY + timedelta(days=40), "id")
    journal.close()
    said = words_of(made.pdf)
    assert "Ringkasan Harian" in said and "Yang belum ada" in said
