"""A complaint panel over a made-up live picture."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.complaint.room import CaseLive
from tests.widgets.fakes import fake_group
from widgets.acting.verbs import COMMANDS as VERBS
from widgets.commands import Commands
from widgets.group import Group
from widgets.panels.complaint import ComplaintPanel

Opener = Callable[..., ComplaintPanel]


@pytest.fixture
def live(qtbot: QtBot) -> CaseLive:
    """Three complaints and six vehicles."""
    return CaseLive()


@pytest.fixture
def group(qtbot: QtBot) -> Group:
    """An Indonesian group of windows."""
    return fake_group("id")


@pytest.fixture
def open_panel(qtbot: QtBot, live: CaseLive, group: Group) -> Opener:
    """Opens the panel, visible, with complaint 1 selected unless told otherwise."""

    kept = []  # pytest-qt holds panels by weak reference only

    def opened(kind: str = "complaint", key: int = 1, height: int = 700) -> ComplaintPanel:
        panel = ComplaintPanel(live, group)  # type: ignore[arg-type]
        qtbot.addWidget(panel)
        kept.append(panel)
        commands = Commands(VERBS, panel)
        commands.retranslate(group.language)
        panel.use_commands(commands)
        panel.resize(400, height)
        with qtbot.waitExposed(panel):
            panel.show()
        group.select(kind, key)
        return panel

    return opened


def said(panel: ComplaintPanel) -> dict[str, str]:
    """What the shown fields say, by their labels."""
    page = panel.stack.currentWidget()
    grids = page.groups if page is panel.page else [page.fields]  # type: ignore[attr-defined]
    rows = [row for grid in grids for row in grid._rows if row[0].isVisible()]
    return {label.text(): value.toPlainText() for label, value in rows}
