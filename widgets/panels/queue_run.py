"""What the queue does for each of its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
            panel.focus_filter()
        case "queue:map":
            panel.show_on_map()
        case "queue:top":
            panel.to_top()
        case "queue:copy":
            panel.copy_rows()
