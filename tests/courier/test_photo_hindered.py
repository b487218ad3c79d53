"""The crew's photo where the far end hinders it: the citizen's update goes all the same, and the photo when it can."""

import socket
from collections.abc import Callable

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from app.domain.mail import MailState
from data_sources.simulator.running import FarEnd
from tests.courier.conftest import Room, until
from tests.courier.test_photo_upload import ONCE, _often, all_received, fetch, make, mend, show, shown_at

__all__ = ["_often", "make"]


@ONCE
@pytest.mark.parametrize("status", [413, 415])
def test_a_server_that_takes_no_picture_gets_the_update_without_it(
    make: Callable[..., Room], served: HTTPServer, status: int
) -> None:
    room = make(served.url_for("/tanpa"))
    sizes: list[int] = []

    def take(request: Request) -> Response:
        sizes.append(len(request.files))
        return Response("terlalu besar", status) if request.files else Response("[]", mimetype="application/json")

    served.expect_request("/tanpa/servicerequestupdates.json").respond_with_handler(take)
    case = mend(room, "7")
    show(room, case, served)
    with room.courier() as epoch:
        fetch(room, epoch)
        assert until(lambda: all_received(room, case))
    assert sizes == [0, 0, 1, 0] and room.letters(case)[-1].answer["photo"] == "refused"


@ONCE
def test_a_server_that_breaks_off_at_pictures_gets_the_update_without_it_after_three_tries(
    make: Callable[..., Room], served: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data_sources.delivery.LONGEST_WAIT_S", 0.5)
    room = make(served.url_for("/putus"))
    sizes: list[int] = []

    def take(request: Request) -> Response:
        sizes.append(len(request.files))
        if request.files:
            request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return Response("[]", mimetype="application/json")

    served.expect_request("/putus/servicerequestupdates.json").respond_with_handler(take)
    case = mend(room, "7")
    show(room, case, served)
    with room.courier() as epoch:
        fetch(room, epoch)
        assert until(lambda: all_received(room, case)), room.letters(case)
    assert sizes == [0, 0, 1, 1, 1, 1, 0]
    last = room.letters(case)[-1]
    assert (last.attempts, last.answer["photo"]) == (4, "stuck")


@ONCE
def test_a_picture_outlives_a_long_outage(
    make: Callable[..., Room], backend: FarEnd, served: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data_sources.delivery.LONGEST_WAIT_S", 0.5)
    room = make(backend.open311)
    case = mend(room, backend.complaint(description="lubang", quiet=True))
    show(room, case, served)
    with room.courier() as epoch:
        assert until(lambda: all(letter.state is MailState.CONFIRMED for letter in room.letters(case)[:2]))
        backend.fault("open311", "refuse")
        fetch(room, epoch)
        assert until(lambda: room.letters(case)[-1].attempts > 4)
        backend.clear()
        assert until(lambda: all_received(room, case))
    assert room.letters(case)[-1].answer["photo"] == "sent" and len(shown_at(backend)) == 1
