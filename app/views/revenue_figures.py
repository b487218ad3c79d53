"""The figures of one line of the revenue table, each with its rule and the facts behind it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from app.domain.kind import Kind
from app.domain.message import N_
from app.domain.revenue import is_end_known, pace, pace_mark, percent_of, remainder
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.figure import INCOMPLETE, Array, Facts, Figure, Running, Stamp
from app.views.revenue_condition import Condition
from app.views.revenue_ledger import BEFORE, BLANK, FORMER, NOW, Records, Rows
from app.views.revenue_lines import RevenueLine
from app.views.revenue_sums import Span, Sums
from app.views.revenue_targets import Target
from app.views.standing import link_of, newest_of, sources_of, standing

IDR, PERCENT, INDEX = "IDR", "%", "index"
TARGET_PERIOD = timedelta(days=366)
NEVER = N_("No money was reported this year.")
ENDED = N_("The year has ended; its end is known.")
EARLY = N_("Too little of the year is in for a projection.")
NO_TARGET = N_("No target was reported.")
NO_REVISION = N_("No revised target was reported.")
NO_LAST_YEAR = N_("Last year's records do not go back to New Year.")
NO_CURVES = N_("No whole former year is known.")
LEFT_OUT = N_("Parts are left out: they were never reported, or their source is lost.")
WITHDRAWN = N_("Figures that their source no longer lists are left out; they are kept and told apart.")
BLANKS = N_("Some days have no value.")
NOT_YET = N_("Nothing was reported for this day yet.")


@dataclass(frozen=True, slots=True, eq=False)
class LineMaker:
    """Makes lines of figures out of sums."""

    picture: Picture
    frame: Frame
    city: CityFile
    span: Span
    condition: Condition

    def line(
        self,
        sums: Sums,
        path: str,
        *,
        parts: tuple[Figure, ...] | None = None,
        note: str = "",
        withdrawn: Rows | None = None,
    ) -> RevenueLine:
        """The line whose figures' ids begin with `path`; `parts` are the lines' money a total is the sum of.

        `withdrawn` are this year's records of it that its source no longer lists.
        """
        every = sums.rows
        is_now = (every.phase & NOW) > 0
        keys, codes = every.key[is_now], every.source[is_now]
        state, observed = self.condition.of(codes)
        behind = self.condition.is_behind(every.source)
        is_gone = withdrawn is not None and len(withdrawn.key) > 0
        note = INCOMPLETE if behind else note or (WITHDRAWN if is_gone else "")
        stamp = Stamp(path, sources_of(self.picture, codes), observed, state, note)
        so_far = replace(stamp, running=self._running(observed))
        gone = (_withdrawn(stamp, withdrawn),) if withdrawn is not None and is_gone else ()
        to_date = self._to_date(so_far, sums, every, keys, (*(parts or ()), *gone))
        original, revised, target = self._targets(sums.target, path)
        former = _facts(every.key[(every.phase & FORMER) > 0])
        expected = self._expected(stamp, sums, target, former)
        whole = () if sums.realised is None else (sums.realised,)
        over = () if sums.compared is None or behind else (sums.compared,)
        index = next((pace(money, expected.value) for money in over), None)
        percent = next((percent_of(money, target.value) for money in whole), None)
        left = next((remainder(money, target.value) for money in whole), None)
        goal = (to_date, target)
        return RevenueLine(
            sums.name.key,
            sums.name.name,
            sums.name.name_en,
            self._today(so_far, sums, every),
            to_date,
            original,
            revised,
            target,
            so_far.figure(
                "percent",
                N_("Percent of the target"),
                percent,
                PERCENT,
                "revenue.percent",
                parts=goal,
                note=target.note,
            ),
            so_far.figure("remainder", N_("Remainder"), left, IDR, "revenue.remainder", parts=goal, note=target.note),
            self._last_year(stamp, sums, every),
            stamp.figure(
                "pace",
                N_("Pace"),
                index,
                INDEX,
                "revenue.pace",
                parts=(self._compared(stamp, sums, to_date), expected),
                mark=pace_mark(index),
                note=expected.note,
            ),
            expected,
            *self._projections(stamp, sums, goal, former, is_sum=parts is not None),
        )

    def _running(self, observed: datetime | None) -> Running | None:
        """How far the running day has come; None where the newest money is of days that are over."""
        if self.span.whole == self.span.until:
            return None
        return Running(min(observed or self.frame.at, self.frame.at))

    def _today(self, stamp: Stamp, sums: Sums, every: Records) -> Figure:
        todays = (every.number == self.span.here.number(self.span.day)) & ((every.phase & NOW) > 0)
        facts = _facts(every.key[todays])
        note = NOT_YET if sums.today is None else ""
        name = N_("Realised on the day")
        return stamp.figure("today", name, sums.today, IDR, "revenue.today", inputs=facts, note=note)

    def _to_date(self, stamp: Stamp, sums: Sums, every: Records, keys: Array, parts: tuple[Figure, ...]) -> Figure:
        note = NEVER if sums.realised is None else BLANKS if (every.phase & BLANK).any() else ""
        name = N_("Realised to date")
        return stamp.figure(
            "to_date", name, sums.realised, IDR, "revenue.to_date", inputs=_facts(keys), parts=parts, note=note
        )

    def _compared(self, stamp: Stamp, sums: Sums, to_date: Figure) -> Figure:
        """The money that is compared: without that of a day that is not over."""
        if to_date.running is None:
            return to_date
        every, last = sums.rows, self.span.compared
        facts = _facts(every.key[((every.phase & NOW) > 0) & (every.number <= last)])
        name = N_("Realised by the last day that is over")
        return stamp.figure("compared", name, sums.compared, IDR, "revenue.to_date", inputs=facts)

    def _last_year(self, stamp: Stamp, sums: Sums, every: Records) -> Figure:
        note = NO_LAST_YEAR if sums.last_year is None else ""
        name = N_("Same day last year")
        facts = _facts(every.key[(every.phase & BEFORE) > 0])
        return stamp.figure("last_year", name, sums.last_year, IDR, "revenue.last_year", inputs=facts, note=note)

    def _targets(self, target: Target, path: str) -> tuple[Figure, Figure, Figure]:
        """The original, the revised and the one in force on the view's day, with the age of their own records."""
        codes = np.array([step.source for step in target.steps], "i8")
        observed = newest_of(np.array([step.valid for step in target.steps]))
        links = [link_of(self.picture, self.frame, self.city, source) for source in sources_of(self.picture, codes)]
        state = standing(observed, self.frame.at, TARGET_PERIOD, links)
        stamp = Stamp(path, sources_of(self.picture, codes) if len(codes) else (), observed, state)
        facts, now = _facts(target.keys), target.in_force(self.span.until or self.span.day)
        note = "" if target.steps else NO_TARGET
        changed = note or ("" if target.changed else NO_REVISION)
        return (
            stamp.figure(
                "target_original",
                N_("Original target"),
                target.original,
                IDR,
                "revenue.target_original",
                inputs=facts,
                note=note,
            ),
            stamp.figure(
                "target_revised",
                N_("Revised target"),
                target.revised,
                IDR,
                "revenue.target_revised",
                inputs=facts,
                note=changed,
            ),
            stamp.figure("target", N_("Target in force"), now, IDR, "revenue.target", inputs=facts, note=note),
        )

    def _expected(self, stamp: Stamp, sums: Sums, target: Figure, facts: tuple[Facts, ...]) -> Figure:
        rule = "revenue.expected_linear" if sums.is_linear else "revenue.expected"
        name = N_("Expected by now")
        value = sums.expected if sums.realised is not None and stamp.note != INCOMPLETE else None
        return stamp.figure("expected", name, value, IDR, rule, inputs=facts, parts=(target,), note=target.note)

    def _projections(
        self, stamp: Stamp, sums: Sums, parts: tuple[Figure, ...], facts: tuple[Facts, ...], *, is_sum: bool
    ) -> tuple[Figure, Figure, Figure]:
        """The year's end and its band. A line too young for its curve has none, though its plan is in the total's."""
        out = sums.outlook
        is_told = out.end is not None and (is_sum or out.by_curve is not None) and stamp.note != INCOMPLETE
        note = "" if is_told else ENDED if is_end_known(self.span.year, self.span.today) else EARLY
        rule = "revenue.projection_sum" if is_sum else "revenue.projection"
        ways = (
            ()
            if stamp.note == INCOMPLETE
            else (
                stamp.figure(
                    "by_curve", N_("By the former years' curve"), out.by_curve, IDR, "revenue.by_curve", inputs=facts
                ),
                stamp.figure(
                    "by_plan", N_("By what the plan still holds"), out.by_plan, IDR, "revenue.by_plan", parts=parts
                ),
            )
        )
        inner = parts if is_sum else tuple(way for way in ways if way.value is not None)
        low, high = out.band if is_told and not sums.is_linear else (None, None)
        bare = note or (NO_CURVES if low is None else "")
        end = out.end if is_told else None
        return (
            stamp.figure(
                "projection", N_("Projected year's end"), end, IDR, rule, inputs=facts, parts=inner, note=note
            ),
            stamp.figure("projection_low", N_("Lowest projection"), low, IDR, "revenue.band", inputs=facts, note=bare),
            stamp.figure(
                "projection_high", N_("Highest projection"), high, IDR, "revenue.band", inputs=facts, note=bare
            ),
        )


def _withdrawn(stamp: Stamp, rows: Rows) -> Figure:
    """What the source once listed and does no longer: it counts nowhere."""
    name, value = N_("No longer listed by the source"), float(np.nansum(rows.value))
    return stamp.figure("withdrawn", name, value, IDR, "revenue.withdrawn", inputs=_facts(rows.key))


def _facts(keys: Array) -> tuple[Facts, ...]:
    """Keys as facts; those of a sum of lines come line by line and are put in order."""
    if not len(keys):
        return ()
    is_ascending = bool((keys[1:] > keys[:-1]).all())
    return (Facts(Kind.INDICATOR, keys if is_ascending else np.sort(keys, kind="stable")),)
