"""Citizens' data: seen only after an audit row of the same transaction; forgotten for good, on both stores."""

import io
import shutil
import sqlite3
from argparse import Namespace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.actions.care import Note
from app.actions.commands import forget as forget_command
from app.actions.intake import Channel, Intake
from app.actions.link import Link, adopt
from app.actions.messenger import COURIER
from app.actions.perform import Acting
from app.actions.privacy import forget_case, reveal
from app.actions.room import Refused
from app.domain.case import CaseId
from app.domain.complaint import Personal
from app.domain.person import Person, Role, Signed
from app.errors import PocError
from app.journal import tables
from app.journal.audit import audit_rows, verify_chain
from app.journal.engine import reading
from app.journal.people import add_person
from app.journal.retention import EXPIRED, FORGOTTEN, REVEALED, expire_personal, forget, personal_of
from app.journal.search import search_complaints
from app.journal.store import Journal
from app.journal.tables import metadata
from app.journal.upkeep import check, rebuild
from tests.actions.conftest import CITY, CREW, OPERATOR, SUPERVISOR, VISITOR
from tests.journal.facts import after, complaint

CASE, THERE = CaseId("sorot", "1"), CaseId("sorot", "88")
SITI = {"phone": "0812-7777-1234", "name": "Siti Tersembunyi", "device": "gawai-tujuh"}


@pytest.fixture
def told(acting: Acting) -> Acting:
    """A room that knows who told of sorot/1."""
    acting.journal.append([complaint("1", 5, agency="disbimarta")], personal=[Personal("sorot", "1", SITI)])
    return acting


def audited(acting: Acting) -> list[tuple[str, str, str]]:
    """Who did what to which, oldest first."""
    with reading(acting.journal.engine) as connection:
        assert verify_chain(connection).wrong is None
        return [(row["actor"], row["action"], row["entity"]) for row in audit_rows(connection)][::-1]


def everything(journal: Journal) -> str:
    """Every value of every table."""
    with reading(journal.engine) as connection:
        return "\n".join(str(row) for table in metadata.tables.values() for row in connection.execute(sa.select(table)))


def test_a_look_is_told_in_the_order_people_read_and_leaves_a_row(told: Acting) -> None:
    assert list(reveal(told, OPERATOR, CASE).items()) == [
        ("name", "Siti Tersembunyi"),
        ("phone", "0812-7777-1234"),
        ("device", "gawai-tujuh"),
    ]
    assert audited(told) == [("rina", REVEALED, "sorot/1")]
    assert "Siti" not in everything(told.journal).partition(REVEALED)[2].partition("\n")[0]  # the row itself


