"""Who may sign in. The rows are mutable and no part of history; every change and every sign-in is an audit row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.access import LEAST_PIN, Tries, hashed, is_strong, matches
from app.clock import real_now
from app.domain.person import Person, Role, Signed
from app.errors import PocError
from app.journal.acting_tables import people
from app.journal.audit import append_audit
from app.journal.encode import from_json, from_ms, to_json, to_ms
from app.journal.engine import reading, writing
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_c = people.c


class SignInRefused(PocError):
    """A wrong name, password or PIN, or too many tries. It never says which of the two was wrong."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person with what is needed to let them in."""

    person: Person
    password: str
    pin: str
    tries: Tries
    disabled: bool


def accounts(journal: Journal) -> list[Account]:
    """Everybody, by id."""
    with trouble_named(), reading(journal.engine) as connection:
        return [_account(row) for row in connection.execute(sa.select(people).order_by(_c.id))]


def person_named(connection: Connection, id: str) -> Person | None:
    """Somebody who may act, by id; None for a stranger or one whose account was closed."""
    row = connection.execute(sa.select(people).where(_c.id == id, _c.disabled_at.is_(None))).first()
    return _account(row).person if row else None


def names_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What people are called, by id, also those whose account was closed; whoever nobody knows is left out."""
    query = sa.select(_c.id, _c.name).where(_c.id.in_(sa.bindparam("ids", expanding=True)), _c.name != "")
    return {row.id: row.name for row in connection.execute(query, {"ids": sorted(set(ids))})}


def add_person(journal: Journal, by: Signed | None, person: Person, password: str, pin: str = "") -> None:
    """Let somebody in from now on. `by` None only for the first, who must be an admin. Raises PocError."""
    if person.role is Role.COURIER:
        raise PocError(person.id, "the courier is no person.", "Choose another role.")
    if not password:
        raise PocError(person.id, "the password is too short or too plain.", "Use eight signs or more.")
    _check_secrets(person.id, password, pin)
    with trouble_named(), writing(journal.engine) as connection:
        is_first = connection.execute(sa.select(_c.id).limit(1)).first() is None
        allowed = person.role is Role.ADMIN if is_first else by is not None and by.person.role is Role.ADMIN
        if not allowed:
            raise PocError(person.id, "only an admin adds people, and the first one is an admin.", "Ask the admin.")
        if connection.execute(sa.select(_c.id).where(_c.id == person.id)).first():
            raise PocError(person.id, "is taken.", "Choose another name to sign in with.")
        row = _row(person) | {"password": hashed(password), "pin": hashed(pin) if pin else ""}
        connection.execute(people.insert(), row | {"id": person.id, "created_at": to_ms(journal.clock.now())})
        _audited(connection, journal, by or Signed(person, ""), "person-added", person)


def has_people(journal: Journal) -> bool:
    """Whether anybody may sign in at all; before, the first admin has to be made."""
    with trouble_named(), reading(journal.engine) as connection:
        return connection.execute(sa.select(_c.id).limit(1)).first() is not None


def has_pin(journal: Journal, id: str) -> bool:
    """Whether somebody can come back by PIN; without one they give their password."""
    with trouble_named(), reading(journal.engine) as connection:
        return bool(connection.execute(sa.select(_c.pin).where(_c.id == id)).scalar())


@dataclass(frozen=True, slots=True)
class Secrets:
    """A person's hashes."""

    password: str
    pin: str


def secrets_of(journal: Journal, id: str) -> Secrets:
    """The hashes of somebody who has just signed in, so that their desk can be unlocked while the database is away."""
    with trouble_named(), reading(journal.engine) as connection:
        row = connection.execute(sa.select(_c.password, _c.pin).where(_c.id == id, _c.disabled_at.is_(None))).first()
    return Secrets(row.password, row.pin) if row else Secrets("", "")


def note_access(journal: Journal, signed: Signed, what: str) -> None:
    """An audit row of a person who leaves ("signed-out", "locked"), or came back while nobody could write it."""
    with trouble_named(), writing(journal.engine) as connection:
        at = to_ms(journal.clock.now())
        append_audit(connection, at, signed.person.id, signed.workstation, what, signed.person.id)


def change_own(journal: Journal, signed: Signed, old: str, *, password: str = "", pin: str = "") -> None:
    """A person's own new password or PIN, for whoever knows the old password. Raises SignInRefused, PocError."""
    _check_secrets(signed.person.id, password, pin)
    sign_in(journal, signed.person.id, old, signed.workstation)
    change_person(journal, signed, signed.person, password=password, pin=pin)


