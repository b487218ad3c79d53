"""Orders of a case as people read them, on both stores."""

from datetime import datetime, timedelta

import pytest

from app.actions.dispatch import Dispatch, Recall, Report
from app.actions.messenger import COURIER
from app.actions.perform import Acting
from app.domain.case import CaseId
from app.domain.mail import MailState
from app.domain.order import OrderState
from app.domain.person import Person, Role, Signed
from app.journal.case_orders import case_orders
from app.journal.people import add_person
from app.picture.frame import Frame, Mode
from app.picture.open import live_picture
from app.settings import CityFile
from app.views.dispatch import OrderLine, channels_for, order_lines
from tests.actions.conftest import CITY, OPERATOR, acting
from tests.journal.facts import T0, after
from tests.journal.test_unanswered import silent

__all__ = ["acting"]
CASE = CaseId("sorot", "1")
ADMIN = Person("sri", "Sri", Role.ADMIN)


def lines(room: Acting, at: datetime | None = None) -> tuple[OrderLine, ...]:
    picture = live_picture(room.journal, CITY)
    frame = Frame(at or room.journal.clock.now(), mode=Mode.LIVE if at is None else Mode.REPLAY)
    return order_lines(picture, frame, CITY, case_orders(room.journal, 1))


def sent(room: Acting, channel: str = "wa") -> str:
    return room.perform(OPERATOR, Dispatch(CASE, "armada/7", channel, text="Bawa sekop")).case.order


def test_a_case_without_orders_has_none(acting: Acting) -> None:
    assert lines(acting) == ()
    known = case_orders(acting.journal, 1)
    assert (known.case, known.open, known.told) == ("sorot/1", (), {})


def test_an_order_shows_each_state_with_who_said_so_and_when(acting: Acting) -> None:
    add_person(acting.journal, None, ADMIN, "sandi-panjang", "")
    order = sent(acting)
    acting.perform(COURIER, Report(CASE, order, OrderState.ACCEPTED))
    acting.perform(Signed(ADMIN, "meja-2"), Report(CASE, order, OrderState.DEPARTED))
    (line,) = lines(acting)
    assert (line.unit_name, line.channel_name, line.text) == ("B 1", "wa", "Bawa sekop")
    assert [(step.state.value, step.by) for step in line.steps] == [
        ("waiting", "rina"),
        ("accepted", "wa"),
        ("departed", "Sri"),
    ]
    assert all(step.at == T0 for step in line.steps)
    assert line.next == (OrderState.ARRIVED, OrderState.DONE, OrderState.REFUSED)
    assert line.letter is not None
    assert line.letter.state is MailState.WAITING


def test_what_is_open_anywhere_is_the_units_load_until_it_ends(acting: Acting) -> None:
    order = sent(acting)
    assert [o.unit for o in case_orders(acting.journal, 2).open] == ["armada/7"]
    acting.perform(OPERATOR, Report(CASE, order, OrderState.DONE))
    assert case_orders(acting.journal, 2).open == ()


def test_the_newest_order_stands_first_and_an_ended_one_goes_no_further(acting: Acting) -> None:
    first = sent(acting)
    acting.perform(OPERATOR, Recall(CASE, "salah alamat"))
    second = sent(acting, "telp")
    newer, older = lines(acting)
    assert (newer.id, newer.is_newest, newer.is_open) == (second, True, True)
    assert (older.id, older.is_newest, older.state, older.next) == (first, False, OrderState.RECALLED, ())
    assert newer.channel is not None
    assert newer.channel.phone == "021 8896 0250"


def test_at_an_earlier_instant_later_states_are_not_known(acting: Acting) -> None:
    sent(acting)
    assert len(lines(acting, T0)) == 1
    assert lines(acting, T0 - timedelta(seconds=1)) == ()


def test_a_crew_is_silent_from_when_its_time_was_over_until_it_answers_or_another_is_sent(acting: Acting) -> None:
    order = sent(acting)
    assert lines(acting)[0].silent_since is None  # however long ago that was: the watch says so, nobody else
    acting.journal.append([silent(1, order, after(300))])
    assert lines(acting)[0].silent_since == after(300)
    acting.perform(COURIER, Report(CASE, order, OrderState.ACCEPTED))
    assert lines(acting)[0].silent_since is None
    acting.perform(OPERATOR, Recall(CASE, "salah alamat"))
    sent(acting)
    assert [line.silent_since for line in lines(acting)] == [None, None]


@pytest.mark.parametrize(("agencies", "found"), [(("disbimarta",), ["wa", "telp"]), (("dlh",), []), (("",), [])])
def test_a_crew_is_reached_by_its_agencys_channels_webhooks_first(agencies: tuple[str, ...], found: list[str]) -> None:
    assert [channel.id for channel in channels_for(CITY, T0, *agencies)] == found


def test_channels_follow_an_agency_that_was_renamed(city: CityFile) -> None:
    renamed = city.model_copy(
        update={"channels": tuple(c.model_copy(update={"agency": "dlh"}) for c in CITY.channels[:1])}
    )
    later = datetime.fromisoformat("2017-02-01T00:00:00+00:00")
    assert [c.id for c in channels_for(renamed, later, "kebersihan")] == ["wa"]
    assert channels_for(renamed, T0, "kebersihan") == ()
