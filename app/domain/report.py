"""A report that was issued: what it said, frozen, so that it can be made again and checked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from app.domain.kind import Kind

SOURCE = "reports"


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report of a day of the city, as of a commit; `figures` is its frozen views as JSON text.

    The same fact and the same program version give the same bytes, whose SHA-256 is `fingerprint`.
    """

    kind: ClassVar[Kind] = Kind.REPORT
    id: str
    valid_at: datetime
    name: str
    day: date
    language: str
    of_commit: int
    program: str
    figures: str
    fingerprint: str

    @property
    def source(self) -> str:
        """Reports are our own."""
        return SOURCE
