"""Which commands may be used now, and why the others may not: by the instant shown, who is signed in, and the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.kind import Kind
from app.domain.lifecycle import MOVES, Stage, Verb
from app.domain.person import Signed
from app.i18n import Language
from app.journal.reader import Changes
from app.views.ours import stage_of
from widgets.acting.verbs import next_of
from widgets.case_words import stage_word
from widgets.commands import CommandSpec

if TYPE_CHECKING:
    from widgets.screens.desk import DeskWindow


def why_not(verb: str, signed: Signed, stage: Stage, words: Language) -> str:
    """Why a person may not do this to a case at this stage; "" when they may."""
    move = MOVES[Verb(verb)]
    if signed.person.role not in move.roles:
        return words.text("The role of {who} does not include this.", who=signed.person.name)
    if stage not in move.origins:
        return words.text("Not for a case that is at: {stage}", stage=stage_word(words, stage))
    return ""


class Allowed(QObject):
    """Keeps every command that acts on or off, and answers the key of one that is off. Lives in the GUI thread."""

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk
        group, live = desk.group, desk.live
        for signal in (group.selection_changed, group.frame_changed, group.operator_changed, live.picture_ready):
            signal.connect(self.refresh)
        group.language_changed.connect(self.refresh)
        live.changed.connect(self._on_changed)
        desk.commands.refused.connect(self._on_refused)
        self.refresh()

    def refresh(self, *_news: object) -> None:
        """Look at everything again."""
        for spec in self._desk.commands.specs:
            if spec.acts:
                self._desk.commands.forbid(spec.id, self.reason(spec))

    def reason(self, spec: CommandSpec) -> str:
        """Why a command is off; "" when it is on."""
        group = self._desk.group
        words = group.language
        if group.frame is not None:
            return words.text("Not while an earlier instant is shown.")
        if spec.for_all:
            return ""
        if group.operator is None:
            return words.text("Nobody is signed in.")
        if not spec.verb:
            return ""
        kind, key = group.selection
        if kind != "complaint":
            return words.text("Choose a complaint first.")
        stage = stage_of(self._desk.live.picture, key) or Stage.NEW
        return why_not(spec.verb, group.operator, stage, words)

    def next_step(self, spec: CommandSpec) -> str:
        """What comes before a command that is off; "" where its reason says so itself."""
        group, commands = self._desk.group, self._desk.commands
        words = group.language
        if group.frame is not None:
            return words.text("{key} goes back to now.", key=commands.key("live"))
        if group.operator is None:
            return words.text("Sign in first.")
        if not spec.verb or group.selection[0] != "complaint":
            return ""
        if group.operator.person.role not in MOVES[Verb(spec.verb)].roles:
            return words.text("Ask a supervisor.")
        following = next_of(stage_of(self._desk.live.picture, group.selection[1]) or Stage.NEW)
        title = commands.title(commands.spec(following), words)
        return words.text("Next: {title} ({key}).", title=title, key=commands.key(following))

    def _on_refused(self, command: str) -> None:
        """The key of a command that is off: say why and what comes first, once."""
        commands, words = self._desk.commands, self._desk.group.language
        spec = commands.spec(command)
        why = self.reason(spec).rstrip(".") + "."
        said = words.text("{what} cannot be done now. {why}", what=commands.title(spec, words), why=why)
        said = " ".join(filter(None, (said, self.next_step(spec))))
        if said not in self._desk.toasts.texts():
            self._desk.toasts.say(said)

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & {Kind.ACTION, Kind.COMPLAINT}:
            self.refresh()
