"""A journal from before deadlines were stored gets their columns, and its actions keep what they were."""

import sqlalchemy as sa
from alembic import command

from app.actions.care import Cost, Note
from app.actions.perform import Acting
from app.clock import Clock
from app.domain.case import CaseId
from app.journal.acting_tables import actions
from app.journal.cases import find_case
from app.journal.engine import writing
from app.journal.migrate import _config
from app.journal.store import Journal
from tests.actions.conftest import CITY, OPERATOR
from tests.journal.facts import T0, complaint

NEW = ("due_at", "legal_at", "ended_at", "committed", "spent")


def test_an_older_journal_gets_the_columns_and_a_newer_one_has_them(journal_url: str) -> None:
    journal = Journal.create(journal_url, Clock.starting(T0, speed=0))
    journal.append([complaint("1")])
    Acting(journal, CITY).perform(OPERATOR, Note(CaseId("sorot", "1"), "x"))
    with writing(journal.engine) as connection:
        for name in NEW:
            connection.exec_driver_sql(f"ALTER TABLE actions DROP COLUMN {name}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0004'")
    for _ in range(2):
        with writing(journal.engine) as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0004'")
            command.upgrade(_config(connection), "0005")
    with journal.engine.connect() as connection:
        row = connection.execute(sa.select(*(actions.c[name] for name in NEW), actions.c.verb)).one()
    assert tuple(row) == (None, None, None, 0, 0, "note")
    case = Acting(journal, CITY).perform(OPERATOR, Cost(CaseId("sorot", "1"), committed=7)).case
    with journal.engine.connect() as connection:
        found = find_case(connection, case.id)
        query = sa.select(actions.c.committed, actions.c.verb).order_by(actions.c.v.desc()).limit(1)
        stored = tuple(connection.execute(query).one())
    assert found is not None and found.case == case
    assert stored == (7, "cost")  # though the columns stand in another order now
    journal.close()
