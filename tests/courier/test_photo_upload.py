"""The crew's photo goes as a file with the update that tells of the mended street: once, when it is there, or not."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import requests
from PIL import Image
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from app.actions.care import Answer
from app.actions.moves import Finish, Move, Refer
from app.clock import real_now
from app.domain.case import CaseId
from app.domain.lifecycle import Verb
from app.domain.mail import MailState
from app.domain.order import Order, OrderState
from app.domain.photo import PhotoState
from app.journal import lease
from app.journal.outbox import mark_letter
from app.journal.photos import photos_of, want_order_photos
from data_sources.open311_options import Options
from data_sources.open311_photo import AWAITED, enclosure
from data_sources.outgoing import outgoing
from data_sources.photos import Photos, photo_lines, photos
from data_sources.simulator.running import FarEnd
from data_sources.together import together
from tests.courier.conftest import OPERATOR, Room, until
from tests.courier.test_updates import notes_at
from tests.journal.facts import T0
from tests.photos.pictures import PLACE, SVG, exif_of, photo

DONE = "Lubang sudah ditambal."
CAMERA = photo(size=(320, 240), exif=exif_of("2016:11:30 09:58:00", "+07:00", PLACE))
ONCE = pytest.mark.parametrize("journal_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that waits for its photo looks for it ten times a second."""
    monkeypatch.setattr("data_sources.open311_photo.LOOK_AGAIN_S", 0.1)


@pytest.fixture
def make(make_room: Callable[..., Room], served: HTTPServer) -> Callable[..., Room]:
    """A room whose crews' photos lie at the test's server, with these options of the source."""

    def made(open311: str, **options: Any) -> Room:
        room = make_room(open311, served.url_for("/regu"))
        source = room.city.sources[0].model_copy(update={"options": {"photo_mode": "upload"} | options})
        return Room(room.journal, room.city.model_copy(update={"sources": (source,)}))

    return made


@pytest.fixture
def forms(served: HTTPServer) -> list[Request]:
    """The test's server takes updates too; the forms it got."""
    seen: list[Request] = []

    def take(request: Request) -> Response:
        assert request.form is not None and request.files is not None  # read now, while the connection is there
        seen.append(request)
        return Response("[]", mimetype="application/json")

    served.expect_request("/servicerequestupdates.json").respond_with_handler(take)
    return seen


def mend(room: Room, ident: str) -> CaseId:
    """A case that is done, by the telephone or by a crew."""
    case = room.case(ident)
    room.acting.perform(OPERATOR, Move(case, Verb.VERIFY))
    room.acting.perform(OPERATOR, Refer(case, "disbimarta"))
    room.acting.perform(OPERATOR, Finish(case, DONE))
    return case


def show(room: Room, case: CaseId, served: HTTPServer, data: bytes = CAMERA) -> None:
    """The crew names its photo, and its gateway has it."""
    served.expect_request("/regu/sesudah.jpg").respond_with_data(data)
    order = Order("o1", T0, str(case), "7", "disbimarta", "wa", OrderState.DONE, "wa")
    want_order_photos(room.journal, order, {"after": served.url_for("/regu/sesudah.jpg")})


def fetch(room: Room, epoch: int) -> None:
    """What the collector does beside the courier."""
    fetcher = Photos(room.journal, photo_lines(room.city), room.city.city.tz, rest_s=0)
    fetcher.lead(epoch)
    fetcher.turn()
    fetcher.close()


@contextmanager
def collecting(room: Room) -> Iterator[int]:
    """Courier and fetcher of photos as a collector runs them; the lease's epoch."""
    epoch = lease.take(room.journal, "test")
    assert epoch is not None
    both = together(photos(room.journal, room.city), outgoing(room.journal, room.city, room.messenger))()
    both.start(epoch)
    try:
        yield epoch
    finally:
        both.stop()
        both.join(2.0)
        lease.release(room.journal, epoch)


def all_received(room: Room, case: CaseId) -> bool:
    return all(letter.state is MailState.CONFIRMED for letter in room.letters(case))


def shown_at(backend: FarEnd) -> list[str]:
    """The addresses of pictures in what the backend tells of updates."""
    told = requests.get(f"{backend.open311}/servicerequestupdates.json", timeout=20).json()
    return [row["media_url"] for row in told if row.get("media_url")]


def test_the_mended_street_arrives_as_the_stored_picture_and_is_served_by_the_backend(
    make: Callable[..., Room], backend: FarEnd, served: HTTPServer
) -> None:
    room = make(backend.open311)
    case = mend(room, backend.complaint(description="lubang", quiet=True))
    show(room, case, served)
    with collecting(room):
        assert until(lambda: all_received(room, case)), room.letters(case)
        room.acting.perform(OPERATOR, Move(case, Verb.CLOSE))
        assert until(lambda: all_received(room, case)), room.letters(case)
    (stored,) = photos_of(room.journal, case.source, case.id)
    (address,) = shown_at(backend)  # closing the case sent it no second time
    picture = requests.get(address, timeout=20).content
    assert sha256(picture).hexdigest() == stored.hash
    assert stored.taken.at is not None  # the camera had told it, and the place
    assert not Image.open(io.BytesIO(picture)).getexif() and b"Kamera" not in picture and b"Exif" not in picture
    assert [letter.answer.get("photo") for letter in room.letters(case)] == [None, None, "sent", None]


