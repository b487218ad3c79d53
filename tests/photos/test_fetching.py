"""The collector's fetcher of photos, over real HTTP and with the real helper."""

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from pytest_httpserver import HTTPServer
from werkzeug import Response

from app.actions.perform import Acting
from app.actions.photos import look_at_photos
from app.clock import Clock
from app.domain.case import CaseId
from app.domain.order import Order, OrderState
from app.domain.photo import Part, PhotoState
from app.journal import lease
from app.journal.photos import Photo, crew_pictures, photos_of, want_order_photos, wish_photos
from app.journal.store import Journal
from app.settings import CityFile, SourceSpec
from data_sources import photos as fetching
from data_sources.photo_line import PhotoLine
from data_sources.photos import LONGEST_WAIT_S, Photos, photo_lines, wait_s
from tests.actions.conftest import CITY, OPERATOR
from tests.courier.conftest import until
from tests.journal.facts import T0, complaint
from tests.photos.pictures import PLACE, SVG, exif_of, photo

ORDER = Order("o1", T0, "sorot/1", "7", "disbimarta", "wa", OrderState.DONE, "wa")


@pytest.fixture
def journal(tmp_path) -> Iterator[Journal]:  # type: ignore[no-untyped-def]
    """SQLite is enough here: the store has its own tests."""
    opened = Journal.create(str(tmp_path / "journal.db"), Clock.starting(T0, speed=0))
    yield opened
    opened.close()


@pytest.fixture
def city(httpserver: HTTPServer) -> CityFile:
    """Source and channel at the test's own server."""
    url = httpserver.url_for("/api")
    sources = tuple(one.model_copy(update={"url": url}) for one in CITY.sources)
    channels = tuple(one.model_copy(update={"url": one.url and url}) for one in CITY.channels)
    return CITY.model_copy(update={"sources": sources, "channels": channels})


@pytest.fixture
def fetcher(journal: Journal, city: CityFile) -> Iterator[Callable[..., Photos]]:
    """A fetcher that leads; `turn` is called by the test itself unless it starts it."""
    made: list[Photos] = []

    def make(rest_s: float = 0.0) -> Photos:
        one = Photos(journal, photo_lines(city), city.city.tz, rest_s)
        one.lead(lease.take(journal, "test") or 0)
        made.append(one)
        return one

    yield make
    for one in made:
        one.stop()
        if one._thread.ident:
            one.join(5)
        one.close()


def one_of(journal: Journal, id: str = "1") -> Photo:
    return photos_of(journal, "sorot", id)[0]


def case(journal: Journal, *media: str, id: str = "1") -> None:
    journal.append([complaint(id, media=media)])


def test_a_citizens_photo_is_fetched_made_anew_and_stored(
    journal: Journal, fetcher: Callable[..., Photos], httpserver: HTTPServer
) -> None:
    data = photo(size=(2000, 1500), exif=exif_of("2016:11:30 09:58:00", "+07:00", PLACE))
    httpserver.expect_request("/foto/1.jpg").respond_with_data(data)
    case(journal, httpserver.url_for("/foto/1.jpg"))
    fetcher().turn()
    found = one_of(journal)
    assert found.state is PhotoState.STORED and found.taken.is_sure
    (seen,) = look_at_photos(Acting(journal, CITY), OPERATOR, CaseId("sorot", "1")).values()
    image = Image.open(io.BytesIO(seen.jpeg))
    assert image.size == (1600, 1200) and not image.getexif()


def test_a_crews_photos_come_over_the_channels_own_line(
    journal: Journal, fetcher: Callable[..., Photos], httpserver: HTTPServer
) -> None:
    for part, colour in (("before", "red"), ("after", "green")):
        httpserver.expect_request(f"/api/foto/{part}.png").respond_with_data(photo("PNG", colour=colour))
    case(journal)
    want_order_photos(journal, ORDER, {"before": "foto/before.png", "after": "foto/after.png"})
    turning = fetcher()
    turning.turn(), turning.turn()
    before, after = photos_of(journal, "sorot", "1")
    assert (before.part, after.part) == (Part.BEFORE, Part.AFTER)
    assert before.state is after.state is PhotoState.STORED
    assert len(crew_pictures(journal, [before.hash, after.hash])) == 2


def test_a_failed_photo_is_tried_again_later_and_says_why(
    journal: Journal, fetcher: Callable[..., Photos], httpserver: HTTPServer
) -> None:
    answers = iter([Response("", 500), Response(photo())])
    httpserver.expect_request("/foto/1.jpg").respond_with_handler(lambda _: next(answers))
    case(journal, httpserver.url_for("/foto/1.jpg"))
    turning = fetcher()
    turning.turn(), turning.turn()
    assert one_of(journal).state is PhotoState.FAILED and one_of(journal).error == "The photo's server refuses."
    wish_photos(journal, "sorot", "1", "rina")
    turning.turn()
    assert one_of(journal).state is PhotoState.STORED


