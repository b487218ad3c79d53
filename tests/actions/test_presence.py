"""Presence: who has which case open, told by each desk and forgotten by itself."""

from datetime import timedelta

import pytest

from app.actions.perform import Acting
from app.clock import real_now
from app.domain.case import CaseId
from app.journal import presence
from app.journal.acting_tables import presence as table
from app.journal.engine import reading
from app.journal.presence import LIFE_S, Viewer, tell_presence, viewers
from tests.actions.accounts import let_in
from tests.actions.conftest import OPERATOR, SUPERVISOR

ONE, TWO = CaseId("sorot", "1"), CaseId("sorot", "2")


def test_others_see_which_case_somebody_has_open(acting: Acting) -> None:
    tell_presence(acting.journal, OPERATOR, ONE)
    tell_presence(acting.journal, SUPERVISOR, ONE)
    assert viewers(acting.journal, OPERATOR) == {"sorot/1": (Viewer("budi", "budi", "meja-2"),)}
    assert len(viewers(acting.journal)["sorot/1"]) == 2
    let_in(acting.journal, SUPERVISOR)
    assert viewers(acting.journal, OPERATOR) == {"sorot/1": (Viewer("budi", "Budi", "meja-2"),)}


def test_a_person_has_one_case_open_at_a_desk(acting: Acting) -> None:
    tell_presence(acting.journal, OPERATOR, ONE)
    tell_presence(acting.journal, OPERATOR, TWO)
    assert list(viewers(acting.journal)) == ["sorot/2"]
    tell_presence(acting.journal, OPERATOR, None)
    assert viewers(acting.journal) == {}


def test_a_desk_that_died_is_forgotten_and_its_row_goes(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_presence(acting.journal, OPERATOR, ONE)
    later = real_now() + timedelta(seconds=LIFE_S + 1)
    monkeypatch.setattr(presence, "real_now", lambda: later)
    assert viewers(acting.journal) == {}
    tell_presence(acting.journal, SUPERVISOR, TWO)
    with reading(acting.journal.engine) as connection:
        assert [row.person for row in connection.execute(table.select())] == ["budi"]
