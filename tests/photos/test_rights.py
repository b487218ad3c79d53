"""PostgreSQL itself keeps citizens' photos from logins that may not see them (safety row R1)."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from app.actions.perform import Acting
from app.actions.photos import look_at_photos
from app.actions.privacy import forget_case
from app.clock import Clock
from app.domain.case import CaseId
from app.domain.person import Person, Role, Signed
from app.domain.photo import Part, PhotoState
from app.errors import NotAllowed
from app.journal import lease
from app.journal.audit import append_audit
from app.journal.engine import reading, writing
from app.journal.grants import grant
from app.journal.photo_gather import gather, heed_wishes
from app.journal.photo_tables import order_pictures, personal_pictures, photos
from app.journal.photo_work import Wanted, add_wanted, keep, next_job
from app.journal.photos import crew_pictures, photos_of, wish_photos
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from tests.actions.conftest import CITY
from tests.journal.facts import T0, complaint
from tests.photos.test_store import cleaned
from tests.postgres import PostgresServer

LOGINS = {
    "foto_operate": "poc_operate",
    "foto_supervise": "poc_supervise",
    "foto_agency": "poc_agency_disbimarta",
    "foto_view": "poc_view",
    "foto_collect": "poc_collect",
}
RINA = Signed(Person("rina", "Rina", Role.OPERATOR), "meja-1")
BUDI = Signed(Person("budi", "Budi", Role.SUPERVISOR), "meja-2")
ONE = CaseId("sorot", "1")
Login = Callable[[str], Journal]


@pytest.fixture(scope="module")
def login(postgres_server: PostgresServer) -> Iterator[Login]:
    """Opens the journal as one of LOGINS; the collector's login has stored a citizen's and a crew's photo."""
    name = postgres_server.create_database()
    url = postgres_server.url(name)
    journal = Journal.create(url, Clock.starting(T0, speed=0))
    journal.append([complaint("1", media=("http://x/1.jpg",)), complaint("2", media=("http://x/2.jpg",))])
    journal.close()
    grant(url, ["disbimarta"])
    for user, group in LOGINS.items():
        if not postgres_server.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{user}'").strip():  # noqa: S608
            postgres_server.sql(f"CREATE ROLE {user} LOGIN IN ROLE {group}")
    opened: dict[str, Journal] = {}

    def open_as(user: str) -> Journal:
        if user not in opened:
            opened[user] = Journal.open(make_url(url).set(username=user).render_as_string(hide_password=False))
        return opened[user]

    _fill(open_as("foto_collect"))
    yield open_as
    for one in opened.values():
        one.close()
    postgres_server.drop_database(name)


def _fill(journal: Journal) -> None:
    epoch = lease.take(journal, "test") or 0
    wish_photos(journal, "sorot", "1", "rina")
    assert heed_wishes(journal, epoch) == 1 and gather(journal, epoch) == 1
    with writing(journal.engine) as connection:
        add_wanted(connection, [Wanted(Part.AFTER, "sorot", "1", "wa", "o1", "http://x/o.jpg")], 0)
    for n in range(3):
        job = next_job(journal, 10)
        assert job is not None and keep(journal, epoch, job, cleaned(b"\xff\xd8\xff%d" % n))


def all_of(journal: Journal, table: sa.Table) -> int:
    with trouble_named(), reading(journal.engine) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def run(journal: Journal, statement: sa.Executable) -> None:
    with trouble_named(), writing(journal.engine) as connection:
        connection.execute(statement)


def test_R1_a_desk_sees_a_citizens_picture_only_in_the_transaction_that_says_so(login: Login) -> None:
    desk = login("foto_operate")
    assert all_of(desk, personal_pictures) == 0
    assert len(look_at_photos(Acting(desk, CITY), RINA, ONE)) == 1
    assert all_of(desk, personal_pictures) == 0
    assert {photo.state for photo in photos_of(desk, "sorot", "1")} == {PhotoState.STORED}


@pytest.mark.parametrize("user", ["foto_view", "foto_agency"])
def test_R1_logins_without_need_reach_no_citizens_picture(user: str, login: Login) -> None:
    with pytest.raises(NotAllowed):
        all_of(login(user), personal_pictures)


def test_R1_crews_pictures_are_for_whoever_works_on_cases_and_not_for_the_wall(login: Login) -> None:
    assert all_of(login("foto_agency"), order_pictures) == 1
    assert len(crew_pictures(login("foto_operate"), [photos_of(login("foto_operate"), "sorot", "1")[-1].hash])) == 1
    for table in (order_pictures, photos):
        with pytest.raises(NotAllowed):
            all_of(login("foto_view"), table)


@pytest.mark.parametrize("user", ["foto_operate", "foto_supervise", "foto_agency"])
@pytest.mark.parametrize("table", [personal_pictures, order_pictures])
def test_R1_no_desk_puts_a_picture_in(table: sa.Table, user: str, login: Login) -> None:
    row = {"hash": "0", "picture": b"\xff\xd8\xffforged", "thumb": b"", "width": 8, "height": 6}
    with pytest.raises(NotAllowed):
        run(login(user), table.insert().values(row))


def test_R1_an_agency_learns_nothing_of_a_citizens_photo_and_nobody_changes_what_was_fetched(login: Login) -> None:
    assert [photo.part for photo in photos_of(login("foto_agency"), "sorot", "1")] == [Part.AFTER]
    supervisor = login("foto_supervise")
    with writing(supervisor.engine) as connection:
        append_audit(connection, 0, "budi", "meja-2", "forgotten", str(ONE))
        with pytest.raises(NotAllowed), trouble_named(), connection.begin_nested():
            connection.execute(photos.update().where(photos.c.part == "citizen").values(state="refused"))
    forgotten = {"state": "forgotten", "hash": "", "lat": None}
    run(supervisor, photos.update().where(photos.c.part == "citizen").values(forgotten))  # no audit row: none is found
    run(supervisor, personal_pictures.delete())
    run(supervisor, photos.update().where(photos.c.part == "after").values(state="forgotten"))
    assert {photo.state for photo in photos_of(login("foto_collect"), "sorot", "1")} == {PhotoState.STORED}
    assert all_of(login("foto_collect"), personal_pictures) == 2


def test_R1_a_desk_may_wish_and_a_supervisor_may_forget(login: Login) -> None:
    wish_photos(login("foto_agency"), "sorot", "2", "dbm")
    wish_photos(login("foto_operate"), "sorot", "2", "rina")
    forget_case(Acting(login("foto_supervise"), CITY), BUDI, ONE)
    collector = login("foto_collect")
    assert all_of(collector, personal_pictures) == 1 and all_of(collector, order_pictures) == 1
    assert photos_of(collector, "sorot", "1")[0].state is PhotoState.FORGOTTEN
