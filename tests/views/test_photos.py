"""Which photos of a case a person sees, in which order, and what their place and time say."""

from datetime import datetime, timedelta

import pytest

from app.domain.complaint import Complaint
from app.domain.person import Role
from app.domain.photo import Check, Part, PhotoState, Taken, place_check, time_check
from app.journal.photos import Photo
from app.views.photos import Look, PhotoLine, photo_lines
from tests.journal.facts import T0, after, complaint

A, B = "http://x/a.jpg", "http://x/b.jpg"
CASE = complaint("1", media=(A, B))
HERE = Taken(after(-240), True, -6.24, 107.0)


def photo(part: Part = Part.CITIZEN, state: PhotoState = PhotoState.STORED, **said: object) -> Photo:
    known = {"order": "", "error": "", "hash": "h", "taken": HERE, "stored_at": T0, "url": A, "ordered_at": None}
    return Photo(part=part, state=state, **(known | said))  # type: ignore[arg-type]


def lines(
    *photos: Photo,
    case: Complaint = CASE,
    role: Role | None = Role.OPERATOR,
    seen: str = "h",
    at: datetime | None = None,
) -> tuple[PhotoLine, ...]:
    return photo_lines(case, photos, role, frozenset(seen.split()), at)


def test_a_photo_nobody_asked_for_is_said_to_be_so() -> None:
    assert [line.look for line in lines()] == [Look.NOT_ASKED, Look.NOT_ASKED]
    assert lines(case=complaint("1")) == ()


@pytest.mark.parametrize(
    ("state", "look"),
    [
        (PhotoState.WAITING, Look.WAITING),
        (PhotoState.FAILED, Look.FAILED),
        (PhotoState.REFUSED, Look.REFUSED),
        (PhotoState.FORGOTTEN, Look.FORGOTTEN),
    ],
)
def test_every_state_is_told_with_its_reason(state: PhotoState, look: Look) -> None:
    assert lines(photo(state=state, error="The picture is broken."))[0] == PhotoLine(
        Part.CITIZEN, look, why="The picture is broken."
    )


def test_a_citizens_photo_is_covered_until_it_is_looked_at_and_tells_nothing_before() -> None:
    covered = lines(photo(), seen="")[0]
    assert covered == PhotoLine(Part.CITIZEN, Look.COVERED)
    shown = lines(photo())[0]
    assert (shown.look, shown.place, shown.time) == (Look.SHOWN, Check.FITS, Check.FITS)
    assert shown.metres == 0 and shown.since == T0


@pytest.mark.parametrize("role", [Role.AGENCY, Role.BRIEFING, None])
def test_who_may_not_look_sees_a_mask_and_the_crews_photos(role: Role | None) -> None:
    crew = photo(Part.AFTER, order="o1", hash="c")
    masked = lines(photo(), crew, role=role, seen="h c")
    assert [(line.part, line.look) for line in masked] == [
        (Part.CITIZEN, Look.MASKED),
        (Part.CITIZEN, Look.MASKED),
        (Part.AFTER, Look.SHOWN),
    ]


def test_of_the_crews_the_newest_order_is_shown_before_and_after() -> None:
    parts = [(Part.AFTER, "o1"), (Part.AFTER, "o2"), (Part.BEFORE, "o2")]
    crews = [photo(part, order=order, hash="c", ordered_at=after(-600)) for part, order in parts]
    shown = lines(*crews, case=complaint("1"), seen="c")
    assert [line.part for line in shown] == [Part.BEFORE, Part.AFTER]
    assert {line.time for line in shown} == {Check.FITS}


def test_an_earlier_instant_knows_no_later_photo_of_a_crew() -> None:
    crew = photo(Part.AFTER, order="o1", stored_at=after(60))
    assert lines(crew, case=complaint("1"), at=after(59)) == ()
    assert len(lines(crew, case=complaint("1"), at=after(60))) == 1


@pytest.mark.parametrize(
    ("metres", "check"),
    [(None, Check.UNKNOWN), (0.0, Check.FITS), (100.0, Check.FITS), (101.0, Check.NEAR), (401.0, Check.ELSEWHERE)],
)
def test_the_place_check(metres: float | None, check: Check) -> None:
    assert place_check(metres) is check


@pytest.mark.parametrize(
    ("part", "minutes", "check"),
    [
        (Part.CITIZEN, -5, Check.FITS),
        (Part.CITIZEN, 10, Check.FITS),
        (Part.CITIZEN, 11, Check.LATER),
        (Part.CITIZEN, -48 * 60 - 1, Check.EARLIER),
        (Part.BEFORE, 5, Check.FITS),
        (Part.AFTER, -11, Check.EARLIER),
        (Part.AFTER, 60 * 24 * 9, Check.FITS),
    ],
)
def test_the_time_check(part: Part, minutes: float, check: Check) -> None:
    assert time_check(part, T0 + timedelta(minutes=minutes), T0) is check
    assert time_check(part, None, T0) is time_check(part, T0, None) is Check.UNKNOWN


def test_a_photo_that_tells_no_place_has_no_distance() -> None:
    (line, _) = lines(photo(taken=Taken()))
    assert line.metres is None and line.place is Check.UNKNOWN and line.time is Check.UNKNOWN
