"""How much a figure can be trusted now: the worse of its own age and its sources' link."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import numpy as np

from app.domain.freshness import Freshness, data_state, link_state
from app.domain.kind import FLAG_ORDER, Flag
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.figure import Array

GONE = 1 << FLAG_ORDER.index(Flag.GONE)
LAST_MOMENT = timedelta(seconds=1)  # of a day: a frame in it sees the whole day, as the report of a day does
EPOCH = date(1970, 1, 1)


def link_of(picture: Picture, frame: Frame, city: CityFile, source: str) -> Freshness | None:
    """The link state of a source at the frame; None where it is not known, as in a picture of the past."""
    status, spec = picture.sources.get(source), city.source_of(source)
    return link_state(status.last_good, frame.at, spec.stale_after) if status and spec else None


def standing(
    observed: datetime | None, at: datetime, period: timedelta, links: Iterable[Freshness | None]
) -> Freshness:
    """The worse of the data's age at `at` and the known links; without data never seen, with data at worst lost."""
    if observed is None:
        return Freshness.NEVER
    known = [min(link, Freshness.LOST) for link in links if link is not None]
    return max([data_state(observed, at, period), *known])


def different(codes: Array) -> list[int]:
    """The different codes of a column, ascending; most often there is one, which needs no counting."""
    if not len(codes):
        return []
    if (codes == codes[0]).all():
        return [int(codes[0])]
    return [int(code) for code in np.flatnonzero(np.bincount(codes))]


def sources_of(picture: Picture, codes: Array) -> tuple[str, ...]:
    """The ids of the sources among codes of a column."""
    return tuple(picture.words.text(code) for code in different(codes) if code)


def newest_of(times: Array) -> datetime | None:
    """The newest of times in seconds since 1970, None without any."""
    newest = float(times.max()) if len(times) else float("-inf")
    return datetime.fromtimestamp(newest, UTC) if np.isfinite(newest) else None


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the picture's columns hold them."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The day of a number of days since 1970-01-01."""
    return EPOCH + timedelta(days=int(number))


def local_day(frame: Frame, city: CityFile) -> date:
    """The city's day at the frame."""
    return frame.at.astimezone(city.city.tz).date()


def day_start(day: date, city: CityFile) -> datetime:
    """When a day of the city begins, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=city.city.tz).astimezone(UTC)


def is_over(last: date, frame: Frame, city: CityFile) -> bool:
    """Whether a period whose last day is `last` is over at the frame."""
    return frame.at >= day_start(last + timedelta(days=1), city) - LAST_MOMENT


def is_behind(picture: Picture, sources: Iterable[str]) -> bool:
    """Whether any of these sources is still fetching older records, so that no sum of theirs is whole."""
    found = (picture.sources.get(source) for source in sources)
    return any(status is not None and status.behind for status in found)


def known_until(picture: Picture, frame: Frame, sources: Iterable[str]) -> datetime:
    """Up to when these sources have told: the last answer of the one that is furthest behind, at most the frame."""
    answers = [status.last_good for source in sources if (status := picture.sources.get(source)) is not None]
    return min([frame.at, *(moment for moment in answers if moment is not None)])
