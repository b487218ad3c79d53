"""Issuing, making again and verifying on either store: the same figures, the same page, the same verdict."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.report import IssuedReport
from app.journal import tables
from app.journal.store import Journal
from app.settings import CityFile
from reports.frozen import all_noted
from reports.issue import again, issue, issued
from reports.verify import verify
from tests.reports.town import DAY, tell


@pytest.fixture
def store(journal_url: str, city: CityFile) -> str:
    tell(journal_url, city, complaints=120)
    return journal_url


def figures(fact: IssuedReport) -> dict[str, float | None]:
    from reports.frozen import thawed

    return {name: noted.value for name, noted in all_noted(thawed(fact.figures).sections)}


@pytest.mark.parametrize("name", ["daily", "revenue"])
def test_a_report_is_issued_made_again_and_verified(store: str, city: CityFile, name: str) -> None:
    journal = Journal.open(store)
    made = issue(journal, city, name, DAY, "id")
    assert made.is_new and made.fact is not None
    assert not issue(journal, city, name, DAY, "id").is_new
    assert again(issued(journal, made.fact.id)).pdf == made.pdf
    whole = verify(journal, city, made.pdf)
    assert whole.agrees and whole.agreeing > 60 and not whole.unchecked, whole.differences[:3]
    day, versions = (DAY - date(1970, 1, 1)).days, tables.indicator_versions
    where = (versions.c.name == "realisasi_pajak") & (versions.c.day_from == day) & versions.c.labels.like('%"HOTEL"%')
    with journal.engine.begin() as connection:
        changed = connection.execute(sa.update(versions).where(where).values(value=versions.c.value + 1_000_000))
    assert changed.rowcount == 2
    named = {one.what for one in verify(journal, city, made.pdf).differences}
    assert {"revenue/kind.HOTEL.today", "revenue/total.to_date"} <= named
    journal.close()


def test_both_stores_tell_the_same_figures(postgres_url: str, tmp_path: object, city: CityFile) -> None:
    told = []
    for store in (postgres_url, f"sqlite:///{tmp_path}/j.sqlite"):
        tell(store, city, complaints=120)
        journal = Journal.open(store)
        fact = issue(journal, city, "daily", DAY, "en").fact
        journal.close()
        assert fact is not None
        told.append(figures(fact))
    assert told[0] == pytest.approx(told[1]) and len(told[0]) > 60
