"""The operator's desk: top bar, bands, and the docks of one workstation."""

from collections.abc import Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMainWindow, QMenu, QVBoxLayout, QWidget

from app.i18n import LANGUAGES, Language
from widgets.access.commands import COMMANDS as ACCESS
from widgets.access.desk_access import DeskAccess
from widgets.acting.allowed import Allowed
from widgets.acting.desk_deeds import DeskDeeds
from widgets.acting.lane import OperatorLane
from widgets.acting.verbs import COMMANDS as VERBS
from widgets.announce import CriticalCases
from widgets.band import Bands
from widgets.commands import Commands
from widgets.desk_commands import desk_specs
from widgets.drafts import Drafts, drafts_path
from widgets.explain.explainer import Explainer
from widgets.group import Group
from widgets.headlines import Headlines
from widgets.jobs.runner import Jobs
from widgets.keymap import key_map
from widgets.keys_table import keys_table
from widgets.layout import LayoutManager
from widgets.layout_store import LayoutStore
from widgets.live import Live
from widgets.palette import Palette
from widgets.panels.registry import PANELS, PanelSpec, build_panel
from widgets.screens.arrange import arrange_desk, share
from widgets.screens.desk_state import DeskState
from widgets.screens.desk_tools import OWNERS, DeskTools
from widgets.screens.help_window import Help
from widgets.screens.tab_order import step
from widgets.showing import Showing
from widgets.stylesheet import dress
from widgets.theme import DAY, NIGHT
from widgets.toast import Toasts
from widgets.topbar import PRODUCT, TopBar

_SETTLE_MS = 1_500  # after this the sizes belong to the person


