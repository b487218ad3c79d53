"""Limits of people in PostgreSQL: the database refuses by itself what `is_in_reach` refuses (safety row R1)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, make_url

from app.actions.bulk import begin_bulk, begin_undo
from app.actions.care import Note
from app.actions.dispatch import Dispatch
from app.actions.intake import Channel, Intake
from app.actions.messenger import Messenger
from app.actions.moves import Move, Refer
from app.actions.perform import Acting, Outcome, orders_on
from app.actions.privacy import forget_case, reveal
from app.actions.room import Effect, Scene
from app.clock import Clock
from app.domain.case import Case, CaseId
from app.domain.complaint import Personal
from app.domain.lifecycle import Verb
from app.domain.mail import Mail, What
from app.domain.order import Order
from app.domain.person import Signed, is_in_reach
from app.errors import NotAllowed
from app.journal.acting_tables import order_heads, order_versions, outbox
from app.journal.engine import reading, writing
from app.journal.grants import grant, renew_rights
from app.journal.people import add_person, close_account
from app.journal.reach import DISTRICTS, put_districts
from app.journal.retention import forget
from app.journal.store import Journal
from app.journal.tables import complaint_versions, personal
from app.journal.trouble import trouble_named
from tests.actions.conftest import CITY
from tests.actions.reach_room import CASES, COMPLAINTS, EAST, GROUNDS, GROUPS, PEOPLE, WEST, case
from tests.journal.facts import T0, complaint, vehicle
from tests.postgres import PostgresServer

SECRET = "sandi-panjang"
Desk = Callable[[str], Acting]


@pytest.fixture(scope="module")
def url(postgres_server: PostgresServer) -> Iterator[str]:
    """A database whose people have limits, and a login of the same name for each of them."""
    name = postgres_server.create_database()
    journal = Journal.create(postgres_server.url(name), Clock.starting(T0, speed=0))
    journal.append([*COMPLAINTS, vehicle("7")], personal=[Personal("sorot", n, {"name": "Siti"}) for n, *_ in CASES])
    for person in PEOPLE.values():
        add_person(journal, None if person.id == "sri" else at("sri"), person, SECRET)
    close_account(journal, at("sri"), "pergi")
    journal.close()
    grant(postgres_server.url(name), ["dlh"], GROUNDS)
    for person in PEOPLE.values():
        if not postgres_server.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{person.id}'").strip():  # noqa: S608
            group = GROUPS.get(person.role, "poc_agency_dlh")
            postgres_server.sql(f"CREATE ROLE {person.id} LOGIN IN ROLE {group}")
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="module")
def desk(url: str) -> Iterator[Desk]:
    """A room as one person's own login sees it; "" is the owner's."""
    opened: dict[str, Journal] = {}

    def open_as(login: str) -> Acting:
        if login not in opened:
            where = make_url(url).set(username=login) if login else make_url(url)
            opened[login] = Journal.open(where.render_as_string(hide_password=False))
        return Acting(opened[login], CITY)

    yield open_as
    for journal in opened.values():
        journal.close()


@pytest.fixture
def owner(desk: Desk) -> Iterator[Connection]:
    """A transaction of the owner's, which is taken back."""
    with desk("").journal.engine.connect() as connection:
        yield connection
        connection.rollback()


def at(who: str) -> Signed:
    """Somebody at work."""
    return Signed(PEOPLE[who], "meja-9")


def act(desk: Desk, who: str, n: str, verb: str = Verb.NOTE) -> Outcome:
    """A note on a case with a person's own login, under another word if wanted."""
    return desk(who).perform(at(who), Note(case(n), "x", verb))  # type: ignore[arg-type]


def is_done(desk: Desk, who: str, id: str) -> bool:
    """Whether the database takes a note of this person on this case."""
    try:
        act(desk, who, id)
    except NotAllowed as refused:
        if "answers for other agencies or districts" in str(refused) or "another agency's" in str(refused):
            return False
        raise
    return True


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("who", ["bebas", "barat", "timur", "hijau", "kru"])
def test_R1_the_database_refuses_what_is_beyond_a_persons_limits_and_nothing_else(desk: Desk, who: str) -> None:
    done = {n for n, _, _ in CASES if is_done(desk, who, n)}
    assert done == {n for n, area, agency in CASES if is_in_reach(PEOPLE[who], agency, area.replace("far", ""))}
    assert done and (who == "bebas" or len(done) < len(CASES))


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("who", ["salah", "tanpa"])
def test_R1_staff_of_another_agency_or_of_none_act_on_nothing_through_an_agencys_login(desk: Desk, who: str) -> None:
    assert [n for n, *_ in CASES if is_done(desk, who, n)] == []


