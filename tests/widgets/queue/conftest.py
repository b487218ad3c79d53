"""A queue panel over a made-up live picture."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.fakes import fake_group
from tests.widgets.queue.room import QueueLive
from widgets.commands import Commands
from widgets.group import Group
from widgets.panels.queue import QueuePanel
from widgets.panels.queue_keys import COMMANDS

Opener = Callable[..., QueuePanel]


@pytest.fixture
def live(qtbot: QtBot) -> QueueLive:
    """An empty city whose sources answer."""
    return QueueLive()


@pytest.fixture
def group(qtbot: QtBot) -> Group:
    """An Indonesian group of windows."""
    return fake_group("id")


@pytest.fixture
def open_panel(qtbot: QtBot, live: QueueLive, group: Group) -> Opener:
    """Opens the panel, visible, in a size that shows 10 to 20 rows."""

    kept = []  # pytest-qt holds panels by weak reference only

    def opened(width: int = 570, height: int = 700) -> QueuePanel:
        panel = QueuePanel(live, group)  # type: ignore[arg-type]
        qtbot.addWidget(panel)
        commands = Commands(COMMANDS, panel)
        commands.asked.connect(panel.run)
        commands.attach("queue", panel.keyboard)
        panel.use_commands(commands)
        kept.append(panel)
        panel.resize(width, height)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return opened


def settle(qtbot: QtBot, panel: QueuePanel) -> None:
    """Wait until the panel has built its newest view."""
    qtbot.waitUntil(lambda: not panel.pace.is_waiting, timeout=20_000)
