"""Rights in PostgreSQL: what `app.actions` refuses, the database refuses a login that goes past it (safety row R1)."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from app.actions import perform as performing
from app.actions.care import Note
from app.actions.dispatch import Dispatch
from app.actions.intake import Channel, Intake
from app.actions.link import Link, adopt
from app.actions.messenger import COURIER
from app.actions.moves import Move, Refer
from app.actions.perform import Acting
from app.actions.privacy import forget_case, reveal
from app.actions.room import Refused
from app.clock import Clock
from app.domain.case import CaseId
from app.domain.complaint import Personal
from app.domain.lifecycle import Stage, Verb
from app.domain.person import Person, Role, Signed
from app.errors import NotAllowed, PocError
from app.journal.acting_tables import TABLES, audit, cases, outbox, people
from app.journal.audit import append_audit, verify_chain
from app.journal.engine import reading, writing
from app.journal.grants import grant, named_tables, renew_rights
from app.journal.guards import GROUP_OF
from app.journal.people import add_person, change_own, sign_in
from app.journal.presence import tell_presence, viewers
from app.journal.retention import forget
from app.journal.store import Journal
from app.journal.tables import complaint_versions, metadata, personal
from app.journal.trouble import trouble_named
from app.picture.open import live_picture
from tests.actions.conftest import CITY
from tests.journal.facts import T0, complaint, vehicle
from tests.postgres import PostgresServer

SECRET = "sandi-panjang"
STAFF = {
    "sri": Person("sri", "Sri", Role.ADMIN),
    "rina": Person("rina", "Rina", Role.OPERATOR),
    "budi": Person("budi", "Budi", Role.SUPERVISOR),
    "dbm": Person("dbm", "Bina Marga", Role.AGENCY, "disbimarta"),
    "wali": Person("wali", "Wali Kota", Role.BRIEFING),
}
LOGINS = {
    "meja": "poc_operate",  # a workstation's
    "rina": "poc_operate",  # a person's own
    "budi": "poc_supervise",
    "sri": "poc_admin",
    "dbm": "poc_agency_disbimarta",
    "layar": "poc_view",
    "kolektor": "poc_collect",
}
MINE, OTHERS = CaseId("sorot", "1"), CaseId("sorot", "2")
Desk = Callable[[str], Acting]


@pytest.fixture(scope="module")
def url(postgres_server: PostgresServer) -> Iterator[str]:
    """A database with everybody's account and a login for each kind of person."""
    name = postgres_server.create_database()
    journal = Journal.create(postgres_server.url(name), Clock.starting(T0, speed=0))
    journal.append([complaint("1", agency="disbimarta"), complaint("2"), complaint("9"), vehicle("7")])
    admin = Signed(STAFF["sri"], "meja-1")
    for person in STAFF.values():
        add_person(journal, admin if person is not STAFF["sri"] else None, person, SECRET, "2580")
    acting = Acting(journal, CITY)
    acting.take_in(at("rina"), Intake("jalan", "Lubang", Channel.WALK_IN, caller={"phone": "1"}))
    acting.perform(at("rina"), Refer(CaseId("sorot", "9"), "dlh"))
    journal.close()
    assert grant(postgres_server.url(name), ["disbimarta", "dlh"]) == 8
    assert grant(postgres_server.url(name), ["disbimarta", "dlh"]) == 8  # again changes nothing
    for login, group in LOGINS.items():
        there = postgres_server.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{login}'")  # noqa: S608
        if not there.strip():
            postgres_server.sql(f"CREATE ROLE {login} LOGIN IN ROLE {group}")
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture
def desk(url: str) -> Iterator[Desk]:
    """A room as one login sees it."""
    open_journals: list[Journal] = []

    def opened(login: str) -> Acting:
        journal = Journal.open(make_url(url).set(username=login).render_as_string(hide_password=False))
        open_journals.append(journal)
        return Acting(journal, CITY)

    yield opened
    for journal in open_journals:
        journal.close()


def at(who: str, workstation: str = "meja-9") -> Signed:
    """Somebody at work."""
    return Signed(STAFF[who], workstation)


