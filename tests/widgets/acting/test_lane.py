"""The operator's lane: deeds in order, one's own versions, conflicts with others, a journal that is away."""

import threading
from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from app.actions.intake import Channel, Intake
from app.actions.moves import Move, Refer
from app.domain.lifecycle import Stage, Verb
from app.errors import JournalError
from app.journal.store import Journal
from tests.widgets.acting.conftest import Desk, wished
from widgets.acting.wish import Wish


def verify(key: int = 1, expected: int | None = 0) -> Wish:
    return Wish(Verb.VERIFY, key, lambda case: Move(case, Verb.VERIFY), expected)


def refer(agency: str = "dkp", expected: int | None = 0) -> Wish:
    return Wish(Verb.REFER, 1, lambda case: Refer(case, agency), expected)


def test_two_quick_deeds_are_done_in_order_and_the_second_is_no_conflict_with_the_first(
    journal: Journal, make_desk: Callable[[Journal], Desk], qtbot: QtBot
) -> None:
    first, second = wished(make_desk(journal), qtbot, verify(), refer())  # both looked at version 0
    assert first.outcome is not None and first.outcome.case.stage is Stage.VERIFIED
    assert second.outcome is not None and second.outcome.case.stage is Stage.REFERRED
    assert second.outcome.case.version == 2


def test_B15_what_another_desk_did_since_is_a_conflict_and_nothing_is_overwritten(
    journal: Journal, make_desk: Callable[[Journal], Desk], qtbot: QtBot
) -> None:
    mine, theirs = make_desk(journal), make_desk(journal)
    wished(mine, qtbot, verify())
    wished(theirs, qtbot, refer("disbimarta", expected=1))
    (ended,) = wished(mine, qtbot, refer("dkp", expected=0))
    assert ended.conflict is not None and not ended.refused
    assert (ended.conflict.case.agency, ended.conflict.case.changed_verb) == ("disbimarta", "refer")
    (ended,) = wished(mine, qtbot, ended.wish.on_top(ended.conflict.case.version))
    assert ended.outcome is not None and ended.outcome.case.agency == "dkp"


def test_deeds_are_done_outside_the_gui_thread(
    journal: Journal, make_desk: Callable[[Journal], Desk], qtbot: QtBot
) -> None:
    where: list[threading.Thread] = []

    def make(case: Any) -> Move:
        where.append(threading.current_thread())
        return Move(case, Verb.VERIFY)

    wished(make_desk(journal), qtbot, Wish(Verb.VERIFY, 1, make))
    assert where and where[0] is not threading.main_thread()


def test_nobody_signed_in_does_nothing(journal: Journal, make_desk: Callable[[Journal], Desk], qtbot: QtBot) -> None:
    desk = make_desk(journal)
    desk.group.set_operator(None)
    (ended,) = wished(desk, qtbot, verify())
    assert ended.refused and ended.outcome is None


def test_a_wish_that_met_no_journal_is_done_once_when_it_is_wished_again(
    journal: Journal, make_desk: Callable[[Journal], Desk], qtbot: QtBot, monkeypatch: Any
) -> None:
    desk, wish = make_desk(journal), verify()
    (done,) = wished(desk, qtbot, wish)
    with monkeypatch.context() as away:
        away.setattr("widgets.acting.lane.case_of_key", _away)
        (ended,) = wished(desk, qtbot, wish)
    assert isinstance(ended.trouble, JournalError) and not ended.refused
    (ended,) = wished(desk, qtbot, wish)
    assert ended.outcome is not None and done.outcome is not None
    assert ended.outcome.case.version == done.outcome.case.version == 1


def _away(*_: object) -> None:
    raise JournalError("database", "it does not answer.")


def test_a_complaint_by_hand_goes_the_same_way(
    journal: Journal, make_desk: Callable[[Journal], Desk], qtbot: QtBot
) -> None:
    taken = Intake("jalan", "Lubang", Channel.TELEPHONE)
    (ended,) = wished(make_desk(journal), qtbot, Wish("intake", 0, taken))
    assert ended.outcome is not None and ended.outcome.case.id.source == "meja"
