"""Fills the parts of the dispatch page; every function patches in place."""

from collections.abc import Sequence

from app.domain.funds_rule import Verdict
from app.i18n import Language
from app.journal.texts import ComplaintText
from app.settings import Channel, CityFile
from app.views.case_funds import CaseFunds
from app.views.suggest import Suggestions, Unit
from widgets.case_words import one_line, severity_word, stage_word
from widgets.marks import SEVERITY_MARKS
from widgets.panels.dispatch_case import CaseAtHand, money_text, send_text
from widgets.panels.dispatch_page import DispatchPage
from widgets.panels.dispatch_ways import Ways
from widgets.panels.dispatch_words import basis_text, channel_text, kinds_text, left_out_lines
from widgets.theme import Theme


def show_case(
    page: DispatchPage, case: CaseAtHand, text: ComplaintText | None, funds: CaseFunds, words: Language, theme: Theme
) -> None:
    """The case's head and what the rule of funds says of it."""
    page.show_mark(SEVERITY_MARKS[case.severity], theme.severity(case.severity))
    page.case.setText(severity_word(words, case.severity))
    page.stage.setText(stage_word(words, case.stage))
    title = one_line(text.title or text.description_head, 200) if text else ""
    page.title.show_text(title or case.category_name)
    page.money.show_text(money_text(funds, words))
    page.money.set_alarming(funds.ruling.verdict is Verdict.NOT_ENOUGH)


def show_units(
    page: DispatchPage, found: Suggestions, units: Sequence[Unit], ways: Ways, city: CityFile, words: Language
) -> None:
    """The units to choose from; the chosen one stays chosen while it is among them."""
    row, before = page.units.row(), page.model.units
    chosen = before[row].id if 0 <= row < len(before) else ""
    page.model.show_units(units, found.detour, words)
    page.units.fit()
    ids = [unit.id for unit in units]
    page.units.choose(ids.index(chosen) if chosen in ids else 0)
    told = (kinds_text(found, city, words), basis_text(found, ways.told, ways.error, words))
    page.basis.show_text("\n".join(told))
    page.none.show_text("" if units else words.text("No unit can be suggested."))
    page.none.setVisible(not units)
    page.units.setVisible(bool(units))
    page.left_out.show_text(" · ".join(left_out_lines(found, city, words)))


def in_kept_order(units: Sequence[Unit], order: Sequence[str]) -> tuple[Unit, ...]:
    """Units keep their rows while the same ones are suggested: nothing jumps under a finger."""
    by_id = {unit.id: unit for unit in units}
    return tuple(by_id[id_] for id_ in order) if set(by_id) == set(order) else tuple(units)


def show_channels(page: DispatchPage, channels: Sequence[Channel], words: Language) -> None:
    """The ways to tell the crew, and last that a person does it; what was chosen stays chosen."""
    rows = [(channel.id, channel_text(channel, words)) for channel in channels]
    rows.append(("", words.text("nobody: I tell them myself")))
    box = page.channel
    if rows == [(box.itemData(at), box.itemText(at)) for at in range(box.count())]:
        return
    kept = box.currentData()
    box.clear()
    for id_, text in rows:
        box.addItem(text, id_)
    box.setCurrentIndex(max(0, box.findData(kept)) if kept else 0)


def show_send(page: DispatchPage, unit: Unit | None, why_not: str, words: Language) -> None:
    """The button that sends."""
    if unit is None:
        page.show_send(words.text("Send a unit"), why_not or words.text("No unit can be suggested."), words)
    else:
        page.show_send(send_text(unit.name, unit.ready_s, words), why_not, words)
