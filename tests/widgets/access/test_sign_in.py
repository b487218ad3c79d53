"""Signing in at a desk: the first admin, the right and the wrong secret, other secrets, leaving."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.person import Role
from app.journal.audit import audit_rows
from app.journal.engine import reading
from app.journal.people import accounts, sign_in
from app.journal.store import Journal
from tests.widgets.access.conftest import PIN, RINA, SECRET, settled, signed_in
from widgets.access.desk_access import DeskAccess
from widgets.access.forms import FirstAdminSheet, SecretsSheet, SignInSheet
from widgets.group import Group
from widgets.screens.desk import DeskWindow


def told(journal: Journal) -> list[str]:
    """What the audit says, oldest first."""
    with reading(journal.engine) as connection:
        return [row["action"] for row in audit_rows(connection)][::-1]


def desk_of(access: DeskAccess) -> DeskWindow:
    """The window it belongs to."""
    window = access.parent()
    assert isinstance(window, DeskWindow)
    return window


def person(access: DeskAccess) -> str:
    """What the top bar says."""
    return desk_of(access).topbar.person.text()


def test_the_first_person_becomes_the_admin_and_is_signed_in(
    access: DeskAccess, journal: Journal, group: Group
) -> None:
    assert person(access) == "Hanya baca · masuk"
    access.ask()
    settled(access)
    sheet = access.sheet
    assert isinstance(sheet, FirstAdminSheet)
    for field, text in ((sheet.id, " sri "), (sheet.name, "Sri"), (sheet.password, SECRET), (sheet.pin, PIN)):
        field.setText(text)
    sheet.again.setText("lain")
    sheet.on_send()
    assert "tidak sama" in sheet.wrong.text() and group.operator is None
    sheet.password.setText("pendek")
    sheet.again.setText("pendek")
    sheet.on_send()
    settled(access)
    assert "terlalu pendek" in sheet.wrong.text()
    sheet.password.setText(SECRET)
    sheet.again.setText(SECRET)
    sheet.pin.setText(PIN)
    sheet.on_send()
    settled(access)
    assert group.operator is not None and group.operator.person.role is Role.ADMIN
    assert [account.person.id for account in accounts(journal)] == ["sri"]
    assert person(access) == "Sri" and told(journal) == ["person-added", "signed-in"]


def test_a_wrong_secret_is_said_and_the_right_one_lets_in(access: DeskAccess, staff: Journal, group: Group) -> None:
    desk = desk_of(access)
    group.select("complaint", 1)
    assert not desk.commands.actions["act:verify"].isEnabled()
    access.ask()
    settled(access)
    sheet = access.sheet
    assert isinstance(sheet, SignInSheet)
    sheet.name.setText("rina")
    sheet.password.setText("salah")
    QTest.keyClick(sheet.password, Qt.Key.Key_Return)
    settled(access)
    assert sheet.wrong.text() == "Nama atau rahasianya salah. Coba lagi, atau tanya admin."
    assert sheet.password.text() == "" and group.operator is None
    sheet.password.setText(SECRET)
    QTest.keyClick(sheet.password, Qt.Key.Key_Return)
    settled(access)
    assert group.operator is not None and group.operator.person == RINA
    assert group.operator.workstation == "operator 2"
    assert access.sheet is None and person(access) == "Rina Kartika"
    assert desk.commands.actions["act:verify"].isEnabled()
    assert told(staff)[-2:] == ["sign-in-refused", "signed-in"]


def test_whoever_only_looks_finds_a_desk_for_reading(access: DeskAccess, staff: Journal, group: Group) -> None:
    access.ask()
    settled(access)
    assert access.sheet is not None
    access.sheet.reject()
    assert group.operator is None and access.sheet is None
    assert person(access) == "Hanya baca · masuk"


def test_leaving_is_told_and_the_next_person_may_come(access: DeskAccess, staff: Journal, group: Group) -> None:
    signed_in(access)
    access.sign_out()
    settled(access)
    assert group.operator is None and told(staff)[-1] == "signed-out"
    signed_in(access)
    signed_in(access, "sri")
    settled(access)
    assert group.operator is not None and group.operator.person.id == "sri"
    assert told(staff)[-2:] == ["signed-in", "signed-out"]  # Rina left when Sri came


def test_other_secrets_need_the_old_password(access: DeskAccess, staff: Journal, group: Group) -> None:
    signed_in(access)
    access.ask_secrets()
    sheet = access.sheet
    assert isinstance(sheet, SecretsSheet)
    sheet.old.setText("salah")
    sheet.pin.setText("7410")
    sheet.on_send()
    settled(access)
    assert "salah" in sheet.wrong.text()
    sheet.old.setText(SECRET)
    sheet.pin.setText("7410")
    sheet.on_send()
    settled(access)
    assert access.sheet is None
    assert sign_in(staff, "rina", "7410", "meja", by_pin=True).person == RINA
