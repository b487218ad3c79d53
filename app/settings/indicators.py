"""What the city file says about an agency's indicator: its name for people, its target, and when it bears a mark."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from app.domain.outbreak import OUTBREAK_RULES
from app.settings.kinds import Frozen, Span, Word, fault, one_of

DAY = timedelta(days=1)
BETTER = ("higher", "lower")
AGGREGATES = ("last", "sum", "mean")


def _better(word: str) -> str:
    return one_of(word, BETTER)


def _aggregate(word: str) -> str:
    return one_of(word, AGGREGATES)


def _outbreak(word: str) -> str:
    return one_of(word, OUTBREAK_RULES)


class IndicatorSpec(Frozen):
    """One indicator of one agency.

    Its value is that of the newest period: of several records (a kecamatan each, a system each) the `sum`, the `mean`,
    or the `last` one. With `of` it is shown in percent of another indicator of the same period. `menengah`, `tinggi`
    and `kritis` are values from which on it bears that mark, downwards when `better` is "higher", upwards when it is
    "lower". `outbreak` draws the line of an outbreak rule instead. `is_state` says that the value holds at one moment
    (beds taken, systems up) and is judged at once; any other grows through its period and is judged when that is over.
    """

    name: Word
    agency: Word
    title: Word
    title_en: str = ""
    unit: str = ""
    owner: str = ""
    of: str = ""
    target: float | None = None
    better: Annotated[str, AfterValidator(_better)] = "higher"
    aggregate: Annotated[str, AfterValidator(_aggregate)] = "last"
    period: Span = DAY
    menengah: float | None = None
    tinggi: float | None = None
    kritis: float | None = None
    is_state: bool = False
    outbreak: Annotated[str, AfterValidator(_outbreak)] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "IndicatorSpec":
        steps = [step for step in (self.menengah, self.tinggi, self.kritis) if step is not None]
        if steps != sorted(steps, reverse=self.better == "higher"):
            way = "fall" if self.better == "higher" else "rise"
            raise fault(f"menengah, tinggi, kritis must {way}: better is {self.better!r}")
        return self


SCENES = ("today", "revenue", "agencies-funds")


def _scene(word: str) -> str:
    return one_of(word, SCENES)


def _not_empty(scenes: tuple[str, ...]) -> tuple[str, ...]:
    if not scenes:
        raise fault("needs one scene at least")
    return scenes


class Briefing(Frozen):
    """The briefing window: type grows with `viewing_distance_m`, scenes change after `rotate`."""

    viewing_distance_m: float = Field(default=3.0, ge=0.5, le=30)
    rotate: Span = timedelta(seconds=20)
    scenes: Annotated[tuple[Annotated[str, AfterValidator(_scene)], ...], AfterValidator(_not_empty)] = SCENES
