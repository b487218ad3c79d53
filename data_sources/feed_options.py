"""What a feed may be told: where its records are, what they become, and how it is paged.

`fields`, `labels`, `records` and `next` are JMESPath; a text that is the name of a key or column means that one, also
with spaces in it.
"""

from typing import Annotated, Literal

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator, Field, model_validator

from data_sources.line_options import Charset
from data_sources.table_options import TableOptions, check_figures

TO_FIELDS: dict[str, tuple[str, ...]] = {
    "complaints": (
        *("id", "status", "requested_at", "updated_at", "expected_at", "status_notes", "service_code", "service_name"),
        *("title", "description", "address", "lat", "lon", "agency", "media"),
    ),
    "positions": (
        *("id", "vehicle", "time", "lat", "lon", "speed_kmh", "course", "accuracy_m", "valid"),
        *("vehicle_name", "vehicle_kind", "group", "unique_id"),
    ),
    "readings": ("id", "station", "parameter", "value", "unit", "time", "lat", "lon"),
}
NEEDED = {
    "complaints": ("id", "requested_at"),
    "positions": ("vehicle", "time", "lat", "lon"),
    "readings": ("station", "parameter", "value", "time"),
}
TIMES = frozenset({"as_of", "time", "requested_at", "updated_at", "expected_at"})


def _path(text: str) -> str:
    if text:
        try:
            jmespath.compile(text)
        except JMESPathError as error:
            raise ValueError(f"is no JMESPath: {str(error).splitlines()[0]}") from None
    return text


Path = Annotated[str, AfterValidator(_path)]


class Options(TableOptions):
    """`[source.options]` of protocol json_feed. `path` and `query` are added to the source's url.

    `time_format` is how times are written where they are not ISO 8601 (as Python's strptime reads them).
    """

    path: str = ""
    query: dict[str, str | int] = Field(default_factory=dict)
    to: Literal["indicators", "complaints", "positions", "readings"] = "indicators"
    records: Path = ""
    format: Literal["auto", "json", "csv"] = "auto"
    delimiter: str = Field(default="", max_length=1)
    encoding: Charset = "utf-8"
    skip_lines: int = Field(default=0, ge=0, le=100)
    time_format: str = ""
    next: Path = ""
    page_param: str = ""
    page_base: Literal[0, 1] = 1
    max_pages: int = Field(default=50, ge=1, le=1_000)
    auth_mode: Literal["bearer", "basic", "header", "query", "none"] = "bearer"
    auth_name: str = "X-Api-Key"
    public: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> "Options":
        if self.to == "indicators":
            check_figures(self)
            return self
        told, into = {*self.fields, *self.constants}, self.melt.into if self.melt else ""
        if unknown := sorted(told - set(TO_FIELDS[self.to])):
            raise ValueError(f"{unknown[0]!r} is no field of {self.to}; there are {', '.join(TO_FIELDS[self.to])}")
        for wanted in NEEDED[self.to]:
            if wanted not in told and wanted != into and not (wanted == "value" and self.melt):
                raise ValueError(f"fields must say where {wanted!r} comes from")
        return self