def _check_secrets(id: str, password: str, pin: str) -> None:
    if password and not is_strong(password):
        raise PocError(id, "the password is too short or too plain.", "Use eight signs or more.")
    if pin and not (is_strong(pin, LEAST_PIN) and pin.isdigit()):
        raise PocError(id, "the PIN is too short or too plain.", "Use four digits or more, not all the same.")


def change_person(journal: Journal, by: Signed, person: Person, *, password: str = "", pin: str = "") -> None:
    """Another role, agency or area, or a new password or PIN. An admin may; anybody may set their own secrets."""
    own = by.person.id == person.id and by.person == person
    if by.person.role is not Role.ADMIN and not own:
        raise PocError(person.id, "only an admin changes people.", "Ask the admin.")
    _check_secrets(person.id, password, pin)
    secrets = {"password": hashed(password)} if password else {}
    secrets |= {"pin": hashed(pin)} if pin else {}
    with trouble_named(), writing(journal.engine) as connection:
        values = secrets if by.person.role is not Role.ADMIN else _row(person) | secrets  # rights are per column
        if values:
            connection.execute(people.update().where(_c.id == person.id).values(values))
        _audited(connection, journal, by, "person-changed", person)


def close_account(journal: Journal, by: Signed, id: str) -> None:
    """Nobody signs in under this name any more; what they did stays theirs."""
    if by.person.role is not Role.ADMIN or by.person.id == id:
        raise PocError(id, "only another admin closes an account.", "Ask the admin.")
    with trouble_named(), writing(journal.engine) as connection:
        now = to_ms(journal.clock.now())
        connection.execute(people.update().where(_c.id == id).values(disabled_at=now))
        append_audit(connection, now, by.person.id, by.workstation, "person-closed", id)


def sign_in(journal: Journal, id: str, secret: str, workstation: str, *, by_pin: bool = False) -> Signed:
    """Let a person in by password, or back in by PIN. Raises SignInRefused; each try leaves an audit row."""
    with trouble_named(), writing(journal.engine) as connection:
        row = connection.execute(sa.select(people).where(_c.id == id)).first()
        account = _account(row) if row else None
        refusal = _refusal(account, secret, by_pin, real_now())
        if account is not None:
            _count(connection, account, refusal)
        what = "sign-in-refused" if refusal else ("unlocked" if by_pin else "signed-in")
        append_audit(connection, to_ms(journal.clock.now()), id[:80], workstation, what, id[:80])
    if refusal or account is None:
        raise refusal or SignInRefused(id, "")
    return Signed(account.person, workstation)


def _refusal(account: Account | None, secret: str, by_pin: bool, now: datetime) -> SignInRefused | None:
    if account is not None and (wait := account.tries.waits(now)):
        return SignInRefused(
            account.person.id, f"too many wrong tries; {wait:.0f} s to wait.", "Wait, or ask the admin."
        )
    stored = (account.pin if by_pin else account.password) if account and not account.disabled else ""
    if matches(stored, secret):
        return None
    return SignInRefused("sign-in", "the name or the secret is wrong.", "Try again, or ask the admin.")


def _count(connection: Connection, account: Account, refusal: SignInRefused | None) -> None:
    now = real_now()
    if refusal is not None and account.tries.waits(now):
        return
    tries = account.tries.failed(now) if refusal else Tries()
    values = {"tries": tries.count, "not_before": to_ms(tries.not_before) if tries.not_before else 0}
    connection.execute(people.update().where(_c.id == account.person.id).values(values))


def _audited(connection: Connection, journal: Journal, by: Signed, what: str, person: Person) -> None:
    after = {"role": person.role.value, "agency": person.agency, "areas": list(person.areas)}
    at = to_ms(journal.clock.now())
    append_audit(connection, at, by.person.id, by.workstation, what, person.id, None, after)


def _row(person: Person) -> dict[str, object]:
    areas = to_json(list(person.areas))
    return {"name": person.name, "role": person.role.value, "agency": person.agency, "areas": areas}


def _account(row: sa.Row[tuple[object, ...]]) -> Account:
    person = Person(row.id, row.name, Role(row.role), row.agency, tuple(from_json(row.areas, ())))
    tries = Tries(row.tries, from_ms(row.not_before) if row.not_before else None)
    return Account(person, row.password, row.pin, tries, row.disabled_at is not None)
