"""The forms of signing in: who comes to work, the very first admin, and other secrets."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.i18n import Language
from widgets.access.sheet import Sheet


@dataclass(frozen=True, slots=True)
class NewAdmin:
    """What the first person says of themselves."""

    id: str
    name: str
    password: str
    pin: str


class SignInSheet(Sheet):
    """Name and password."""

    def __init__(self, words: Language, parent: QWidget | None = None, name: str = "") -> None:
        lead = words.text("Until somebody has signed in, this desk is for reading only.")
        super().__init__(words, words.text("Sign in"), lead, parent)
        self.name = self.field(words.text("Name to sign in with"))
        self.password = self.field(words.text("Password"), secret=True)
        self.name_buttons(words.text("Sign in"), words.text("Only look"))
        self.name.setText(name)
        (self.password if name else self.name).setFocus()

    @property
    def told(self) -> tuple[str, str]:
        """Name and password as typed; blanks around a name are nobody's name."""
        return self.name.text().strip(), self.password.text()


class FirstAdminSheet(Sheet):
    """The first person of a journal, who is its admin."""

    def __init__(self, words: Language, parent: QWidget | None = None) -> None:
        lead = words.text("Nobody can sign in yet. The first person is the admin, who lets the others in.")
        super().__init__(words, words.text("The first person"), lead, parent)
        self.id = self.field(words.text("Name to sign in with"))
        self.name = self.field(words.text("Full name"))
        self.password = self.field(words.text("Password, eight signs or more"), secret=True)
        self.again = self.field(words.text("The same password again"), secret=True)
        self.pin = self.field(words.text("PIN that unlocks the desk, four digits or more"), secret=True)
        self.name_buttons(words.text("Begin"), words.text("Only look"))
        self.id.setFocus()

    @property
    def told(self) -> NewAdmin | None:
        """What was typed; None while the two passwords differ, which is then said."""
        if self.password.text() != self.again.text():
            self.say(self.words.text("The two passwords are not the same."))
            return None
        who = self.id.text().strip()
        return NewAdmin(who, self.name.text().strip() or who, self.password.text(), self.pin.text())


class SecretsSheet(Sheet):
    """A new password, a new PIN, or both, for whoever knows the old password."""

    def __init__(self, words: Language, parent: QWidget | None = None) -> None:
        lead = words.text("Leave empty what stays as it is.")
        super().__init__(words, words.text("Change password and PIN"), lead, parent)
        self.old = self.field(words.text("Password of now"), secret=True)
        self.password = self.field(words.text("New password, eight signs or more"), secret=True)
        self.again = self.field(words.text("The same password again"), secret=True)
        self.pin = self.field(words.text("New PIN, four digits or more"), secret=True)
        self.name_buttons(words.text("Change"), words.text("Leave it"))
        self.old.setFocus()

    @property
    def told(self) -> tuple[str, str, str] | None:
        """Old password, new password, new PIN; None while the two new ones differ, which is then said."""
        if self.password.text() != self.again.text():
            self.say(self.words.text("The two passwords are not the same."))
            return None
        return self.old.text(), self.password.text(), self.pin.text()
