"""The agencies' own indicators: value against target, trend, age, mark, and who does not answer."""

from dataclasses import dataclass

from app.domain.freshness import Freshness
from app.domain.severity import Severity
from app.views.figure import Array, Figure


@dataclass(frozen=True, slots=True)
class Silent:
    """An agency that does not answer, and for how many days; None = it never has."""

    agency: str
    name: str
    days: int | None


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorLine:
    """One indicator. `trend` are its last values (NaN = a gap) at `trend_days` (days since 1970-01-01).

    `reference` is a line to draw beside the trend (the outbreak line of dengue), of the same length, or None.
    `age_s` is the age of the newest value in seconds, None = never seen. `by_label` are the parts, such as one
    figure a kecamatan or a system, the label's value being the figure's id after the last point.
    """

    name: str
    title: str
    title_en: str
    value: Figure
    target: Figure | None
    owner: str
    trend: Array
    trend_days: Array
    age_s: float | None
    mark: Severity | None
    remark: str = ""
    reference: Array | None = None
    by_label: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class AgencyLine:
    """One agency; `freshness` is that of its worst source, `days_silent` how long it has not answered."""

    id: str
    name: str
    freshness: Freshness
    indicators: tuple[IndicatorLine, ...]
    name_en: str = ""
    days_silent: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AgenciesView:
    """`answering` of `of` agencies have a source that answers ("11 dari 13 SKPD"); `silent` names the others."""

    answering: int
    of: int
    silent: tuple[Silent, ...]
    agencies: tuple[AgencyLine, ...]
