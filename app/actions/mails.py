"""The letters that go with a deed: the source hears of a stage, a channel hears of an order."""

from app.actions.room import Scene
from app.domain.case import DESK, Case, CaseId
from app.domain.lifecycle import SOURCE_STATUS
from app.domain.mail import Mail, What
from app.domain.order import Order


def tell_source(case: Case, scene: Scene, text: str = "") -> tuple[Mail, ...]:
    """The update for the complaint's source, if it takes updates and there is something to tell.

    A complaint taken by hand is told to the source that was asked to create it: the letter waits behind that one, and
    bears the source's number once there is one.
    """
    told = _told_at(case, scene)
    spec = scene.city.source_of(told.source)
    status = SOURCE_STATUS.get(case.stage, "")
    if spec is None or not spec.write_back or not (status or text):
        return ()
    payload = {
        "update_id": scene.operation,
        "service_request_id": told.id,
        "status": status or "OPEN",
        "description": text,
        "updated_datetime": scene.now.isoformat(timespec="seconds"),
    }
    return (Mail(scene.operation, What.UPDATE, told.source, str(case.id), payload),)


def _told_at(case: Case, scene: Scene) -> CaseId:
    """Under which source and number the citizen knows the case; the number is "" while the source has given none."""
    if case.id.source != DESK:
        return case.id
    return CaseId.parse(case.linked) if case.linked else CaseId(str(scene.complaint.extra.get("backend", "")), "")


def tell_channel(order: Order, scene: Scene, what: What = What.ORDER) -> tuple[Mail, ...]:
    """The order, or its recall, for the channel that reaches its unit."""
    channel = scene.city.channel_of(order.channel)
    if channel is None or channel.kind == "voice":
        return ()  # somebody calls, and says by hand what was answered
    complaint = scene.complaint
    payload = {
        "order": order.id,
        "unit": order.unit,
        "case": order.case,
        "category": complaint.category or complaint.service_name,
        "address": complaint.address,
        "lat": order.lat,
        "lon": order.lon,
        "text": order.text,
        "at": scene.now.isoformat(timespec="seconds"),
    }
    return (Mail(f"{order.id}.{what.value}", what, order.channel, order.case, payload, order.id),)
