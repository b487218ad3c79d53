"""One case under two numbers: taken by hand here, created at a backend, and brought back by the next poll of it.

Linking notes the backend's number on our case. Once the poll has brought the record under that number, what was
decided here moves over to it, so that there is one case to look at and not two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from app.actions.perform import Acting, close_commit, orders_on, record
from app.actions.room import Effect, Refused, Scene
from app.domain.case import DESK, Case, CaseId
from app.domain.complaint import Complaint, State
from app.domain.kind import Flag
from app.domain.lifecycle import Stage
from app.domain.order import Order
from app.domain.person import Signed
from app.journal.cases import Found, find_case
from app.journal.encode import from_ms, to_ms
from app.journal.engine import writing
from app.journal.links import MOVED, readdress
from app.journal.retention import forget_alike, wipe
from app.journal.store import announce, append_facts, next_commit
from app.journal.trouble import trouble_named

ADOPT = "adopt"


@dataclass(frozen=True, slots=True)
class Link:
    """The number a backend gave to a complaint that was taken by hand."""

    case: CaseId
    backend: CaseId
    verb: str = "link"

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Noted; told to nobody."""
        if case.id.source != DESK:
            raise Refused(str(case.id), "it has its source's own number.")
        if scene.city.source_of(self.backend.source) is None:
            raise Refused(str(case.id), f"there is no source {self.backend.source}.", "Name one of the city file.")
        if case.linked not in ("", str(self.backend)):
            raise Refused(str(case.id), f"it is linked to {case.linked} already.")
        return Effect(replace(case, linked=str(self.backend)), {"to": str(self.backend)})


def adopt(acting: Acting, signed: Signed, desk: CaseId) -> bool:
    """Move a linked case over to the backend's own record, all in one transaction; False while that is not here yet.

    What somebody has decided on that record meanwhile stands; orders and letters move in any case. A citizen who was
    forgotten under one of the numbers is forgotten under both, before the record comes. Raises JournalError.
    """
    journal = acting.journal
    with trouble_named(), writing(journal.engine) as connection:
        old = find_case(connection, desk)
        if old is None or not old.case.linked or old.case.changed_verb == MOVED:
            return False
        forgotten = forget_alike(connection, to_ms(journal.clock.now()), signed, old.case.numbers)
        new = find_case(connection, CaseId.parse(old.case.linked))
        if new is not None:
            _move(acting, connection, old, new, signed)
    if forgotten:
        wipe(journal, forgotten)
    return new is not None


def _move(acting: Acting, connection: Connection, old: Found, new: Found, signed: Signed) -> None:
    number, now_ms = next_commit(connection, to_ms(acting.journal.clock.now()))
    scene = Scene(
        acting.city,
        from_ms(now_ms),
        f"{old.complaint_id.id}.{old.case.version}",
        signed,
        new.complaint,
        area=acting.area_of(new.complaint.lat, new.complaint.lon),
    )
    _take_over(connection, number, old, new, scene)
    _leave(connection, number, old, new, scene)
    close_commit(connection, number, now_ms)
    announce(connection)


def _take_over(connection: Connection, number: int, old: Found, new: Found, scene: Scene) -> None:
    there, desk = new.complaint_id, old.complaint_id
    is_untouched = new.case.version == 0
    case = replace(old.case, id=there, linked=str(desk)) if is_untouched else replace(new.case, linked=str(desk))
    orders = _moved(orders_on(connection, str(desk)).values(), there, scene)
    readdress(connection, str(desk), str(there))
    scene = replace(scene, operation=f"{scene.operation}.{ADOPT}")
    record(connection, number, new, Effect(case, {"from": str(desk)}, orders), ADOPT, scene)


def _leave(connection: Connection, number: int, old: Found, new: Found, scene: Scene) -> None:
    """The record of the desk ends: kept, marked as gone, and counted nowhere."""
    case = replace(old.case, stage=Stage.DUPLICATE, duplicate_of=str(new.complaint_id))
    scene = replace(scene, operation=f"{scene.operation}.{MOVED}", complaint=old.complaint)
    record(connection, number, old, Effect(case, {"to": str(new.complaint_id)}), MOVED, scene)
    append_facts(connection, number, [_gone(old.complaint, scene)], to_ms(scene.now))


def _gone(complaint: Complaint, scene: Scene) -> Complaint:
    flags = (*complaint.flags, Flag.GONE.value)
    return replace(complaint, valid_at=scene.now, status="unknown", state=State.UNKNOWN, flags=flags)


def _moved(orders: Iterable[Order], to: CaseId, scene: Scene) -> list[Order]:
    return [replace(order, case=str(to), valid_at=scene.now, by=scene.signed.person.id) for order in orders]
