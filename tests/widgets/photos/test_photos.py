"""Photos in the complaint panel: covered, looked at, side by side, enlarged, and nothing that jumps."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.case import CaseId
from app.domain.person import Person, Role, Signed
from app.domain.photo import Part, PhotoState, Taken
from app.journal.photos import Photo
from app.picture.frame import Frame
from app.views.photos import Look, PhotoLine
from tests.photos.pictures import SVG
from tests.photos.pictures import photo as jpeg
from tests.widgets.complaint.room import CaseLive, version
from tests.widgets.fakes import NOW, fake_group
from widgets.group import Group
from widgets.panels.complaint import ComplaintPanel
from widgets.photos.card import HEIGHT, PhotoCard
from widgets.photos.reading import CasePhotos, Looked, Seen, decoded
from widgets.photos.words import distance_text, spoken, time_text
from widgets.theme import NIGHT

CASE = CaseId("sorot", "2016-11-30-0412")
URL = "http://x/1.jpg"
RINA = Signed(Person("rina", "Rina", Role.OPERATOR), "meja-1")
TAKEN = Taken(NOW - timedelta(minutes=64), True, -6.2441, 107.0185)
CREW = {"order": "o1", "ordered_at": NOW - timedelta(minutes=50), "taken": Taken(NOW - timedelta(minutes=5), False)}


def photo(part: Part = Part.CITIZEN, state: PhotoState = PhotoState.STORED, **said: object) -> Photo:
    known = {"order": "", "error": "", "hash": part.value, "taken": TAKEN, "stored_at": NOW, "url": URL}
    return Photo(part=part, state=state, **(known | said))  # type: ignore[arg-type]


def seen(colour: str, size: tuple[int, int] = (120, 90)) -> Seen:
    data = jpeg(size=size, colour=colour)
    return Seen(decoded(data), data)


@pytest.fixture
def live(qtbot: QtBot) -> CaseLive:
    """One complaint with a photo."""
    made = CaseLive()
    made.records = {1: (version(media=(URL,)),), 2: (version(id="2"),)}
    return made


@pytest.fixture
def group(qtbot: QtBot) -> Group:
    """Rina sits here."""
    made = fake_group("en")
    made.set_operator(RINA)
    return made


@pytest.fixture
def panel(qtbot: QtBot, live: CaseLive, group: Group) -> ComplaintPanel:
    """Shows the complaint."""
    made = ComplaintPanel(live, group)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(380, 700)
    with qtbot.waitExposed(made):
        made.show()
    group.select("complaint", 1)
    return made


def cards(panel: ComplaintPanel) -> list[PhotoCard]:
    return [card for card in panel.page.photo.cards if card.isVisible()]


def looks(panel: ComplaintPanel) -> list[Look]:
    return [card.line.look for card in cards(panel) if card.line]


def brings(live: CaseLive, *photos: Photo, **pictures: Seen) -> None:
    live.photos[CASE] = CasePhotos(CASE, photos, pictures)
    live.photos_ready.emit(live.photos[CASE])


def colour_of(card: PhotoCard) -> tuple[int, int, int]:
    image: QImage = card.grab().toImage()
    pixel = image.pixelColor(image.width() // 4, int(40 * card.devicePixelRatioF()))
    return pixel.red(), pixel.green(), pixel.blue()


def test_a_photo_that_is_not_there_yet_is_wished_for_once(panel: ComplaintPanel, live: CaseLive) -> None:
    assert looks(panel) == [Look.NOT_ASKED]
    live.tick(2), live.tick(2)
    assert live.photos_asked.count(("rina", CASE)) == 1
    assert live.photos_asked.count(("read", CASE)) >= 2


@pytest.mark.parametrize("signed", [None, Signed(Person("w", "W", Role.BRIEFING), "wall")])
def test_who_may_not_look_wishes_for_nothing_and_sees_a_mask(
    signed: Signed | None, panel: ComplaintPanel, live: CaseLive, group: Group
) -> None:
    live.photos_asked.clear()
    group.set_operator(signed)
    brings(live, photo())
    assert looks(panel) == [Look.MASKED] and not cards(panel)[0].isEnabled()
    assert not [who for who, _ in live.photos_asked if who != "read"]


def test_in_replay_nothing_is_wished_for(qtbot: QtBot, live: CaseLive, group: Group) -> None:
    group.set_frame(Frame(NOW - timedelta(minutes=30)))
    made = ComplaintPanel(live, group)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    group.select("complaint", 1)
    assert not [who for who, _ in live.photos_asked if who != "read"]


def test_a_citizens_photo_is_covered_until_a_person_presses_it(
    panel: ComplaintPanel, live: CaseLive, qtbot: QtBot
) -> None:
    brings(live, photo())
    (card,) = cards(panel)
    assert looks(panel) == [Look.COVERED] and "recorded" in card.accessibleName()
    assert "64 min" not in card.accessibleName(), "when and where are the citizen's own too"
    live.looks[CASE] = Looked(CASE, {"citizen": seen("#c02020")})
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert live.photos_asked[-1] == ("look rina", CASE)
    assert looks(panel) == [Look.SHOWN]
    red, green, _ = colour_of(card)
    assert red > 150 and green < 80
    assert "11 m from the case" in card.accessibleName() and "4 min before report" in card.accessibleName()


def test_a_citizens_photo_comes_and_goes_with_the_rest_of_who_reported(
    panel: ComplaintPanel, live: CaseLive, group: Group
) -> None:
    live.looks[CASE] = Looked(CASE, {"citizen": seen("#c02020")})
    group.show_citizen({"name": "Siti"})
    assert ("look rina", CASE) not in live.photos_asked  # there is none yet, so nothing is recorded as looked at
    group.show_citizen(None)
    brings(live, photo())
    group.show_citizen({"name": "Siti"})
    assert live.photos_asked[-1] == ("look rina", CASE) and looks(panel) == [Look.SHOWN]
    group.show_citizen(None)
    assert looks(panel) == [Look.COVERED]


def test_another_case_another_person_and_coming_back_cover_it_again(
    panel: ComplaintPanel, live: CaseLive, group: Group
) -> None:
    brings(live, photo())
    live.looks[CASE] = Looked(CASE, {"citizen": seen("red")})
    for leave in (
        lambda: (group.select("complaint", 2), group.select("complaint", 1)),
        lambda: group.set_operator(replace(RINA, person=replace(RINA.person, id="budi"))),
    ):
        panel.page.photo.look()
        assert looks(panel) == [Look.SHOWN]
        leave()
        assert looks(panel) == [Look.COVERED]


def test_an_answer_about_another_case_is_dropped(panel: ComplaintPanel, live: CaseLive) -> None:
    other = CaseId("sorot", "2")
    live.photos_ready.emit(CasePhotos(other, (photo(),), {}))
    live.photos_looked.emit(Looked(other, {"citizen": seen("red")}))
    assert looks(panel) == [Look.NOT_ASKED]


def test_citizen_before_and_after_stand_side_by_side(panel: ComplaintPanel, live: CaseLive) -> None:
    brings(
        live, photo(), photo(Part.BEFORE, **CREW), photo(Part.AFTER, **CREW), before=seen("red"), after=seen("green")
    )
    assert [card.line.part for card in cards(panel) if card.line] == list(Part)
    assert looks(panel) == [Look.COVERED, Look.SHOWN, Look.SHOWN]
    lefts = [card.x() for card in cards(panel)]
    assert lefts == sorted(lefts) and len({card.y() for card in cards(panel)}) == 1
    assert colour_of(cards(panel)[1])[0] > 150 and colour_of(cards(panel)[2])[1] > 80
    assert "the camera told no time zone" in cards(panel)[1].accessibleName()


def test_nothing_jumps_when_pictures_come(panel: ComplaintPanel, live: CaseLive) -> None:
    def title_at() -> int:
        layout = panel.page.widget().layout()
        assert layout is not None
        layout.activate()
        return panel.page.title.y()

    first = title_at()
    brings(live, photo(state=PhotoState.WAITING))
    assert title_at() == first
    live.looks[CASE] = Looked(CASE, {"citizen": seen("red", (90, 400))})
    brings(live, photo())
    panel.page.photo.look()
    assert looks(panel) == [Look.SHOWN] and title_at() == first
    brings(live, photo(), photo(Part.AFTER, **CREW), after=seen("green"))
    assert len(cards(panel)) == 2 and title_at() == first and panel.page.photo.height() == HEIGHT


@pytest.mark.parametrize(
    ("width", "size", "whole"), [(110, (320, 240), False), (380, (320, 240), False), (180, (240, 320), True)]
)
def test_a_picture_fills_its_frame_unless_too_much_would_be_cut_away(
    width: int, size: tuple[int, int], whole: bool, qtbot: QtBot
) -> None:
    card = PhotoCard()
    qtbot.addWidget(card)
    card.resize(width, HEIGHT)
    card.show_line(PhotoLine(Part.AFTER, Look.SHOWN, "a"), seen("#c02020", size).small, fake_group("en").language)
    edge = card.grab().toImage().pixelColor(int(8 * card.devicePixelRatioF()), int(40 * card.devicePixelRatioF()))
    assert (edge.name() == NIGHT.raised) is whole


def test_a_case_without_photos_gives_them_no_room(panel: ComplaintPanel, group: Group) -> None:
    group.select("complaint", 2)
    assert not panel.page.photo.isVisible()


def test_a_failure_says_why_in_the_persons_language(panel: ComplaintPanel, live: CaseLive, group: Group) -> None:
    brings(live, photo(state=PhotoState.REFUSED, error="The picture is broken."))
    assert "The picture is broken." in cards(panel)[0].accessibleName()
    group.set_language(fake_group("id").language)
    assert "Gambar rusak." in cards(panel)[0].accessibleName()


def test_a_shown_photo_is_enlarged_and_arrows_go_through_them(
    panel: ComplaintPanel, live: CaseLive, qtbot: QtBot
) -> None:
    brings(live, photo(Part.BEFORE, **CREW), photo(Part.AFTER, **CREW), before=seen("red"), after=seen("green"))
    line = cards(panel)[1].line
    assert line is not None
    large = panel.page.photo.enlarge(line)
    with qtbot.waitExposed(large):
        pass
    assert "Before the work" in large.said.text()
    qtbot.keyClick(large, Qt.Key.Key_Right)
    assert "After the work" in large.said.text() and not large.on.isEnabled()
    qtbot.keyClick(large, Qt.Key.Key_Left)
    assert "Before the work" in large.said.text() and not large.back.isEnabled()
    assert not large.picture.pixmap().isNull()
    with qtbot.waitSignal(large.finished):
        qtbot.keyClick(large, Qt.Key.Key_Escape)


def test_a_large_view_closes_when_its_photo_is_covered_again(
    panel: ComplaintPanel, live: CaseLive, group: Group, qtbot: QtBot
) -> None:
    brings(live, photo())
    live.looks[CASE] = Looked(CASE, {"citizen": seen("red")})
    panel.page.photo.look()
    line = cards(panel)[0].line
    assert line is not None
    large = panel.page.photo.enlarge(line)
    live.tick()
    assert large.isVisible()
    with qtbot.waitSignal(large.finished):
        group.show_citizen(None)
    assert looks(panel) == [Look.COVERED]


def test_a_photo_taken_elsewhere_is_told_in_kilometres() -> None:
    words = fake_group("en").language
    assert distance_text(999, words) == "999 m" and distance_text(1_450, words) == "1.4 km"
    line = PhotoLine(Part.AFTER, Look.SHOWN, metres=1_450.0, taken=NOW, since=NOW + timedelta(minutes=20), is_sure=True)
    assert time_text(line, words) == "20 min before order" and "1.4 km from the case" in spoken(line, words)


@pytest.mark.parametrize("data", [SVG, jpeg("PNG"), jpeg("WEBP"), b""], ids=["svg", "png", "webp", "none"])
def test_I2_a_window_draws_jpeg_and_nothing_else(data: bytes) -> None:
    assert decoded(data).isNull()
