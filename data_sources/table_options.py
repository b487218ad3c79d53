"""Settings that a table and a feed share: where each part of a figure stands, and how the source writes."""

from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data_sources.figures import TARGETS, Writing
from data_sources.line_options import LineOptions, ZoneName

Scalar = str | int | float
_PARTS = ("period", "year", "half", "quarter", "month", "week", "day")


class Melt(BaseModel):
    """A wide table: each of `columns` becomes a record of its own. Its header goes `into` a target or a label, its cell
    is the value. `columns = "periods"` means all columns named after a month, a quarter or a year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: tuple[str, ...] | Literal["periods"] = "periods"
    into: str = "month"


class TableOptions(LineOptions):
    """How figures stand in a table: `fields` and `labels` say where, `constants` and `constant_labels` what is fixed.

    `words` translate by target or label; `dates` are labels that name a day and are kept as ISO dates. `totals` are
    more words that mark a row of sums, `ignore` are columns that are not kept. `scale` turns numbers into whole units.
    """

    fields: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, Scalar] = Field(default_factory=dict)
    constant_labels: dict[str, str] = Field(default_factory=dict)
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    melt: Melt | None = None
    notation: Literal["auto", "id", "en"] = "auto"
    date_order: Literal["dmy", "mdy"] = "dmy"
    scale: float = Field(default=1.0, gt=0)
    dates: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    date_in_zone: ZoneName | None = None

    @property
    def how(self) -> Writing:
        """The settings the reader of figures wants."""
        return Writing(self.notation, self.date_order, self.scale, self.words, self.dates)

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone of times without one, where it is not the city's."""
        return ZoneInfo(self.date_in_zone) if self.date_in_zone else None


class FigureOptions(TableOptions):
    """A table of figures alone: every field is part of a figure; name, value and period must come from somewhere."""

    @model_validator(mode="after")
    def _makes_figures(self) -> "FigureOptions":
        check_figures(self)
        return self


def check_figures(options: TableOptions) -> None:
    """Raises ValueError when no figure can come of these settings."""
    told = {*options.fields, *options.constants}
    if unknown := sorted(told - set(TARGETS)):
        raise ValueError(f"no part of a figure is called {unknown[0]!r}; there are {', '.join(TARGETS)}")
    into = options.melt.into if options.melt else ""
    for wanted in ("name", "value"):
        if wanted not in told and wanted != into and not (wanted == "value" and options.melt):
            raise ValueError(f"fields or constants must say where {wanted!r} comes from")
    if not told & set(_PARTS) and into not in _PARTS:
        raise ValueError("fields or constants must say where the period comes from: period, or year with its parts")
