"""The dispatch panel: which unit goes to the selected case, how its crew is told, and how far each order has come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.kind import Kind
from app.domain.lifecycle import Verb
from app.domain.order import OrderState
from app.journal.case_orders import CaseOrders, case_orders
from app.journal.reader import Changes
from app.journal.texts import ComplaintText
from app.picture.frame import Frame
from app.views.dispatch import OrderLine, channels_for, order_lines
from app.views.suggest import ASKED, Suggestions, Unit, suggest_units
from widgets.case_words import one_line
from widgets.group import Group
from widgets.page import EmptyPage
from widgets.panels.dispatch_case import CaseAtHand, case_at_hand, cost_of, money_of, script_text, why_not_sent
from widgets.panels.dispatch_deeds import DispatchDeeds
from widgets.panels.dispatch_page import DispatchPage
from widgets.panels.dispatch_show import in_kept_order, show_case, show_channels, show_send, show_units
from widgets.panels.dispatch_ways import Ways

if TYPE_CHECKING:
    from widgets.live import Live

_SOON_MS = 1_000  # positions come all the time; a list one chooses from is drawn at most once a second
_AGES_MS = 5_000
_KINDS = frozenset({Kind.VEHICLE, Kind.POSITION, Kind.COMPLAINT, Kind.ACTION, Kind.DERIVED})


class DispatchPanel(QWidget):
    """Follows the group's selection. Orders are read in the reader's lane; deeds go to the operator's."""

    headline_changed = Signal(str)

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group = live, group
        self.headline = ""
        self._key = 0
        self._known: CaseOrders | None = None
        self._text: ComplaintText | None = None
        self._order: tuple[str, ...] = ()  # units as they stand in the list
        self._sent, self._leaves, self._waiting = 0, False, ""
        self.found: Suggestions | None = None
        self.lines: tuple[OrderLine, ...] = ()
        self.ways, self.deeds = Ways(live, self), DispatchDeeds(group, self)
        self.empty, self.page = EmptyPage(), DispatchPage(group.language, group.theme)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        for page in (self.empty, self.page):
            self.stack.addWidget(page)
        self._soon, self._ages = QTimer(self, interval=_SOON_MS), QTimer(self, interval=_AGES_MS)
        self._soon.setSingleShot(True)
        self._connect()
        self.setFocusProxy(self.page)
        self.on_theme()
        self.on_language()
        self.on_selected(*group.selection)
        self._ages.start()

    def _connect(self) -> None:
        live, group, page = self._live, self._group, self.page
        live.changed.connect(self.on_changed)
        live.picture_ready.connect(self._ask)
        live.texts_ready.connect(self._on_texts)
        group.selection_changed.connect(self.on_selected)
        group.language_changed.connect(self.on_language)
        group.theme_changed.connect(self.on_theme)
        chips = (page.more.toggled, page.any_kind.toggled)
        for signal in (group.operator_changed, group.frame_changed, self._soon.timeout, self._ages.timeout, *chips):
            signal.connect(self.refresh)
        group.frame_changed.connect(self._ask)
        self.deeds.ended.connect(self._on_ended)
        self.ways.changed.connect(self._on_ways)
        page.units.chosen.connect(self._on_chosen)
        page.units.sent.connect(self.send)
        page.send.clicked.connect(self.send)
        page.text.returnPressed.connect(self.send)
        page.cost.textEdited.connect(self._on_cost)
        page.orders.reported.connect(self.report)
        page.orders.recalled.connect(self.recall)

    def on_selected(self, kind: str, key: int) -> None:
        """Another complaint; other things that are selected leave the panel as it is."""
        if kind not in ("", "complaint") or key == self._key:
            return
        self._key, self._known, self._text, self.found, self._order, self.lines = key, None, None, None, (), ()
        self._waiting = ""
        self.page.start_over()
        self.ways.forget()
        case = self._case()
        estimate = self._live.city.funds.estimates.get(case.category) if case else None
        self.page.cost.setText("" if estimate is None else self._group.language.number(estimate))
        self._ask()

    def on_changed(self, changes: Changes) -> None:
        """Facts were stored: deeds change orders, everything else changes what is drawn in a moment."""
        if Kind.ACTION in changes.kinds:
            self._ask()
        elif changes.kinds & _KINDS and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _ask(self, _news: object = None) -> None:
        key, journal = self._key, self._live.journal
        if not key or not self.isVisible():  # it is asked when it comes into sight
            self.refresh()
            return
        self._live.read(self, lambda: case_orders(journal, key), self._on_orders)
        self._live.want_texts([key])

    def _on_orders(self, known: CaseOrders | None) -> None:
        if known is not None and known.key == self._key:  # None: the desk says that the database is away
            self._known = known
            self.refresh()
            waiting, self._waiting = self._waiting, ""
            self.run(waiting)

    @Slot(object)
    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        if self._key in texts and texts[self._key] != self._text:
            self._text = texts[self._key]
            self.refresh()

    @Slot()
    def _on_ways(self) -> None:
        self._order = ()  # told times may turn the order round once
        self.refresh()

    def refresh(self, _news: object = None) -> None:
        """Show everything as it is now; nothing is worked out while nobody sees it."""
        if not self.isVisible():
            return
        case = self._case()
        if case is None or self._known is None:
            self._show_nothing()
            return
        self._show_case(case)
        self._show_units(case, self._known)
        self._show_orders(case, self._known)
        self.stack.setCurrentWidget(self.page)

    def _show_nothing(self) -> None:
        words, is_read = self._group.language, not self._key or self._case() is None
        nothing = (words.text("Nothing selected"), words.text("Choose a complaint in the queue or on the map."))
        self.empty.say(*nothing if is_read else (words.text("Reading…"), ""))
        self.stack.setCurrentWidget(self.empty)
        self._say_headline("")

    def _show_case(self, case: CaseAtHand) -> None:
        live, group, page = self._live, self._group, self.page
        funds = money_of(live.picture, self._frame(), live.city, case, cost_of(page.cost.text()))
        show_case(page, case, self._text, funds, group.language, group.theme)
        self._say_headline(one_line(self._text.id, 60) if self._text else "")

    def _show_units(self, case: CaseAtHand, known: CaseOrders) -> None:
        found = self.found = self._search(case, known)
        units = in_kept_order(found.units, self._order)
        self._order = tuple(unit.id for unit in units)
        show_units(self.page, found, units, self.ways, self._live.city, self._group.language)
        self._on_chosen()

    def _search(self, case: CaseAtHand, known: CaseOrders) -> Suggestions:
        """The soonest units; the ways of more of them are asked for than are shown."""
        picture, frame, city = self._live.picture, self._frame(), self._live.city
        ways, every = self.ways.seconds, self.page.any_kind.isChecked()
        found = suggest_units(picture, frame, city, self._key, known.case, known.open, ways, ASKED, any_kind=every)
        if self._group.frame is None and found.has_place:
            c, at = picture.complaints, self._key - 1
            self.ways.ask((self._key, case.version, every), (float(c.lat[at]), float(c.lon[at])), found.units)
        return replace(found, units=found.units[: self.page.most()])

    def _show_orders(self, case: CaseAtHand, known: CaseOrders) -> None:
        words, frame = self._group.language, self._frame()
        self.lines = lines = order_lines(self._live.picture, frame, self._live.city, known)
        scripts = [script_text(line, case, self._text, words) for line in lines]
        self.page.orders.show_lines(lines, frame.at, scripts, words, self.deeds.may_act())
        self.page.orders_name.setVisible(bool(lines))

    def _say_headline(self, text: str) -> None:
        if text != self.headline:
            self.headline = text
            self.headline_changed.emit(text)

    @Slot(int)
    def _on_chosen(self, _row: int = -1) -> None:
        """Another unit: other ways to tell its crew."""
        case, unit, city = self._case(), self.unit(), self._live.city
        if case is not None:
            channels = channels_for(city, self._frame().at, unit.agency if unit else "", case.agency)
            show_channels(self.page, channels, self._group.language)
            show_send(self.page, unit, why_not_sent(self._group, case), self._group.language)

    @Slot()
    def _on_cost(self, _text: str = "") -> None:
        case = self._case()
        if case is not None:
            self._show_case(case)

    def unit(self) -> Unit | None:
        """The chosen unit."""
        row, units = self.page.units.row(), self.page.model.units
        return units[row] if 0 <= row < len(units) else None

    def run(self, command: str) -> None:
        """A command of the panel, by key or menu; one that comes before the orders are read waits for them."""
        if command == "dispatch:send":  # what nobody sees is not sent: first the keyboard goes to the list
            self.send() if self.page.units.hasFocus() else self.page.units.setFocus()
        elif self._known is None:
            self._waiting = command
        elif command == "dispatch:accepted":
            self.accept()
        elif command == "dispatch:recall" and self.lines and self.lines[0].is_open:
            self.page.orders.blocks[0].ask_reason()

    def send(self) -> None:
        """Send the chosen unit."""
        case, unit, page = self._case(), self.unit(), self.page
        if case is None or unit is None or not page.send.isEnabled():
            return
        page.send.setEnabled(False)  # until it is stored or refused: one press, one crew
        channel, text = str(page.channel.currentData() or ""), page.text.text().strip()
        told = self._live.city.channel_of(channel)
        self._sent, self._leaves = case.key, told is not None and told.kind == "webhook"  # else a person calls: stay
        self.deeds.send(case, self._known, unit.id, channel, text, cost_of(page.cost.text()))

    def accept(self) -> None:
        """Record that the crew which was called accepts: the newest order that may still be accepted."""
        line = next((one for one in self.lines if OrderState.ACCEPTED in one.next), None)
        if line is not None:
            self.report(line.id, OrderState.ACCEPTED)

    def report(self, order: str, state: OrderState) -> None:
        """Record how far an order has come."""
        if (case := self._case()) is not None:
            self.deeds.report(case, self._known, order, state)

    def recall(self, reason: str) -> None:
        """Call the newest crew back."""
        if (case := self._case()) is not None:
            self.deeds.recall(case, self._known, reason)

    @Slot(str, bool)
    def _on_ended(self, verb: str, done: bool) -> None:
        if done and verb == Verb.DISPATCH:
            self.page.text.clear()
            if self._leaves:
                self._group.panel_requested.emit("queue")
                self._group.case_dealt_with.emit(self._sent)
        self._ask()
        self.refresh()

    def on_language(self, _words: object = None) -> None:
        """Words and formats changed."""
        self.page.set_words(self._group.language)
        self._order = ()
        self.refresh()

    def on_theme(self, _theme: object = None) -> None:
        """Colours changed."""
        self.page.set_theme(self._group.theme)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()
        self.refresh()

    def shutdown(self) -> None:
        """Ask nothing more: the lanes end."""
        self._key = 0
        self.ways.forget()
        for timer in (self._soon, self._ages):
            timer.stop()

    def is_painted(self) -> bool:
        """Whether what is selected is on the screen; for pictures."""
        return not self._key or self._known is not None

    def _case(self) -> CaseAtHand | None:
        return case_at_hand(self._live.picture, self._frame(), self._live.city, self._key, self._group.language)

    def _frame(self) -> Frame:
        return self._group.frame or self._live.frame()
