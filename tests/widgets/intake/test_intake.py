"""A complaint by hand: the number at once, the caller's data apart, the place by click or name, nothing typed lost."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from app.actions.perform import Acting
from app.domain.mail import What
from app.errors import JournalError
from app.i18n import Language
from app.journal.acting_tables import outbox
from app.journal.cases import find_case
from app.journal.engine import reading
from tests.actions.conftest import CREW
from tests.widgets.dispatch.conftest import RINA, pressed, typed
from tests.widgets.fakes import fake_group
from tests.widgets.intake.conftest import Desk
from widgets.acting.wish import Wish
from widgets.drafts import Drafts
from widgets.intake import IntakeWindow
from widgets.intake_form import Spot

PLACE = Spot(-6.2362, 106.9995)


def test_the_number_stands_at_once_and_the_complaint_is_selected(desk: Desk) -> None:
    desk.fill()
    desk.window.form.set_spot(PLACE)
    number = desk.stored()
    assert number.startswith("POC-20161130-")
    assert number in desk.window.told.text()
    desk.qtbot.waitUntil(lambda: desk.group.selection[0] == "complaint")
    outcome = desk.ended[-1].outcome
    assert outcome is not None
    with reading(desk.live.journal.engine) as connection:
        found = find_case(connection, outcome.case.id)
    assert found is not None
    assert desk.group.selection == ("complaint", found.key)
    told = found.complaint
    assert (told.category, told.description, told.lat) == ("sampah", "Sampah di jalan", PLACE.lat)
    assert told.extra["channel"] == "112"


def test_the_caller_never_becomes_part_of_the_fact_and_the_backend_is_asked_to_create_it(desk: Desk) -> None:
    desk.fill()
    desk.window.form.caller.setText("Ibu Sari")
    desk.window.form.phone.setText("0812-3456-7890")
    number = desk.stored()
    with reading(desk.live.journal.engine) as connection:
        outcome = desk.ended[-1].outcome
        assert outcome is not None
        found = find_case(connection, outcome.case.id)
        letters = connection.execute(
            sa.select(outbox.c.what, outbox.c.target).where(outbox.c.case_id == f"meja/{number}")
        ).all()
    assert found is not None
    assert "Sari" not in repr(found.complaint)
    assert [tuple(row) for row in letters] == [(What.CREATE.value, desk.live.city.sources[0].id)]


def test_what_is_missing_is_said_and_nothing_is_stored(desk: Desk) -> None:
    assert not desk.window.store.isEnabled()
    desk.window.form.description.setPlainText("Ada apa")
    assert "Choose a category" in desk.window.problems.text()
    desk.fill(category="Ilegal dmup")
    assert not desk.window.store.isEnabled()
    desk.fill()
    assert desk.window.store.isEnabled()
    assert "Without a place" in desk.window.problems.text()
    desk.window.form.set_spot(Spot(-7.9, 112.6))
    assert "outside the city" in desk.window.problems.text()
    pressed(desk.window, Qt.Key.Key_Return)
    assert desk.lane.wait_until_idle()
    assert desk.ended == []


def test_what_was_typed_stays_when_the_database_is_away_and_is_stored_once_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.fill(said="Sampah kedua")

    def away(*_: object, **__: object) -> None:
        raise JournalError("journal", "the database does not answer (gone).", "Wait.")

    with monkeypatch.context() as patched:
        patched.setattr(Acting, "take_in", away)
        desk.stored()
    assert "does not answer" in desk.window.problems.text()
    assert desk.window.form.description.toPlainText() == "Sampah kedua"
    first = desk.ended[-1].wish.operation
    desk.stored()
    assert desk.ended[-1].outcome is not None
    assert desk.ended[-1].wish.operation == first
    assert desk.window.form.is_empty()


def test_closing_keeps_what_was_typed_and_opening_shows_it_again(desk: Desk) -> None:
    desk.fill(said="Setengah")
    pressed(desk.window, Qt.Key.Key_Escape)
    assert not desk.window.isVisible()
    desk.window.open_for_caller()
    assert desk.window.form.description.toPlainText() == "Setengah"


def test_a_landmark_is_a_place_and_an_area_only_brings_the_map_there(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.group.point_requested):
        typed(desk.window.place.field, "stasiun bek")
        pressed(desk.window.place.field, Qt.Key.Key_Return)
    spot = desk.window.form.spot
    assert spot is not None
    assert spot.name == "Stasiun Bekasi"
    assert desk.window.form.address.text() == "Stasiun Bekasi"
    desk.window.form.set_spot(None)
    desk.window.place.field.clear()
    typed(desk.window.place.field, "Margahayu")
    pressed(desk.window.place.field, Qt.Key.Key_Return)
    assert desk.window.form.spot is None
    assert desk.group.is_picking
    desk.group.point_picked.emit(-6.25, 107.01)
    assert desk.window.form.spot == Spot(-6.25, 107.01, "Margahayu")


def test_a_click_on_the_map_says_the_place_while_it_is_waited_for(desk: Desk) -> None:
    desk.window.place.click.click()
    assert desk.group.is_picking
    desk.group.set_picking(False)
    assert not desk.window.place.click.isChecked()
    desk.window.place.click.click()
    pressed(desk.window, Qt.Key.Key_Escape)
    assert not desk.group.is_picking


def test_nobody_signed_in_stores_nothing(desk: Desk) -> None:
    desk.fill()
    desk.group.set_operator(None)
    assert not desk.window.store.isEnabled()
    assert "Nobody is signed in." in desk.window.problems.text()
    desk.group.set_operator(RINA)
    assert desk.window.store.isEnabled()
    desk.group.set_operator(CREW)
    assert not desk.window.store.isEnabled()
    assert "role of Bina Marga" in desk.window.problems.text()


def test_the_language_may_change_in_the_middle_of_a_call(desk: Desk) -> None:
    desk.fill()
    desk.window.form.category.setCurrentIndex(desk.window.form.category.findText("Illegal dump"))
    desk.group.set_language(Language("id"))
    assert desk.window.form.category.currentText() == "Sampah liar"
    assert desk.window.form.category_id() == "sampah"
    assert desk.window.form.description.toPlainText() == "Sampah di jalan"


def test_a_crash_keeps_what_was_typed_and_what_was_just_stored_is_not_stored_twice(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "drafts.json"
    first = IntakeWindow(desk.live, desk.group, Drafts(path))
    desk.qtbot.addWidget(first)
    first.form.category.setEditText("Illegal dump")
    first.form.description.setPlainText("Sampah setelah mati listrik")
    first.form.set_spot(PLACE)
    monkeypatch.setattr(first, "start_over", lambda: None)  # the desk dies before it hears that it was stored
    first.save()
    desk.qtbot.waitUntil(lambda: len(desk.ended) == 1, timeout=30_000)
    group = fake_group("id")
    group.set_operator(RINA)
    again = IntakeWindow(desk.live, group, Drafts(path))
    desk.qtbot.addWidget(again)
    assert again.form.description.toPlainText() == "Sampah setelah mati listrik"
    assert (again.form.category_id(), again.form.spot) == ("sampah", PLACE)
    group.deed_wished.connect(desk.lane.perform)
    wished: list[Wish] = []
    group.deed_wished.connect(wished.append)
    again.save()
    desk.qtbot.waitUntil(lambda: len(desk.ended) == 2, timeout=30_000)
    before, after = (one.outcome for one in desk.ended)
    assert before is not None
    assert after is not None
    assert before.case.id == after.case.id
    again.form.description.setPlainText("Yang lain")
    again.save()
    desk.qtbot.waitUntil(lambda: len(desk.ended) == 3, timeout=30_000)
    assert wished[1].operation != wished[0].operation


def test_an_open_complaint_of_the_same_kind_close_by_is_pointed_out(desk: Desk) -> None:
    """Complaint 1 of the journal: a damaged road at -6.24, 107.0."""
    desk.qtbot.waitUntil(lambda: desk.live.is_loaded)
    desk.window.form.set_spot(Spot(-6.241, 107.0))
    desk.fill(category="Illegal dump")
    assert desk.window.near.isHidden() or "nearest 111 m" not in desk.window.near.text()
    desk.fill(category="Damaged road")
    assert "nearest 111 m" in desk.window.near.text()
    desk.window.near.click()
    assert desk.group.selection == ("complaint", 1)
    assert desk.window.form.description.toPlainText()


def test_everything_one_can_touch_has_a_name_and_f1_opens_its_page(desk: Desk) -> None:
    controls = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QListWidget)
    inner = {desk.window.form.category.lineEdit()}
    named = [w for w in desk.window.findChildren(QWidget) if isinstance(w, controls) and w not in inner]
    assert [w for w in named if not w.accessibleName() and not w.isHidden()] == []
    with desk.qtbot.waitSignal(desk.window.help_wanted) as asked:
        pressed(desk.window, Qt.Key.Key_F1)
    assert asked.args == ["intake"]
