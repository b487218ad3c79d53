"""What the keys and buttons of the desk do to the selected case: from a command over a sheet to a wish."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication, QMenu

from app.actions.care import Resume
from app.actions.moves import Duplicate, Move, Refer
from app.actions.resend import Resend
from app.domain.case import CaseId
from app.domain.lifecycle import Verb
from app.views.duty import duty_in
from widgets.acting.follow import Follow
from widgets.acting.outcomes import Outcomes
from widgets.acting.pick import agency_sheet, case_sheet
from widgets.acting.sayings import LEAVING, SAYINGS, Saying
from widgets.acting.sheet import Sheet, TextSheet
from widgets.acting.verbs import STATUS_MENU, TITLES
from widgets.acting.wish import Make, Wish

if TYPE_CHECKING:
    from widgets.screens.desk import DeskWindow


class DeskDeeds(QObject):
    """Runs the commands of `verbs`. Lives in the GUI thread; the operator's lane does the deeds."""

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk
        self.outcomes = Outcomes(desk.group, desk.toasts, desk.commands, desk, self.run, self._agency_name)
        desk.group.deed_wished.connect(self._on_wished)
        self._follow = Follow(desk.live, desk.group, self)
        self.sheet: Sheet | None = None
        self._drafts = desk.drafts  # what was typed and is not stored yet
        desk.group.case_dealt_with.connect(self._take_up_next)

    def run(self, command: str) -> None:
        """Run a command of `verbs` by its id, on the selected case."""
        if not _is_ours(self._desk):
            return
        match command:
            case "act:verify":
                self._move(Verb.VERIFY)
            case "act:start":
                self._move(Verb.START)
            case "act:resume":
                self._wish(Verb.RESUME, self._key, Resume)
            case "act:resend" if self._key:
                self._wish("resend", self._key, Resend)
            case "act:dispatch":
                self._dispatch()
            case "act:refer":
                self._refer()
            case "act:duplicate":
                self._duplicate()
            case "act:status":
                self.menu().popup(self._below())
            case "act:undo":
                self.outcomes.undo()
            case _ if command in SAYINGS:
                self._say(command, SAYINGS[command])

    def menu(self) -> QMenu:
        """What may be set as the status of the case in hand; what may not is off with why."""
        menu = QMenu(self._desk)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        for command in STATUS_MENU:
            menu.addAction(self._desk.commands.actions[command]) if command else menu.addSeparator()
        return menu

    @property
    def _key(self) -> int:
        kind, key = self._desk.group.selection
        return key if kind == "complaint" else 0

    def _seen(self, key: int) -> int:
        """The version of a case that is on the screen."""
        ours = self._desk.live.picture.cases
        return int(ours.version[key - 1]) if key <= ours.n else 0

    def _bound(self, key: int) -> int:
        """What is bound of the response fund as the estimate of a case, whole rupiah."""
        ours = self._desk.live.picture.cases
        return int(ours.committed[key - 1]) if key <= ours.n else 0

    def _move(self, verb: Verb) -> None:
        self._wish(verb, self._key, lambda case: Move(case, verb))

    def _wish(self, verb: str, key: int, make: Make, seen: int | None = None) -> Wish:
        """Want a deed as the case was looked at."""
        wish = Wish(verb, key, make, self._seen(key) if seen is None else seen)
        self._desk.group.deed_wished.emit(wish)
        return wish

    def _on_wished(self, wish: Wish) -> None:
        """A deed was wanted anywhere at the desk: at once, so that the next key is for the next case."""
        if wish.verb in LEAVING:
            self._take_up_next(wish.key)

    def _take_up_next(self, key: int) -> None:
        """A case is done with: the next open one is in hand."""
        find = getattr(self._desk.panels.get("queue"), "next_open", None)
        following = find(key) if find is not None and self._key == key else 0
        if following:
            self._desk.group.select("complaint", following)

    def _open(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.finished.connect(self._on_closed)
        sheet.open()

    def _on_closed(self) -> None:
        self.sheet = None

    def _agency_name(self, agency: str) -> str:
        """What an agency is called today."""
        live = self._desk.live
        known = live.city.agency_at(agency, live.frame().at.astimezone(live.city.city.tz).date())
        return known.name if known else agency

    def _about(self, asks: str) -> str:
        """What is asked, and of which case."""
        number = getattr(self._desk.panels.get("complaint"), "headline", "")
        return " · ".join(filter(None, (number, self._desk.group.language.text(asks))))

    def _say(self, command: str, saying: Saying) -> None:
        words, key, seen = self._desk.group.language, self._key, self._seen(self._key)
        title = words.text(TITLES[command])
        kept, to = self._drafts.get((key, command), ""), words.text(saying.to) if saying.to else ""
        about, bound = self._about(saying.asks), self._bound(key) if saying.settles else 0
        sheet = TextSheet(title, about, words, self._desk, text=kept, to=to, must=saying.must, estimate=bound)
        self._desk.tools.templates.attach(sheet.text)

        def said(answer: object) -> None:
            text, who = cast("tuple[str, str]", answer)
            wish = self._wish(saying.verb, key, lambda case: saying.deed(case, text, who), seen)
            self.outcomes.when_done(wish, lambda: self._drafts.pop((key, command), None))

        def keep() -> None:
            self._drafts[key, command] = sheet.text.toPlainText()

        sheet.said.connect(said)
        sheet.text.textChanged.connect(keep)
        self._open(sheet)

    def _dispatch(self) -> None:
        """Where units can be chosen, there; else the agency that answers for the category gets it."""
        if "dispatch" in self._desk.panels:
            self._desk.open_panel("dispatch")
            return
        duty = duty_in(self._desk.live.picture, self._desk.live.city, self._key)
        if duty is None:
            self._refer()
        else:
            self._wish(Verb.REFER, self._key, lambda case: Refer(case, duty.agency, duty.reason))

    def _refer(self) -> None:
        key, seen = self._key, self._seen(self._key)
        about = self._about("")
        sheet = agency_sheet(self._desk.live, self._desk.group.language, key, about, self._desk)

        def said(answer: object) -> None:
            agency, reason = cast("tuple[str, str]", answer)
            self._wish(Verb.REFER, key, lambda case: Refer(case, agency, reason), seen)

        sheet.said.connect(said)
        self._open(sheet)

    def _duplicate(self) -> None:
        key, seen = self._key, self._seen(self._key)
        sheet = case_sheet(self._desk.live, self._desk.group.language, key, self._about(""), self._desk)

        def said(answer: object) -> None:
            of, _ = cast("tuple[CaseId, str]", answer)
            self._wish(Verb.DUPLICATE, key, lambda case: Duplicate(case, of), seen)

        sheet.said.connect(said)
        self._open(sheet)

    def _below(self) -> QPoint:
        """Where the menu of the status opens: at the button of the complaint panel, else in the middle of the desk."""
        find = getattr(self._desk.panels.get("complaint"), "button_of", None)
        button = find("act:status") if find is not None else None
        if button is not None and button.isVisible():
            return button.mapToGlobal(QPoint(0, button.height() + 2))
        return self._desk.mapToGlobal(self._desk.rect().center())


def _is_ours(desk: DeskWindow) -> bool:
    """Whether the keyboard is in the desk or a part of it that floats, not in another window of the program."""
    window = QApplication.activeWindow()
    while window is not None and window is not desk:
        window = window.parentWidget()
    return window is desk or QApplication.activeWindow() is None
