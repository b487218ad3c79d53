"""Photos in the journal, on both stores: wished for, gathered, kept, forgotten, and never given away."""

import io
import sqlite3
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.actions.care import Note
from app.actions.moves import Move
from app.actions.perform import Acting
from app.actions.photos import look_at_photos
from app.actions.room import Refused
from app.domain.case import CaseId
from app.domain.lifecycle import Verb
from app.domain.order import Order, OrderState
from app.domain.person import Person, Role, Signed
from app.domain.photo import Part, PhotoState, Taken
from app.errors import LeaseLost
from app.journal.engine import reading
from app.journal.export import STREAMS, write_rows
from app.journal.photo_gather import MOST, gather, heed_wishes
from app.journal.photo_tables import TABLES, order_pictures, personal_pictures, photo_wishes
from app.journal.photo_work import Cleaned, Job, give_up, keep, next_job
from app.journal.photos import crew_pictures, photos_of, want_order_photos, wish_photos
from app.journal.retention import expire_personal, forget
from app.journal.store import Journal
from tests.actions.conftest import CITY
from tests.journal.facts import T0, after, complaint
from tests.photos.conftest import URL

RINA = Signed(Person("rina", "Rina", Role.OPERATOR), "meja-1")
BUDI = Signed(Person("budi", "Budi", Role.SUPERVISOR), "meja-2")
ONE = CaseId("sorot", "1")
ORDER = Order("o1", T0, "sorot/1", "7", "disbimarta", "kru", OrderState.DONE, "kru")
TAKEN = Taken(after(-60), True, -6.24, 107.0)


both = pytest.mark.parametrize("journal_url", ["sqlite", "postgresql"], indirect=True)
"""Where the store's own words differ; what the rules say is tried on SQLite alone."""


def cleaned(content: bytes = b"\xff\xd8\xffjpeg", taken: Taken = TAKEN) -> Cleaned:
    return Cleaned(content, b"\xff\xd8\xffsmall", 8, 6, sha256(content).hexdigest(), taken)


def next_of(journal: Journal) -> Job:
    job = next_job(journal, 10)
    assert job is not None
    return job


def count(journal: Journal, table: sa.Table) -> int:
    with reading(journal.engine) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def stored(journal: Journal, epoch: int) -> None:
    """The citizen's photo and a crew's after photo, both there."""
    gather(journal, epoch)
    assert keep(journal, epoch, next_of(journal), cleaned())
    want_order_photos(journal, ORDER, {"after": "foto/o1.jpg"})
    assert keep(journal, epoch, next_of(journal), cleaned(b"\xff\xd8\xffcrew"))


@both
def test_photos_of_new_open_cases_are_gathered_once(journal: Journal, epoch: int) -> None:
    assert gather(journal, epoch) == 1 and gather(journal, epoch) == 0
    (photo,) = photos_of(journal, "sorot", "1")
    assert (photo.part, photo.state) == (Part.CITIZEN, PhotoState.WAITING)
    job = next_of(journal)
    assert (job.wanted.line, job.wanted.url, job.is_urgent) == ("sorot", URL, False)


def test_a_flood_is_gathered_a_part_at_a_time_and_nothing_is_lost(journal: Journal, epoch: int) -> None:
    flood = 2 * MOST + 5
    journal.append([complaint(f"f{n}", media=(f"{URL}?{n}",)) for n in range(flood)])
    taken = [gather(journal, epoch) for _ in range(4)]
    assert taken == [MOST, MOST, 6, 0], "with the one that was there before"
    assert all(photos_of(journal, "sorot", f"f{n}") for n in (0, MOST, flood - 1))


@both
def test_photos_of_closed_and_of_old_cases_wait_until_a_person_looks(journal: Journal, epoch: int) -> None:
    long_ago = T0 - timedelta(days=15)
    journal.append([complaint("8", status="closed", media=(URL,)), complaint("9", requested_at=long_ago, media=(URL,))])
    gather(journal, epoch)
    assert photos_of(journal, "sorot", "8") == photos_of(journal, "sorot", "9") == ()
    for case in ("8", "8", "9", "gone"):
        wish_photos(journal, "sorot", case, "rina")
    assert heed_wishes(journal, epoch) == 3 and heed_wishes(journal, epoch) == 0
    assert count(journal, photo_wishes) == 0
    assert next_of(journal).is_urgent and photos_of(journal, "sorot", "8")[0].state is PhotoState.WAITING


