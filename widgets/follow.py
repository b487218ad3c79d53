"""Following a case or a vehicle: a list of one's own, and a note when something of it changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from app.domain.kind import Kind
from app.i18n import N_, Language
from app.journal.arrivals import Arrived
from app.journal.kept import What
from app.journal.reader import Changes
from app.journal.texts import ComplaintText
from app.views.ours import stage_of
from widgets.case_words import one_line, stage_word, status_word
from widgets.commands import CommandSpec
from widgets.keeping import Keeping
from widgets.theme import Size

if TYPE_CHECKING:
    from widgets.screens.desk import DeskWindow

SECTION = N_("Followed")
COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "follow:this",
        N_("Follow this, or no longer"),
        "F",
        "follow",
        help=N_("The selected case or vehicle; a note tells when it changes."),
        section=SECTION,
    ),
    CommandSpec(
        "follow:list",
        N_("What I follow"),
        "Shift+F",
        "follow",
        help=N_("Every case and vehicle you follow with its state; Enter goes there."),
        section=SECTION,
    ),
)
Thing = tuple[str, int]
_BY_NAME = 3  # changes at once that are told by name


class Following(QObject):
    """Lives in the GUI thread. What is followed is the person's own, at every desk."""

    def __init__(self, desk: DeskWindow, keeping: Keeping) -> None:
        super().__init__(desk)
        self._desk, self._keeping = desk, keeping
        self.things: dict[Thing, str] = {}  # with the name each had when it was followed
        self._states: dict[Thing, tuple[str, ...]] = {}
        self._arrived: dict[Thing, datetime | None] = {}  # the newest arrival of each that is known
        self._waiting: set[int] = set()
        self._told: Thing = ("", 0)
        self.menu: QMenu | None = None
        keeping.came.connect(self._on_came)
        desk.live.changed.connect(self._on_changed)
        desk.live.picture_ready.connect(self._note_states)
        desk.live.texts_ready.connect(self._on_texts)
        desk.live.arrivals_ready.connect(self._on_arrivals)

    def run(self, command: str) -> None:
        """Do one of our commands."""
        if self._desk.group.operator is None:
            self._desk.toasts.say(self._desk.group.language.text("Nobody is signed in."))
        elif command == "this":
            self.toggle(*self._desk.group.selection)
        else:
            self.show_list()

    def toggle(self, kind: str, key: int) -> None:
        """Follow a thing, or no longer."""
        words, thing = self._desk.group.language, (kind, key)
        if kind not in ("complaint", "vehicle"):
            self._desk.toasts.say(words.text("Choose a complaint or a vehicle first."))
        elif thing in self.things:
            name = self.things.pop(thing)
            self._keeping.drop(What.FOLLOW, f"{kind}:{key}")
            self._desk.toasts.say(words.text("No longer followed: {name}", name=name))
        elif kind == "vehicle":
            self._follow(thing, one_line(self._desk.live.picture.vehicle_names[key - 1], 80))
        else:
            self._waiting.add(key)
            self._desk.live.want_texts([key])

    def show_list(self) -> None:
        """What is followed, each with its state now."""
        words = self._desk.group.language
        self.menu = menu = QMenu(self._desk)
        menu.aboutToHide.connect(menu.deleteLater)
        for thing, name in self.things.items():
            said = " · ".join(filter(None, (name, *self._state(thing, words))))
            action = menu.addAction(said.replace("&", "&&"))
            action.setData(thing)
            action.triggered.connect(self._on_chosen)
        if not self.things:
            menu.addAction(words.text("Nothing is followed")).setEnabled(False)
        menu.popup(self._desk.mapToGlobal(QPoint(Size.GAP[3], Size.BAR + Size.GAP[3])))

    def go_to_told(self) -> None:
        """Go to what the last note told of."""
        if self._told[0]:
            self._desk.group.select(*self._told)

    def _follow(self, thing: Thing, name: str) -> None:
        words = self._desk.group.language
        self.things[thing] = name
        self._states[thing] = self._state(thing, words)
        self._desk.live.want_arrivals(*thing)  # what is known now is no news
        self._keeping.keep(What.FOLLOW, f"{thing[0]}:{thing[1]}", {"name": name})
        self._desk.toasts.say(words.text("Followed: {name}", name=name))

    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        for key in sorted(self._waiting & texts.keys()):
            self._waiting.discard(key)
            text = texts[key]
            name = " · ".join(filter(None, (text.id, text.title or text.service_name)))
            self._follow(("complaint", key), one_line(name, 80))

    def _on_came(self) -> None:
        found = {_thing(one.name): str(one.value.get("name", "")) for one in self._keeping.of(What.FOLLOW)}
        before, self.things = self.things, {thing: one_line(name, 80) for thing, name in found.items() if thing[0]}
        for thing in self.things.keys() - before.keys():
            self._desk.live.want_arrivals(*thing)
        self._note_states()

    def _note_states(self) -> None:
        """What is known now is no news."""
        words = self._desk.group.language
        self._states = {thing: self._state(thing, words) for thing in self.things}

    def _state(self, thing: Thing, words: Language) -> tuple[str, ...]:
        """What people would want to hear of when it changes, in words."""
        (kind, key), picture = thing, self._desk.live.picture
        columns: Any = picture.complaints if kind == "complaint" else picture.vehicles
        if not 0 < key <= columns.n:
            return ()
        status = status_word(words, picture.words.text(int(columns.status[key - 1])))
        if kind == "vehicle":
            return (status,)
        stage = stage_of(picture, key)
        return (status, stage_word(words, stage) if stage is not None else "")

    def _on_changed(self, changes: Changes) -> None:
        if Kind.DERIVED in changes.kinds:
            for thing in self.things:
                self._desk.live.want_arrivals(*thing)
        if not self.things or not changes.kinds & {Kind.COMPLAINT, Kind.ACTION, Kind.VEHICLE}:
            return
        words = self._desk.group.language
        now = {thing: self._state(thing, words) for thing in self.things}
        news = [thing for thing, state in now.items() if state != self._states.get(thing, state)]
        self._states = now
        for thing in news[:_BY_NAME] if len(news) <= _BY_NAME else ():
            state = " · ".join(filter(None, now[thing]))
            self._tell(thing, words.text("{name}: now {state}", name=self.things[thing], state=state))
        if len(news) > _BY_NAME:
            text = words.plural("{n} followed thing changed", "{n} followed things changed", len(news))
            self._desk.toasts.say(text, action=words.text("Show"), run=self.show_list)

    def _on_arrivals(self, kind: str, key: int, found: tuple[Arrived, ...]) -> None:
        """Arrivals of a followed vehicle, or at a followed case; of several new ones the newest is told."""
        thing, words = (kind, key), self._desk.group.language
        if thing not in self.things:
            return
        newest = max(found, key=lambda one: one.at, default=None)
        before, is_known = self._arrived.get(thing), thing in self._arrived
        self._arrived[thing] = newest.at if newest else None
        if is_known and newest is not None and (before is None or newest.at > before):
            what = (
                words.text("arrived at {place}", place=one_line(newest.place_name, 60) or str(newest.place))
                if kind == "vehicle"
                else words.text("{vehicle} arrived on site", vehicle=one_line(newest.vehicle_name, 60))
            )
            self._tell(thing, f"{self.things[thing]}: {what}")

    def _tell(self, thing: Thing, text: str) -> None:
        self._told = thing
        self._desk.toasts.say(text, action=self._desk.group.language.text("Show"), run=self.go_to_told)

    def _on_chosen(self) -> None:
        action = self.sender()
        if action is not None:
            self._desk.group.select(*action.data())  # type: ignore[attr-defined]


def _thing(name: str) -> Thing:
    """Kind and key of a name that was kept; ("", 0) for what is none."""
    kind, _, key = name.partition(":")
    return (kind, int(key)) if kind in ("complaint", "vehicle") and key.isdigit() else ("", 0)
