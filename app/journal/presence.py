"""Who has which case open, and at which desk: rows with an end, so that a desk that died is forgotten by itself.

Real time, and no part of history: nothing here is a fact or an audit row.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from app.clock import real_now
from app.domain.case import CaseId
from app.domain.person import Signed
from app.journal.acting_tables import presence
from app.journal.encode import to_ms
from app.journal.engine import reading, writing
from app.journal.people import names_of
from app.journal.store import Journal
from app.journal.trouble import trouble_named

LIFE_S = 30  # a desk tells again every ten seconds; two lost words are forgiven
_c = presence.c


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who has a case open. `id` tells two people of one name apart."""

    id: str
    name: str
    workstation: str


def tell_presence(journal: Journal, signed: Signed, case: CaseId | None) -> None:
    """Say which case this person has open at this desk now, None for none; rows that have ended go."""
    now = to_ms(real_now())
    mine = sa.and_(_c.person == signed.person.id, _c.workstation == signed.workstation)
    with trouble_named(), writing(journal.engine) as connection:
        connection.execute(presence.delete().where(sa.or_(mine, _c.until <= now)))
        if case is not None:
            who = {"person": signed.person.id, "workstation": signed.workstation}
            connection.execute(presence.insert(), who | {"case_id": str(case), "until": now + LIFE_S * 1000})


def viewers(journal: Journal, but: Signed | None = None) -> dict[str, tuple[Viewer, ...]]:
    """Who has which case ("source/id") open now, without one's own desk."""
    query = sa.select(_c.case_id, _c.person, _c.workstation).where(_c.until > to_ms(real_now()))
    query = query.order_by(_c.case_id, _c.person, _c.workstation)
    own = (but.person.id, but.workstation) if but else None
    found: dict[str, tuple[Viewer, ...]] = {}
    with trouble_named(), reading(journal.engine) as connection:
        rows = connection.execute(query).all()
        names = names_of(connection, (row.person for row in rows))
        for row in rows:
            if (row.person, row.workstation) != own:
                viewer = Viewer(row.person, names.get(row.person, row.person), row.workstation)
                found[row.case_id] = (*found.get(row.case_id, ()), viewer)
    return found
