"""The complaint panel: what it says, when it asks, and that it moves nothing on update."""

from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.complaint import State
from app.domain.kind import Flag, Kind
from app.i18n import Language
from app.journal.reader import Changes
from app.picture.frame import Frame, Mode
from tests.widgets.complaint.conftest import Opener, said
from tests.widgets.complaint.room import HOUR, CaseLive, arrived, version
from tests.widgets.fakes import NOW
from widgets.panels.complaint_words import FLAG_WORDS
from widgets.plain import tip_text

WORDS = Language("id")
MIN = timedelta(minutes=1)


def t(message: str, **values: object) -> str:
    return WORDS.text(message, **values)


def test_nothing_selected_is_said(live: CaseLive, open_panel: Opener) -> None:
    panel = open_panel(kind="")
    assert panel.stack.currentWidget() is panel.empty
    assert panel.empty.accessibleName().startswith(t("Nothing selected"))
    assert panel.headline == "" and live.questions == []


def test_every_field_is_labelled(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (
        version(
            address="Jl. Baru",
            service_name="Tumpukan sampah",
            service_code="020",
            status="in_progress",
            status_notes="Petugas berangkat",
            updated_at=NOW - 12 * MIN,
            expected_at=NOW + 3 * HOUR,
            agency="kebersihan",
            flags=(Flag.TZ_ASSUMED.value,),
        ),
    )
    fields = said(open_panel())
    assert fields[t("Status")] == f"{t('In progress')} (in_progress) · {t('counts as open')}"
    assert fields[t("Status note")] == "Petugas berangkat"
    assert fields[t("Kind")] == "Sampah liar · Tumpukan sampah (020)"
    assert fields[t("Address")] == "Jl. Baru"
    assert fields[t("Coordinates")] == "-6.24400, 107.01850"
    assert fields[t("Reported")].endswith(t("{age} ago", age=WORDS.age(3600)))
    assert fields[t("Updated")].endswith(t("{age} ago", age=WORDS.age(720)))
    assert fields[t("Promised")].endswith(t("in {age}", age=WORDS.age(3 * 3600)))
    assert fields[t("Due")].endswith(t("{left} left", left=WORDS.countdown(71 * 3600)))
    assert fields[t("Received")].startswith(WORDS.moment(NOW - HOUR + timedelta(seconds=8)))
    assert fields[t("Number")] == "2016-11-30-0412" and fields[t("Source")] == "SOROT"
    assert fields[t("Remarks")] == t("time without zone; read in the source's zone")


def test_the_division_of_duties_is_named_only_where_the_agency_comes_from_it(
    live: CaseLive, open_panel: Opener
) -> None:
    panel = open_panel()
    agency = live.city.agency_of("kebersihan")
    assert agency is not None
    told = "{agency} · by the city's division of duties: {category}"
    by_duty = t(told, agency=agency.name, category="Sampah liar")
    assert said(panel)[t("Agency")] == by_duty
    live.records[1] = (version(agency="kebersihan"),)
    live.news_of(1)
    assert said(panel)[t("Agency")] == agency.name
    live.records[1] = (version(agency="Seksi 7"),)
    live.news_of(1)
    assert said(panel)[t("Agency")] == "Seksi 7"


def test_an_unmapped_status_is_never_called_open(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(status="menunggu", state=State.UNKNOWN),)
    assert said(open_panel())[t("Status")].endswith(t("counts as unknown: nobody mapped this word"))


def test_an_overdue_case_counts_up_in_the_alarming_colour_and_one_step_higher(
    live: CaseLive, open_panel: Opener
) -> None:
    live.records[1] = (version(requested_at=NOW - 73 * HOUR),)
    panel = open_panel()
    assert said(panel)[t("Due")].endswith(t("overdue by {left}", left=WORDS.countdown(3600)))
    due = next(value for grid in panel.page.groups for label, value in grid._rows if label.text() == t("Due"))
    assert due.property("alarming") is True
    assert panel.page._severity.text() == t("critical")


def test_no_place_is_a_sentence_and_not_a_number(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(lat=None, lon=None, flags=(Flag.NO_PLACE.value,)),)
    panel = open_panel()
    assert said(panel)[t("Coordinates")] == t("no place given")
    assert not panel.page.map.isEnabled()


@pytest.mark.parametrize("code", ["id", "en"])
def test_every_flag_has_words_in_both_languages(live: CaseLive, open_panel: Opener, code: str) -> None:
    assert set(FLAG_WORDS) == set(Flag)
    live.records[1] = (version(flags=tuple(flag.value for flag in Flag)),)
    panel = open_panel()
    panel._group.set_language(Language(code))
    words = Language(code)
    assert said(panel)[words.text("Remarks")].splitlines() == [words.text(FLAG_WORDS[flag]) for flag in Flag]


def test_history_tells_what_changed_newest_first(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (
        version(1, valid_at=NOW - 30 * MIN),
        version(2, valid_at=NOW - 20 * MIN, status="investigating"),
        version(3, valid_at=NOW - 10 * MIN, status="investigating", address="Jl. Lain"),
        version(4, valid_at=NOW - 5 * MIN, status="investigating", address="Jl. Lain"),
    )
    lines = open_panel().page.history._lines
    texts = [line.text.toPlainText() for line in lines if line.text.isVisible()]
    assert texts == [
        t("Sent again without a visible change"),
        f"{t('Address')}: {t('none')} \N{RIGHTWARDS ARROW} Jl. Lain",
        f"{t('Status')}: {t('Still open')} \N{RIGHTWARDS ARROW} {t('Verifying')}",
        t("Received from {source} · {status}", source="SOROT", status=t("Still open")),
    ]
    assert [line.time.text() for line in lines] == ["10.37", "10.32", "10.22", "10.12"]
    assert lines[0].age.text() == WORDS.age(300)


def test_an_arrival_stands_in_the_history_with_what_it_rests_on(live: CaseLive, open_panel: Opener) -> None:
    live.arrivals["complaint", 1] = (arrived(6),)
    line = open_panel().page.history._lines[0]
    assert line.text.toPlainText() == t("{vehicle} arrived on site", vehicle="Baktor 07 · B-9214-KQA")
    assert line.time.text() == "10.36" and line.age.text() == WORDS.age(360)
    assert t("Its fixes stayed within 50 m for two minutes") in line.text.accessibleDescription()


def test_of_a_note_that_changed_only_the_new_one_is_told(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (
        version(1, valid_at=NOW - 30 * MIN, status_notes="Baktor dikirim"),
        version(2, valid_at=NOW - 20 * MIN, status_notes="Sampah diangkut"),
    )
    assert open_panel().page.history._lines[0].text.toPlainText() == f"{t('Status note')}: Sampah diangkut"


def test_what_happened_stands_above_where_the_record_is_from(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(media=("a",), extra={"b": 1}),)
    page = open_panel().page
    tops = [part.geometry().top() for part in (page.groups[2], page.history, page.groups[3], page.media)]
    assert tops == sorted(tops)


def test_an_arrival_noted_while_the_case_is_shown_comes_by_itself(live: CaseLive, open_panel: Opener) -> None:
    panel = open_panel()
    live.arrivals["complaint", 1] = (arrived(6),)
    live.changed.emit(Changes(9, frozenset({Kind.DERIVED}), {}))
    assert panel.page.history._lines[0].time.text() == "10.36"


def test_a_long_history_is_folded_and_opens_on_request(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = tuple(version(n, valid_at=NOW - (40 - n) * MIN, title=f"Judul {n}") for n in range(30))
    history = open_panel().page.history
    assert sum(line.text.isVisible() for line in history._lines) == 8
    history._more.click()
    assert sum(line.text.isVisible() for line in history._lines) == 30
    assert not history._more.isVisible()


def test_photos_have_their_place_and_their_addresses_are_text(live: CaseLive, open_panel: Opener) -> None:
    address = "http://127.0.0.1:1/foto.jpg"
    live.records[1] = (version(media=(address, "javascript:alert(1)")),)
    page = open_panel().page
    assert page.photo.isVisible()
    assert not page.media.text.isVisible()
    page.media.button.click()
    assert page.media.text.toPlainText().splitlines() == [address, "javascript:alert(1)"]
    assert not page.media.text.anchorAt(page.media.text.rect().center())


def test_what_else_the_source_sent_is_folded(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(extra={"zipcode": "17113", "deep": {"a": [1]}}),)
    page = open_panel().page
    assert page.extra.isVisible() and not page.extra.text.isVisible()
    page.extra.button.click()
    assert page.extra.text.toPlainText().splitlines() == ["zipcode: 17113", "deep: {'a': [1]}"]
    live.records[1] = (version(),)
    live.news_of(1)
    assert not page.extra.isVisible()


def test_a_description_that_only_repeats_the_title_is_left_out(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(title="Lubang", description=" Lubang "),)
    assert not open_panel().page.description.isVisible()


def test_an_answer_about_another_complaint_is_dropped(live: CaseLive, open_panel: Opener) -> None:
    live.records[2] = (version(id="2"),)
    live.mute = True
    panel = open_panel()
    assert panel.empty.accessibleName().startswith(t("Reading…"))
    panel._group.select("complaint", 2)
    live.answer(1)
    assert panel.stack.currentWidget() is panel.empty
    live.answer(2)
    assert panel.headline == "2"


def test_only_news_about_the_shown_complaint_asks_again(live: CaseLive, open_panel: Opener) -> None:
    open_panel()
    assert live.questions == [1]
    live.news_of(2)
    live.news_of(1, Kind.VEHICLE)
    assert live.questions == [1]
    live.news_of(1)
    assert live.questions == [1, 1]


def test_an_update_keeps_scroll_and_selected_text(qtbot: QtBot, live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(description="panjang " * 100, status="open"),)
    panel = open_panel(height=300)
    bar, block = panel.page.verticalScrollBar(), panel.page.description
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(90)
    cursor = block.textCursor()
    cursor.movePosition(cursor.MoveOperation.NextWord, cursor.MoveMode.KeepAnchor)
    block.setTextCursor(cursor)
    live.records[1] += (version(2, valid_at=NOW, description="panjang " * 100, status="in_progress"),)
    live.news_of(1)
    live.tick()
    assert bar.value() == 90
    assert block.textCursor().selectedText() == "panjang "


def test_ages_move_with_the_clock(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(requested_at=NOW - 71 * HOUR),)
    panel = open_panel()
    before = said(panel)[t("Due")]
    live.tick(1)
    assert said(panel)[t("Due")] != before


def test_copy_and_show_on_map(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(address="Jl. Baru"),)
    panel = open_panel()
    asked: list[tuple[str, int]] = []
    panel._group.place_requested.connect(lambda kind, key: asked.append((kind, key)))
    panel.page.copy.click()
    assert (
        QGuiApplication.clipboard().text().startswith("Jl. Baru") and "-6.24400" in QGuiApplication.clipboard().text()
    )
    panel.page.map.click()
    assert asked == [("complaint", 1)]


def test_what_was_not_known_at_the_instant_shown_is_said_so(live: CaseLive, open_panel: Opener) -> None:
    panel = open_panel()
    panel._group.set_frame(Frame(NOW - 2 * HOUR, mode=Mode.REPLAY))
    assert panel.stack.currentWidget() is panel.empty
    assert panel.empty.accessibleName().startswith(t("Not known at that instant"))
    panel._group.set_frame(None)
    assert panel.stack.currentWidget() is panel.page


def test_a_landmark_leaves_the_panel_as_it_is(live: CaseLive, open_panel: Opener) -> None:
    panel = open_panel()
    panel._group.select("landmark", 4)
    assert panel.stack.currentWidget() is panel.page


@pytest.mark.parametrize("code", ["id", "en"])
def test_every_control_has_a_name(live: CaseLive, open_panel: Opener, code: str) -> None:
    live.records[1] = (version(media=("a",), extra={"b": 1}, description="x " * 900),)
    panel = open_panel()
    panel._group.set_language(Language(code))
    controls = [w for w in panel.findChildren(QAbstractButton) if w.isVisible()]
    assert len(controls) >= 8
    blocks = [w for w in panel.page.findChildren(QWidget) if w.property("block") and w.isVisible()]
    for control in [*controls, *blocks]:
        assert control.accessibleName(), control
    assert panel.page.copy.toolTip() == tip_text(Language(code).text("Copy the place"))
