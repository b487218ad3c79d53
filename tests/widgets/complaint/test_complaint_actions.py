"""What can be done to a case from its panel: buttons that follow the commands and stay in sight."""

from pytestqt.qtbot import QtBot

from app.i18n import Language
from tests.widgets.complaint.conftest import Opener
from tests.widgets.complaint.room import CaseLive, version
from widgets.plain import tip_text

WORDS = Language("id")


def t(message: str, **values: object) -> str:
    return WORDS.text(message, **values)


def test_what_can_be_done_stays_in_sight_however_long_the_case(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(description="Lubang besar. " * 200, media=("a",)),)
    panel = open_panel()
    panel.resize(380, 420)
    panel.page.verticalScrollBar().setValue(panel.page.verticalScrollBar().maximum())
    last = panel.button_of("act:duplicate")
    assert last is not None and panel.rect().contains(last.geometry().translated(panel.page.action_place.pos()))


def test_commands_stand_as_buttons_that_are_on_and_off_as_they_are(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel()
    button, commands = panel.button_of("act:verify"), panel.page.action_place._commands
    assert button is not None and button.isVisible() and commands is not None
    assert (button.text(), button.property("stress")) == (t("Verify"), "primary")
    with qtbot.waitSignal(commands.asked) as asked:
        button.click()
    assert asked.args == ["act:verify"]
    commands.forbid("act:verify", "Nein <b>")
    assert not button.isEnabled() and tip_text("Nein <b>", "A") == button.toolTip()