def test_R1_everybody_does_with_their_own_login_what_their_role_allows(desk: Desk) -> None:
    taken = desk("meja").take_in(at("rina"), Intake("jalan", "Lubang", Channel.TELEPHONE, caller={"phone": "0812"}))
    assert taken.case.id.source == "meja"
    assert desk("rina").perform(at("rina"), Move(taken.case.id, Verb.VERIFY)).case.stage is Stage.VERIFIED
    assert desk("budi").perform(at("budi"), Refer(taken.case.id, "disbimarta")).case.agency == "disbimarta"
    sent = desk("dbm").perform(at("dbm"), Dispatch(taken.case.id, "armada/7", "wa"))
    assert sent.case.stage is Stage.ASSIGNED
    collector = desk("kolektor")
    collector.journal.append([complaint("3")])
    for login in LOGINS:
        assert live_picture(desk(login).journal, CITY).complaints.n >= 4
    with reading(collector.journal.engine) as connection:
        assert verify_chain(connection).wrong is None


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    "login, who, deed",
    [
        ("layar", "wali", Dispatch(MINE, "armada/7")),  # a viewer dispatches
        ("layar", "rina", Dispatch(MINE, "armada/7")),  # and says it was somebody else
        ("layar", "sri", Note(MINE, "x")),
        ("dbm", "dbm", Dispatch(OTHERS, "armada/7")),  # another agency's case
        ("dbm", "dbm", Refer(MINE, "dlh")),  # a verb of the desk
        ("dbm", "rina", Move(MINE, Verb.VERIFY)),  # as an operator, through an agency's login
        ("meja", "wali", Note(MINE, "x")),  # a briefing's person at a desk
        ("meja", "dbm", Move(MINE, Verb.VERIFY)),
        ("meja", "rina", Move(MINE, Verb.CLOSE)),  # a stage that knows no such verb
        ("rina", "budi", Note(MINE, "x")),  # a person's own login under another name
        ("kolektor", "rina", Note(MINE, "x")),  # the collector as a person
    ],
)
def test_R1_a_login_that_goes_past_the_program_is_refused_by_the_database(
    desk: Desk, login: str, who: str, deed: Dispatch | Move | Refer | Note
) -> None:
    acting = desk(login)
    before = counted(acting)
    with pytest.raises(NotAllowed, match="login may not do that"):
        acting.perform(at(who), deed)
    assert counted(acting) == before


def counted(acting: Acting) -> list[int]:
    """Rows of what a deed would write, as this login sees them."""
    with reading(acting.journal.engine) as connection:
        names = ("actions", "cases", "order_versions", "commits")
        return [
            connection.execute(sa.select(sa.func.count()).select_from(metadata.tables[n])).scalar_one() for n in names
        ]


def test_R1_the_same_deeds_are_refused_in_the_program(desk: Desk) -> None:
    for who, deed in (("wali", Note(MINE, "x")), ("dbm", Dispatch(OTHERS, "armada/7")), ("dbm", Refer(MINE, "dlh"))):
        with pytest.raises(Refused):
            desk("meja").perform(at(who), deed)


_STATEMENTS = [
    # (login, statement): a role edited in the database, history changed, facts made up, secrets read
    ("meja", people.update().where(people.c.id == "rina").values(role="admin")),
    ("meja", people.insert().values(id="x", name="X", role="admin", created_at=0)),
    ("rina", people.update().where(people.c.id == "budi").values(password="x")),
    ("meja", people.update().where(people.c.id == "budi").values(password="x")),
    ("budi", people.update().where(people.c.id == "sri").values(pin="x")),
    ("layar", sa.select(people.c.password)),
    ("layar", sa.select(audit)),
    ("layar", sa.select(outbox.c.payload)),
    ("layar", sa.select(personal)),
    ("dbm", sa.select(personal)),
    ("meja", outbox.update().values(state="sent")),
    ("meja", outbox.update().values(not_before=0)),  # a desk holds a letter for a while, and never hastens one
    ("meja", outbox.update().values(not_before=9e15)),
    ("meja", outbox.update().values(state="cancelled", not_before=outbox.c.not_before + 1)),
    ("meja", outbox.update().values(payload="{}")),
    ("meja", cases.update().values(stage=6)),
    ("meja", cases.update().values(after="{}")),
    ("meja", complaint_versions.update().values(status="closed")),
    ("meja", personal.update().values(fields="")),
    ("layar", metadata.tables["requests"].insert().values(v=99, commit_n=1, valid_at=0, ask="pause")),
    *((login, audit.update().values(actor="x")) for login in ("meja", "budi", "sri", "kolektor")),
    *((login, audit.delete()) for login in ("meja", "budi", "sri", "kolektor")),
    *((login, metadata.tables["actions"].delete()) for login in ("meja", "budi", "sri", "kolektor")),
    *(
        (login, metadata.tables["positions"].insert().values(vehicle=1, fix_at=0, ref="", commit_n=1))
        for login in ("meja", "sri")
    ),
    ("kolektor", people.update().values(tries=0)),
    ("kolektor", sa.select(people.c.password)),
]


@pytest.mark.parametrize("login, statement", _STATEMENTS)
def test_R1_no_statement_of_a_login_reaches_beyond_its_group(desk: Desk, login: str, statement: sa.Executable) -> None:
    with pytest.raises(NotAllowed), trouble_named(), writing(desk(login).journal.engine) as connection:
        connection.execute(statement)


def test_R1_a_desk_makes_no_facts_of_a_source_and_no_action_without_its_audit_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = desk("meja")
    with pytest.raises(NotAllowed, match="only the collector"):
        acting.journal.append([complaint("77")])
    monkeypatch.setattr(performing, "_audit", lambda *_: None)
    with pytest.raises(NotAllowed, match="without its audit row"):
        acting.perform(at("rina"), Note(OTHERS, "x"))


