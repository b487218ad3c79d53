"""Accounts without the checks and the hashing, where a test only needs people to have names."""

from app.domain.person import Signed
from app.journal.acting_tables import people
from app.journal.engine import writing
from app.journal.store import Journal


def let_in(journal: Journal, *signed: Signed) -> None:
    """Give people an account; nobody can sign in by it."""
    rows = [{"id": one.person.id, "name": one.person.name, "role": one.person.role.value} for one in signed]
    rest = {"password": "", "pin": "", "areas": "[]", "created_at": 0}
    with writing(journal.engine) as connection:
        connection.execute(people.insert(), [row | rest for row in rows])
