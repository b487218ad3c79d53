"""How far this year's money can be trusted, source by source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.freshness import Freshness
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.figure import Array
from app.views.revenue_ledger import NOW, Rows
from app.views.revenue_sums import Span, Sums
from app.views.standing import day_start, different, link_of, newest_of, standing


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """When the records of each source were newest, and how far each can be trusted, by the source's code.

    `behind` are those that still fetch older records.
    """

    states: Mapping[int, Freshness]
    newest: Mapping[int, datetime | None]
    behind: frozenset[int] = frozenset()

    def of(self, codes: Array) -> tuple[Freshness, datetime | None]:
        """The worst state among sources, and the newest record's time; never seen without any."""
        found = different(codes)
        times = [moment for code in found if (moment := self.newest.get(code)) is not None]
        return max((self.states[code] for code in found), default=Freshness.NEVER), max(times, default=None)

    def is_behind(self, codes: Array) -> bool:
        """Whether any of these sources still fetches older records."""
        return bool(self.behind) and not self.behind.isdisjoint(different(codes))


def condition(picture: Picture, frame: Frame, city: CityFile, rows: Rows, span: Span) -> Condition:
    """How each source of this year's money stands.

    All records of a source age together: a kind without money one day is no kind whose news is late. A year that is
    over is judged as of its last day.
    """
    words, which = picture.words, (rows.phase & NOW) > 0
    source, valid = rows.source[which], rows.valid[which]
    at = min(frame.at, day_start(span.day + timedelta(days=1), city)) if span.day < span.today else frame.at
    newest = {code: newest_of(valid[source == code]) for code in different(source)}
    states = {
        code: standing(moment, at, city.revenue.period, [link_of(picture, frame, city, picture.words.text(code))])
        for code, moment in newest.items()
    }
    behind = {code for source, status in picture.sources.items() if status.behind and (code := words.find(source))}
    return Condition(states, newest, frozenset(behind))


def kept_and_left_out(lines: tuple[Sums, ...], known: Condition) -> tuple[tuple[Sums, ...], tuple[Sums, ...]]:
    """Lines that enter the total and lines that do not: never reported, or of a lost source while another is not.

    When every source is lost their old sum is still the last that is known, and bears that state.
    """
    states = [known.of(line.rows.source[(line.rows.phase & NOW) > 0])[0] for line in lines]
    seen = [state for state in states if state is not Freshness.NEVER]
    worst = Freshness.LOST if any(state is not Freshness.LOST for state in seen) else Freshness.NEVER
    kept = tuple(line for line, state in zip(lines, states, strict=True) if state < worst)
    return kept, tuple(line for line in lines if line not in kept)
