"""Who answers for a complaint: the agency of its kind, unless its kelurahan or kecamatan has one of its own."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import numpy as np
import pytest

from app.actions.intake import Channel, Intake
from app.domain.complaint import Complaint, State
from app.geo.points import OUTSIDE
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.settings.areas import city_areas
from app.settings.division import Duty
from app.settings.duty import WEEKDAYS, CalendarSpec, ShiftSpec
from app.views.answerer import answerers
from app.views.bearer import bearer
from app.views.complaint import agency_line
from app.views.duty import answering, duty_in, fact_area
from app.views.suggest_kinds import Fit, fitting_kinds
from tests.views.test_day import NOON, case

TIMUR, KODE, KECAMATAN = (-6.2375, 107.0232), "32.75.01.1003", "32.75.01"  # Durenjaya in Bekasi Timur
BARAT = (-6.2267, 106.9585)  # Bintara in Bekasi Barat


def divided(city: CityFile, areas: dict[str, str], **more: Any) -> CityFile:
    """The city where rubbish is the duty of `umum`, and of others in some areas."""
    told = {"agency": "umum", "agency_in": areas} | more
    kinds = [kind.model_copy(update=told) if kind.id == "sampah" else kind for kind in city.categories]
    return city.model_copy(update={"categories": tuple(kinds)})


def picture_of(city: CityFile, *cases: tuple[Any, ...]) -> Picture:
    picture = Picture(city, city_areas(city).areas)
    picture.take_complaints(list(cases))
    return picture


def two_cases(city: CityFile) -> Picture:
    east, west = ({"lat": lat, "lon": lon} for lat, lon in (TIMUR, BARAT))
    return picture_of(city, case(1, 60, **east), case(2, 60, **west))


def reasons(picture: Picture, city: CityFile) -> list[str]:
    found = (duty_in(picture, city, key) for key in (1, 2))
    return [f"{duty.agency}: {duty.reason}" if duty else "" for duty in found]


@pytest.mark.parametrize(
    "areas,wanted,where",
    [
        ({}, "umum", ""),
        ({KECAMATAN: "camat"}, "camat", "Durenjaya"),
        ({KODE: "lurah", KECAMATAN: "camat"}, "lurah", "Durenjaya"),
    ],
)
def test_the_smallest_area_that_has_an_agency_of_its_own_decides(
    with_boundaries: CityFile, areas: dict[str, str], wanted: str, where: str
) -> None:
    city = divided(with_boundaries, areas)
    picture, kind = two_cases(city), city.category_of("sampah")
    assert kind is not None
    assert duty_in(picture, city, 1) == Duty(wanted, kind.name, where)
    assert duty_in(picture, city, 2) == Duty("umum", kind.name)
    assert [picture.words.text(code) for code in answering(picture, np.array([0, 1]))] == [wanted, "umum"]
    assert reasons(picture, city)[0] == f"{wanted}: tupoksi: {kind.name}" + (f", {where}" if where else "")


def test_the_schematic_never_decides_whose_duty_it_is(city: CityFile) -> None:
    guessed = divided(city, {KODE: "lurah"})
    picture = two_cases(guessed)
    assert picture.complaints.area[0] >= 0, "it is around there"
    assert fact_area(picture, 1) == OUTSIDE and [one[:5] for one in reasons(picture, guessed)] == ["umum:", "umum:"]
    assert answering(picture, np.array([0])) == answering(picture, np.array([1]))


def test_a_kind_for_which_nobody_answers_is_nobodys_duty(with_boundaries: CityFile) -> None:
    city = divided(with_boundaries, {}, agency="")
    picture = two_cases(city)
    assert reasons(picture, city) == ["", ""] and answering(picture, np.array([0, 1])).tolist() == [0, 0]


def test_views_the_panel_and_the_suggestion_agree_on_who_answers(with_boundaries: CityFile) -> None:
    city = divided(with_boundaries, {KECAMATAN: "bpbd"}, units=())
    picture = two_cases(city)
    frame, east = Frame(NOON), Complaint("sorot", "1", NOON, "open", State.OPEN, NOON, category="sampah")
    by_line = {id_: rows.tolist() for id_, _, rows in answerers(picture, frame, city, np.array([0, 1]))}
    assert by_line["bpbd"] == [0]
    line = agency_line(city, east, NOON, area=fact_area(picture, 1))
    assert line is not None and line.id == "bpbd" and line.duty is not None and line.duty.area == "Durenjaya"
    named = agency_line(city, replace(east, agency="dinkes"), NOON, area=fact_area(picture, 1))
    assert named is not None and named.id != "bpbd" and named.duty is None
    kinds, fit = fitting_kinds(picture, frame, city, 1)
    assert fit is Fit.AGENCY and kinds == tuple(fleet.kind for fleet in city.fleets if fleet.agency == "bpbd")


def test_the_hours_of_the_agency_of_the_place_count(with_boundaries: CityFile) -> None:
    """Eight working hours end earlier where those who answer work all night."""
    night = ShiftSpec(agency="siaga", days=WEEKDAYS, start=time(0), end=time(0))
    city = divided(with_boundaries, {KODE: "siaga"}, done="8wh")
    city = city.model_copy(update={"calendar": CalendarSpec(shifts=(night,))})
    due = two_cases(city).complaints.due
    assert due[0] < due[1]


def test_a_complaint_taken_by_hand_goes_to_the_agency_of_its_place(with_boundaries: CityFile) -> None:
    city = divided(with_boundaries, {KODE: "lurah"})
    area = city_areas(city).areas.fact(*TIMUR)
    told = Intake("sampah", "tumpukan", Channel.TELEPHONE, lat=TIMUR[0], lon=TIMUR[1])
    assert told.complaint("POC-1", city, NOON, area).agency == "lurah"
    assert told.complaint("POC-1", city, NOON).agency == "umum"


@pytest.mark.parametrize(
    "agency,day,who",
    [
        ("bplh", "2016-11-30", "bplh"),
        ("kebersihan", "2016-11-30", "kebersihan"),
        ("kebersihan", "2026-01-01", "dlh"),
        ("bplh", "2026-01-01", "dlh"),
        ("dlh", "2016-11-30", "kebersihan"),
        ("disdamkarmat", "2016-11-30", "damkar"),
        ("dishub", "2016-11-30", "dishub"),
        ("tidak-ada", "2016-11-30", "tidak-ada"),
    ],
)
def test_agencies_that_were_merged_are_two_before_and_one_after(
    city: CityFile, agency: str, day: str, who: str
) -> None:
    """PP 18/2016: cleaning and environment were two agencies until the end of 2016."""
    assert bearer(agency, date.fromisoformat(day), city).id == who
