"""The locked desk: everything is covered, counts and sounds go on, and only a secret leads back."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid

from app.domain.person import Person
from app.i18n import Language
from widgets.access.sheet import Sheet
from widgets.access.veil import Veil, windows_to_cover
from widgets.group import Group
from widgets.plain import caption, text_label

_PLACED_MS = 300  # by then a window manager has placed a new window


class LockSheet(Sheet):
    """Asks for the PIN, or the password, of whoever locked; or for another person's name and password.

    Application-modal: while it stands no key and no click reaches any window of this program.
    """

    def __init__(self, words: Language, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(words, words.text("This desk is locked"), person.name, parent)
        self.setProperty("spared", True)  # no veil over the way back
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.person, self.by_pin, self.other = person, True, False
        self.time, self.counts = text_label("", "figure", self), text_label("", "", self)
        self.counts.setWordWrap(True)
        self.column.insertWidget(0, self.time)
        self.column.insertWidget(3, self.counts)
        self.name = self.field(words.text("Name to sign in with"))
        self.secret = self.field("PIN", secret=True)
        self.how, self.who = QPushButton(self), QPushButton(self)
        self.beside(self.who)
        self.beside(self.how)
        self.how.clicked.connect(self._on_how)
        self.who.clicked.connect(self._on_who)
        self.name_buttons(words.text("Unlock"), "")
        self._show()

    @property
    def told(self) -> tuple[str, str, bool]:
        """Name, secret, and whether the secret is a PIN."""
        return (self.name.text().strip() if self.other else self.person.id, self.secret.text(), self.by_pin)

    def show_city(self, time: str, counts: str) -> None:
        """What goes on beneath."""
        self.time.setText(time)
        self.counts.setText(counts)

    def ask_password(self) -> None:
        """This person has no PIN."""
        self.by_pin = False
        self.how.hide()
        self._show()

    def reject(self) -> None:
        """Escape does not unlock."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nor does closing it."""
        event.ignore()

    def open_up(self) -> None:
        """The secret was right."""
        self.hide()
        self.deleteLater()

    def _on_how(self) -> None:
        self.by_pin = not self.by_pin
        self._show()

    def _on_who(self) -> None:
        self.other = not self.other
        self.by_pin = not self.other
        self._show()

    def _show(self) -> None:
        words, name = self.words, self.secret.property("name")
        label = "PIN" if self.by_pin else words.text("Password")
        name.setText(label)
        self.secret.setAccessibleName(label)
        self.secret.clear()
        for part in (self.name, self.name.property("name")):
            part.setVisible(self.other)
        caption(self.how, words.text("With the password") if self.by_pin else words.text("With the PIN"))
        caption(self.who, words.text("Back") if self.other else words.text("Another person"))
        self.how.setVisible(not self.other)
        (self.name if self.other else self.secret).setFocus()


class Lock(QObject):
    """Covers and uncovers the windows of a desk. `headline` counts what is open; `tried` carries a filled LockSheet."""

    tried = Signal(object)

    def __init__(self, group: Group, desk: QWidget, headline: Callable[[], str]) -> None:
        super().__init__(desk)
        self._group, self._desk, self._headline = group, desk, headline
        self._veils: list[Veil] = []
        self._new = 0
        self.sheet: LockSheet | None = None

    @property
    def is_on(self) -> bool:
        """Whether the desk is covered."""
        return self.sheet is not None

    def cover(self, person: Person) -> LockSheet:
        """Lock for a person; the sheet that leads back."""
        if self.sheet is None:
            while (popup := QApplication.activePopupWidget()) is not None:
                popup.close()
            self._new = 0
            self._veil_all()
            self.sheet = LockSheet(self._group.language, person, self._desk)
            self.sheet.sent.connect(self._on_sent)
            self.sheet.show()
            self.sheet.secret.setFocus()
            self._lead_back()
            QTimer.singleShot(_PLACED_MS, self, self._lead_back)  # once the window manager has placed it
        return self.sheet

    def uncover(self) -> None:
        """Show everything again."""
        for veil in filter(isValid, self._veils):
            veil.hide()
            veil.deleteLater()
        self._veils = []
        if self.sheet is not None:
            self.sheet.open_up()
            self.sheet = None

    def on_critical(self, _sentence: str) -> None:
        """One more critical case while locked: counted, not told."""
        self._new += 1

    def on_ticked(self, now: datetime) -> None:
        """A second passed: the clock and the counts go on, and a window that opened is covered too."""
        if self.sheet is not None:
            self._veil_all()
            words = self._group.language
            self.sheet.show_city(f"{now.astimezone(words.zone):%H.%M.%S}", self._counted(words))

    def _veil_all(self) -> None:
        self._veils = [veil for veil in self._veils if isValid(veil)]  # a window that went took its veil along
        covered = {veil.parentWidget() for veil in self._veils}
        new = [Veil(self._group, window) for window in windows_to_cover() if window not in covered]
        for veil in new:
            veil.woken.connect(self._lead_back)
        self._veils += new

    def _lead_back(self) -> None:
        """The sheet lies above every window of ours: a dock that floats must not hide the way back."""
        if self.sheet is not None:
            self.sheet.raise_()
            self.sheet.activateWindow()

    def _counted(self, words: Language) -> str:
        new = words.plural("{n} new critical case", "{n} new critical cases", self._new) if self._new else ""
        return " · ".join(filter(None, (self._headline(), new)))

    def _on_sent(self) -> None:
        self.tried.emit(self.sheet)