@ONCE
@pytest.mark.parametrize("mode", ["upload", "media_url", "none"])
def test_the_photo_goes_as_a_file_as_an_address_or_not_at_all(
    make: Callable[..., Room], served: HTTPServer, forms: list[Request], mode: str
) -> None:
    room = make(served.url_for("/"), photo_mode=mode, photo_field="media")
    case = mend(room, "7")
    show(room, case, served)
    with room.courier() as epoch:
        fetch(room, epoch)
        assert until(lambda: all_received(room, case))
    last = forms[-1]
    fields = last.form.to_dict()
    assert fields.pop("media_url", "") == (served.url_for("/regu/sesudah.jpg") if mode == "media_url" else "")
    assert {"update_id", "updated_datetime"} < set(fields) and fields["api_key"] == "kunci-uji"
    assert (fields["service_request_id"], fields["status"], fields["description"]) == ("7", "CLOSED", DONE)
    files = [(name, one.filename, one.mimetype) for name, one in last.files.items()]
    assert files == ([("media", "after.jpg", "image/jpeg")] if mode == "upload" else [])
    assert not any(form.files or "media_url" in form.form for form in forms[:-1])


@ONCE
def test_after_a_dead_line_the_picture_arrives_and_is_applied_once(
    make: Callable[..., Room], backend: FarEnd, served: HTTPServer
) -> None:
    room = make(backend.open311)
    case = mend(room, backend.complaint(description="lubang", quiet=True))
    show(room, case, served)
    backend.fault("open311", "refuse")
    with room.courier() as epoch:
        fetch(room, epoch)
        assert until(lambda: room.letters(case)[0].attempts > 0)
        backend.clear()
        assert until(lambda: all_received(room, case))
        n = room.letters(case)[-1].n
        mark_letter(room.journal, epoch, n, MailState.SENDING, answer={})  # as if we had died before noting the answer
        assert until(lambda: all_received(room, case))
    assert "already exists" in str(room.letters(case)[-1].answer)
    assert len(shown_at(backend)) == 1 and notes_at(backend, case.id).count(DONE) == 1


@ONCE
def test_a_letter_waits_for_a_late_picture_in_sight_and_holds_up_only_its_own_case(
    make: Callable[..., Room], backend: FarEnd, served: HTTPServer
) -> None:
    room = make(backend.open311)
    case, other = (mend(room, backend.complaint(description="lubang", quiet=True)) for _ in range(2))
    show(room, case, served)
    room.acting.perform(OPERATOR, Answer(case, "Terima kasih."))
    with room.courier() as epoch:
        assert until(lambda: room.letters(case)[2].error == AWAITED and all_received(room, other))
        mended, after = room.letters(case)[2:]
        assert mended.state in (MailState.WAITING, MailState.SENDING) and after.state is MailState.WAITING
        assert until(lambda: room.letters(case)[2].attempts == 0)  # it has failed nowhere
        fetch(room, epoch)
        assert until(lambda: all_received(room, case))
    assert notes_at(backend, case.id)[-2:] == [DONE, "Terima kasih."]
    assert len(shown_at(backend)) == 1


@ONCE
def test_a_picture_that_was_refused_is_not_waited_for(
    make: Callable[..., Room], served: HTTPServer, forms: list[Request]
) -> None:
    room = make(served.url_for("/"))
    case = mend(room, "7")
    show(room, case, served, SVG)
    with room.courier() as epoch:
        fetch(room, epoch)
        assert until(lambda: all_received(room, case))
    assert photos_of(room.journal, case.source, case.id)[0].state is PhotoState.REFUSED
    assert room.letters(case)[-1].answer["photo"] == "missing"
    assert forms[-1].form["description"] == DONE and not forms[-1].files


@ONCE
def test_the_wait_ends_after_the_sources_photo_wait_and_a_picture_too_large_never_goes(
    make: Callable[..., Room], served: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = make(served.url_for("/"))
    case, now = mend(room, "7"), real_now()
    options = Options(photo_mode="upload", photo_wait="10m")
    letter = room.letters(case)[-1]
    assert enclosure(letter, options, room.journal, now).told == {}  # nobody named a photo
    show(room, case, served)
    first = enclosure(letter, options, room.journal, now)
    assert first.wait is not None and (first.wait.error, first.wait.tried) == (AWAITED, False)
    waiting = replace(letter, answer=first.wait.answer)
    minutes = [enclosure(waiting, options, room.journal, now + timedelta(minutes=n)) for n in (9, 11)]
    assert [one.wait is not None for one in minutes] == [True, False]
    assert minutes[1].file is None and minutes[1].told == {"photo": "missing"}
    epoch = lease.take(room.journal, "test")
    assert epoch is not None
    fetch(room, epoch)
    late = enclosure(waiting, options, room.journal, now + timedelta(minutes=11))
    assert late.file is not None and late.told["photo"] == "sent"  # it came before the letter had left
    monkeypatch.setattr("data_sources.open311_photo.MOST_BYTES", len(late.file.data) - 1)
    assert enclosure(letter, options, room.journal, now).told == {"photo": "missing"}
