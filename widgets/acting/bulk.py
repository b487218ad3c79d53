"""From several complaints selected in the queue to one decision on all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.actions.bulk import MOST, Bulk
from app.domain.lifecycle import Verb
from widgets.acting.bulk_box import BulkBox, Choices
from widgets.acting.bulk_run import BulkRun, Second
from widgets.acting.bulk_words import bulk_deed, bulk_title, done_words

if TYPE_CHECKING:
    from widgets.screens.desk import DeskWindow


class BulkDesk(QObject):
    """Opens the box, runs what was decided, and offers to undo the whole. Lives in the GUI thread."""

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk
        self.box: BulkBox | None = None
        self.running: BulkRun | None = None
        self._verb, self._keys, self._may_undo = "", list[int](), False

    def selected(self) -> tuple[list[int], int]:
        """Keys of the complaints selected in the queue, from top to bottom, and how many there are."""
        found: Callable[[], tuple[list[int], int]] | None = getattr(self._desk.panels.get("queue"), "selected", None)
        return found() if found is not None else ([], 0)

    def open(self, verb: str) -> None:
        """Show the box for a verb and what is selected now; later changes of the selection change nothing in it."""
        desk, words = self._desk, self._desk.group.language
        self._verb = verb
        self._keys, counted = self.selected()
        if not self._keys or desk.group.operator is None:
            desk.toasts.say(words.text("Select complaints in the queue first: Space, or Shift+J."))
            return
        if counted > MOST:
            desk.toasts.say(words.text("At most {n} at once; {all} are selected.", n=str(MOST), all=str(counted)))
            return
        self.box = box = BulkBox(verb, len(self._keys), self._choices(verb), desk.group, desk)
        box.said.connect(self._on_said)
        box.undo_wanted.connect(self._on_undo)
        box.cancel_wanted.connect(self._on_cancel)
        box.go_on_wanted.connect(self._on_go_on)
        box.finished.connect(self._on_closed)
        self.running, self._may_undo = None, False
        box.open()

    def _choices(self, verb: str) -> Choices:
        live = self._desk.live
        if verb == Verb.REFER:
            day = live.frame().at.astimezone(live.city.city.tz).date()
            return tuple((a.id, a.short or a.name) for a in live.city.agencies if a.is_valid(day))
        if verb == Verb.DISPATCH:
            picture = live.picture
            text, source = picture.words.text, picture.vehicles.source
            units = zip(picture.vehicle_names, picture.vehicle_ids, strict=True)
            return tuple((f"{text(int(source[at]))}/{id_}", name) for at, (name, id_) in enumerate(units))
        return ()

    def _on_said(self, choice: str, text: str, second: Second | None) -> None:
        signed, box = self._desk.group.operator, self.box
        if signed is None or box is None:
            return
        self.running = run = BulkRun(self._desk.lane, signed, box)
        self._listen(run, box)
        run.refused.connect(box.show_refused)
        run.ended.connect(self._on_ended)
        run.start(self._verb, self._keys, bulk_deed(self._verb, choice, text), second)

    def _listen(self, run: BulkRun, box: BulkBox) -> None:
        run.moved.connect(box.show_part)
        run.stopped.connect(box.show_stopped)

    def _on_cancel(self) -> None:
        if self.running is not None:
            self.running.cancel()

    def _on_go_on(self) -> None:
        if self.running is not None:
            self.running.go_on()

    def _on_ended(self) -> None:
        bulk = self._bulk()
        if bulk is not None and self.box is not None:
            self._may_undo = bool(bulk.done)
            self.box.show_end(bulk)

    def _on_closed(self) -> None:
        """The way back stays in sight for as long as nothing has left."""
        bulk, words = self._bulk(), self._desk.group.language
        if bulk is not None and self._may_undo:
            text = f"{bulk_title(self._verb, len(bulk.deeds), words)}: {done_words(bulk, words)}"
            self._desk.toasts.say(text, action=words.text("Undo all"), run=self.undo_last)

    def undo_last(self) -> None:
        """Undo the whole of the last one, after its box was closed."""
        if self.box is not None and self._may_undo:
            self.box.open()
            self._on_undo()

    def _on_undo(self) -> None:
        signed, box, bulk = self._desk.group.operator, self.box, self._bulk()
        if signed is None or box is None or bulk is None:
            return
        box.show_running()
        self._may_undo = False
        self.running = run = BulkRun(self._desk.lane, signed, box)
        self._listen(run, box)
        run.refused.connect(box.show_refused)
        run.ended.connect(self._on_undone)
        run.undo(bulk)

    def _on_undone(self) -> None:
        bulk = self._bulk()
        if bulk is not None and self.box is not None:
            self.box.show_end(bulk, is_undo=True)

    def _bulk(self) -> Bulk | None:
        return self.running.bulk if self.running is not None else None
