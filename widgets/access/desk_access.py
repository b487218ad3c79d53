"""Who is at a desk: signing in and out, the lock, secrets, and what only people with a name may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.actions.districts import area_finder
from app.actions.perform import Acting
from app.clock import real_now
from app.domain.person import Person, Role, Signed
from app.errors import JournalError, PocError
from app.journal.people import add_person, change_own, has_people, has_pin, note_access, secrets_of, sign_in
from app.sentences import in_words
from widgets.access.commands import LOCK, REVEAL, SECRETS, SIGN_IN, SIGN_OUT
from widgets.access.errands import Errands
from widgets.access.forms import FirstAdminSheet, NewAdmin, SecretsSheet, SignInSheet
from widgets.access.idle import IdleWatch
from widgets.access.lock import Lock, LockSheet
from widgets.access.mark import LockMark
from widgets.access.presence import Presence
from widgets.access.remembered import Remembered
from widgets.access.reveal import Reveal
from widgets.access.sheet import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from app.journal.store import Journal
    from widgets.screens.desk import DeskWindow


class DeskAccess(QObject):
    """Lives in the GUI thread; everything that takes time is an errand. `begin` starts what runs by itself."""

    def __init__(self, desk: DeskWindow, name: str, layout: Path) -> None:
        super().__init__(desk)
        self._desk, self._group, self._name = desk, desk.group, name
        self._acting: Acting | None = None
        self._known: Remembered | None = None
        self._owed: list[Signed] = []  # unlocked while the database was away: the audit is owed a row
        self.errands, self.mark = Errands(self), LockMark(layout)
        self.lock = Lock(desk.group, desk, self._headline)
        self.idle = IdleWatch(desk.live.city.privacy.lock_minutes * 60.0, self)
        self.reveal = Reveal(desk.group, self.errands, self._room, self)
        self.presence = Presence(desk.group, self.errands, self._journal, self)
        self.sheet: Sheet | None = None
        self._connect()

    def _connect(self) -> None:
        self.idle.idle.connect(self.lock_desk)
        self.lock.tried.connect(self._on_tried)
        self.reveal.failed.connect(self._on_trouble)
        self._group.reveal_wanted.connect(self.reveal.toggle)
        self._desk.live.database_changed.connect(self._on_database)
        self._desk.live.ticked.connect(self.lock.on_ticked)
        self._desk.critical.said.connect(self.lock.on_critical)

    def begin(self) -> None:
        """The desk was opened: locked if it was left locked, else somebody may sign in. Then watch for idle hands."""
        left = self.mark.who()
        if left is not None and self._group.operator is None:
            self._cover(left)
        elif self._group.operator is None:
            self.ask()
        else:
            self._remember(self._group.operator)
        self.idle.start()
        self.presence.start()

    def stop(self) -> bool:
        """Watch no more; whether the errands ended in time."""
        self.idle.stop()
        self.presence.stop()
        return self.errands.stop()

    def run(self, command: str) -> None:
        """Do what a command of ours says."""
        acts = {SIGN_IN: self.ask, SIGN_OUT: self.sign_out, LOCK: self.lock_desk, SECRETS: self.ask_secrets}
        (acts | {REVEAL: self.reveal.toggle})[command]()

    def ask(self) -> None:
        """Ask who comes to work; where nobody can sign in yet, for the first admin."""
        journal = self._journal()
        self.errands.run(lambda: has_people(journal), self._on_people)

    def _on_people(self, some: bool | None, trouble: PocError | None) -> None:
        if trouble is not None:
            self._on_trouble(trouble)
            return
        words = self._group.language
        self._open(SignInSheet(words, self._desk) if some else FirstAdminSheet(words, self._desk))

    def ask_secrets(self) -> None:
        """Ask for another password or PIN."""
        if self._group.operator is None:
            self.ask()
        else:
            self._open(SecretsSheet(self._group.language, self._desk))

    def _open(self, sheet: Sheet) -> None:
        if self.sheet is not None:
            self.sheet.close()
        self.sheet = sheet
        sheet.sent.connect(self._on_sent)
        sheet.finished.connect(self._on_closed)
        sheet.open()

    def _on_closed(self, _how: int) -> None:
        if self.sender() is self.sheet:
            self.sheet = None

    def _on_sent(self) -> None:
        """A sheet was filled in: do it where it may take its time."""
        sheet, journal, name, signed = self.sheet, self._journal(), self._name, self._group.operator
        if isinstance(sheet, SignInSheet):
            who, password = sheet.told
            self.errands.run(lambda: sign_in(journal, who, password, name), self._on_signed)
        elif isinstance(sheet, FirstAdminSheet) and (new := sheet.told) is not None:
            self.errands.run(lambda: _first(journal, new, name), self._on_signed)
        elif isinstance(sheet, SecretsSheet) and (told := sheet.told) is not None and signed is not None:
            old, password, pin = told
            self.errands.run(lambda: change_own(journal, signed, old, password=password, pin=pin), self._on_changed)

    def _on_signed(self, signed: Signed | None, trouble: PocError | None) -> None:
        if trouble is not None or signed is None:
            self._say_in_sheet(trouble)
            return
        if self.sheet is not None:
            self.sheet.accept()
        self._welcome(signed)

    def _welcome(self, signed: Signed) -> None:
        before = self._group.operator
        if before is not None and before.person.id != signed.person.id:
            self._note(before, "signed-out")
        self.mark.take()
        self.idle.touched()
        if self._known is None or self._known.signed != signed:
            self._remember(signed)
        if before != signed:
            self._group.set_operator(signed)

    def _on_changed(self, _nothing: None, trouble: PocError | None) -> None:
        if trouble is not None:
            self._say_in_sheet(trouble)
        elif self.sheet is not None:
            self.sheet.accept()
            self._desk.toasts.say(self._group.language.text("The password or PIN was changed."))

    def sign_out(self) -> None:
        """Nobody is at this desk any more; it stays, for reading only."""
        signed = self._group.operator
        if signed is not None:
            self._note(signed, "signed-out")
            self._group.set_operator(None)

    def lock_desk(self) -> None:
        """Cover the desk until its person is back. A desk where nobody is signed in shows nothing to cover."""
        signed = self._group.operator
        if signed is None or self.lock.is_on:
            return
        if self.sheet is not None:
            self.sheet.close()
        self.reveal.cover()
        self.mark.put(signed.person)
        self._note(signed, "locked")
        self._cover(signed.person)

    def _cover(self, person: Person) -> None:
        journal = self._journal()
        sheet = self.lock.cover(person)
        self.lock.on_ticked(self._desk.live.frame().at)
        self.errands.run(lambda: has_pin(journal, person.id), lambda pin, _: None if pin else _ask_password(sheet, pin))

    def _on_tried(self, sheet: LockSheet) -> None:
        journal, name, known = self._journal(), self._name, self._known
        who, secret, by_pin = sheet.told

        def errand() -> tuple[Signed, bool]:
            try:
                return sign_in(journal, who, secret, name, by_pin=by_pin), False
            except JournalError:
                if known is None:
                    raise
                return known.let_in(who, secret, real_now(), by_pin=by_pin), True

        self.errands.run(errand, self._on_unlocked)

    def _on_unlocked(self, came: tuple[Signed, bool] | None, trouble: PocError | None) -> None:
        if trouble is not None or came is None:
            if self.lock.sheet is not None:
                self.lock.sheet.say(self._in_words(trouble))
            return
        signed, is_owed = came
        self._owed += [signed] if is_owed else []
        self.lock.uncover()
        self._welcome(signed)

    def _remember(self, signed: Signed) -> None:
        """Whoever signed in can unlock without the database later."""
        journal = self._journal()
        self.errands.run(lambda: Remembered(signed, secrets_of(journal, signed.person.id)), self._on_remembered)

    def _on_remembered(self, known: Remembered | None, _trouble: PocError | None) -> None:
        if known is not None and known.signed == self._group.operator:
            self._known = known

    def _on_database(self, available: bool, _since: object) -> None:
        """The database is back: it gets the rows it is owed."""
        owed, self._owed = (self._owed, []) if available else ([], self._owed)
        for signed in owed:
            self._note(signed, "unlocked")

    def _say_in_sheet(self, trouble: PocError | None) -> None:
        if self.sheet is not None:
            self.sheet.say(self._in_words(trouble))

    def _on_trouble(self, trouble: PocError) -> None:
        self._desk.toasts.say(self._in_words(trouble), grave=True)

    def _in_words(self, trouble: PocError | None) -> str:
        words = self._group.language
        if trouble is None:
            return ""
        said = " ".join(filter(None, (in_words(trouble.what, words), in_words(trouble.next_step, words))))
        return said[:1].upper() + said[1:]

    def _note(self, signed: Signed, what: str) -> None:
        journal = self._journal()
        self.errands.run(lambda: note_access(journal, signed, what), _nothing_more)

    def _headline(self) -> str:
        """What the queue says of itself in one line: how many are open, how many are late."""
        return str(getattr(self._desk.panels.get("queue"), "headline", ""))

    def _journal(self) -> Journal:
        return self._desk.live.journal

    def _room(self) -> Acting:
        """Made by the first errand that needs it: the districts' boundaries take a moment to read."""
        if self._acting is None:
            city = self._desk.live.city
            self._acting = Acting(self._journal(), city, area_finder(city))
        return self._acting


def _first(journal: Journal, new: NewAdmin, workstation: str) -> Signed:
    """Make the first admin and let them in."""
    add_person(journal, None, Person(new.id, new.name, Role.ADMIN), new.password, new.pin)
    return sign_in(journal, new.id, new.password, workstation)


def _ask_password(sheet: LockSheet, pin: bool | None) -> None:
    if pin is False:
        sheet.ask_password()


def _nothing_more(_brought: object, _trouble: PocError | None) -> None:
    """An audit row is written or the database is away, which its own band says."""
