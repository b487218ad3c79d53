"""What the desk says about itself: simulated, database away, replay, safe mode; and the shell's commands."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.source import Ask
from app.i18n import Language
from app.picture.frame import Frame, Mode
from app.views.sources import SourceLine, sources_view
from widgets.panels.timeline_replay import AXIS_WORDS
from widgets.source_words import error_words, grade, source_name, state_word

if TYPE_CHECKING:
    from widgets.screens.desk import DeskWindow

SILENT_S = 60
_REASONS = 3  # sources named in one note


def _reason(line: SourceLine, words: Language) -> str:
    """Why a source brings no news: its last error, else its state."""
    return error_words(line, words, 120) or state_word(line, words)


class DeskState(QObject):
    """Keeps the bands true and runs commands. Lives in the GUI thread."""

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk
        self._away_since: datetime | None = None
        self.safe = False
        desk.live.database_changed.connect(self.on_database)
        desk.group.frame_changed.connect(self.on_frame)
        desk.bands.replay.button.clicked.connect(self.go_live)
        desk.bands.safe.button.clicked.connect(self.leave_safe_mode)
        desk.layouts.monitors_changed.connect(self.on_monitors)

    def run(self, command: str) -> None:
        """Run a command of the shell by its id."""
        desk = self._desk
        match command:
            case "find":
                desk.find()
            case "language":
                desk.switch_language()
            case "theme":
                desk.switch_theme()
            case "poll":
                self.poll_all()
            case "lock":
                self.toggle_lock()
            case "reset":
                desk.layouts.reset()
            case "full":
                desk.setWindowState(desk.windowState() ^ desk.windowState().WindowFullScreen)
            case "live":
                self.go_live()
            case "briefing":
                desk.briefing_wanted.emit()
            case "quit":
                desk.close()
            case "keys":
                desk.tools.show_keys()
            case "change-keys":
                desk.tools.change_keys()
            case "menu":
                desk.tools.open_menu()
            case "keep-layout":
                desk.tools.keep_layout()
            case "silence":
                self.silence()
            case "help":
                desk.help.open(desk.panel_with_focus())

    def silence(self) -> None:
        """Nothing is spoken for a while; what is to be seen stays."""
        self._desk.critical.silence(SILENT_S)
        words = self._desk.group.language
        self._desk.toasts.say(words.text("Silent for {n} s; what is to be seen stays.", n=str(SILENT_S)))

    def poll_all(self) -> None:
        """Ask every source now, and say so; with those that do not answer goes the reason."""
        desk, words = self._desk, self._desk.group.language
        if self._away_since is not None:
            desk.toasts.say(words.text("The database does not answer: nothing can be asked now."))
            return
        for spec in desk.live.city.sources:
            desk.live.ask(spec.id, Ask.POLL_NOW)
        lines = sources_view(desk.live.picture, desk.live.frame(), desk.live.city)
        bad = [f"{source_name(line)}: {_reason(line, words)}" for line in lines if grade(line) is not None]
        said = [words.text("All sources were asked for news."), *bad[:_REASONS]]
        if len(bad) > _REASONS:
            said.append(words.plural("and {n} more", "and {n} more", len(bad) - _REASONS))
        told = "\n".join(said)
        desk.toasts.say(told)

    def toggle_lock(self) -> None:
        """Lock or unlock the layout."""
        layouts, words = self._desk.layouts, self._desk.group.language
        layouts.lock(not layouts.locked)
        said = words.text("The layout is locked.") if layouts.locked else words.text("The layout is free.")
        self._desk.toasts.say(said)

    def on_database(self, available: bool, since: object) -> None:
        """The database went away (`since` in real time) or came back."""
        self._away_since = None
        if not available and isinstance(since, datetime):
            self._away_since = self._desk.live.clock.city_time(since)
        self.retranslate()

    def on_frame(self, frame: Frame | None) -> None:
        """The group shows another instant."""
        self.retranslate()

    def on_critical(self, sentence: str) -> None:
        """A new critical case while an earlier instant is shown: say it, with the way back."""
        desk = self._desk
        if desk.group.frame is not None:
            desk.toasts.say(sentence, grave=True, action=desk.group.language.text("Back to live"), run=self.go_live)

    def go_live(self) -> None:
        """Leave replay."""
        self._desk.group.set_frame(None)

    def enter_safe_mode(self) -> None:
        """Too many faults: stop what moves, keep the lists."""
        self.safe = True
        for name in ("map", "timeline"):
            if name in self._desk.panels:
                self._desk.layouts.hide(name)
        self.retranslate()

    def leave_safe_mode(self) -> None:
        """Try everything again."""
        self.safe = False
        for name in ("map", "timeline"):
            if name in self._desk.panels:
                self._desk.layouts.show(name)
        self.retranslate()

    def on_monitors(self, known: bool) -> None:
        """The monitors changed: offer, never move anything by ourselves."""
        toasts, words = self._desk.toasts, self._desk.group.language
        if known:
            text = words.text("The monitors changed. There is a saved layout for them.")
            toasts.say(text, action=words.text("Use it"), run=self.use_saved)
        else:
            text = words.text("The monitors changed. The layout stays as it is.")
            toasts.say(text, action=words.text("Reset this screen"), run=self._desk.layouts.reset)

    def use_saved(self) -> None:
        """Bring back the layout kept for the monitors of now."""
        self._desk.layouts.restore()

    def retranslate(self) -> None:
        """Say it all again in the group's language."""
        bands, words = self._desk.bands, self._desk.group.language
        simulated, frame = self._desk.live.clock.simulated, self._desk.group.frame
        bands.simulated.say(words.text("SIMULATION · this is not the real state of the city") if simulated else "")
        away = self._away_since
        bands.database.say(words.text("DATABASE LOST since {time}", time=words.time(away)) if away else "")
        replay = frame is not None and frame.mode is Mode.REPLAY
        text = words.text("REPLAY · {moment}", moment=words.moment(frame.at)) if frame and replay else ""
        if frame and replay:
            text += f" · {words.text(AXIS_WORDS[frame.axis])}"
        bands.replay.say(text, words.text("Back to live") if replay else "")
        safe = words.text("SAFE MODE · too many faults; map and timeline are stopped") if self.safe else ""
        bands.safe.say(safe, words.text("Try again") if self.safe else "")