@pytest.mark.usefixtures("unguarded")
def test_R1_a_closed_account_reaches_nothing_with_its_login(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="nobody of that name"):
        act(desk, "pergi", "01-")
    with pytest.raises(NotAllowed):
        reveal(desk("pergi"), at("pergi"), case("01-"))


@pytest.mark.usefixtures("unguarded")
def test_without_official_boundaries_nobody_is_shut_out_by_place(desk: Desk) -> None:
    with writing(desk("").journal.engine) as connection:
        put_districts(connection, [])
    try:
        assert is_done(desk, "barat", "02-")
        assert not is_done(desk, "hijau", "01-dinkes")
    finally:
        with writing(desk("").journal.engine) as connection:
            put_districts(connection, GROUNDS)
    assert not is_done(desk, "barat", "02-")


@pytest.mark.usefixtures("unguarded")
def test_R1_a_login_cannot_put_tables_of_its_own_in_the_way_of_a_guard(desk: Desk) -> None:
    journal = Journal.open(desk("barat").journal.engine.url.render_as_string(hide_password=False))

    @sa.event.listens_for(journal.engine, "begin")
    def _shadow(connection: Connection) -> None:
        connection.exec_driver_sql("SET search_path = pg_temp, public")
        connection.exec_driver_sql(f"CREATE TEMP TABLE {DISTRICTS} (n integer, code text, ring polygon)")
        columns = "id, name, role, agency, ''::text AS areas, disabled_at"
        connection.exec_driver_sql(f"CREATE TEMP TABLE people AS SELECT {columns} FROM public.people")  # noqa: S608

    with pytest.raises(NotAllowed, match="other agencies or districts"):
        Acting(journal, CITY).perform(at("barat"), Note(case("02-"), "x"))
    journal.close()


def test_boundaries_stay_when_rights_are_given_anew_and_only_the_owner_writes_them(
    desk: Desk, owner: Connection
) -> None:
    count = sa.text(f"SELECT count(*) FROM {DISTRICTS}")  # noqa: S608
    assert renew_rights(owner) and owner.execute(count).scalar() == len(GROUNDS)
    for statement in (f"DELETE FROM {DISTRICTS}", f"INSERT INTO {DISTRICTS} VALUES (0, '01', '(0,0)')"):  # noqa: S608
        with (
            pytest.raises(NotAllowed),
            trouble_named(),
            writing(desk("sri").journal.engine) as connection,
        ):
            connection.exec_driver_sql(statement)
    with reading(desk("barat").journal.engine) as connection:
        assert connection.execute(count).scalar() == len(GROUNDS)
    owner.exec_driver_sql(f"DROP TABLE {DISTRICTS}")  # rights that were given before there was one
    assert renew_rights(owner) and owner.execute(count).scalar() == 0


@pytest.mark.usefixtures("unguarded")
def test_R1_a_complaint_is_taken_in_for_any_district_but_the_word_opens_no_case_that_is_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = Intake("jalan", "Lubang", Channel.WALK_IN, lat=EAST[0], lon=EAST[1])
    taken = desk("barat").take_in(at("barat"), intake)
    with pytest.raises(NotAllowed, match="just been told"):
        act(desk, "barat", "02-", verb="intake")
    with pytest.raises(NotAllowed, match="just been told"):
        desk("barat").perform(at("barat"), Note(taken.case.id, "x", "intake"))  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="other agencies or districts"):
        desk("barat").perform(at("barat"), Note(taken.case.id, "x"))
    monkeypatch.setattr("app.actions.perform.next_commit", lambda *_: (1, 0))  # when the complaints were told
    with pytest.raises(NotAllowed, match="commit is closed"):
        act(desk, "barat", "02-", verb="intake")


def test_R1_a_citizen_beyond_a_persons_limits_is_neither_looked_at_nor_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.actions.privacy._reach", lambda *_: None)
    assert reveal(desk("barat"), at("barat"), case("01-")) == {"name": "Siti"}
    with pytest.raises(NotAllowed, match="other agencies or districts"):
        reveal(desk("barat"), at("barat"), case("02-"))
    with pytest.raises(NotAllowed, match="other agencies or districts"):
        forget(desk("timur").journal, at("timur"), [case("01-")])
    with writing(desk("timur").journal.engine) as connection:  # without a word in the audit nothing is found to erase
        assert connection.execute(personal.update().values(fields="", erased_at=1)).rowcount == 0
    assert forget_case(desk("timur"), at("timur"), case("02-")) == 1
    assert reveal(desk("sri"), at("sri"), case("01-")) == {"name": "Siti"}