class DeskWindow(QMainWindow):
    """One window of the desk. Builds its panels, keeps their layout, and obeys the commands of the shell."""

    closing = Signal()
    briefing_wanted = Signal()  # the mayor's screen

    def __init__(
        self, live: Live, group: Group, *, desk: str, store: LayoutStore, panels: Sequence[PanelSpec] = PANELS
    ) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._was_shown = self._is_settling = False
        self.showing = Showing(live, group, self)
        self.live, self.group, self.specs = live, group, {spec.name: spec for spec in panels}
        titles = {panel.name: panel.title for panel in panels}
        self.commands = Commands(desk_specs(panels, *VERBS, *ACCESS), self, key_map(store.path), titles)
        self.bands = Bands(group, self)
        self.topbar = TopBar(live, group, self.commands, desk, self)
        self._head()
        self.layouts = LayoutManager(self, store, self._arrange)
        self.layouts.dress(group.theme)  # before there is anything to dress: each dock is polished once
        self.headlines = Headlines(self.layouts)
        self.toasts = Toasts(self, group)
        self.jobs = Jobs(group, self.toasts, self)
        self.explainer = Explainer(cast(Live, self.showing), group, self)
        self.panels: dict[str, QWidget] = {}
        for spec in panels:
            self._add(spec)
        self._arrange(self.layouts)
        self.palette_sheet = Palette(self.topbar.search, live, group, self.commands, self)
        self.state = DeskState(self)
        self.drafts = Drafts(drafts_path(store.path, live), self)
        self.lane, self.allowed, self.deeds = OperatorLane(live, group, self), Allowed(self), DeskDeeds(self)
        self.help = Help(group, self, partial(keys_table, self.commands, group))
        self.tools = DeskTools(self)
        self.critical = CriticalCases(live, group, self)
        self.access = DeskAccess(self, desk, store.path)
        self._menu = QMenu(self)
        self.topbar.set_layout_menu(self._menu)
        self._connect()
        self.retranslate()

    def open_panel(self, name: str) -> None:
        """Bring a panel to the front, opening it when it is closed."""
        if name in self.panels:
            self.layouts.show(name)
            _give_focus(self.panels[name])

    def on_command(self, command: str) -> None:
        """Do what a person asked for by key, menu or palette."""
        owner, colon, rest = command.partition(":")
        if owner == "panel":
            self.open_panel(rest)
        elif owner == "act":
            self.deeds.run(command)
        elif owner == "access":
            self.access.run(command)
        elif owner == "help" and colon:
            self.help.open(rest)
        elif owner in self.panels:
            self._run_panel(owner, command)
        elif owner in OWNERS:
            self.tools.run(command)
        else:
            self.state.run(command)

    def _run_panel(self, name: str, command: str) -> None:
        run = getattr(self.panels[name], "run", None)
        if run is not None:
            if not self.layouts.is_open(name):
                self.layouts.show(name)
            run(command)

    def panel_with_focus(self) -> str:
        """Name of the panel that has the keyboard; "desk" when none has."""
        return self.panel_of(QApplication.focusWidget())

    def panel_of(self, widget: QWidget | None) -> str:
        """Name of the panel a widget stands in; "desk" for none."""
        names = {panel: name for name, panel in self.panels.items()}
        while widget is not None and widget not in names:
            widget = widget.parentWidget()
        return names[widget] if widget is not None else "desk"

    def switch_language(self) -> None:
        """The next language, in every window of the group."""
        now = self.group.language
        code = LANGUAGES[(LANGUAGES.index(now.code) + 1) % len(LANGUAGES)]
        self.group.set_language(Language(code, now.zone))

    def switch_theme(self) -> None:
        """Day or night, in every window of the group."""
        self.group.set_theme(DAY if self.group.theme.name == NIGHT.name else NIGHT)

    def find(self) -> None:
        """Put the cursor into the search field and open the palette."""
        self.topbar.search.setFocus()
        self.topbar.search.selectAll()
        self.palette_sheet.open()

    def retranslate(self) -> None:
        """Use the group's language."""
        words = self.group.language
        self.setWindowTitle(f"{PRODUCT} · {self.live.city.city.name}")
        self.commands.retranslate(words)
        for name, spec in self.specs.items():
            title = words.text(spec.title)
            self.layouts.dock(name).setWindowTitle(title)
            self.panels[name].setAccessibleName(title)
        self.layouts.retranslate(words)
        self._fill_menu()
        self.headlines.refresh()
        self.state.retranslate()

    def on_theme(self) -> None:
        """Use the group's colours."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, self.group.theme)
        self.layouts.dress(self.group.theme)

    def setVisible(self, visible: bool) -> None:
        """The first time bring back the kept layout, before anything is laid out to be seen."""
        first = visible and not self._was_shown
        if first:
            self._was_shown = True
            self._is_settling = not self.layouts.restore(window_too=False)
            self.layouts.fill()
            self.headlines.refresh()
        super().setVisible(visible)
        if first:
            self._share()  # without a kept layout, once the size is known
            QTimer.singleShot(_SETTLE_MS, self._on_settled)
            _give_focus(next(iter(self.panels.values())))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from the top bar through the panels as they are listed."""
        parts = [self.bands, self.topbar, *self.panels.values()]
        return step([part for part in parts if part.window() is self], forward=forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Just after the start the window manager may still change the size (maximized): share out again."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if self._is_settling:
            share(self.layouts, list(self.specs.values()), self.width(), self.height())

    def _on_settled(self) -> None:
        self._share()
        self._is_settling = False
        self.layouts.start_keeping()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the layout, then let the program end in order."""
        self.layouts.save()
        self.drafts.keep()
        self.closing.emit()
        super().closeEvent(event)

    def _head(self) -> None:
        head = QWidget(self)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bands)
        column.addWidget(self.topbar)
        self.setMenuWidget(head)

    def _add(self, spec: PanelSpec) -> None:
        shown = cast(Live, self.showing)  # it answers as Live does, for the instant shown
        panel = build_panel(spec, shown, self.group)
        self.panels[spec.name] = panel
        self.layouts.add(spec.name, self.group.language.text(spec.title), panel)
        self.headlines.watch(panel)

    def _arrange(self, layouts: LayoutManager) -> None:
        arrange_desk(layouts, list(self.specs.values()), self.width(), self.height())

    def _connect(self) -> None:
        self.commands.asked.connect(self.on_command)
        self.palette_sheet.command_asked.connect(self.commands.ask)
        self.group.language_changed.connect(self.retranslate)
        self.group.theme_changed.connect(self.on_theme)
        self.group.panel_requested.connect(self.open_panel)
        self.layouts.dock_moved.connect(self._on_dock_moved)
        self.critical.said.connect(self.state.on_critical)

    def _on_dock_moved(self, name: str, top_level: bool) -> None:
        moved = getattr(self.panels[name], "on_dock_moved", None)
        if moved is not None:
            moved(top_level)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for name in self.specs:
            self._menu.addAction(self.commands.actions[f"panel:{name}"])
        self._menu.addSeparator()
        for command in ("lock", "reset", "full", "", "help", "keys"):
            self._menu.addAction(self.commands.actions[command]) if command else self._menu.addSeparator()


def _give_focus(panel: QWidget) -> None:
    """Put the keyboard into a panel: where it wants it, else its list when it has one, else itself."""
    if panel.focusProxy() is not None:
        panel.setFocus()
        return
    lists = [view for view in panel.findChildren(QAbstractItemView) if not isinstance(view, QHeaderView)]
    (lists[0] if lists else panel).setFocus()