@both
def test_photos_of_a_case_that_is_verified_are_gathered_however_old_it_is(journal: Journal, epoch: int) -> None:
    journal.append([complaint("9", requested_at=T0 - timedelta(days=400), media=(URL,))])
    gather(journal, epoch)
    acting = Acting(journal, CITY)
    acting.perform(RINA, Note(CaseId("sorot", "9"), "dilihat"))
    gather(journal, epoch)
    assert photos_of(journal, "sorot", "9") == ()
    acting.perform(RINA, Move(CaseId("sorot", "9"), Verb.VERIFY))
    gather(journal, epoch)
    assert len(photos_of(journal, "sorot", "9")) == 1


def test_a_failure_waits_its_time_and_a_person_who_looks_shortens_it(journal: Journal, epoch: int) -> None:
    gather(journal, epoch)
    give_up(journal, epoch, next_of(journal), "The server refused the connection.", 5_000)
    assert next_job(journal, 4_999) is None
    again = next_job(journal, 5_000)
    assert again is not None and again.tries == 1
    wish_photos(journal, "sorot", "1")
    heed_wishes(journal, epoch)
    assert next_of(journal).is_urgent
    (photo,) = photos_of(journal, "sorot", "1")
    assert (photo.state, photo.error) == (PhotoState.FAILED, "The server refused the connection.")


def test_what_was_refused_is_not_tried_again(journal: Journal, epoch: int) -> None:
    gather(journal, epoch)
    give_up(journal, epoch, next_of(journal), "The picture is broken.", None)
    wish_photos(journal, "sorot", "1")
    heed_wishes(journal, epoch)
    assert next_job(journal, 10**14) is None and photos_of(journal, "sorot", "1")[0].state is PhotoState.REFUSED


def test_a_picture_is_stored_under_the_hash_of_its_content(journal: Journal, epoch: int) -> None:
    stored(journal, epoch)
    citizens, crews = photos_of(journal, "sorot", "1")
    assert citizens.hash == sha256(b"\xff\xd8\xffjpeg").hexdigest() and citizens.taken == TAKEN
    assert (crews.part, crews.order) == (Part.AFTER, "o1")
    assert crew_pictures(journal, [citizens.hash, crews.hash]).keys() == {crews.hash}
    assert count(journal, personal_pictures) == count(journal, order_pictures) == 1


@both
def test_the_same_picture_is_stored_once(journal: Journal, epoch: int) -> None:
    journal.append([complaint("3", media=("http://127.0.0.1:1/foto/3.jpg",))])
    gather(journal, epoch)
    for _ in range(2):
        keep(journal, epoch, next_of(journal), cleaned())
    assert count(journal, personal_pictures) == 1
    forget(journal, BUDI, [ONE])
    assert count(journal, personal_pictures) == 1, "the other case still shows it"
    forget(journal, BUDI, [CaseId("sorot", "3")])
    assert count(journal, personal_pictures) == 0


@both
def test_a_crews_photo_named_again_is_no_new_one(journal: Journal, epoch: int) -> None:
    named = {"before": "a.jpg", "after": "", "during": "x.jpg"}
    assert want_order_photos(journal, ORDER, named) == 1 and want_order_photos(journal, ORDER, named) == 0
    assert want_order_photos(journal, ORDER, named | {"after": "b.jpg"}) == 1
    assert [photo.part for photo in photos_of(journal, "sorot", "1")] == [Part.BEFORE, Part.AFTER]


@both
def test_only_who_leads_stores(journal: Journal, epoch: int) -> None:
    gather(journal, epoch)
    job = next_of(journal)
    for act in (
        lambda: keep(journal, epoch + 1, job, cleaned()),
        lambda: give_up(journal, epoch + 1, job, "x", 1),
        lambda: journal.append([complaint("4", media=(URL,))]) and gather(journal, epoch + 1),
    ):
        with pytest.raises(LeaseLost):
            act()
    assert photos_of(journal, "sorot", "1")[0].state is PhotoState.WAITING


