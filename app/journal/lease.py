"""Leadership of one collector over a journal: a row with holder, epoch and expiry by the database's clock.

No advisory lock: a frozen process would keep it. A writer names its epoch and is refused once another has taken over.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from app.journal import tables
from app.journal.engine import database_now_ms, reading, writing
from app.journal.store import Journal
from app.journal.trouble import trouble_named

LIFE_S = 20.0
RENEW_EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class Lease:
    """The lease row as it stands; `left_s` is what remains of it, negative once it is over."""

    holder: str
    epoch: int
    left_s: float

    @property
    def alive(self) -> bool:
        """Whether somebody leads."""
        return self.left_s > 0


def look(journal: Journal) -> Lease | None:
    """Who leads, None when nobody ever did."""
    with trouble_named(), reading(journal.engine) as connection:
        row = connection.execute(sa.select(tables.lease)).first()
        now = database_now_ms(connection)
    return None if row is None else Lease(row.holder, row.epoch, (row.expires - now) / 1000)


def take(journal: Journal, holder: str, life_s: float = LIFE_S) -> int | None:
    """Become the leader when nobody is: the new epoch, or None while another's lease lives."""
    table = tables.lease
    with trouble_named(), writing(journal.engine) as connection:
        now = database_now_ms(connection)
        row = connection.execute(sa.select(table)).first()
        if row is not None and row.expires > now:
            return None
        epoch = (row.epoch if row else 0) + 1
        values = {"holder": holder, "epoch": epoch, "expires": now + int(life_s * 1000)}
        if row is None:
            connection.execute(table.insert().values(id=1, **values))
        else:
            connection.execute(table.update().values(values))
        return epoch


def renew(journal: Journal, epoch: int, life_s: float = LIFE_S) -> bool:
    """Prolong our lease; False when another leads."""
    table = tables.lease
    with trouble_named(), writing(journal.engine) as connection:
        expires = database_now_ms(connection) + int(life_s * 1000)
        return bool(connection.execute(table.update().where(table.c.epoch == epoch).values(expires=expires)).rowcount)


def release(journal: Journal, epoch: int) -> None:
    """Give the lease up, so that another need not wait for its end."""
    table = tables.lease
    with trouble_named(), writing(journal.engine) as connection:
        connection.execute(table.update().where(table.c.epoch == epoch).values(expires=0))
