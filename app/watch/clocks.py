"""The clocks of open complaints: at which instants each misses a step or climbs the ladder, if nothing is done.

Most complaints nobody here has touched: theirs follow from the city file and are worked out many at once. Those that
were touched have their stored deadlines. Times are milliseconds since 1970; NEVER = not owed (any more).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from app.domain.calendar import from_ms, to_ms
from app.domain.case import Case
from app.domain.complaint import State
from app.domain.deadline import LAW, TARGETS, Step, Target
from app.domain.due_many import due_many
from app.domain.ladder import Ladder, Rung, later
from app.domain.lifecycle import ENDED
from app.domain.targets import LAW_DAYS, Hours, met_at
from app.geo.areas import Areas
from app.journal.columns import Array
from app.journal.watch_rows import CaseRow, ComplaintRow
from app.settings import CityFile
from app.settings.division import answers_for
from app.settings.rule_of import hours_of, rule_of

STEPS = (*TARGETS, *LAW)
RUNGS = tuple(Rung)
WIDTH = len(STEPS) + len(RUNGS)
NEVER = 2**62
_MERGE = 512  # changed complaints that are kept beside the table before they are put into it


class About(NamedTuple):
    """What is needed of an open complaint; `agency` answers for it as its source says, else by duty."""

    category: str
    agency: str
    requested: int


class Due(NamedTuple):
    """One instant that came: of which complaint, and the column of its step or rung."""

    at: int
    key: int
    column: int


@dataclass(frozen=True, eq=False)
class Clocks:
    """Never changed: `after` gives the clocks after news. `table` is one row a key of `keys`, ascending."""

    city: CityFile | None = None
    areas: Areas | None = None
    about: Mapping[int, About] = field(default_factory=dict)
    cases: Mapping[int, Case] = field(default_factory=dict)
    keys: Array = field(default_factory=lambda: np.empty(0, "i8"))
    table: Array = field(default_factory=lambda: np.empty((0, WIDTH), "i8"))
    changed: Mapping[int, Array] = field(default_factory=dict)  # rows in place of the table's

    def after(self, complaints: Iterable[ComplaintRow], cases: Iterable[CaseRow]) -> "Clocks":
        """The clocks once these rows are known, each in the order of its versions."""
        complaints, cases = tuple(complaints), tuple(cases)
        if self.city is None or not (complaints or cases):
            return self
        about, known = dict(self.about), dict(self.cases)
        for row, agency in zip(complaints, self._answering(complaints), strict=True):
            about.pop(row.key, None)
            if row.state is State.OPEN:
                about[row.key] = About(row.category, agency, row.requested_at)
        known |= {row.key: row.case for row in cases}
        touched = {row.key for row in complaints} | {row.key for row in cases}
        fresh = self._rows({key: about[key] for key in touched if key in about}, known)
        gone = {key: np.full(WIDTH, NEVER, "i8") for key in touched if key not in about}
        changed = {**self.changed, **gone, **fresh}
        return replace(self, about=about, cases=known, changed=changed)._merged()

    def due(self, after: int, until: int) -> list[Due]:
        """What came due later than `after` and not later than `until`, in time's order."""
        rows, columns = np.nonzero((self.table > after) & (self.table <= until))
        found = [Due(int(self.table[r, c]), int(self.keys[r]), int(c)) for r, c in zip(rows, columns, strict=True)]
        found = [one for one in found if one.key not in self.changed]
        for key, row in self.changed.items():
            found += [Due(int(at), key, c) for c, at in enumerate(row.tolist()) if after < at <= until]
        return sorted(found)

    def next(self, after: int) -> int:
        """The first instant later than `after`, NEVER without any. It may be too early: a changed row's old one."""
        first = int(np.min(self.table, initial=NEVER, where=self.table > after))
        return min([first, *(int(at) for row in self.changed.values() for at in row.tolist() if at > after)])

    def row(self, key: int) -> Array:
        """A complaint's instants, all NEVER for one that has none."""
        if key in self.changed:
            return self.changed[key]
        at = int(np.searchsorted(self.keys, key))
        is_there = at < len(self.keys) and self.keys[at] == key
        return np.asarray(self.table[at]) if is_there else np.full(WIDTH, NEVER, "i8")

    @cached_property
    def ladder(self) -> Ladder:
        """The city's ladder."""
        return Ladder.parse(self.city.targets.ladder if self.city else {})

    def hours(self, key: int) -> Hours:
        """The working time that counts for a complaint."""
        assert self.city is not None
        about, case = self.about[key], self.cases.get(key)
        return hours_of(self.city, (case.agency if case else "") or about.agency)

    def _answering(self, rows: Sequence[ComplaintRow]) -> list[str]:
        """Who answers for each, as its source says, else by duty; places are looked up at once, where they decide."""
        assert self.city is not None
        kinds = {kind.id: kind for kind in self.city.categories}
        agencies = [row.agency or (kinds[row.category].agency if row.category in kinds else "") for row in rows]
        by_place = {kind.id for kind in self.city.categories if kind.agency_in}
        asked = [i for i, row in enumerate(rows) if row.category in by_place and not row.agency]
        if asked and self.areas is not None and self.areas.official:
            found = self.areas.index(*np.array([(rows[i].lat, rows[i].lon) for i in asked], "f8").T)
            for i, area in zip(asked, found.tolist(), strict=True):
                agencies[i] = answers_for(self.city, rows[i].category, area)
        return agencies

    def _merged(self) -> "Clocks":
        if len(self.changed) <= _MERGE:
            return self
        stays = ~np.isin(self.keys, np.fromiter(self.changed, "i8", len(self.changed)))
        alive = {key: row for key, row in self.changed.items() if (row < NEVER).any()}
        keys = np.concatenate([self.keys[stays], np.fromiter(alive, "i8", len(alive))])
        table = np.concatenate([self.table[stays], np.array(list(alive.values()), "i8").reshape(-1, WIDTH)])
        order = np.argsort(keys, kind="stable")
        return replace(self, keys=keys[order], table=table[order], changed={})

    def _rows(self, about: Mapping[int, About], cases: Mapping[int, Case]) -> dict[int, Array]:
        """The instants of some complaints: of untouched ones by their kind, many at once."""
        kinds: dict[tuple[str, str], list[int]] = {}
        rows: dict[int, Array] = {}
        for key, one in about.items():
            case = cases.get(key)
            if case is not None and (case.deadlines or case.stage in ENDED or case.paused_at):
                rows[key] = self._of_case(case, one)
            else:
                kinds.setdefault((one.category, one.agency), []).append(key)
        for (category, agency), keys in kinds.items():
            table = self._of_kind(category, agency, np.array([about[key].requested for key in keys], "f8") / 1000)
            rows |= dict(zip(keys, table, strict=True))
        return rows

    def _of_kind(self, category: str, agency: str, requested: Array) -> Array:
        """One row for each instant of receipt."""
        assert self.city is not None
        hours = hours_of(self.city, agency)
        rule = rule_of(self.city, category)
        table = np.full((len(requested), WIDTH), np.nan)
        for step, texts in rule.allowed.items():
            for text in texts:
                column = table[:, STEPS.index(step)]
                column[:] = np.fmin(column, due_many(Target.parse(text), requested, hours))
        for step, days in LAW_DAYS[rule.legal].items():
            table[:, STEPS.index(step)] = hours.city.end_of_day_many(requested, days)
        done = table[:, STEPS.index(Step.DONE)].copy()
        for rung, target in later(self.ladder):
            table[:, len(STEPS) + RUNGS.index(rung)] = due_many(target, done, hours)
        return np.where(np.isnan(table), NEVER, np.nan_to_num(table) * 1000).round().astype("i8")

    def _of_case(self, case: Case, about: About) -> Array:
        """By the stored deadlines: what is met is not owed, and a case that is paused misses nothing."""
        assert self.city is not None
        row = np.full(WIDTH, NEVER, "i8")
        if case.stage in ENDED:
            return row
        since = case.paused_at
        for one in case.deadlines:
            if met_at(case, one.step) is None and (since is None or one.due <= since or one.step in LAW):
                row[STEPS.index(one.step)] = to_ms(one.due)
        done = int(row[STEPS.index(Step.DONE)])
        if done < NEVER:
            hours = hours_of(self.city, case.agency or about.agency)
            for rung, target in later(self.ladder):
                at = target.due(from_ms(done), hours.city, hours.agency)
                if since is None or at <= since:
                    row[len(STEPS) + RUNGS.index(rung)] = to_ms(at)
        return row
