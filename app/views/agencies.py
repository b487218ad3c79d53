"""The agencies' own indicators: value against target, trend, age, mark, and who does not answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.message import N_
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile, IndicatorSpec
from app.views.figure import Figure, Stamp
from app.views.indicator_line import IndicatorLine, Reading, indicator_line
from app.views.indicator_series import all_places
from app.views.revenue_ledger import labels_of
from app.views.silence import Link, links, silent_of
from app.views.spec import ViewSpec
from app.views.standing import local_day

__all__ = ["AGENCIES", "AgenciesView", "AgencyLine", "IndicatorLine", "Silent", "agencies_view"]

_NOTHING: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Silent:
    """An agency that does not answer, and for how many days; None = it never has."""

    agency: str
    name: str
    days: int | None


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
    """`answering` of `of` agencies have only sources that answer ("11 dari 13 SKPD"); `silent` names the others."""

    answering: int
    of: int
    silent: tuple[Silent, ...]
    agencies: tuple[AgencyLine, ...]

    @property
    def answers(self) -> Figure:
        """How many agencies answer, as a figure; how many there are is its part."""
        stamp = Stamp("agencies", (), None, Freshness.FRESH)
        whole = stamp.figure("of", N_("Agencies with a source"), float(self.of), "", "agencies.answering")
        name, value = N_("Agencies that answer"), float(self.answering)
        return stamp.figure("answering", name, value, "", "agencies.answering", parts=(whole,))


def agencies_view(
    picture: Picture, frame: Frame, city: CityFile, remarks: Mapping[int, str] = _NOTHING
) -> AgenciesView:
    """Every agency with an indicator, those of the city file first, in its order.

    `remarks` are the owners' words by the journal key of the record they came with; the picture does not hold them.
    """
    places = all_places(picture, city, local_day(frame, city))
    reading = Reading(picture, frame, city, places, _label_names(picture, city), remarks)
    specs = [*city.indicators, *_unnamed(reading)]
    known = links(picture, frame, city)
    by_agency: dict[str, list[IndicatorSpec]] = {}
    for spec in specs:
        by_agency.setdefault(reading.bearer(spec.agency).id, []).append(spec)
    lines = tuple(_agency_line(reading, agency, mine, known.get(agency)) for agency, mine in by_agency.items())
    counted = list(dict.fromkeys([*by_agency, *known]))
    quiet = tuple(told for one in counted if (told := _silent(reading, one, known.get(one))) is not None)
    return AgenciesView(len(counted) - len(quiet), len(counted), quiet, lines)


def _silent(reading: Reading, agency: str, link: Link | None) -> Silent | None:
    is_silent, days = silent_of(link, reading.frame)
    who = reading.bearer(agency)
    return Silent(who.id, who.name, days) if is_silent else None


def _agency_line(reading: Reading, agency: str, specs: Sequence[IndicatorSpec], link: Link | None) -> AgencyLine:
    who = reading.bearer(agency)
    lines = tuple(indicator_line(reading, who.id, spec) for spec in specs)
    state = link.state if link else Freshness.NEVER
    _, days = silent_of(link, reading.frame)
    return AgencyLine(who.id, who.name, state, lines, who.name_en or who.name, days)


def _unnamed(reading: Reading) -> list[IndicatorSpec]:
    """What agencies send beyond the city file: shown under its own name, so that a new agency needs no words first."""
    city = reading.city
    named = {(reading.bearer(spec.agency).id, name) for spec in city.indicators for name in (spec.name, spec.of)}
    money = {city.revenue.realised, city.revenue.target, city.funds.ceiling, city.funds.committed, city.funds.spent}
    return [
        _own_words(reading, agency, name, int(at[-1]))
        for (agency, name), at in sorted(reading.places.items())
        if (agency, name) not in named and name not in money and agency
    ]


def _own_words(reading: Reading, agency: str, name: str, row: int) -> IndicatorSpec:
    c = reading.picture.indicators
    unit = reading.picture.words.text(int(c.unit[row]))
    days = int(c.day_to[row] - c.day_from[row]) + 1
    aggregate = "mean" if unit == "%" else "sum"
    return IndicatorSpec(
        name=name, agency=agency, title=name, unit=unit, aggregate=aggregate, period=timedelta(days=max(days, 1))
    )


def _label_names(picture: Picture, city: CityFile) -> dict[int, str]:
    """Labels as people read them: the values, a kecamatan by its name."""
    places = {place.code: place.name for place in city.places.kecamatan}
    told = labels_of(picture, picture.indicators.labels)
    return {code: " · ".join(places.get(value, value) for value in labels.values()) for code, labels in told.items()}


AGENCIES = ViewSpec("agencies", frozenset({Kind.INDICATOR, Kind.HEALTH}), agencies_view)
