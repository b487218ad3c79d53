"""Finding complaints by their words: every sign for itself, the current words only, always kept beside the heads."""

import pytest
import sqlalchemy as sa
from alembic import command

from app.journal import migrate, tables, upkeep
from app.journal.engine import journal_url as address_of
from app.journal.engine import make_engine, reading, writing
from app.journal.search import search_complaints
from app.journal.store import Journal
from tests.journal.facts import after, complaint

LONG = "panjang" * 10_000


@pytest.fixture
def told(journal: Journal) -> Journal:
    """Complaints with words."""
    journal.append(
        [
            complaint("101", title="Lubang 100% di jalan", description="dalam sekali"),
            complaint("102", title="Sampah_menumpuk", address="Jl. Ahmad Yani"),
            complaint("103", title="sampah liar", description="dekat 'pasar' \\ kali"),
            complaint("104", title="🚧 Żółć", description="ÉCOLE Straße", address=LONG, service_name="Ärger"),
        ]
    )
    return journal


@pytest.mark.parametrize(
    "text, keys",
    [
        ("sampah", [3, 2]),
        ("SAMPAH", [3, 2]),
        ("sampah yani", [2]),
        ("yani sampah", [2]),
        ("sampah sampah", [3, 2]),
        ("102", [2]),
        ("%", [1]),
        ("_", [2]),
        ("100%", [1]),
        ("\\", [3]),
        ("'pasar'", [3]),
        ("' OR 1=1 --", []),
        ('"; DROP TABLE complaint_heads; --', []),
        ("*", []),
        ("", [4, 3, 2, 1]),
        ("\n\t ", [4, 3, 2, 1]),
        ("\x00", []),
        ("\ud800", []),
        ("🚧", [4]),
        ("🚨", []),
        ("Żółć", [4]),
        ("ÉCOLE", [4]),
        ("école", [4]),
        ("STRASSE straße", [4]),
        ("ärger", [4]),
        (LONG, [4]),
        (LONG + "x", []),
        ("%" * 60_000, []),
        ("jalandalam", []),
        ("(jalan|kali)", []),
        ("[a-z]", []),
        ("NEAR(a b)", []),
    ],
)
def test_Q1_search_takes_every_sign_for_itself(told: Journal, text: str, keys: list[int]) -> None:
    assert search_complaints(told, text) == keys


def test_search_gives_the_newest_first_and_no_more_than_asked(told: Journal) -> None:
    assert search_complaints(told, "", most=2) == [4, 3]


def test_search_looks_at_the_current_words_only(told: Journal) -> None:
    told.append([complaint("103", 5, title="selesai"), complaint("102", 5, "closed", title="Sampah_menumpuk")])
    assert search_complaints(told, "sampah") == [2]
    assert search_complaints(told, "selesai") == [3]
    assert search_complaints(told, "yani") == []


def test_a_late_version_brings_no_words_to_what_stands(told: Journal) -> None:
    told.append([complaint("103", -60, title="keluhan lama")])
    assert search_complaints(told, "lama") == []
    assert search_complaints(told, "liar") == [3]


def test_of_several_versions_in_one_batch_the_last_by_truth_is_found(journal: Journal) -> None:
    journal.append(
        [complaint("1", 9, title="akhir"), complaint("1", 1, title="awal"), complaint("1", 5, title="tengah")]
    )
    assert [search_complaints(journal, word) for word in ("awal", "tengah", "akhir")] == [[], [], [1]]


def test_a_reused_id_is_found_by_the_words_of_each_complaint(journal: Journal) -> None:
    journal.append([complaint("1", title="pertama")])
    journal.append([complaint("1", 7200, title="kedua", lat=-6.5, requested_at=after(7200))])
    assert [search_complaints(journal, word) for word in ("pertama", "kedua", "1")] == [[1], [2], [2, 1]]


@pytest.mark.parametrize(
    "harm",
    [
        tables.complaint_words.delete().where(tables.complaint_words.c.key == 2),
        tables.complaint_words.update().where(tables.complaint_words.c.key == 2).values(words="lain"),
        tables.complaint_words.insert().values(key=9, words="yatim"),
    ],
    ids=["missing", "wrong", "orphan"],
)
def test_check_finds_wrong_words_and_rebuild_makes_them_again(told: Journal, harm: sa.Executable) -> None:
    assert upkeep.check(told) == []
    with writing(told.engine) as connection:
        connection.execute(harm)
    assert upkeep.check(told) == ["complaint_words: 1 missing or wrong; run: journal rebuild"]
    upkeep.rebuild(told)
    assert upkeep.check(told) == []
    assert search_complaints(told, "sampah") == [3, 2]


def test_a_journal_of_the_first_schema_gets_its_words_when_upgraded(journal_url: str) -> None:
    engine = make_engine(address_of(journal_url))
    with writing(engine) as connection:
        command.upgrade(migrate._config(connection), "0001")
        row = dict.fromkeys(("status", "media", "extra"), "") | {"state": 0, "requested_at": 0, "flags": 0, "hash": 0}
        for v, title in ((1, "lama"), (2, "Lampu PADAM")):
            said = {"v": v, "key": 1, "commit_n": v, "valid_at": v, "source": "sorot", "id": "7", "title": title}
            connection.execute(tables.complaint_versions.insert().values(row | said))
        head = {"key": 1, "source": "sorot", "id": "7", "v": 2, "valid_at": 2, "hash": 0}
        connection.execute(tables.complaint_heads.insert().values(head))
        connection.execute(tables.commits.insert(), [{"n": n, "recorded_at": n} for n in (1, 2)])
    engine.dispose()
    journal = Journal.create(journal_url)
    assert [search_complaints(journal, word) for word in ("padam", "lama", "7")] == [[1], [], [1]]
    with reading(journal.engine) as connection:
        assert connection.execute(sa.select(tables.complaint_words.c.words)).scalars().all() == ["lampu padam\n\n\n\n7"]
    journal.close()
