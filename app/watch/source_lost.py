"""Watch *source lost*: a source has gone silent, and is back. Facts `lost` and `recovered` of `source/<id>`.

Lost is the Freshness rule: more than three times `stale_after` without a complete valid answer. `valid_at` is when
that came true, not when it was noticed; of `recovered`, the answer that ended it. A source that never answered is
*never*, not lost. A source a person paused is not reported lost, and after resuming has the whole span again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.freshness import LINK_LIMITS, Freshness, link_state
from app.domain.kind import Kind
from app.domain.source import Derived, LinkState
from app.journal.encode import from_ms, to_ms
from app.journal.status import SourceStatus
from app.settings import SourceSpec
from app.watch.watch import State, Step, WatchInput

LOST, RECOVERED = "lost", "recovered"
_A_MOMENT = timedelta(milliseconds=1)  # lost is *above* the limit
Memory = Mapping[str, Any]  # lost: last answer (ms) when it was reported; paused: True; resumed: ms


@dataclass(frozen=True, slots=True)
class SourceLost:
    """The watch over these sources. What it needs of the past stands in the sources' own rows."""

    sources: Sequence[SourceSpec]
    name: str = "source_lost"
    version: int = 1
    depends_on: frozenset[Kind] = frozenset({Kind.HEALTH})
    look_back: timedelta = timedelta(0)

    def step(self, state: State, changes: WatchInput, now: datetime) -> Step:
        """Compare every source's last answer with `now`; wake again when the next one would be lost."""
        kept: dict[str, Memory] = {}
        facts: list[Derived] = []
        wakes: list[datetime] = []
        for spec in self.sources:
            status = changes.sources.get(spec.id)
            memory = _paused_or_resumed(state.get(spec.id, {}), status, now)
            if status is not None and status.last_good is not None:
                news, memory = _news(memory, spec, status.last_good, now)
                facts += [self._fact(spec, status, what, at, changes.rows.high) for what, at in news]
                wakes += _wakes(memory, spec, status.last_good)
            if memory:
                kept[spec.id] = memory
        return Step(kept, facts, min(wakes, default=None))

    def _fact(self, spec: SourceSpec, status: SourceStatus, what: str, at: datetime, cause: int) -> Derived:
        told = {"state": status.state.value, "error": status.error} if what == LOST else {}
        body = {"stale_after_s": spec.stale_after.total_seconds(), **told}
        return Derived(self.name, self.version, f"source/{spec.id}", cause, at, what, body)


def _paused_or_resumed(memory: Memory, status: SourceStatus | None, now: datetime) -> Memory:
    is_paused = status is not None and status.state is LinkState.PAUSED
    if is_paused == bool(memory.get("paused")):
        return memory
    rest = {key: value for key, value in memory.items() if key not in ("paused", "resumed")}
    return rest | ({"paused": True} if is_paused else {"resumed": to_ms(now)})


def _counts_from(memory: Memory, last_good: datetime) -> datetime:
    return max(last_good, from_ms(memory.get("resumed", 0)))


def _news(
    memory: Memory, spec: SourceSpec, last_good: datetime, now: datetime
) -> tuple[list[tuple[str, datetime]], Memory]:
    """At most one word with its instant, and what to remember after it."""
    if "lost" in memory:
        is_back = to_ms(last_good) > memory["lost"] and link_state(last_good, now, spec.stale_after) < Freshness.LOST
        rest = {key: value for key, value in memory.items() if key == "paused"}
        return ([(RECOVERED, last_good)], rest) if is_back else ([], memory)
    start = _counts_from(memory, last_good)
    is_lost = not memory.get("paused") and link_state(start, now, spec.stale_after) is Freshness.LOST
    return ([(LOST, _lost_at(start, spec))], {**memory, "lost": to_ms(last_good)}) if is_lost else ([], memory)


def _lost_at(start: datetime, spec: SourceSpec) -> datetime:
    return start + LINK_LIMITS[2] * spec.stale_after


def _wakes(memory: Memory, spec: SourceSpec, last_good: datetime) -> list[datetime]:
    if "lost" in memory or memory.get("paused"):
        return []
    return [_lost_at(_counts_from(memory, last_good), spec) + _A_MOMENT]
