"""A desk over a real journal with people in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.clock import Clock
from app.domain.complaint import Personal
from app.domain.person import Person, Role, Signed
from app.journal.people import add_person
from app.journal.store import Journal
from tests.journal.facts import T0, complaint
from tests.widgets.fakes import FakeLive
from tests.widgets.shell.conftest import app, group, live, open_desk, specs, turn
from widgets.access.desk_access import DeskAccess
from widgets.screens.desk import DeskWindow

__all__ = ["app", "group", "live", "open_desk", "specs"]
ADMIN = Person("sri", "Sri Wahyuni", Role.ADMIN)
RINA = Person("rina", "Rina Kartika", Role.OPERATOR)
CREW = Person("dbm", "Bina Marga", Role.AGENCY, "disbimarta")
SECRET, PIN = "sandi-panjang", "2580"
SITI = {"name": "Siti Nurhaliza", "phone": "0812-7777-1234"}
Opener = Callable[..., DeskWindow]


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets hashed as always, in a thousandth of the time."""
    monkeypatch.setattr("app.access._hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def journal(live: FakeLive, tmp_path: Path) -> Iterator[Journal]:
    """The live picture's journal: complaints sorot/1 and 2, and who told of them; nobody may sign in yet."""
    made = Journal.create(str(tmp_path / "j.sqlite"), Clock.starting(T0, speed=0))
    told = [Personal("sorot", "1", SITI), Personal("sorot", "2", {"name": "Budi"})]
    made.append([complaint("1", agency="disbimarta"), complaint("2")], personal=told)
    live.journal = made
    yield made
    made.close()


@pytest.fixture
def staff(journal: Journal) -> Journal:
    """An admin, an operator and one of an agency, all with the same secrets."""
    add_person(journal, None, ADMIN, SECRET, PIN)
    for person in (RINA, CREW):
        add_person(journal, Signed(ADMIN, ""), person, SECRET, PIN)
    return journal


@pytest.fixture
def access(open_desk: Opener, journal: Journal) -> Iterator[DeskAccess]:
    """What knows who is at a shown desk."""
    desk = open_desk(size=(1280, 800))
    yield desk.access
    stopped(desk)


def stopped(desk: DeskWindow) -> None:
    """End the threads of a desk, as its console does."""
    assert desk.access.stop() and desk.lane.stop()


def settled(access: DeskAccess) -> None:
    """Let every errand come back."""
    assert access.errands.wait_until_idle()
    turn()


def signed_in(access: DeskAccess, who: str = "rina") -> None:
    """Sign in through the sheet."""
    access.ask()
    settled(access)
    sheet = access.sheet
    assert sheet is not None
    sheet.name.setText(who)
    sheet.password.setText(SECRET)
    sheet.on_send()
    settled(access)
