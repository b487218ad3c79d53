"""Which agencies answer: the worst link among the sources of each, and for how long it has been silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from app.domain.freshness import Freshness, data_state
from app.i18n import Language
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.bearer import bearer
from app.views.figure import Array
from app.views.standing import link_of, local_day, newest_of

QUIET_FROM = Freshness.STALE
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Link:
    """An agency's worst source: its state, and when it last answered; None = never."""

    state: Freshness
    last_good: datetime | None


def links(picture: Picture, frame: Frame, city: CityFile) -> dict[str, Link]:
    """The worst link of every agency that has a source of its own, or is told of by one that is nobody's own."""
    found: dict[str, Link] = {}
    for agency, source in _pairs(picture, frame, city):
        link = _link(picture, frame, city, source)
        if agency not in found or link.state > found[agency].state:
            found[agency] = link
    return found


def _pairs(picture: Picture, frame: Frame, city: CityFile) -> list[tuple[str, str]]:
    """Agencies and their sources: as the city file says; of a source it gives no agency, whomever its records name."""
    day = local_day(frame, city)
    named = [(bearer(spec.agency, day, city).id, spec.id) for spec in city.sources if spec.agency]
    theirs = {source for _, source in named}
    c = picture.indicators
    told = _different(c.agency.astype("u4") << 16 | c.source)
    text = picture.words.text
    seen = [(bearer(text(int(pair) >> 16), day, city).id, text(int(pair) & 0xFFFF)) for pair in told if pair >> 16]
    return list(dict.fromkeys([*named, *(pair for pair in seen if pair[1] not in theirs)]))


def _different(codes: Array) -> Array:
    """The different codes; rows of one source come one after the other, so that few remain to be sorted."""
    return np.unique(codes[np.append(True, codes[1:] != codes[:-1])]) if len(codes) else codes


def _link(picture: Picture, frame: Frame, city: CityFile, source: str) -> Link:
    """By the source's last answer; where that is not known, by the newest record it sent."""
    state = link_of(picture, frame, city, source)
    status = picture.sources.get(source)
    if state is not None and status is not None:
        return Link(state, status.last_good)
    c = picture.indicators
    newest = newest_of(c.valid[c.source == (picture.words.find(source) or -1)])
    return Link(data_state(newest, frame.at, DAY), newest)


def silent_of(link: Link | None, frame: Frame) -> tuple[bool, int | None]:
    """Whether an agency is silent, and for how many whole days; never heard of is silent without a count."""
    if link is None or link.last_good is None:
        return True, None
    if link.state < QUIET_FROM:
        return False, None
    return True, max(int((frame.at - link.last_good) / DAY), 0)


def silence_words(days: int | None, words: Language) -> str:
    """For how long an agency has been silent: 6 hari, kurang dari sehari, belum pernah."""
    if days is None:
        return words.text("never yet")
    return words.plural("{n} day", "{n} days", days) if days else words.text("less than a day")
