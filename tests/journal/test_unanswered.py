"""Orders nobody answered, read for the complaint that is looked at."""

from datetime import datetime

from app.domain.source import Derived
from app.journal.engine import reading
from app.journal.store import Journal
from app.journal.texts import complaint_record
from app.journal.unanswered import unanswered_at
from tests.journal.facts import after, complaint


def silent(key: int, order: str, at: datetime) -> Derived:
    body = {"order": order, "agency": "disbimarta", "minutes": 5}
    return Derived("no_answer", 1, f"complaint/{key}", 0, at, f"no_answer/{order}", body)


def test_only_the_orders_of_this_complaint_newest_first(journal: Journal) -> None:
    journal.append([complaint("1"), complaint("2")])
    journal.append([silent(1, "P-1", after(300)), silent(2, "P-2", after(301)), silent(1, "P-3", after(900))])
    with reading(journal.engine) as connection:
        found = unanswered_at(connection, 1)
    assert [(one.order, one.minutes, one.at) for one in found] == [("P-3", 5, after(900)), ("P-1", 5, after(300))]
    assert complaint_record(journal, 1).unanswered == found
