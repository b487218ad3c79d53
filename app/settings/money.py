"""What the city file says about money: where taxes and response funds are told, and the kinds of tax it levies."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from app.domain.tax_kinds import TaxKind
from app.settings.kinds import Frozen, Span, Word, fault

DAY = timedelta(days=1)


def _due_days(days: dict[int, date]) -> dict[int, date]:
    for year, day in days.items():
        if day.year != year:
            raise fault(f"says {day} for {year}: the day must be in its own year")
    return days


class RevenueSpec(Frozen):
    """Which indicators are the local taxes, and when PBB fell due.

    `realised` and `target` are indicator names of one total, which `total_name` says to people: pajak daerah or PAD,
    never both. `period` is how often new figures are due.
    """

    agency: str = ""
    realised: Word = "realisasi_pajak"
    target: Word = "target_pajak"
    total_name: Word = "Pajak daerah"
    total_name_en: str = "Local taxes"
    period: Span = DAY
    pbb_due: Annotated[dict[int, date], AfterValidator(_due_days)] = Field(default_factory=dict)


class TaxKindSpec(Frozen):
    """A kind of tax the city levies; `successor` is the key of the kind that continues it under a newer law."""

    key: Word
    name: Word
    name_en: str = ""
    successor: str = ""
    cap_percent: float | None = Field(default=None, ge=0, le=100)
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "TaxKindSpec":
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise fault("valid_to is before valid_from")
        return self

    @property
    def kind(self) -> TaxKind:
        """The same in the domain's words."""
        return TaxKind(
            self.key,
            self.name,
            self.name_en or self.name,
            self.cap_percent,
            self.successor,
            self.valid_from,
            self.valid_to,
        )


class FundsSpec(Frozen):
    """Which indicators are the response funds; from `watch_percent` of the ceiling on a fund bears a mark.

    The present burn is what was spent in the last `burn_days` days. By category, both the city's own choice, in whole
    rupiah: up to `small_scale_max` a repair is small-scale; `estimates` is what one usually costs.
    """

    ceiling: Word = "dana_pagu"
    committed: Word = "dana_komitmen"
    spent: Word = "dana_belanja"
    watch_percent: float = Field(default=80.0, gt=0, le=100)
    burn_days: int = Field(default=30, ge=1, le=366)
    small_scale_max: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    estimates: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
