"""The head of the audit chain on paper: an anchor outside of the journal, the same bytes when made again."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.journal.audit import Anchor, append_audit, head_of, verify_chain
from app.journal.encode import to_ms
from app.journal.engine import reading, writing
from app.journal.store import Journal
from app.settings import CityFile
from reports.frozen import thawed
from reports.issue import again, issue, make_draft
from reports.verify import verify
from tests.reports.test_verify import change
from tests.reports.town import DAY, READY


@pytest.fixture
def audited(own_journal: Path) -> Journal:
    """Three rows by the end of the day, one after it."""
    journal = Journal.open(str(own_journal))
    with writing(journal.engine) as connection:
        for n, at in enumerate((1, 2, 3, to_ms(READY) + 86_400_000)):
            append_audit(connection, at, "rina", "meja-1", "note", f"sorot/{n}")
    return journal


def foot(pdf: bytes) -> list[str]:
    """What every page says of the audit."""
    return [
        line
        for page in PdfReader(io.BytesIO(pdf)).pages
        for line in page.extract_text().splitlines()
        if "audit" in line
    ]


@pytest.mark.parametrize("name", ["daily", "revenue"])
def test_A1_the_head_as_it_stood_at_the_commit_is_on_every_page_and_verifies(
    audited: Journal, city: CityFile, name: str
) -> None:
    made = issue(audited, city, name, DAY, "id")
    lines = foot(made.pdf)
    assert len(lines) == len(PdfReader(io.BytesIO(made.pdf)).pages) and len(set(lines)) == 1
    anchor = Anchor.parse(lines[0].split()[-1])
    assert anchor.seq == 3
    with reading(audited.engine) as connection:
        assert verify_chain(connection, anchor).wrong is None
    audited.close()


def test_issued_again_gives_the_same_bytes_however_long_the_chain_has_grown(audited: Journal, city: CityFile) -> None:
    made = issue(audited, city, "daily", DAY, "id")
    with writing(audited.engine) as connection:
        append_audit(connection, to_ms(READY) + 2 * 86_400_000, "rina", "meja-1", "note")
    assert issue(audited, city, "daily", DAY, "id").pdf == made.pdf
    assert made.fact is not None and again(made.fact).pdf == made.pdf
    audited.close()


def test_A1_a_page_shows_that_the_tail_was_cut(audited: Journal, own_journal: Path, city: CityFile) -> None:
    pdf = issue(audited, city, "daily", DAY, "id").pdf
    assert verify(audited, city, pdf).agrees
    audited.close()
    change(own_journal, "DROP TRIGGER audit_no_delete")
    assert change(own_journal, "DELETE FROM audit WHERE seq > 2") == 2
    journal = Journal.open(str(own_journal))
    with reading(journal.engine) as connection:
        assert verify_chain(connection).wrong is None  # the chain alone does not know
        head = head_of(connection)
    (difference,) = verify(journal, city, pdf).differences
    journal.close()
    assert (difference.what, difference.now) == ("audit", str(head))


def test_a_page_from_before_the_audit_is_made_again_as_it_was(own_journal: Path, city: CityFile) -> None:
    journal = Journal.open(str(own_journal))
    made = make_draft(journal, city, "daily", DAY, "id")
    journal.close()
    assert foot(made.pdf) == []
    assert '"audit"' not in made.frozen.text()
    assert thawed(made.frozen.text()).id() == made.frozen.id()