def test_R1_the_audit_chain_takes_only_its_next_row(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    acting = desk("rina")
    with (
        pytest.raises(NotAllowed, match="acts as itself"),
        trouble_named(),
        writing(acting.journal.engine) as connection,
    ):
        append_audit(connection, 1, "budi", "meja-2", "note")
    monkeypatch.setattr("app.journal.audit.head_of", lambda _connection: None)
    with pytest.raises((NotAllowed, PocError)), trouble_named(), writing(acting.journal.engine) as connection:
        append_audit(connection, 1, "rina", "meja-2", "note")


def test_R1_a_person_signs_in_and_changes_their_own_secret_with_a_desks_login(desk: Desk) -> None:
    assert sign_in(desk("meja").journal, "budi", SECRET, "meja-3").person.role is Role.SUPERVISOR
    assert sign_in(desk("rina").journal, "rina", "2580", "meja-3", by_pin=True).person.id == "rina"
    change_own(desk("meja").journal, at("rina"), SECRET, pin="7410")
    assert sign_in(desk("rina").journal, "rina", "7410", "meja-3", by_pin=True)
    with pytest.raises(NotAllowed, match="only an admin"):
        change_own(desk("meja").journal, at("budi"), SECRET, pin="7410")


def test_R1_presence_is_told_by_whoever_acts_and_seen_by_all(desk: Desk) -> None:
    tell_presence(desk("meja").journal, at("rina"), MINE)
    assert [viewer.name for viewer in viewers(desk("layar").journal)[str(MINE)]] == ["Rina"]
    with pytest.raises(NotAllowed):
        tell_presence(desk("layar").journal, at("wali"), MINE)


def test_R1_every_table_and_every_role_has_its_rights_told(desk: Desk) -> None:
    with reading(desk("meja").journal.engine) as connection:
        assert set(sa.inspect(connection).get_table_names()) == named_tables()
    assert set(GROUP_OF) == set(Role) - {Role.COURIER}


def test_rights_are_given_anew_with_a_new_schema_only_where_they_were_given(url: str, postgres_url: str) -> None:
    for where, given in ((url, True), (postgres_url, False)):
        journal = Journal.create(where)
        with writing(journal.engine) as connection:
            connection.exec_driver_sql("DROP TABLE presence")
            TABLES[-1].create(connection)  # as a migration brings a new one
            assert renew_rights(connection) is given
            if given:
                told = "SELECT has_table_privilege('layar', 'presence', 'SELECT')"
                assert connection.exec_driver_sql(told).scalar() is True
        journal.close()


@pytest.mark.parametrize("agency", ['x"; DROP TABLE audit', "", "Dinas Besar"])
def test_an_agency_that_makes_no_name_for_a_group_is_named(url: str, agency: str) -> None:
    with pytest.raises(PocError, match="makes no name"):
        grant(url, [agency])


def test_a_journal_in_a_file_knows_no_logins(tmp_path: object) -> None:
    with pytest.raises(PocError, match="knows no logins"):
        grant(f"sqlite:///{tmp_path}/x.db")


def test_R1_a_citizens_data_are_seen_only_after_an_audit_row_of_the_same_transaction(desk: Desk) -> None:
    case = (
        desk("meja").take_in(at("rina"), Intake("jalan", "Lubang", Channel.WALK_IN, caller={"phone": "0812"})).case.id
    )
    for login in ("meja", "budi", "sri"):
        with reading(desk(login).journal.engine) as connection:
            assert connection.execute(sa.select(personal)).all() == []
    assert reveal(desk("meja"), at("rina"), case) == {"phone": "0812"}
    with reading(desk("meja").journal.engine) as connection:
        assert connection.execute(sa.select(personal)).all() == []  # the row of another transaction opens nothing
    with pytest.raises(NotAllowed):
        forget(desk("meja").journal, at("budi"), [case])
    assert forget_case(desk("budi"), at("budi"), case) == 1
    assert forget_case(desk("budi"), at("budi"), MINE) == 0
    kept = [Personal("sorot", "1", {"name": "Siti"}), Personal(case.source, case.id, {"name": "Siti"})]
    desk("kolektor").journal.append([complaint("1", 5)], personal=kept)
    assert reveal(desk("meja"), at("rina"), case) == reveal(desk("meja"), at("rina"), MINE) == {}
    collector, there = desk("kolektor"), CaseId("sorot", "88")
    collector.perform(COURIER, Link(case, there))
    assert adopt(collector, COURIER, case) is False  # its record has still to come
    collector.journal.append([complaint("88")], personal=[Personal("sorot", "88", {"name": "Siti"})])
    assert adopt(collector, COURIER, case)
    assert reveal(desk("meja"), at("rina"), there) == {}