def test_R1_a_citizen_under_two_numbers_is_seen_by_whoever_may_see_one_of_them(desk: Desk) -> None:
    intake = Intake("jalan", "Lubang", Channel.WALK_IN, lat=WEST[0], lon=WEST[1], caller={"phone": "0812"})
    taken = desk("bebas").take_in(at("bebas"), intake).case.id
    courier = Messenger(desk(""))
    courier.link(str(taken), "sorot", "02-dinkes")  # which lies in the other district
    assert courier.adopt_linked() == 1
    assert reveal(desk("barat"), at("barat"), taken) == {"name": "Siti", "phone": "0812"}


@pytest.mark.usefixtures("unguarded")
def test_R1_letters_and_orders_hang_on_an_action_of_the_same_commit_and_case(desk: Desk) -> None:
    west, east = (sent(desk, n) for n in ("01-dlh", "02-dlh"))
    letter = {"n": 99, "id": "x", "what": "order", "target": "wa", "order_id": "", "payload": "{}", "state": "waiting"}
    letter |= {"created_at": 0, "not_before": 0, "case_id": str(east.case.id)}
    with reading(desk("barat").journal.engine) as connection:
        (order,) = orders_on(connection, str(east.case.id)).values()
        newest = newest_order(connection)
    for statement, why in (
        (outbox.insert().values(letter | {"operation": east.operation}), "a letter without its action"),
        (outbox.insert().values(letter | {"operation": west.operation}), "a letter without its action"),
        (outbox.update().where(outbox.c.operation == east.operation).values(state="cancelled"), "answers for other"),
        (order_versions.insert().values(newest | {"v": 99}), "an order without its action"),
        (order_heads.update().values(v=1), "what its newest version says"),
    ):
        with pytest.raises(NotAllowed, match=why):
            run(desk("barat"), statement)
    mail = Mail("x", What.ORDER, "wa", str(east.case.id), {})
    for stolen, why in (
        (Stolen(west.case.id, orders=(order,)), "an order without its action"),
        (Stolen(west.case.id, orders=(replace(order, case="sorot/01-dlh"),)), "the order is of another case"),
        (Stolen(west.case.id, mails=(mail,)), "a letter without its action"),
    ):
        with pytest.raises(NotAllowed, match=why):
            desk("barat").perform(at("barat"), stolen)
    run(desk("barat"), outbox.update().where(outbox.c.operation == west.operation).values(state="cancelled"))


def sent(desk: Desk, n: str) -> Outcome:
    """A case to which the admin sent a unit."""
    desk("sri").perform(at("sri"), Move(case(n), Verb.VERIFY))
    return desk("sri").perform(at("sri"), Dispatch(case(n), "armada/7", "wa", agency="dlh"))


def newest_order(connection: Connection) -> dict[str, object]:
    """The newest version of any order, as a row."""
    query = sa.select(order_versions).order_by(order_versions.c.v.desc()).limit(1)
    return dict(connection.execute(query).mappings().one())


@dataclass(frozen=True, slots=True)
class Stolen:
    """A deed on one case that writes orders and letters of another one."""

    case: CaseId
    orders: tuple[Order, ...] = ()
    mails: tuple[Mail, ...] = ()
    verb: str = "note"

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Told in one's own name."""
        orders = [replace(order, by=scene.signed.person.id) for order in self.orders]
        return Effect(case, orders=orders, mails=self.mails)


def test_R1_a_desk_says_nothing_new_of_a_complaint_that_is_there(desk: Desk) -> None:
    with reading(desk("barat").journal.engine) as connection:
        row = connection.execute(sa.select(complaint_versions).where(complaint_versions.c.id == "02-")).mappings().one()
    forged = dict(row) | {"v": 999, "source": "meja", "lat": WEST[0], "lon": WEST[1]}
    with pytest.raises(NotAllowed, match="only the collector"):
        run(desk("barat"), complaint_versions.insert().values(forged))


def test_U1_what_one_person_did_to_many_is_held_also_where_the_cases_are_not_theirs_any_more(desk: Desk) -> None:
    desk("").journal.append([complaint("99", agency="dlh")])
    room = desk("hijau")
    bulk = begin_bulk(room, at("hijau"), "refer", [case("99")], lambda one: Refer(one, "dinkes"))
    bulk.step()
    with writing(desk("").journal.engine) as connection:
        connection.execute(outbox.update().values(not_before=0))
    begin_undo(room, at("hijau"), bulk)
    mine, begins = outbox.c.operation == bulk.done[0].operation, outbox.c.not_before
    with reading(room.journal.engine) as connection:
        assert all(connection.execute(sa.select(begins).where(mine)).scalars().all())
    with pytest.raises(NotAllowed, match="answers for other"):
        run(desk("kru"), outbox.update().where(mine).values(not_before=begins + 1))


def run(acting: Acting, statement: sa.Executable) -> None:
    """A statement past everything."""
    with trouble_named(), writing(acting.journal.engine) as connection:
        connection.execute(statement)