def test_a_line_made_while_the_fetcher_ends_calls_nobody(
    journal: Journal, fetcher: Callable[..., Photos], httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    case(journal, httpserver.url_for("/foto/1.jpg"))
    ending = fetcher()

    def made_late(spec: SourceSpec) -> PhotoLine:
        ending.stop()
        return PhotoLine(spec)

    monkeypatch.setattr(fetching, "PhotoLine", made_late)
    ending.turn()
    assert not httpserver.log and one_of(journal).state is PhotoState.WAITING


@pytest.mark.parametrize(
    ("body", "why"), [(SVG, "no picture of a kind"), (photo()[:200], "broken"), (b"<html>", "no picture of a kind")]
)
def test_I2_what_is_no_picture_is_refused_for_good(
    body: bytes, why: str, journal: Journal, fetcher: Callable[..., Photos], httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/foto/1.jpg").respond_with_data(body, content_type="image/jpeg")
    case(journal, httpserver.url_for("/foto/1.jpg"))
    fetcher().turn()
    assert one_of(journal).state is PhotoState.REFUSED and why in one_of(journal).error


def test_S1_a_photo_elsewhere_is_refused_for_good_and_nobody_is_called(
    journal: Journal, fetcher: Callable[..., Photos]
) -> None:
    case(journal, "http://169.254.169.254/latest/meta-data")
    fetcher().turn()
    assert one_of(journal).state is PhotoState.REFUSED and "not the source's own" in one_of(journal).error


def test_what_a_person_waits_for_comes_before_its_turn(
    journal: Journal, fetcher: Callable[..., Photos], httpserver: HTTPServer
) -> None:
    for name in "123":
        httpserver.expect_request(f"/foto/{name}.jpg").respond_with_data(photo())
        case(journal, httpserver.url_for(f"/foto/{name}.jpg"), id=name)
    turning = fetcher(rest_s=3600.0)
    turning.turn(), turning.turn()
    assert [one_of(journal, name).state is PhotoState.STORED for name in "123"] == [False, False, True]
    wish_photos(journal, "sorot", "1", "rina")
    turning.turn()
    assert [one_of(journal, name).state is PhotoState.STORED for name in "123"] == [True, False, True]


@pytest.mark.expects_log("a fault of this program")
def test_a_fault_of_ours_over_one_photo_costs_no_other(
    journal: Journal, fetcher: Callable[..., Photos], httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/foto/1.jpg").respond_with_data(photo())
    case(journal, httpserver.url_for("/foto/1.jpg"))
    monkeypatch.setattr(fetching, "clean", lambda *_: 1 / 0)
    turning = fetcher()
    assert turning.turn() and not turning.turn()
    assert one_of(journal).state is PhotoState.REFUSED and "ZeroDivisionError" in one_of(journal).error


@pytest.mark.parametrize(
    "address",
    [
        "http://[",
        "http://a b/",
        "http://127.0.0.1:99999/x",
        "http://x\x00y/",
        "http://..",
        "//",
        "http://ⓔx.go.id/x",
        "%",
    ],
)
def test_an_odd_address_is_refused_and_breaks_nothing(
    address: str, journal: Journal, fetcher: Callable[..., Photos], httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/").respond_with_data("", status=404)
    case(journal, address)
    fetcher().turn()
    assert one_of(journal).state in (PhotoState.REFUSED, PhotoState.FAILED) and one_of(journal).error


def test_a_fetcher_that_is_told_to_stop_ends_in_the_middle_of_a_call(
    journal: Journal, fetcher: Callable[..., Photos], httpserver: HTTPServer
) -> None:
    hit: list[str] = []

    def slow(_request: object) -> Response:
        def body() -> Iterator[bytes]:
            hit.append("hit")
            for _ in range(50):
                yield b"\xff\xd8\xff"
                until(lambda: False, 0.1)

        return Response(body())

    httpserver.expect_request("/foto/1.jpg").respond_with_handler(slow)
    case(journal, httpserver.url_for("/foto/1.jpg"))
    running = fetcher()
    running.start(running._epoch)
    assert until(lambda: hit)
    running.stop()
    running.join(2)
    assert not running._thread.is_alive() and one_of(journal).state is PhotoState.WAITING


def test_a_helper_that_is_running_ends_with_the_fetcher(
    journal: Journal,
    fetcher: Callable[..., Photos],
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    sleeper = tmp_path / "helper.py"
    sleeper.write_text("import time; time.sleep(60)")
    monkeypatch.setattr("data_sources.photo_clean.HELPER", sleeper)
    httpserver.expect_request("/foto/1.jpg").respond_with_data(photo())
    case(journal, httpserver.url_for("/foto/1.jpg"))
    running = fetcher()
    running.start(running._epoch)
    assert until(lambda: running._helper is not None)
    running.stop()
    running.join(3)
    assert not running._thread.is_alive() and one_of(journal).state is PhotoState.WAITING


def test_waits_grow_with_the_failures_and_have_an_end() -> None:
    assert wait_s(0, 0.0) == 15.0 and wait_s(0, 1.0) == 30.0
    assert wait_s(4, 1.0) == 480.0 and wait_s(40, 1.0) == LONGEST_WAIT_S
    assert fetching.REST_S >= 1.0