def test_a_look_without_its_audit_row_shows_nothing(told: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise PocError("audit", "cannot be written")

    monkeypatch.setattr("app.journal.retention.append_audit", broken)
    with pytest.raises(PocError, match="cannot be written"):
        reveal(told, OPERATOR, CASE)


@pytest.mark.parametrize("who", [CREW, VISITOR, Signed(Person("x", "X", Role.OPERATOR, "dlh"), "m")])
def test_who_has_no_need_to_know_sees_nothing_and_leaves_no_row(told: Acting, who: Signed) -> None:
    with pytest.raises(Refused):
        reveal(told, who, CASE)
    assert audited(told) == []


def test_a_caller_of_the_desk_is_found_at_both_numbers(told: Acting) -> None:
    own = told.take_in(OPERATOR, Intake("jalan", "Lubang", Channel.TELEPHONE, caller={"name": "Siti", "phone": "1"}))
    told.perform(COURIER, Link(own.case.id, CASE))
    assert reveal(told, OPERATOR, own.case.id)["phone"] == "0812-7777-1234"
    assert forget_case(told, SUPERVISOR, own.case.id) == 2
    assert personal_of(told.journal, "sorot", "1") == {}


@pytest.mark.parametrize("steps", ["poll link", "link poll", "link adopt poll"])
@pytest.mark.parametrize("forgotten", ["desk", "source"])
def test_who_was_forgotten_under_one_number_is_not_known_under_the_other(
    acting: Acting, steps: str, forgotten: str
) -> None:
    caller = {key: SITI[key] for key in ("name", "phone")}
    desk = acting.take_in(OPERATOR, Intake("jalan", "Lubang", Channel.TELEPHONE, caller=caller)).case.id
    forget(acting.journal, SUPERVISOR, [desk if forgotten == "desk" else THERE])
    for step in [*steps.split(), "adopt"]:
        if step == "poll":
            acting.journal.append([complaint(THERE.id, 5)], personal=[Personal(THERE.source, THERE.id, SITI)])
        elif step == "link":
            acting.perform(COURIER, Link(desk, THERE))
        else:
            adopt(acting, COURIER, desk)
    assert adopt(acting, COURIER, desk) is False  # it has moved
    assert reveal(acting, SUPERVISOR, desk) == reveal(acting, SUPERVISOR, THERE) == {}
    assert not any(word in everything(acting.journal) for word in SITI.values())
    assert [row[2] for row in audited(acting) if row[1] == FORGOTTEN].count(str(THERE)) == 1


def test_what_ended_by_age_under_one_number_is_kept_under_the_other(acting: Acting) -> None:
    desk = acting.take_in(OPERATOR, Intake("jalan", "Lubang", Channel.TELEPHONE, caller={"name": "Siti"})).case.id
    assert expire_personal(acting.journal, after(86_400 * 366), 365) == 1
    acting.journal.append([complaint(THERE.id, 5)], personal=[Personal(THERE.source, THERE.id, SITI)])
    acting.perform(COURIER, Link(desk, THERE))
    assert adopt(acting, COURIER, desk)
    assert personal_of(acting.journal, THERE.source, THERE.id) == SITI


def test_a_number_that_comes_while_somebody_forgets_is_forgotten_too(
    told: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = told.take_in(OPERATOR, Intake("jalan", "Lubang", Channel.TELEPHONE, caller={"name": "Siti"})).case.id
    monkeypatch.setattr("app.actions.privacy._reach", lambda *_: told.perform(COURIER, Link(own, CASE)))
    assert forget_case(told, SUPERVISOR, own) == 2
    assert personal_of(told.journal, "sorot", "1") == {}


def test_forgetting_leaves_no_letter_of_the_citizen_and_every_fact(told: Acting) -> None:
    told.perform(OPERATOR, Note(CASE, "sudah dihubungi"))
    facts = tables.complaint_versions.select().order_by(tables.complaint_versions.c.v)
    with reading(told.journal.engine) as connection:
        before = connection.execute(facts).all()
    assert forget_case(told, SUPERVISOR, CASE) == 1
    assert audited(told)[-1] == ("budi", FORGOTTEN, "sorot/1")
    assert rebuild(told.journal) and check(told.journal) == []
    told.journal.append([complaint("1", 9, "closed", agency="disbimarta")], personal=[Personal("sorot", "1", SITI)])
    said = everything(told.journal)
    assert not any(word in said for word in SITI.values())
    assert search_complaints(told.journal, "Tersembunyi") == search_complaints(told.journal, "7777") == []
    with reading(told.journal.engine) as connection:
        assert connection.execute(facts).all()[: len(before)] == before
    assert reveal(told, OPERATOR, CASE) == {}


def test_a_citizen_forgotten_before_the_source_told_of_them_stays_unknown(told: Acting) -> None:
    assert forget_case(told, SUPERVISOR, CaseId("sorot", "2")) == 0
    told.journal.append([complaint("2", 7)], personal=[Personal("sorot", "2", SITI)])
    assert personal_of(told.journal, "sorot", "2") == {}


@pytest.mark.parametrize("who", [OPERATOR, CREW, VISITOR])
def test_only_seniors_forget(told: Acting, who: Signed) -> None:
    with pytest.raises(Refused, match="may not forget"):
        forget_case(told, who, CASE)
    assert personal_of(told.journal, "sorot", "1") == SITI


def test_a_stranger_of_a_case_is_named(told: Acting) -> None:
    for act in (reveal, forget_case):
        with pytest.raises(Refused, match="no such complaint"):
            act(told, SUPERVISOR, CaseId("sorot", "99"))


def test_what_ends_by_age_leaves_a_row_without_names(told: Acting) -> None:
    assert expire_personal(told.journal, after(86_400 * 366), 365) == 1
    assert audited(told) == [("kolektor", EXPIRED, "")]
    assert not any(word in everything(told.journal) for word in SITI.values())


def test_the_copy_an_upgrade_left_beside_a_journal_forgets_too(tmp_path: Path) -> None:
    journal = Journal.create(str(tmp_path / "j"))
    journal.append([complaint("1")], personal=[Personal("sorot", "1", SITI)])
    journal.close()
    shutil.copy(tmp_path / "j", tmp_path / "j.before-0004")
    journal = Journal.open(str(tmp_path / "j"))
    assert forget_case(Acting(journal, CITY), SUPERVISOR, CASE) == 1
    journal.close()
    assert not any(b"Tersembunyi" in path.read_bytes() for path in tmp_path.glob("j*"))
    with sqlite3.connect(tmp_path / "j.before-0004") as copy:
        assert copy.execute("SELECT fields, erased_at IS NULL FROM personal").fetchall() == [("", 0)]
    copy.close()


def test_the_command_line_forgets_with_the_same_checks(told: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = Person("sri", "Sri", Role.ADMIN)
    add_person(told.journal, None, admin, "sandi-panjang")
    add_person(told.journal, Signed(admin, ""), Person("rina", "Rina", Role.OPERATOR), "sandi-panjang")
    monkeypatch.setenv("POC_PASSWORD", "sandi-panjang")
    out = io.StringIO()
    with pytest.raises(Refused):
        forget_command(told.journal, CITY, Namespace(case="sorot/1", user="rina"), out)
    with pytest.raises(ValueError, match="name the case"):
        forget_command(told.journal, CITY, Namespace(case=None, user="sri"), out)
    assert forget_command(told.journal, CITY, Namespace(case="sorot/1", user="sri"), out) == 0
    assert out.getvalue() == "journal: sorot/1 forgotten; something was kept at 1 of its numbers\n"
