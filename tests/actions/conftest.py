"""A room with one complaint and the people who act in it."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from app.actions.perform import Acting
from app.clock import Clock
from app.domain.person import Person, Role, Signed
from app.journal.store import Journal
from app.settings import CityFile
from tests.journal.facts import T0, complaint, vehicle

CITY = CityFile.model_validate(
    {
        "city": {"name": "Kota", "zone": "Asia/Jakarta", "box": [-6.4, 106.8, -6.1, 107.1]},
        "category": [{"id": "jalan", "name": "Jalan rusak", "agency": "disbimarta"}],
        "channel": [
            {"id": "wa", "agency": "disbimarta", "kind": "webhook", "url": "http://127.0.0.1:1/"},
            {"id": "telp", "agency": "disbimarta", "kind": "voice", "phone": "021 8896 0250"},
        ],
        "source": [
            {
                "id": "sorot",
                "protocol": "open311",
                "url": "http://127.0.0.1:1/",
                "write_back": True,
                "mapping": {"services": {"010": "jalan"}},
            }
        ],
    }
)
OPERATOR = Signed(Person("rina", "Rina", Role.OPERATOR), "meja-1")
SUPERVISOR = Signed(Person("budi", "Budi", Role.SUPERVISOR), "meja-2")
CREW = Signed(Person("dbm", "Bina Marga", Role.AGENCY, "disbimarta"), "kantor")
VISITOR = Signed(Person("wali", "Wali Kota", Role.BRIEFING), "wall")


@pytest.fixture(scope="package", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Secrets hashed as always, in a thousandth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.access._hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who goes past the checks of `app.actions`."""
    monkeypatch.setattr(Acting, "_allow", lambda *_: None)
    monkeypatch.setattr("app.actions.perform.DESK", frozenset(Role))


@pytest.fixture
def acting(journal_url: str) -> Iterator[Acting]:
    """A journal on either store with complaint sorot/1 and vehicle armada/7."""
    journal = Journal.create(journal_url, Clock.starting(T0, speed=0))
    journal.append([complaint("1", agency="disbimarta"), complaint("2"), vehicle("7")])
    yield Acting(journal, CITY)
    journal.close()
