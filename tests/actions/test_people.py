"""Signing in: by password, back in by PIN, with a wait after wrong tries; every try leaves a row."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.access import Tries, hashed, matches
from app.actions.perform import Acting
from app.domain.person import Person, Role, Signed, is_in_reach
from app.errors import PocError
from app.journal.audit import audit_rows, verify_chain
from app.journal.engine import reading
from app.journal.people import (
    SignInRefused,
    accounts,
    add_person,
    change_own,
    change_person,
    close_account,
    has_people,
    has_pin,
    note_access,
    person_named,
    sign_in,
)

ADMIN = Person("sri", "Sri", Role.ADMIN)
RINA = Person("rina", "Rina", Role.OPERATOR, areas=("32.75.01",))
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def staffed(acting: Acting) -> Signed:
    """An admin and an operator."""
    add_person(acting.journal, None, ADMIN, "sandi-panjang", "2580")
    admin = sign_in(acting.journal, "sri", "sandi-panjang", "meja-1")
    add_person(acting.journal, admin, RINA, "rahasia-rina", "1470")
    return admin


def told(acting: Acting) -> list[tuple[str, str]]:
    """The audit's actions, oldest first."""
    with reading(acting.journal.engine) as connection:
        assert verify_chain(connection).wrong is None
        return [(row["actor"], row["action"]) for row in audit_rows(connection)][::-1]


def test_people_come_in_by_password_and_back_in_by_pin(acting: Acting) -> None:
    staffed(acting)
    assert sign_in(acting.journal, "rina", "rahasia-rina", "meja-2").person == RINA
    assert sign_in(acting.journal, "rina", "1470", "meja-2", by_pin=True).workstation == "meja-2"
    assert told(acting)[-2:] == [("rina", "signed-in"), ("rina", "unlocked")]


@pytest.mark.parametrize("id, secret", [("rina", "rahasia"), ("nobody", "rahasia-rina"), ("rina", "")])
def test_whoever_is_refused_is_not_told_why(acting: Acting, id: str, secret: str) -> None:
    staffed(acting)
    with pytest.raises(SignInRefused, match="the name or the secret is wrong"):
        sign_in(acting.journal, id, secret, "meja-2")
    assert told(acting)[-1] == (id, "sign-in-refused")


def test_R2_after_five_wrong_tries_even_the_right_one_has_to_wait(acting: Acting) -> None:
    staffed(acting)
    for _ in range(5):
        with pytest.raises(SignInRefused, match="wrong"):
            sign_in(acting.journal, "rina", "0000", "meja-2", by_pin=True)
    with pytest.raises(SignInRefused, match="too many wrong tries"):
        sign_in(acting.journal, "rina", "1470", "meja-2", by_pin=True)


def test_R2_each_further_wrong_try_doubles_the_wait_up_to_a_quarter_of_an_hour() -> None:
    tries, waits = Tries(), []
    for _ in range(12):
        tries = tries.failed(NOW)
        waits.append(tries.waits(NOW))
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert tries.waits(NOW + timedelta(hours=1)) == 0


def test_the_first_person_is_an_admin_and_only_admins_add_others(acting: Acting) -> None:
    with pytest.raises(PocError, match="the first one is an admin"):
        add_person(acting.journal, None, RINA, "rahasia-rina")
    staffed(acting)
    rina = sign_in(acting.journal, "rina", "rahasia-rina", "meja-2")
    with pytest.raises(PocError, match="only an admin"):
        add_person(acting.journal, rina, Person("x", "X", Role.ADMIN), "rahasia-x1")
    with pytest.raises(PocError, match="only an admin"):
        change_person(acting.journal, rina, Person("rina", "Rina", Role.ADMIN))
    change_person(acting.journal, rina, RINA, pin="9090")
    assert sign_in(acting.journal, "rina", "9090", "meja-2", by_pin=True)


def test_people_change_their_own_secrets_with_the_old_password_and_nothing_else_of_themselves(acting: Acting) -> None:
    admin = staffed(acting)
    rina = sign_in(acting.journal, "rina", "rahasia-rina", "meja-2")
    with pytest.raises(SignInRefused):
        change_own(acting.journal, rina, "salah", pin="9090")
    change_own(acting.journal, rina, "rahasia-rina", password="sandi-baru-rina", pin="9090")
    assert sign_in(acting.journal, "rina", "9090", "meja-2", by_pin=True)
    assert sign_in(acting.journal, "rina", "sandi-baru-rina", "meja-2").person == RINA
    for pin in ("12", "1111", "abcd"):
        with pytest.raises(PocError, match="PIN is too short"):
            change_own(acting.journal, rina, "sandi-baru-rina", pin=pin)
    change_person(acting.journal, admin, replace(RINA, areas=()))
    assert sign_in(acting.journal, "rina", "9090", "meja-2", by_pin=True).person.areas == ()


def test_leaving_and_locking_are_rows_too(acting: Acting) -> None:
    assert not has_people(acting.journal)
    admin = staffed(acting)
    assert has_people(acting.journal) and has_pin(acting.journal, "sri") and not has_pin(acting.journal, "nobody")
    note_access(acting.journal, admin, "locked")
    note_access(acting.journal, admin, "signed-out")
    assert told(acting)[-2:] == [("sri", "locked"), ("sri", "signed-out")]


@pytest.mark.parametrize("password", ["kurang", "aaaaaaaaaaaa", ""])
def test_a_weak_password_is_refused(acting: Acting, password: str) -> None:
    with pytest.raises(PocError, match="too short or too plain"):
        add_person(acting.journal, None, ADMIN, password)


def test_a_closed_account_lets_nobody_in_and_cannot_act(acting: Acting) -> None:
    admin = staffed(acting)
    close_account(acting.journal, admin, "rina")
    with pytest.raises(SignInRefused):
        sign_in(acting.journal, "rina", "rahasia-rina", "meja-2")
    with reading(acting.journal.engine) as connection:
        assert person_named(connection, "rina") is None
        assert person_named(connection, "sri") == ADMIN
    with pytest.raises(PocError, match="another admin"):
        close_account(acting.journal, admin, "sri")


def test_secrets_are_stored_as_argon2id_hashes(acting: Acting) -> None:
    staffed(acting)
    for account in accounts(acting.journal):
        assert account.password.startswith("$argon2id$")
        assert account.pin.startswith("$argon2id$")
    assert not matches("", "") and not matches("rubbish", "x") and matches(hashed("x"), "x")


@pytest.mark.parametrize(
    "person, agency, area, reach",
    [
        (Person("a", "A", Role.OPERATOR), "dlh", "32.75.01", True),
        (Person("a", "A", Role.OPERATOR, areas=("32.75.02",)), "dlh", "32.75.01", False),
        (Person("a", "A", Role.OPERATOR, areas=("32.75.02",)), "dlh", "", True),
        (Person("a", "A", Role.OPERATOR, "dlh"), "", "", True),
        (Person("a", "A", Role.OPERATOR, "dlh"), "dbm", "", False),
        (Person("a", "A", Role.AGENCY, "dlh"), "", "", False),
        (Person("a", "A", Role.AGENCY, "dlh"), "dlh", "", True),
        (Person("a", "A", Role.AGENCY), "", "", False),
    ],
)
def test_reach_by_agency_and_district(person: Person, agency: str, area: str, reach: bool) -> None:
    assert is_in_reach(person, agency, area) is reach
