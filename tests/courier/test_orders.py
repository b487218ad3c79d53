"""Orders to a webhook: signed, with a key by which they are applied once; the crew's answers become deeds."""

import hmac
import json
from collections.abc import Callable
from hashlib import sha256

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from app.actions.care import Note
from app.actions.dispatch import Dispatch
from app.actions.messenger import COURIER
from app.actions.perform import orders_on
from app.actions.room import Refused
from app.domain.case import CaseId
from app.domain.mail import MailState
from app.domain.order import OrderState
from app.errors import PocError
from app.journal.cases import find_case
from app.journal.engine import reading
from app.journal.people import add_person
from tests.courier.conftest import OPERATOR, Room, until

JSON = "application/json"


def state_of(room: Room, case: CaseId) -> OrderState:
    """The state of a case's only order."""
    with reading(room.journal.engine) as connection:
        (order,) = orders_on(connection, str(case)).values()
    return order.state


def test_an_order_is_signed_and_bears_its_key(make_room: Callable[..., Room], served: HTTPServer) -> None:
    seen: list[Request] = []

    def accept(request: Request) -> Response:
        seen.append(request)
        return Response('{"state":"accepted"}', 202, mimetype=JSON)

    served.expect_request("/orders").respond_with_handler(accept)
    room = make_room("http://127.0.0.1:9/", served.url_for("/"))
    case = room.case("7")
    done = room.acting.perform(OPERATOR, Dispatch(case, "armada/7", "wa", "disbimarta", "Bawa rambu."))
    with room.courier():
        assert until(lambda: state_of(room, case) is OrderState.ACCEPTED)
    body, headers = seen[0].get_data(), seen[0].headers
    signed = hmac.new(b"rahasia-regu", headers["X-POC-Timestamp"].encode() + b"." + body, sha256).hexdigest()
    assert headers["X-POC-Signature"] == f"sha256={signed}"
    assert headers["Idempotency-Key"] == f"{done.case.order}.order"
    told = json.loads(body)
    assert (told["unit"], told["text"], told["what"]) == ("armada/7", "Bawa rambu.", "order")


def test_a_crew_that_goes_and_arrives_is_followed_to_the_end(
    make_room: Callable[..., Room], served: HTTPServer
) -> None:
    states = ["accepted", "departed", "arrived", "done"]
    served.expect_request("/orders").respond_with_data("{}", 202, content_type=JSON)
    served.expect_request("/orders/P-op-1").respond_with_handler(
        lambda _r: Response(json.dumps({"state": states.pop(0) if len(states) > 1 else states[0]}), mimetype=JSON)
    )
    room = make_room("http://127.0.0.1:9/", served.url_for("/"))
    hook = room.city.channels[0].model_copy(update={"every": room.city.channels[0].every / 50})
    room = Room(room.journal, room.city.model_copy(update={"channels": (hook,)}))
    case = room.case("7")
    room.acting.perform(OPERATOR, Dispatch(case, "armada/7", "wa", "disbimarta"), operation="op-1")
    with room.courier():
        assert until(lambda: state_of(room, case) is OrderState.DONE)
    with reading(room.journal.engine) as connection:
        found = find_case(connection, case)
    assert found is not None
    assert (found.case.stage, found.case.arrived_at is not None, found.case.changed_by) == ("done", True, "kurir")


def test_a_gateway_calls_no_crew_back(make_room: Callable[..., Room], served: HTTPServer) -> None:
    asked: list[str] = []

    def recalled(request: Request) -> Response:
        asked.append(request.path)
        return Response('{"state":"recalled"}', mimetype=JSON)

    served.expect_request("/orders").respond_with_handler(recalled)
    served.expect_request("/orders/P-op-1").respond_with_handler(recalled)
    room = make_room("http://127.0.0.1:9/", served.url_for("/"))
    hook = room.city.channels[0].model_copy(update={"every": room.city.channels[0].every / 50})
    room = Room(room.journal, room.city.model_copy(update={"channels": (hook,)}))
    case = room.case("7")
    room.acting.perform(OPERATOR, Dispatch(case, "armada/7", "wa", "disbimarta"), operation="op-1")
    with room.courier():
        assert until(lambda: asked.count("/orders/P-op-1") >= 2)
    assert state_of(room, case) is OrderState.SENT


def test_a_voice_channel_sends_nothing(make_room: Callable[..., Room]) -> None:
    room = make_room("http://127.0.0.1:9/")
    case = room.case("7", "meja")
    room.acting.perform(OPERATOR, Dispatch(case, "armada/7", "telp", "disbimarta"))
    assert room.letters(case) == []


def test_a_gateway_that_refuses_an_order_says_to_call(make_room: Callable[..., Room], served: HTTPServer) -> None:
    served.expect_request("/orders").respond_with_data("unit tidak dikenal", 422, content_type="text/plain")
    room = make_room("http://127.0.0.1:9/", served.url_for("/"))
    case = room.case("7", "meja")
    room.acting.perform(OPERATOR, Dispatch(case, "armada/7", "wa", "disbimarta"))
    with room.courier():
        assert until(lambda: room.letters(case)[0].state is MailState.REFUSED)
    assert (room.letters(case)[0].error, room.letters(case)[0].next_step) == ("unit tidak dikenal", "Call the crew.")


def test_the_courier_records_answers_and_does_nothing_else(make_room: Callable[..., Room]) -> None:
    room = make_room("http://127.0.0.1:9/")
    case = room.case("7")
    with pytest.raises(Refused):
        room.acting.perform(COURIER, Note(case, "sendiri"))
    with pytest.raises(PocError, match="no person"):
        add_person(room.journal, None, COURIER.person, "rahasia-panjang")
