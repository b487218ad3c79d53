"""Whether a case may be paid from its agency's response fund at once: the rule of funds over the picture."""

from dataclasses import dataclass

from app.domain.freshness import Freshness
from app.domain.funds_rule import NO_FUND, Ruling, rule_on
from app.domain.message import N_
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.bearer import bearer
from app.views.figure import Figure
from app.views.funds import IDR, FundLine, funds_view
from app.views.standing import local_day


@dataclass(frozen=True, slots=True, eq=False)
class CaseFunds:
    """The ruling, whose fund it is, and what that fund has left once this room's open estimates are taken off."""

    ruling: Ruling
    left: Figure
    agency: str
    agency_name: str


def case_funds(
    picture: Picture, frame: Frame, city: CityFile, category: str, agency: str, estimate: int | None = None
) -> CaseFunds:
    """Rule on a case of a category that an agency answers for; without an estimate on the city file's for its kind.

    A fund whose source is lost says nothing of what is left.
    """
    said = city.funds.estimates.get(category) if estimate is None else estimate
    limit = city.funds.small_scale_max.get(category)
    if not agency:
        return CaseFunds(rule_on(said, limit, None), _none(None, "none"), "", "")
    who = bearer(agency, local_day(frame, city), city)
    line = next((one for one in funds_view(picture, frame, city).lines if one.agency == who.id), None)
    left = line.free if line is not None and line.free is not None else _none(line, who.id)
    known = None if left.value is None or left.freshness is Freshness.LOST else int(left.value)
    ruling = rule_on(said, limit, known)
    return CaseFunds(ruling, left, who.id, who.name)


def _none(line: FundLine | None, agency: str) -> Figure:
    """What is left of a fund nobody told of."""
    state = line.remaining.freshness if line is not None else Freshness.NEVER
    return Figure(f"fund.{agency}.free", N_("Free"), None, IDR, "funds.free", (), None, state, note=NO_FUND)
