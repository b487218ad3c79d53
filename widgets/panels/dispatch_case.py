"""The selected case as the dispatch panel needs it: who answers for it, how grave it is, what may be paid at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.actions.money import rupiah_of
from app.domain.funds_rule import Ruling
from app.domain.lifecycle import Stage, Verb
from app.domain.severity import Severity, raised_when_overdue
from app.i18n import Language
from app.journal.texts import ComplaintText
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.case_funds import CaseFunds, case_funds
from app.views.dispatch import OrderLine
from app.views.ours import severity_here, stage_of
from widgets.acting.allowed import why_not
from widgets.case_words import one_line
from widgets.panels.dispatch_words import minutes

if TYPE_CHECKING:
    from widgets.group import Group


@dataclass(frozen=True, slots=True)
class CaseAtHand:
    """`agency` answers for the case; `told_agency` is it where neither the source nor we named it yet."""

    key: int
    category: str
    category_name: str
    severity: Severity
    stage: Stage
    version: int
    agency: str
    told_agency: str


def case_at_hand(picture: Picture, frame: Frame, city: CityFile, key: int, words: Language) -> CaseAtHand | None:
    """The case of a complaint, None for one the picture does not hold."""
    i, text = key - 1, picture.words.text
    if not 0 <= i < picture.complaints.n:
        return None
    id_ = text(int(picture.complaints.category[i]))
    category = city.category_of(id_)
    ours = picture.cases
    named = text(int(ours.agency[i])) if i < ours.n else ""
    named = named or text(int(picture.complaints.agency[i]))
    by_duty = text(int(picture.complaints.duty[i]))
    name = (
        category.name_en if category and words.code == "en" and category.name_en else category.name if category else ""
    )
    return CaseAtHand(
        key,
        id_,
        name or id_,
        raised_when_overdue(Severity(int(severity_here(picture)[i])), bool(picture.complaints.due[i] < frame.seconds)),
        stage_of(picture, key) or Stage.NEW,
        int(ours.version[i]) if i < ours.n else 0,
        named or by_duty,
        "" if named else by_duty,
    )


def why_not_sent(group: "Group", case: CaseAtHand) -> str:
    """Why nobody may send a unit now; "" when they may."""
    words = group.language
    if group.frame is not None:
        return words.text("Not while an earlier instant is shown.")
    if group.operator is None:
        return words.text("Nobody is signed in.")
    return why_not(Verb.DISPATCH, group.operator, case.stage, words)


def money_of(picture: Picture, frame: Frame, city: CityFile, case: CaseAtHand, cost: int | None) -> CaseFunds:
    """The funds rule for this case."""
    return case_funds(picture, frame, city, case.category, case.agency, cost)


def money_text(funds: CaseFunds, words: Language) -> str:
    """The verdict with its figures, one line: enough, not enough, needs approval, or not known, and why."""
    ruling: Ruling = funds.ruling
    told = [
        words.text("Response fund: {verdict}", verdict=words.text(ruling.verdict)),
        words.text(ruling.why).rstrip("."),
    ]
    if ruling.estimate is not None:
        told.append(words.text("estimate {amount}", amount=words.money(ruling.estimate)))
    if ruling.left is not None:
        told.append(words.text("left {amount}", amount=words.money(ruling.left)))
    return " · ".join(told)


def cost_of(text: str) -> int | None:
    """Whole rupiah as a person types them: 2.500.000 and 2500000 alike; None for nothing or no number."""
    return rupiah_of(text)


def script_text(line: OrderLine, case: CaseAtHand, text: ComplaintText | None, words: Language) -> str:
    """What is read to a crew that is called: number, what, where, and the word that is asked of them."""
    if line.channel is None or line.channel.kind != "voice" or not line.is_open:
        return ""
    where = one_line(text.address, 200) if text and text.address else words.text("place as on the map")
    what = one_line(text.title or text.description_head, 200) if text else case.category_name
    number = one_line(text.id, 60) if text else ""
    call = words.text(
        "Call {name}, {phone}. Read out:", name=line.channel.name or line.channel.id, phone=line.channel.phone
    )
    said = words.text(
        "Order for {unit}. {category}: {what}. Place: {where}. Complaint {number}. {text} Please say “accepted”.",
        unit=one_line(line.unit_name, 60),
        category=case.category_name,
        what=what,
        where=where,
        number=number,
        text=one_line(line.text, 200),
    )
    return f"{call}\n{' '.join(said.split())}"


def send_text(name: str, ready_s: float | None, words: Language) -> str:
    """What the button says."""
    if ready_s is None:
        return words.text("Send {unit}", unit=one_line(name, 60))
    return words.text("Send {unit}, {time}", unit=one_line(name, 60), time=minutes(ready_s, words))
