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
    """Keeps every command that acts on or off. Lives in the GUI thread."""

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk
        group, live = desk.group, desk.live
        for signal in (group.selection_changed, group.frame_changed, group.operator_changed, live.picture_ready):
            signal.connect(self.refresh)
        group.language_changed.connect(self.refresh)
        live.changed.connect(self._on_changed)
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

    def _on_changed(self, changes: Changes) -> None:
        if changes.kinds & {Kind.ACTION, Kind.COMPLAINT}:
            self.refresh()
