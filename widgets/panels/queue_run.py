"""What the queue does for each of its commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from widgets.panels.queue_choice import UNANSWERED, QueueChoice

if TYPE_CHECKING:
    from widgets.panels.queue import QueuePanel


def run_queue(panel: QueuePanel, command: str) -> None:
    """Do one of `queue_keys.COMMANDS`; unknown ids are somebody else's."""
    table = panel.parts.table
    match command:
        case "queue:next" | "queue:previous" | "queue:next-too" | "queue:previous-too":
            table.step(down="next" in command, extend=command.endswith("-too"))
        case "queue:open":
            table.opened.emit(table.current_key())
        case "queue:mark":
            table.mark()
        case "queue:unmark":
            table.unmark()
        case "queue:filter":
            panel.parts.field.take_keyboard()
        case "queue:unanswered":
            states = panel.parts.states
            states.choose(QueueChoice().states if states.current == UNANSWERED else UNANSWERED)
            states.chosen.emit(states.current)
        case "queue:map":
            panel.show_on_map()
        case "queue:top":
            table.scrollToTop()
        case "queue:copy":
            panel.copy_rows()


def kept_filter(panel: QueuePanel) -> dict[str, Any]:
    """Everything that decides what the queue shows, as plain values to keep under a name."""
    return panel.remembered() | {"text": panel.parts.field.text().strip()}


def use_filter(panel: QueuePanel, kept: Mapping[str, Any]) -> None:
    """Show what a kept filter lets through; unknown values are ignored."""
    text = kept.get("text")
    panel.search.want("")
    panel.recall(kept)
    panel.parts.field.setText(text if isinstance(text, str) else "")
    panel.search.want(panel.parts.field.text().strip())
