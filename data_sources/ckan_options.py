"""What a CKAN source may be told about its table.

Source: wire formats 4.4. A table is named by `package` (and `resource`, its name within the package), so that a new
upload with a new id is followed, or by `resource_id` alone.
"""

from pydantic import Field, model_validator

from data_sources.line_options import SpanText
from data_sources.table_options import FigureOptions


class Options(FigureOptions):
    """`[source.options]` of protocol ckan.

    Every poll reads the `recent` newest rows; the whole table is read in pages of `page_size` at the first sight, when
    something in it changed otherwise, and every `full_every`.
    """

    package: str = ""
    resource: str = ""
    resource_id: str = ""
    page_size: int = Field(default=5_000, ge=1, le=32_000)
    recent: int = Field(default=500, ge=1, le=32_000)
    full_every: SpanText = "1d"

    @model_validator(mode="after")
    def _names_a_table(self) -> "Options":
        if bool(self.package) == bool(self.resource_id):
            raise ValueError("name the table by package (and resource) or by resource_id, one of the two")
        return self
