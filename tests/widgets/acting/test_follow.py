"""A complaint taken at the desk goes on under the backend's number, and so does whoever looks at it."""

from app.actions.intake import Channel, Intake
from app.actions.link import Link, adopt
from app.actions.messenger import COURIER
from app.actions.perform import Acting
from app.domain.case import CaseId
from tests.actions.conftest import OPERATOR
from tests.journal.facts import complaint
from tests.widgets.acting.room import Room


def test_the_backends_record_takes_the_place_of_the_desks_own(room: Room) -> None:
    acting = Acting(room.journal, room.live.city)
    own = acting.take_in(OPERATOR, Intake("jalan", "Lubang", Channel.TELEPHONE, backend="sorot")).case.id
    room.until(lambda: room.live.picture.complaints.n == 7)
    room.group.select("complaint", 7)
    room.until(lambda: own.id in room.desk.panels["complaint"].headline)  # type: ignore[attr-defined]
    acting.perform(COURIER, Link(own, CaseId("sorot", "0123")))
    room.journal.append([complaint("0123")])
    adopt(acting, COURIER, own)
    room.until(lambda: room.key == 8)