def test_a_look_at_a_citizens_photo_is_in_the_audit(journal: Journal, epoch: int) -> None:
    stored(journal, epoch)
    acting = Acting(journal, CITY)
    (seen,) = look_at_photos(acting, RINA, ONE).values()
    assert seen.jpeg == b"\xff\xd8\xffjpeg" and seen.thumb == b"\xff\xd8\xffsmall"
    with reading(journal.engine) as connection:
        told = connection.execute(sa.text("SELECT actor, action, entity FROM audit")).all()
    assert [tuple(row) for row in told] == [("rina", "revealed", "sorot/1")]


@pytest.mark.parametrize("role", [Role.AGENCY, Role.BRIEFING])
def test_roles_without_need_see_no_citizens_photo(role: Role, journal: Journal, epoch: int) -> None:
    stored(journal, epoch)
    with pytest.raises(Refused):
        look_at_photos(Acting(journal, CITY), Signed(Person("x", "X", role, "disbimarta"), "meja-1"), ONE)


@both
def test_forgetting_erases_the_citizens_photo_and_leaves_the_crews(journal: Journal, epoch: int) -> None:
    stored(journal, epoch)
    forget(journal, BUDI, [ONE])
    citizens, crews = photos_of(journal, "sorot", "1")
    assert (citizens.state, citizens.hash, citizens.taken) == (PhotoState.FORGOTTEN, "", Taken())
    assert crews.state is PhotoState.STORED
    assert count(journal, personal_pictures) == 0 and count(journal, order_pictures) == 1
    assert look_at_photos(Acting(journal, CITY), RINA, ONE) == {}


def test_what_was_forgotten_is_never_fetched_again_under_any_address(journal: Journal, epoch: int) -> None:
    stored(journal, epoch)
    forget(journal, BUDI, [ONE])
    journal.append([complaint("1", at=60, media=(URL, "http://127.0.0.1:1/foto/other.jpg"))])
    gather(journal, epoch)
    wish_photos(journal, "sorot", "1")
    heed_wishes(journal, epoch)
    assert next_job(journal, 10**14) is None
    assert {photo.state for photo in photos_of(journal, "sorot", "1") if photo.part is Part.CITIZEN} == {
        PhotoState.FORGOTTEN
    }


def test_a_photo_forgotten_while_it_is_on_its_way_is_not_stored(journal: Journal, epoch: int) -> None:
    gather(journal, epoch)
    job = next_of(journal)
    forget(journal, BUDI, [ONE])
    assert not keep(journal, epoch, job, cleaned()) and count(journal, personal_pictures) == 0


@both
def test_citizens_photos_end_with_their_time(journal: Journal, epoch: int) -> None:
    stored(journal, epoch)
    expire_personal(journal, T0 + timedelta(days=29), 30)
    assert photos_of(journal, "sorot", "1")[0].state is PhotoState.STORED
    expire_personal(journal, T0 + timedelta(days=31), 30)
    citizens, crews = photos_of(journal, "sorot", "1")
    assert citizens.state is PhotoState.FORGOTTEN and crews.state is PhotoState.STORED
    assert count(journal, personal_pictures) == 0


def test_a_copy_that_an_upgrade_left_forgets_too(journal: Journal, epoch: int, tmp_path: Path) -> None:
    stored(journal, epoch)
    path = tmp_path / "journal.db.before-9999"
    with closing(sqlite3.connect(tmp_path / "journal.db")) as live, closing(sqlite3.connect(path)) as copy:
        live.backup(copy)
    forget(journal, BUDI, [ONE])
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("SELECT count(*) FROM personal_pictures").fetchone() == (0,)
        assert copy.execute("SELECT count(*) FROM order_pictures").fetchone() == (1,)
        told = copy.execute("SELECT state, hash, lat FROM photos WHERE part = 'citizen'").fetchall()
    assert told == [("forgotten", "", None)]


def test_no_export_has_photos(journal: Journal, epoch: int) -> None:
    stored(journal, epoch)
    told = io.StringIO()
    for stream in STREAMS:
        write_rows(told, journal, stream)
    digest = photos_of(journal, "sorot", "1")[0].hash
    assert digest not in told.getvalue() and URL not in told.getvalue()
    assert not {table.name for table in TABLES} & set(STREAMS)
