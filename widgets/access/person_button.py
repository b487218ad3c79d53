"""Who is signed in, in the top bar; that nobody is, is said in words."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.domain.person import Role, Signed
from app.domain.visible import visible
from app.i18n import N_, Language
from widgets.access.commands import LOCK, SECRETS, SIGN_IN, SIGN_OUT
from widgets.commands import Commands
from widgets.group import Group
from widgets.marks import icon
from widgets.plain import caption, tip
from widgets.theme import Size

ROLES = {
    Role.OPERATOR: N_("operator"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.AGENCY: N_("agency staff"),
    Role.BRIEFING: N_("looks only"),
    Role.ADMIN: N_("admin"),
    Role.COURIER: N_("courier"),
}
_LONGEST = 22


class PersonButton(QToolButton):
    """The name of whoever is signed in, with what they may do about themselves; else the way to sign in."""

    def __init__(self, group: Group, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group, self._commands = group, commands
        self.setObjectName("person")
        self.setProperty("role", "quiet")
        self.setIconSize(QSize(17, 17))
        self.setMinimumHeight(Size.HIT)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._menu = QMenu(self)
        group.operator_changed.connect(self.retranslate)
        group.language_changed.connect(self.retranslate)
        group.theme_changed.connect(self.retranslate)
        self.clicked.connect(self._on_clicked)
        self.retranslate()

    def retranslate(self, *_news: object) -> None:
        """Say who is here."""
        words, theme, signed = self._group.language, self._group.theme, self._group.operator
        self.setIcon(icon("person" if signed else "eye", theme.secondary if signed else theme.menengah))
        caption(self, visible(signed.person.name, _LONGEST) if signed else words.text("Read only · sign in"))
        tip(self, _told(signed, words))
        self.setStyleSheet("" if signed else f"#person {{ color: {theme.menengah}; }}")
        self._menu.clear()
        for command in (LOCK, SECRETS, SIGN_OUT, SIGN_IN) if signed else (SIGN_IN,):
            if command in self._commands.actions:
                self._menu.addAction(self._commands.actions[command])
        self.setMenu(self._menu)
        mode = QToolButton.ToolButtonPopupMode
        self.setPopupMode(mode.InstantPopup if signed else mode.DelayedPopup)

    def _on_clicked(self) -> None:
        if self._group.operator is None and SIGN_IN in self._commands.actions:
            self._commands.actions[SIGN_IN].trigger()


def _told(signed: Signed | None, words: Language) -> str:
    if signed is None:
        return words.text("Nobody is signed in: this desk is for reading only.")
    return words.text(
        "{name}, {role}", name=visible(signed.person.name, 80), role=words.text(ROLES[signed.person.role])
    )
