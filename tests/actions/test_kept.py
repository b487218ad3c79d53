"""What people keep under a name: their own and everybody's, at every desk, on both stores."""

import pytest

from app.actions.perform import Acting
from app.errors import PocError
from app.journal.kept import LONGEST, Kept, What, all_kept, drop, keep
from app.journal.upkeep import check
from tests.actions.conftest import CREW, OPERATOR, SUPERVISOR, VISITOR


def test_ones_own_and_everybodys_are_told_apart_and_nobody_sees_anothers(acting: Acting) -> None:
    journal = acting.journal
    keep(journal, OPERATOR, What.FILTER, "Banjir", {"categories": ["banjir"]})
    keep(journal, OPERATOR, What.FILTER, "Malam", {"states": "open"}, shared=True)
    keep(journal, SUPERVISOR, What.FILTER, "Banjir", {"categories": []})
    mine = Kept(What.FILTER, "Banjir", {"categories": ["banjir"]}, "rina")
    shared = Kept(What.FILTER, "Malam", {"states": "open"})
    assert all_kept(journal, OPERATOR) == (mine, shared)
    assert all_kept(journal, None) == (shared,) and shared.is_shared
    assert check(journal) == []


def test_a_name_kept_again_replaces_what_it_held_and_goes_when_dropped(acting: Acting) -> None:
    journal = acting.journal
    for value in ({"text": "a"}, {"text": "b"}):
        keep(journal, OPERATOR, What.FILTER, " Pagi ", value)
    [found] = all_kept(journal, OPERATOR)
    assert (found.name, found.value) == ("Pagi", {"text": "b"})
    drop(journal, SUPERVISOR, What.FILTER, "Pagi")
    assert len(all_kept(journal, OPERATOR)) == 1, "somebody else's word drops nothing of mine"
    drop(journal, OPERATOR, What.FILTER, "Pagi")
    drop(journal, OPERATOR, What.FILTER, "Pagi")
    assert all_kept(journal, OPERATOR) == ()


def test_a_name_is_needed_and_who_only_looks_or_is_of_one_agency_keeps_nothing_for_everybody(acting: Acting) -> None:
    with pytest.raises(PocError):
        keep(acting.journal, OPERATOR, What.FILTER, "  ", {})
    for person in (CREW, VISITOR):
        with pytest.raises(PocError):
            keep(acting.journal, person, What.FILTER, "x", {}, shared=True)
    keep(acting.journal, CREW, What.FOLLOW, "y" * 300, {})
    assert len(all_kept(acting.journal, CREW)[0].name) == LONGEST
